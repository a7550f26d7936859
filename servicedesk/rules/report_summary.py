"""The half-year's work summary (半年工作总结): written from the figures, completed by a person."""

from collections.abc import Sequence

from servicedesk.rules.figure_definitions import OF_MATTERS
from servicedesk.rules.report import Block, Heading, Note, Paragraph, Section, Words
from servicedesk.rules.report_facts import Case, Facts
from servicedesk.rules.report_figures import figure_tables, trend
from servicedesk.rules.report_lists import overdue
from servicedesk.rules.report_phrases import counted, listed, share, tally_table
from servicedesk.rules.report_sections import HOT, late, whistled
from servicedesk.rules.text import text


def work(facts: Facts) -> Section:
    """What came, by strand and kind."""
    tallies = facts.tallies
    words = text(
        "One window took in all that enterprises brought. By kind: %(kinds)s.",
        kinds=listed([counted(one) for one in tallies["kind"]]),
    )
    return Section(
        "work",
        text("One window for everything"),
        [
            Paragraph("kinds", words),
            *(paragraph for one in tallies["strand"] for paragraph in _strand(facts, one.code, one.name)),
            tally_table("by_strand", text("Matters by strand"), text("Strand"), tallies["strand"]),
            tally_table("by_kind", text("Matters by kind"), text("Kind"), tallies["kind"]),
        ],
    )


def _strand(facts: Facts, code: str, name: Words) -> Sequence[Block]:
    tally = next(one for one in facts.tallies["strand"] if one.code == code)
    words = text("%(count)s matters in this strand.", count=tally.now)
    if tally.before:
        words = text(
            "%(count)s matters in this strand, %(before)s in the half-year before.",
            count=tally.now,
            before=tally.before,
        )
    return [Heading(name), Paragraph(f"strand-{code}", words)]


def guarantee(facts: Facts) -> Section:
    """How limits were kept, who is late by name, and what enterprises say."""
    words = text(
        "What was promised was kept in %(promise)s; results came in time in %(resolved)s; enterprises call "
        "%(solved)s resolved, and %(satisfied)s were satisfied.",
        promise=share(facts.figures, "promise_kept_rate"),
        resolved=share(facts.figures, "resolved_on_time"),
        solved=share(facts.figures, "resolution_rate"),
        satisfied=share(facts.figures, "satisfaction_rate"),
    )
    blocks = [Paragraph("guarantee", words), Paragraph("late", late(facts))]
    return Section(
        "guarantee",
        text("Limits kept"),
        [*blocks, *figure_tables(facts, OF_MATTERS), *trend(facts)],
    )


def joint(facts: Facts) -> Section:
    """Whistles, in words."""
    return Section("joint", text("Departments report in"), [Paragraph("whistles", whistled(facts))])


def cases(facts: Facts) -> Section:
    """The typical cases that `queries.report_cases` picked, each in a paragraph."""
    blocks: list[Block] = []
    for case in facts.cases:
        blocks += [Heading(case.title), Paragraph(f"case-{case.number}", _told(case))]
    if not blocks:
        none = text("No matter of this half-year fits the rule for typical cases; please add one.")
        return Section("cases", text("Typical cases"), [Paragraph("no-case", none)])
    rule = text(
        "Picked by rule: closed, very satisfied, every result in time; of each strand the latest, those of "
        "several departments first."
    )
    return Section("cases", text("Typical cases"), [*blocks, Note(rule)])


def _told(case: Case) -> Words:
    helped = (
        text("%(lead)s led, with the help of %(assists)s", lead=case.lead, assists=listed(case.assists))
        if case.assists
        else text("%(lead)s led", lead=case.lead)
    )
    return text(
        "On %(sent)s an enterprise brought a matter of %(category)s (%(number)s). %(helped)s: %(measures)s "
        "It was closed on %(closed)s; the enterprise was very satisfied.",
        sent=case.sent_on,
        category=case.category,
        number=case.number,
        helped=helped,
        measures=case.measures,
        closed=case.closed_on,
    )


def remaining(facts: Facts) -> Section:
    """What is still open, by its numbers."""
    grown = sorted(
        (one for one in facts.tallies["category"] if one.change > 0), key=lambda one: (-one.change, one.code)
    )[:HOT]
    words = text(
        "By %(as_of)s %(open)s matters had not ended, of which %(overdue)s results were past their limit and "
        "%(tracked)s matters were being tracked. Grown most: %(grown)s.",
        as_of=facts.as_of,
        open=facts.open,
        overdue=len(facts.overdue),
        tracked=len(facts.tracked),
        grown=listed([counted(one) for one in grown]),
    )
    return Section("remaining", text("What remains open"), [Paragraph("remaining", words), *overdue(facts)])


def next_steps(facts: Facts) -> Section:
    """For a person to fill in."""
    return Section(
        "next", text("Next steps"), [Paragraph("next", text("(Please write what is to be done next.)"))]
    )
