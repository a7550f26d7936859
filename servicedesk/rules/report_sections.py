"""The sections of daily briefs, weekly reports and circulars, each composed from the same facts."""

from collections.abc import Sequence
from dataclasses import replace

from servicedesk.rules import report_lists as lists
from servicedesk.rules.cards import CARDS
from servicedesk.rules.figure_definitions import OF_MATTERS, OF_WHISTLES
from servicedesk.rules.report import Block, Cell, Column, Note, Paragraph, Ratio, Section, Table
from servicedesk.rules.report_facts import Facts, Tally
from servicedesk.rules.report_figures import annex as annex_tables
from servicedesk.rules.report_figures import figure_tables, trend
from servicedesk.rules.report_phrases import change, counted, listed, share, tally_table
from servicedesk.rules.text import Text, text
from servicedesk.rules.ticket_words import EXCLUSIONS, SATISFACTION

HOT = 5
"""So many categories are named as hot, and as grown most."""


def opening(facts: Facts) -> Sequence[Block]:
    """What a leader reads who reads nothing else, and what is needed to trust it."""
    now, before = facts.total()
    first = text(
        "%(when)s enterprises brought %(count)s matters, %(change)s. By %(as_of)s these "
        "figures stand: promises kept %(promise)s, contacted in time %(response)s, resolved in time "
        "%(resolved)s, resolved as enterprises say %(solved)s, satisfied %(satisfied)s.",
        when=_when(facts),
        count=now,
        change=change(now, before),
        as_of=facts.as_of,
        promise=share(facts.figures, "promise_kept_rate"),
        response=share(facts.figures, "response_rate"),
        resolved=share(facts.figures, "resolved_on_time"),
        solved=share(facts.figures, "resolution_rate"),
        satisfied=share(facts.figures, "satisfaction_rate"),
    )
    return [Paragraph("opening", first), Paragraph("exclusions", excluded(facts)), *face_notes(facts)]


def _when(facts: Facts) -> Text:
    first, last = facts.period.first, facts.period.last
    return (
        text("On %(day)s", day=first)
        if first == last
        else text("From %(first)s to %(last)s", first=first, last=last)
    )


def excluded(facts: Facts) -> Text:
    """How many matters were taken out of the figures, and why: said on the face of each report."""
    reasons = [
        text("%(name)s: %(count)s", name=EXCLUSIONS[code], count=count)
        for code, count in facts.excluded.items()
        if count
    ]
    if not reasons:
        return text("No matter was excluded from the figures in this period.")
    return text(
        "%(count)s matters were excluded from the figures in this period (%(reasons)s).",
        count=sum(facts.excluded.values()),
        reasons=listed(reasons),
    )


def face_notes(facts: Facts) -> Sequence[Note]:
    """How the numbers are to be read."""
    notes = [
        Note(
            text(
                "Each share stands beside its numerator and denominator and can be checked in the system; "
                "where nothing was due there is a dash."
            )
        )
    ]
    if facts.openly:
        notes.append(
            Note(text("Matters that are kept confidential by rule are neither listed nor counted here."))
        )
    return notes


def intake(facts: Facts) -> Section:
    """What came, by kind and channel, against the period before."""
    tallies = facts.tallies
    strands = Paragraph(
        "strands",
        text(
            "By strand of the service guarantee: %(strands)s. %(open)s matters had not ended by %(as_of)s.",
            strands=listed([counted(one) for one in tallies["strand"]]),
            open=facts.open,
            as_of=facts.as_of,
        ),
    )
    return Section(
        "intake",
        text("What enterprises brought"),
        [
            strands,
            tally_table("by_kind", text("Matters by kind"), text("Kind"), tallies["kind"]),
            tally_table("by_channel", text("Matters by channel"), text("Channel"), tallies["channel"]),
        ],
    )


def limits(facts: Facts) -> Section:
    """All figures of matters with their change, the trend, and who is late, by name."""
    blocks: list[Block] = [Paragraph("late", late(facts)), *figure_tables(facts, OF_MATTERS)]
    if facts.kind != "daily":
        blocks += trend(facts)
    return Section("limits", text("How limits were kept"), [*blocks, *lists.overdue(facts)])


def late(facts: Facts) -> Text:
    """The departments that missed limits in the period, and those that are still late, by name."""
    missed = []
    for office in facts.offices:
        figure = office.figures.get("resolved_on_time")
        if figure and figure.denominator > figure.numerator:
            missed.append(counted(Tally(office.code, office.name, figure.denominator - figure.numerator, 0)))
    still = dict[str, list[object]]()
    for one in facts.overdue:
        if one.department:
            still.setdefault(one.department.name_zh, [one.department]).append(one)
    return text(
        "Results not given in time in this period: %(missed)s. Still overdue at %(as_of)s: %(still)s.",
        missed=listed(missed),
        as_of=facts.as_of,
        still=listed(
            [text("%(name)s: %(count)s", name=held[0], count=len(held) - 1) for held in still.values()]
        ),
    )


def hot(facts: Facts) -> Section:
    """The categories with most matters, and those that grew most."""
    busy = [one for one in facts.tallies["category"] if one.now]
    most = sorted(busy, key=lambda one: (-one.now, one.code))[:HOT]
    grown = sorted((one for one in busy if one.change > 0), key=lambda one: (-one.change, one.code))[:HOT]
    words = text(
        "Most matters: %(most)s. Grown most: %(grown)s.",
        most=listed([counted(one) for one in most]),
        grown=listed([text("%(name)s: +%(count)s", name=one.name, count=one.change) for one in grown]),
    )
    shown = sorted({one.code: one for one in [*most, *grown]}.values(), key=lambda one: (-one.now, one.code))
    table = tally_table("hot-categories", text("Hot matters by category"), text("Category"), shown)
    table = replace(table, rows=table.rows[:-1])
    return Section("hot", text("Hot matters"), [Paragraph("hot", words), *([table] if shown else [])])


def repeats(facts: Facts) -> Section:
    """Who came back with the same."""
    words = text(
        "In %(categories)s categories enterprises came more than once with the same within this period, "
        "%(matters)s matters in all. Repeat rate: %(rate)s.",
        rate=share(facts.figures, "repeat_rate"),
        categories=len(facts.repeated),
        matters=sum(one.matters for one in facts.repeated),
    )
    none = text("No enterprise came more than once with the same category within this period.")
    first = Paragraph("repeats", words if facts.repeated else none)
    return Section("repeats", text("Matters that came again"), [first, *lists.repeated(facts)])


def whistles(facts: Facts) -> Section:
    """Whistles and how departments reported in."""
    first = Paragraph("whistles", whistled(facts))
    tables = figure_tables(facts, OF_WHISTLES) if facts.whistles else []
    return Section("whistles", text("Whistles and reporting in"), [first, *tables, *lists.whistles(facts)])


def whistled(facts: Facts) -> Text:
    """Whistles in one sentence."""
    if not facts.whistles:
        return text("No whistle was blown in this period.")
    return text(
        "%(count)s whistles were blown. Reported in: %(reported)s; in time: %(in_time)s.",
        count=len(facts.whistles),
        reported=share(facts.figures, "whistle_report_in_rate"),
        in_time=share(facts.figures, "whistle_on_time_rate"),
    )


def supervision(facts: Facts) -> Section:
    """Cards, urging and instructions."""
    shown = {colour: sum(one.cards.get(colour, 0) for one in facts.cards) for colour in CARDS}
    reported = sum(one.reported_at is not None for one in facts.instructions)
    words = text(
        "Cards on limits: %(blue)s blue, %(yellow)s yellow, %(red)s red; %(by_hand)s cards by hand; urged "
        "%(urged)s times. Instructions of leaders: %(given)s, of which %(reported)s were reported on.",
        **shown,
        by_hand=facts.by_hand,
        urged=facts.urged,
        given=len(facts.instructions),
        reported=reported,
    )
    lines = [*lists.cards(facts), *lists.instructions(facts)]
    return Section(
        "supervision", text("Supervision and instructions"), [Paragraph("supervised", words), *lines]
    )


def callbacks(facts: Facts) -> Section:
    """What enterprises said when they were asked."""
    said = facts.figures.get("satisfaction_rate")
    answers = said.denominator if said else 0
    words = text(
        "Called or judged: %(called)s; valid answers: %(valid)s. Resolved: %(solved)s; satisfied: "
        "%(satisfied)s. Whoever was not reached counts as not answered.",
        called=share(facts.figures, "callback_rate"),
        valid=share(facts.figures, "valid_callback_rate"),
        solved=share(facts.figures, "resolution_rate"),
        satisfied=share(facts.figures, "satisfaction_rate"),
    )
    blocks: list[Block] = [Paragraph("callbacks", words)]
    if said and answers:
        rows: list[Sequence[Cell]] = [
            [SATISFACTION[level], count, Ratio(count, answers)] for level, count in said.parts
        ]
        heads = [Column(text("Level")), Column(text("Answers"), "number"), Column(text("Share"), "rate")]
        blocks.append(Table("levels", text("What enterprises said"), heads, rows))
    return Section("callbacks", text("Callbacks"), blocks)


def tracking(facts: Facts) -> Section:
    """What is followed to its end."""
    words = text(
        "%(count)s matters were being tracked at %(as_of)s.", count=len(facts.tracked), as_of=facts.as_of
    )
    blocks = [Paragraph("tracking", words), *lists.tracked(facts)]
    return Section("tracking", text("Matters being tracked"), blocks)


def sealed(facts: Facts) -> Section:
    """The daily seal: with it on paper, nobody can rewrite what was on record."""
    if facts.seal is None:
        return Section("seal", text("Daily seal"), [Paragraph("seal", text("This day is not sealed yet."))])
    words = text(
        "Seal of %(day)s over %(chains)s chains with %(events)s events:",
        day=facts.seal.day,
        chains=facts.seal.chains,
        events=facts.seal.events,
    )
    return Section(
        "seal", text("Daily seal"), [Paragraph("seal", words), Paragraph("digest", facts.seal.digest)]
    )


def annex(facts: Facts) -> Section:
    """The table of all departments."""
    tables = annex_tables(facts)
    return Section("annex", text("Departments in bands"), [*tables, Note(facts.bands.in_words)], annex=True)
