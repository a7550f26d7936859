"""Daily facts as sums for a question, and which of its days must be counted directly.

Facts hold for days that are over and folded, unless something has happened since to a ticket that was counted
on them. They serve questions as of now, of whoever sees matters by their own rules; all others are counted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, union_all
from sqlalchemy.orm import aliased

from servicedesk.extensions import db
from servicedesk.models import (
    Assignment,
    Clock,
    ClockStep,
    DailyFact,
    FoldedDay,
    Result,
    StaleTicket,
    Ticket,
    TicketPast,
    Whistle,
)
from servicedesk.queries.counted import Place, Question
from servicedesk.queries.moments import earlier
from servicedesk.queries.sources.matters import REPEATED_WITHIN
from servicedesk.rules.counts import Counts, read_times
from servicedesk.rules.facts import (
    ALL,
    DAY,
    MONTH,
    ONE_DAY,
    Held,
    Puzzle,
    Sight,
    may_use_facts,
    put_together,
    runs,
    sees,
    sees_some_about_the_desk,
)

FACT_COLUMNS = ("by", "grain", "day", "group_code", "sight", "counts", "times")
MOST_STALE = 400
"""From so many stale tickets on, everything is counted: the facts are being made."""


def held_for(several: Sequence[Question]) -> Held | None:
    """The days and months whose facts hold for these questions of one person as of one moment.

    None where facts serve none of them. At most three statements.
    """
    served = [asked for asked in several if _may_be_served(asked)]
    if not served:
        return None
    asked = served[0]
    assert asked.zone is not None
    today = asked.as_of.astimezone(asked.zone).date()
    # The marks first: a day that is let go for one meanwhile is then found without facts.
    marked = stale_tickets(MOST_STALE + 1)
    held = folded_days(min(first for one in served for first, _ in one.days), today, asked.zone)
    stale = days_of(marked, asked.zone) if held.days else None
    return None if stale is None else held.without(stale)


def _may_be_served(asked: Question) -> bool:
    if not (asked.live and asked.days and asked.zone and asked.actor) or asked.office:
        return False
    return may_use_facts(asked.actor)


def put_together_for(asked: Question, held: Held | None = None) -> Sequence[Puzzle] | None:
    """Of what each span is put together; None where facts cannot serve the question."""
    held = held if held is not None else held_for([asked])
    if held is None or not _may_be_served(asked):
        return None
    assert asked.zone is not None
    today = asked.as_of.astimezone(asked.zone).date()
    return [put_together(first, min(last, today), held) for first, last in asked.days]


def folded_days(since: date, today: date, zone: ZoneInfo) -> Held:
    """The days and months from `since` until yesterday whose facts were made; one statement."""
    oldest = select(func.min(Ticket.submitted_at)).scalar_subquery()
    rows = db.session.execute(
        select(FoldedDay.grain, FoldedDay.day, oldest.label("oldest")).where(
            FoldedDay.day >= since.replace(day=1), FoldedDay.day < today
        )
    ).all()
    begin = rows[0].oldest.astimezone(zone).date() if rows and rows[0].oldest else date.min
    of_grain = {grain: frozenset(row.day for row in rows if row.grain == grain) for grain in (DAY, MONTH)}
    return Held(of_grain[DAY], of_grain[MONTH], begin)


def stale_tickets(most: int) -> Sequence[int]:
    """Ids of tickets to which something has happened since, at most so many."""
    return db.session.scalars(select(StaleTicket.ticket_id).distinct().limit(most)).all()


def days_of(tickets: Sequence[int], zone: ZoneInfo) -> set[date] | None:
    """The days on which anything of these tickets counts, or may have; None: too many to say."""
    if len(tickets) > MOST_STALE:
        return None
    return {moment.astimezone(zone).date() for moment in _moments(tickets)} if tickets else set()


def _moments(tickets: Collection[int]) -> Iterator[datetime]:
    moments: list[tuple[Any, Any]] = [
        *((Ticket.id, one) for one in (Ticket.submitted_at, Ticket.taken_up_at, Ticket.first_reached_at)),
        # A limit that was kept, or moved, as only became known afterwards was counted on its own day before.
        *((Clock.ticket_id, one) for one in (Clock.counted_at, Clock.due_at, Clock.original_due_at)),
        *((Result.ticket_id, one) for one in (Result.reached_at, Result.submitted_at)),
        (Assignment.ticket_id, Assignment.handed_at),
        (Whistle.ticket_id, Whistle.blown_at),
    ]
    rows = union_all(
        *(select(moment.label("at")).where(of.in_(tickets), moment.is_not(None)) for of, moment in moments),
        _limits_between(tickets),
        _repeating(tickets),
    ).subquery()
    yield from db.session.scalars(select(rows.c.at).distinct())


def _limits_between(tickets: Collection[int]) -> Select[Any]:
    """The steps of limits that have moved: a limit between the first and the present one was a step, too."""
    moved = or_(Clock.limit_no > 1, Clock.due_at != Clock.original_due_at)
    return (
        select(ClockStep.at.label("at"))
        .join(Clock, Clock.id == ClockStep.clock_id)
        .where(Clock.ticket_id.in_(tickets), moved)
    )


def _repeating(tickets: Collection[int]) -> Select[Any]:
    """When the enterprises of matters that have changed their category sent others afterwards.

    These may repeat them no longer, or only now.
    """
    later = aliased(Ticket)
    return (
        select(later.submitted_at.label("at"))
        .join(Ticket, Ticket.enterprise_id == later.enterprise_id)
        .join(TicketPast, TicketPast.ticket_id == Ticket.id)
        .where(
            Ticket.id.in_(tickets),
            TicketPast.category_id != Ticket.category_id,
            later.submitted_at >= Ticket.submitted_at,
            earlier(later.submitted_at, REPEATED_WITHIN) <= Ticket.submitted_at,
        )
    )


Served = tuple[Question, Sequence[Puzzle] | None]
Key = tuple[str, str, date]
"""Grouping, grain and day of facts."""
Wanted = Mapping[Key, Sequence[tuple[int, str | None]]]
"""The questions (by their places) and their spans that ask for these facts."""


def facts_of(several: Sequence[Served]) -> Iterator[tuple[int, Place, Counts]]:
    """The facts that the spans of several questions are put together of; one statement.

    With the place of the question that asks for each.
    """
    wanted: dict[Key, list[tuple[int, str | None]]] = defaultdict(list)
    timed = set[Key]()
    for no, (asked, puzzles) in enumerate(several):
        for (name, _, _), puzzle in zip(asked.spans, puzzles or (), strict=False):
            keys = [(asked.by or ALL, MONTH, day) for day in puzzle.months]
            keys += [(asked.by or ALL, DAY, day) for day in puzzle.days]
            for key in keys:
                wanted[key].append((no, name if len(asked.spans) > 1 else None))
            if asked.timed is None or name in asked.timed:
                timed.update(keys)
    seen: dict[str, bool] = {}
    actor = several[0][0].actor
    for row in _facts(wanted, timed):
        assert actor is not None
        if row.sight not in seen:
            sight = Sight.read(row.sight)
            apart = sight.about_desk and sees_some_about_the_desk(actor)
            seen[row.sight] = not apart and sees(actor, sight)
        if seen[row.sight]:
            counts = Counts(row.counts, read_times(row.times or ()))
            for no, span in wanted[row.by, row.grain, row.day]:
                yield no, (span, None if several[no][0].by is None else row.group_code), counts


def _facts(wanted: Wanted, timed: Collection[Key]) -> Sequence[Any]:
    if not wanted:
        return ()
    columns = {name: getattr(DailyFact, name) for name in FACT_COLUMNS}
    columns["times"] = case((_among(timed), DailyFact.times)).label("times")
    rows = db.session.execute(select(*columns.values()).where(_among(wanted)))
    return [row for row in rows if (row.by, row.grain, row.day) in wanted]


def _among(keys: Collection[Key]) -> ColumnElement[bool]:
    """Whether a fact has one of these keys, or stands between them."""
    days: dict[tuple[str, str], list[date]] = defaultdict(list)
    for by, grain, day in keys:
        days[by, grain].append(day)
    return or_(
        *(
            and_(DailyFact.by == by, DailyFact.grain == grain, DailyFact.day.between(first, last))
            for (by, grain), several in days.items()
            for first, last in runs_or_days(grain, several)
        ),
        false(),
    )


def runs_or_days(grain: str, days: Collection[date]) -> Sequence[tuple[date, date]]:
    """The stretches of the key in which the days lie; months do not stand in unbroken runs of days."""
    if not days:
        return ()
    return [(min(days), max(days))] if grain == MONTH else runs(days)


def direct_of(asked: Question, puzzles: Sequence[Puzzle], apart: Sequence[int]) -> Iterator[Question]:
    """The questions about the days that have no facts, and about what stands apart (`apart_of`)."""
    days = sorted({day for puzzle in puzzles for day in puzzle.direct})
    if days:
        yield _of_days(asked, days)
    with_facts = {day for puzzle in puzzles for day in (*puzzle.months, *puzzle.days)}
    if with_facts and apart:
        whole = {day for first, last in asked.days for day in (first, last)}
        rest = _between(min(whole), max(whole), set(days))
        yield replace(_of_days(asked, rest), only=Ticket.id.in_(apart))


def apart_of(asked: Question) -> Sequence[int]:
    """The complaints about the desk that somebody of the desk sees for a share in them; few, if any.

    At most one statement.
    """
    if asked.actor is None or not sees_some_about_the_desk(asked.actor):
        return ()
    return db.session.scalars(select(Ticket.id).where(Ticket.about_desk.is_(True), asked.seen)).all()


def _between(first: date, last: date, but: Collection[date]) -> list[date]:
    every = [first + ONE_DAY * n for n in range((last - first).days + 1)]
    return [day for day in every if day not in but]


def _of_days(asked: Question, days: Sequence[date]) -> Question:
    """The question of these days, in runs that every span holds whole or not at all."""
    assert asked.zone is not None
    of_span: dict[frozenset[int], list[date]] = defaultdict(list)
    for day in days:
        inside = frozenset(n for n, (first, last) in enumerate(asked.days) if first <= day <= last)
        if inside:
            of_span[inside].append(day)
    stretches = [run for several in of_span.values() for run in runs(several)]
    spans = [
        (first.isoformat(), _begin(first, asked.zone), _begin(last + ONE_DAY, asked.zone))
        for first, last in stretches
    ]
    return replace(asked, spans=spans, days=stretches)


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def names_of_run(asked: Question, direct: Question, run: str | None) -> Iterator[str | None]:
    """The spans of a question in which a run of directly counted days lies."""
    first = date.fromisoformat(run) if run else direct.days[0][0]
    for (name, _, _), (begin, end) in zip(asked.spans, asked.days, strict=True):
        if begin <= first <= end:
            yield name if len(asked.spans) > 1 else None


def first_day(zone: ZoneInfo) -> date | None:
    """The day of the oldest ticket; nothing counts before it."""
    oldest = db.session.scalar(select(func.min(Ticket.submitted_at)))
    return oldest.astimezone(zone).date() if oldest else None
