"""Making the daily facts: idempotent, day by day, from what is stored; and what makes them stale."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from servicedesk.extensions import db
from servicedesk.models import DailyFact, FoldedDay, StaleTicket
from servicedesk.operations import bulk
from servicedesk.operations.transaction import one_at_a_time, transaction
from servicedesk.queries.day_facts import Fact, facts_of_days, facts_of_month, stored_facts
from servicedesk.queries.facts import FACT_COLUMNS, MOST_STALE, days_of, first_day, folded_days
from servicedesk.rules.batches import in_batches
from servicedesk.rules.facts import DAY, MONTH, ONE_DAY, days_from, days_of_month, month_after

BATCH = 8
"""Days whose facts are made in one transaction."""


def forget() -> None:
    """Let all facts be made anew: many tickets were written at once. In the caller's transaction."""
    one_at_a_time(FoldedDay)
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
    for days in in_batches(reversed(missing), BATCH):
        with transaction():
            one_at_a_time(FoldedDay)
            _store(DAY, days, facts_of_days(days, now, zone), now)
        made += len(days)
    _fold_months(now, zone)
    return made


def _let_go_stale(zone: ZoneInfo) -> None:
    """Days of tickets to which something has happened have no facts that hold; then the marks may go."""
    with transaction():
        # Not while days are made of what was there before these marks.
        one_at_a_time(FoldedDay)
        marks = db.session.execute(select(StaleTicket.id, StaleTicket.ticket_id).limit(10_000)).all()
        for tickets in in_batches(sorted({row.ticket_id for row in marks}), MOST_STALE):
            _unfold(days_of(tickets, zone) or set())
        for ids in in_batches((row.id for row in marks), MOST_STALE):
            db.session.execute(delete(StaleTicket).where(StaleTicket.id.in_(ids)))


def forget_days(days: Iterable[date]) -> None:
    """Let the facts of these days be made anew. Commits."""
    with transaction():
        one_at_a_time(FoldedDay)
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
        one_at_a_time(FoldedDay)
        folded = folded_days(first, today, zone)
        month = first.replace(day=1)
        while month_after(month) <= today:
            days = [day for day in days_of_month(month) if day >= first]
            if month not in folded.months and folded.days >= set(days):
                _store(MONTH, [month], facts_of_month(month), now)
            month = month_after(month)


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
    for days in in_batches(sorted(folded.days), BATCH):
        wrong |= _differing(stored_facts(DAY, days), facts_of_days(days, now, zone))
    for month in folded.months:
        wrong |= _differing(stored_facts(MONTH, [month]), facts_of_month(month))
    return sorted(wrong)


def _differing(stored: Iterable[Fact], reckoned: Iterable[Fact]) -> set[date]:
    one, other = ({fact[:5]: fact[5:] for fact in facts} for facts in (stored, reckoned))
    return {key[2] for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
