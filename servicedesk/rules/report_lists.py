"""The lists in reports: single matters, whistles, instructions, each as a table of its first rows."""

from collections.abc import Sequence

from servicedesk.rules.cards import CARDS
from servicedesk.rules.report import Block, Cell, Column, Note, Ratio, Table, Words
from servicedesk.rules.report_facts import Facts
from servicedesk.rules.report_phrases import listed
from servicedesk.rules.text import text
from servicedesk.rules.ticket_words import CARDS as CARD_WORDS

MOST = 30
"""Rows of a list inside a report; the ledgers have all of them."""
NUMBER, TITLE, DEPARTMENT = Column(text("Number")), Column(text("Title")), Column(text("Department"))


def overdue(facts: Facts) -> Sequence[Block]:
    """What is past its limit and not given, the longest first."""
    columns = [NUMBER, TITLE, DEPARTMENT, Column(text("Limit"), "moment")]
    rows: list[Sequence[Cell]] = [
        [one.number, titled(one.title), one.department, one.due_at] for one in facts.overdue
    ]
    return _shown("overdue", text("Results still overdue"), columns, rows)


def whistles(facts: Facts) -> Sequence[Block]:
    """The whistles of the period with how they were answered."""
    columns = [
        NUMBER,
        Column(text("Blown"), "moment"),
        Column(text("Departments called")),
        Column(text("Reported in"), "rate"),
        Column(text("In time"), "rate"),
    ]
    rows: list[Sequence[Cell]] = [
        [
            one.number,
            one.blown_at,
            listed(one.departments),
            Ratio(one.reported, one.called),
            Ratio(one.in_time, one.called),
        ]
        for one in facts.whistles
    ]
    return _shown("whistle-list", text("Whistles of the period"), columns, rows)


def cards(facts: Facts) -> Sequence[Block]:
    """The cards of the period by department."""
    columns = [DEPARTMENT, *(Column(CARD_WORDS[colour], "number") for colour in CARDS)]
    rows: list[Sequence[Cell]] = [
        [one.department, *(one.cards.get(colour, 0) for colour in CARDS)] for one in facts.cards
    ]
    return _shown("cards", text("Cards shown on limits"), columns, rows)


def instructions(facts: Facts) -> Sequence[Block]:
    """The instructions of the period, and older ones that were not reported on."""
    columns = [
        NUMBER,
        DEPARTMENT,
        Column(text("Given"), "moment"),
        Column(text("To be reported on by"), "day"),
        Column(text("Reported"), "moment"),
    ]
    rows: list[Sequence[Cell]] = [
        [one.number, one.department, one.at, one.due_on, one.reported_at] for one in facts.instructions
    ]
    return _shown("instructions", text("Instructions of leaders"), columns, rows)


def tracked(facts: Facts) -> Sequence[Block]:
    """The tracking ledger as it stood."""
    columns = [
        NUMBER,
        TITLE,
        DEPARTMENT,
        Column(text("Next feedback by"), "moment"),
        Column(text("Feedbacks missed"), "number"),
    ]
    rows: list[Sequence[Cell]] = [
        [one.number, titled(one.title), one.department, one.promised_at, one.missed] for one in facts.tracked
    ]
    return _shown("tracked", text("Tracking ledger"), columns, rows)


def repeated(facts: Facts) -> Sequence[Block]:
    """The categories with which enterprises came more than once."""
    columns = [
        Column(text("Category")),
        Column(text("Enterprises"), "number"),
        Column(text("Matters"), "number"),
    ]
    rows: list[Sequence[Cell]] = [[one.category, one.enterprises, one.matters] for one in facts.repeated]
    return _shown("repeated", text("Categories with repeated matters"), columns, rows)


def titled(title: str) -> Words:
    """A matter's title, or what stands for it where rules 12-14 keep it."""
    return title or text("Not shown")


def _shown(
    key: str, caption: Words, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]
) -> list[Block]:
    if not rows:
        return []
    found: list[Block] = [Table(key, caption, columns, rows[:MOST])]
    if len(rows) > MOST:
        left = text(
            "The first %(shown)s of %(count)s; the ledger in the system has all.", shown=MOST, count=len(rows)
        )
        found.append(Note(left))
    return found
