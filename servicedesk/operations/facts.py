"""Making the daily facts: idempotent, day by day, from what is stored; and what makes them stale."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, delete, select, text

from servicedesk.extensions import db
from servicedesk.models import Category, DailyFact, Department, FoldedDay, StaleTicket
from servicedesk.operations import bulk
from servicedesk.operations.transaction import transaction
from servicedesk.queries.counted import SIGHT, Question
from servicedesk.queries.facts import FACT_COLUMNS, days_of, first_day, folded_days
from servicedesk.queries.figures import counted_rows
from servicedesk.rules.counts import Counts, added, kept_times, read_times
from servicedesk.rules.facts import (
    ALL,
    DAY,
    FACT_GROUPINGS,
    INTAKE,
    MONTH,
    ONE_DAY,
    Sight,
    days_from,
    days_of_month,
    month_after,
)
from servicedesk.rules.figures import NO_GROUP

BESIDE = ("category", "kind", "enterprise", "park", "channel")
BATCH = 8
"""Days whose facts are made in one transaction."""
Fact = tuple[str, str, date, str, str, Mapping[str, int], list[int]]
"""The values of FACT_COLUMNS."""
Key = tuple[str, date, str, str]
"""Grouping, day, group and sight."""


def forget() -> None:
    """Let all facts be made anew: many tickets were written at once. In the caller's transaction."""
    _one_at_a_time()
    for table in (DailyFact, FoldedDay, StaleTicket):
        db.session.execute(delete(table))


def fold(now: datetime, zone: ZoneInfo, most: int | None = None) -> int:
    """Make the facts of the days that are over and have none that hold; answers how many days it made.

    At most so many (None: all). Safe to repeat, to break off and to run twice: days are made whole.
    """
    _let_go_stale(zone)
    missing, made = _missing(now, zone), 0
    if most is not None:
        missing = missing[-most:]
    # The newest first: these are looked at most.
    for end in range(len(missing), 0, -BATCH):
        days = missing[max(0, end - BATCH) : end]
        with transaction():
            _one_at_a_time()
            _store(DAY, days, facts_of_days(days, now, zone), now)
        made += len(days)
    _fold_months(now, zone)
    return made


def facts_of_days(days: Sequence[date], now: datetime, zone: ZoneInfo) -> list[Fact]:
    """What counts on these days, counted from what is stored; three statements."""
    codes = {row.id: row.code for row in db.session.execute(select(Department.id, Department.code))}
    strands = {row.code: row.strand for row in db.session.execute(select(Category.code, Category.strand))}
    spans = [
        (day.isoformat(), datetime.combine(day, time(), zone), datetime.combine(day + ONE_DAY, time(), zone))
        for day in days
    ]
    asked = Question(None, spans, now, "department", live=True, beside=BESIDE)
    parts: dict[Key, list[Counts]] = defaultdict(list)
    for row, counts in counted_rows(asked):
        groups = {
            ALL: ALL,
            "department": row.group_code,
            "strand": strands.get(row.group_category, NO_GROUP),
            **{by: getattr(row, f"group_{by}") for by in BESIDE},
        }
        day, sight = date.fromisoformat(row.span) if len(days) > 1 else days[0], str(_sight(row, codes))
        for by, group in groups.items():
            parts[by, day, group, sight].append(counts)
    found = {key: added(several) for key, several in parts.items()}
    found |= _intake(found)
    return [
        _fact(by, DAY, day, group, sight, total) for (by, day, group, sight), total in found.items() if total
    ]


def _fact(by: str, grain: str, day: date, group: str, sight: str, total: Counts) -> Fact:
    return by, grain, day, group, sight, total.numbers, kept_times(total.times)


def _intake(found: Mapping[Key, Counts]) -> dict[Key, Counts]:
    """What came in: the categories and enterprises of a day in one row, so that a month is read at once."""
    intake: dict[Key, dict[str, int]] = defaultdict(dict)
    kept = {"category": ("categories", "sent.base"), "enterprise": ("repeats", "sent.repeated")}
    for (by, day, group, sight), counts in found.items():
        name, condition = kept.get(by, ("", ""))
        if number := counts.get(condition):
            intake[INTAKE, day, ALL, sight][f"{name}:{group}.base"] = number
    return {key: Counts(numbers) for key, numbers in intake.items()}


def _sight(row: Row[Any], codes: Mapping[int, str]) -> Sight:
    flags = {name: getattr(row, f"sees_{name}") for name in SIGHT}
    about = flags.pop("about_department_id")
    return Sight(
        **{name: bool(value) for name, value in flags.items()}, about=codes[about] if about else None
    )


def _let_go_stale(zone: ZoneInfo) -> None:
    """Days of tickets to which something has happened have no facts that hold; then the marks may go."""
    with transaction():
        # Not while days are made of what was there before these marks.
        _one_at_a_time()
        marks = db.session.execute(select(StaleTicket.id, StaleTicket.ticket_id).limit(10_000)).all()
        for tickets in _chunks(sorted({row.ticket_id for row in marks}), 400):
            _unfold(days_of(tickets, zone) or set())
        for ids in _chunks([row.id for row in marks], 400):
            db.session.execute(delete(StaleTicket).where(StaleTicket.id.in_(ids)))


def forget_days(days: Iterable[date]) -> None:
    """Let the facts of these days be made anew. Commits."""
    with transaction():
        _one_at_a_time()
        _unfold(days)


def _unfold(days: Iterable[date]) -> None:
    several = list(days)
    db.session.execute(delete(FoldedDay).where(FoldedDay.grain == DAY, FoldedDay.day.in_(several)))
    months = {day.replace(day=1) for day in several}
    db.session.execute(delete(FoldedDay).where(FoldedDay.grain == MONTH, FoldedDay.day.in_(months)))


def _missing(now: datetime, zone: ZoneInfo) -> list[date]:
    """The days that are over and have no facts that hold, oldest first."""
    first, today = first_day(zone), now.astimezone(zone).date()
    if first is None or first >= today:
        return []
    folded = folded_days(first, today, zone).days
    return [day for day in days_from(first, today - ONE_DAY) if day not in folded]


def _fold_months(now: datetime, zone: ZoneInfo) -> None:
    """Add up the months of which all days have facts."""
    first, today = first_day(zone), now.astimezone(zone).date()
    if first is None:
        return
    with transaction():
        _one_at_a_time()
        folded = folded_days(first, today, zone)
        month = first.replace(day=1)
        while month_after(month) <= today:
            days = [day for day in days_of_month(month) if day >= first]
            if month not in folded.months and folded.days >= set(days):
                _store(MONTH, [month], _of_month(month), now)
            month = month_after(month)


def _of_month(month: date) -> list[Fact]:
    found: dict[tuple[str, str, str], list[Counts]] = defaultdict(list)
    rows = select(*(getattr(DailyFact, name) for name in FACT_COLUMNS)).where(
        DailyFact.by.in_(FACT_GROUPINGS),
        DailyFact.grain == DAY,
        DailyFact.day.between(month, month_after(month) - ONE_DAY),
    )
    for row in db.session.execute(rows):
        found[row.by, row.group_code, row.sight].append(Counts(row.counts, read_times(row.times)))
    return [
        _fact(by, MONTH, month, group, sight, added(counts)) for (by, group, sight), counts in found.items()
    ]


def _one_at_a_time() -> None:
    """Two timetables do not make the same days at once; on SQLite there is one writer anyhow."""
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE folded_day IN SHARE ROW EXCLUSIVE MODE"))


def _store(grain: str, days: Sequence[date], facts: Sequence[Fact], now: datetime) -> None:
    """In the place of what these days (or months) had."""
    if not days:
        return
    for table in (DailyFact, FoldedDay):
        db.session.execute(delete(table).where(table.grain == grain, table.day.in_(days)))
    bulk.insert(DailyFact, FACT_COLUMNS, facts)
    bulk.insert(FoldedDay, ("grain", "day", "folded_at"), [(grain, day, now) for day in days])


def differing_days(now: datetime, zone: ZoneInfo) -> list[date]:
    """The days whose facts are not what is counted, and the first days of months that are no sums of theirs.

    None, unless somebody has changed the tables by hand.
    """
    _let_go_stale(zone)
    first, today = first_day(zone), now.astimezone(zone).date()
    if first is None:
        return []
    folded, wrong = folded_days(first, today, zone), set[date]()
    for days in _chunks(sorted(folded.days), BATCH):
        wrong |= _differing(_stored(DAY, days), facts_of_days(days, now, zone))
    for month in folded.months:
        wrong |= _differing(_stored(MONTH, [month]), _of_month(month))
    return sorted(wrong)


def _differing(stored: Iterable[Fact], reckoned: Iterable[Fact]) -> set[date]:
    one, other = ({fact[:5]: fact[5:] for fact in facts} for facts in (stored, reckoned))
    return {key[2] for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


def _stored(grain: str, days: Sequence[date]) -> list[Any]:
    rows = select(*(getattr(DailyFact, name) for name in FACT_COLUMNS))
    of_days = rows.where(DailyFact.by.in_(FACT_GROUPINGS), DailyFact.grain == grain, DailyFact.day.in_(days))
    return [tuple(row) for row in db.session.execute(of_days)]


def _chunks(things: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [things[start : start + size] for start in range(0, len(things), size)]
