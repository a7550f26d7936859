"""Joined matters: what follows a main one, and what a matter could be joined to."""

from collections.abc import Sequence

from sqlalchemy import exists, select, text
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Ticket
from servicedesk.queries.visible import sight
from servicedesk.rules.access import Actor
from servicedesk.rules.joining import JOINABLE_INTO, Joinable

MOST_OFFERED = 20
# Written as the partial index on joined tickets is, so that the databases recognise it.
IS_JOINED = text("ticket.state = 'joined'")


def joined_to(main: Ticket, *, lock: bool = False) -> Sequence[Ticket]:
    """What is joined to a matter now, oldest first, each with its enterprise; held, with `lock`."""
    found = select(Ticket).where(Ticket.joined_to_id == main.id, IS_JOINED).order_by(Ticket.id)
    if lock:
        db.session.execute(found.with_only_columns(Ticket.id).with_for_update())
    wanted = found.options(
        joinedload(Ticket.enterprise),
        joinedload(Ticket.category),
        joinedload(Ticket.joined_to).joinedload(Ticket.lead),
    )
    return db.session.scalars(wanted.execution_options(populate_existing=lock)).all()


def hold(numbers: Sequence[str]) -> None:
    """Hold the rows of several matters, by id, so that nobody who holds one waits for another."""
    db.session.execute(
        select(Ticket.id).where(Ticket.number.in_(numbers)).order_by(Ticket.id).with_for_update()
    )


def joinable(ticket: Ticket) -> Joinable:
    """The matter, as joining sees it; one statement."""
    followed = exists().where(Ticket.joined_to_id == ticket.id, IS_JOINED)
    return Joinable(
        ticket.id,
        ticket.state,
        ticket.sensitive,
        ticket.kind,
        bool(db.session.scalar(select(followed))),
    )


def possible_mains(ticket: Ticket, actor: Actor) -> Sequence[Ticket]:
    """Open matters of the same category to which it could be joined, newest first."""
    return db.session.scalars(
        select(Ticket)
        .where(
            Ticket.category_id == ticket.category_id,
            Ticket.state.in_(sorted(JOINABLE_INTO)),
            Ticket.sensitive.is_(False),
            Ticket.id != ticket.id,
            sight(actor),
        )
        .options(joinedload(Ticket.enterprise))
        .order_by(Ticket.id.desc())
        .limit(MOST_OFFERED)
    ).all()
