"""The daily seal over all chains, and the audit that proves chains and seals unbroken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Row, and_, func, or_, select

from servicedesk.extensions import db
from servicedesk.models import Event, Seal, Ticket, Whistle
from servicedesk.operations.transaction import transaction
from servicedesk.queries.limits import limits
from servicedesk.rules.chain import link, seal, texts_fit
from servicedesk.rules.working_time import Calendar


@dataclass(frozen=True)
class Break:
    """Where a chain or a seal does not hold: the ticket's number (or the seal's day), and what is wrong."""

    where: str
    what: str


def seal_days(now: datetime) -> list[Seal]:
    """Seal every day of the zone that has ended and is not sealed yet; safe to repeat. Commits."""
    made = []
    with transaction():
        calendar = limits(now).calendar
        last = db.session.scalar(select(Seal).order_by(Seal.day.desc()).limit(1))
        today = calendar.local(now).date()
        day = last.day + timedelta(days=1) if last else _first_day(calendar, now)
        while day < today:
            last = _seal(day, _end_of(day, calendar), last, now)
            made.append(last)
            day += timedelta(days=1)
    return made


def audit() -> Iterator[Break]:
    """Every break in the chains of events and in the seals; nothing when all is whole."""
    yield from _broken_chains()
    yield from _broken_heads()
    yield from _broken_whistles()
    yield from _broken_seals()


def _first_day(calendar: Calendar, now: datetime) -> date:
    first = db.session.scalar(select(func.min(Event.recorded_at)))
    return calendar.local(first or now).date()


def _end_of(day: date, calendar: Calendar) -> datetime:
    zone = calendar.local(datetime.fromisoformat("2000-01-01T00:00:00+00:00")).tzinfo
    return datetime.combine(day + timedelta(days=1), time(), zone)


def _seal(day: date, cut_at: datetime, last: Seal | None, now: datetime) -> Seal:
    previous = last.digest if last else ""
    digest, chains, count = seal(previous, _heads(cut_at))
    made = Seal(
        day=day,
        cut_at=cut_at,
        chains=chains,
        events=count,
        digest=digest,
        previous_digest=previous,
        sealed_at=now,
    )
    db.session.add(made)
    return made


def _heads(cut_at: datetime) -> Iterator[tuple[str, int, str]]:
    """Chain, number of events and last hash of every chain, as recorded before the cut."""
    newest = (
        select(Event.chain, func.max(Event.seq).label("seq"))
        .where(Event.recorded_at < cut_at)
        .group_by(Event.chain)
        .subquery()
    )
    rows = db.session.execute(
        select(Event.chain, Event.seq, Event.hash)
        .join(newest, and_(newest.c.chain == Event.chain, newest.c.seq == Event.seq))
        .order_by(Event.chain)
        .execution_options(yield_per=5000)
    )
    # Databases order texts each in their own way; a seal must not depend on that.
    return iter(sorted((row.chain, row.seq, row.hash) for row in rows))


def _broken_chains() -> Iterator[Break]:
    chain, seq, head = None, 0, ""
    for event in db.session.scalars(
        select(Event).order_by(Event.chain, Event.seq).execution_options(yield_per=2000)
    ):
        if event.chain != chain:
            chain, seq, head = event.chain, 0, ""
        if event.seq != seq + 1 or event.previous_hash != head:
            yield Break(event.chain, f"event {event.seq} does not follow event {seq}")
        elif _hash_of(event) != event.hash:
            yield Break(event.chain, f"event {event.seq} was changed")
        elif not texts_fit(event.payload, event.texts):
            yield Break(event.chain, f"a text of event {event.seq} was changed")
        seq, head = event.seq, event.hash
        db.session.expunge(event)


def _hash_of(event: Event) -> str:
    return link(
        event.previous_hash, chain=event.chain, seq=event.seq, actor_id=event.actor_id, action=event.action,
        payload=event.payload, visible=event.visible, at=event.at, recorded_at=event.recorded_at,
    )  # fmt: skip


def _broken_heads() -> Iterator[Break]:
    """Tickets whose chain does not end where they say: cut, lengthened, rewritten, or not there at all."""
    last = (
        select(Event.ticket_id, func.max(Event.seq).label("seq"))
        .where(Event.ticket_id.is_not(None))
        .group_by(Event.ticket_id)
        .subquery()
    )
    head = and_(Event.ticket_id == Ticket.id, Event.seq == last.c.seq)
    rows = db.session.execute(
        select(Ticket.number, Ticket.event_count, last.c.seq)
        .outerjoin(last, last.c.ticket_id == Ticket.id)
        .outerjoin(Event, head)
        .where(
            or_(
                func.coalesce(last.c.seq, 0) != Ticket.event_count,
                func.coalesce(Event.hash, "") != Ticket.head_hash,
            )
        )
    )
    yield from map(_break_of, rows)


def _broken_whistles() -> Iterator[Break]:
    """Whistles whose chain does not end where they say."""
    last = select(Event.chain, func.max(Event.seq).label("seq")).group_by(Event.chain).subquery()
    rows = db.session.execute(
        select(Whistle.number, Whistle.event_count, last.c.seq)
        .outerjoin(last, last.c.chain == Whistle.number)
        .outerjoin(Event, and_(Event.chain == Whistle.number, Event.seq == last.c.seq))
        .where(
            or_(
                func.coalesce(last.c.seq, 0) != Whistle.event_count,
                func.coalesce(Event.hash, "") != Whistle.head_hash,
            )
        )
    )
    yield from map(_break_of, rows)


def _break_of(row: Row[str, int, int | None]) -> Break:
    if row.seq == row.event_count:
        return Break(row.number, f"event {row.seq} is not the one that was recorded last")
    return Break(row.number, f"{row.event_count} events were recorded, {row.seq or 0} are there")


def _broken_seals() -> Iterator[Break]:
    previous = ""
    for made in db.session.scalars(select(Seal).order_by(Seal.day)).all():
        found = seal(made.previous_digest, _heads(made.cut_at))
        if made.previous_digest != previous:
            yield Break(made.day.isoformat(), "the seal does not follow the one before")
        elif found != (made.digest, made.chains, made.events):
            yield Break(made.day.isoformat(), "what was sealed on this day was changed or is missing")
        previous = made.digest
