"""One ticket with what its page shows of itself, for whoever may see it."""

from sqlalchemy import ColumnElement, ScalarSelect, Select, select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Request, Ticket
from servicedesk.queries.visible import known, visible
from servicedesk.rules.access import Actor
from servicedesk.rules.refusals import NotFound


def find_ticket(which: str | int, actor: Actor, *, lock: bool = False) -> Ticket:
    """A ticket with what its page shows of itself; raises NotFound when the actor may not read it in full.

    `which` is its number, or the id of one of its shares. With `lock` its row is held until the end of the
    transaction.
    """
    return _ticket(visible(actor).where(_named(which)), lock=lock)


def find_known(which: str | int, actor: Actor, *, lock: bool = False) -> Ticket:
    """As `find_ticket`, also for those who read only a part of it (`Standing.reach`).

    Whoever shows it to them must take out the rest: see `queries.redacted`.
    """
    return _ticket(select(Ticket).where(known(actor), _named(which)), lock=lock)


def find_by_link(number: str, *, lock: bool) -> Ticket:
    """The ticket with this number, whoever asks: a signed link stands for sight. Raises NotFound."""
    return _ticket(select(Ticket).where(Ticket.number == number), lock=lock)


def ticket_of_request(request_id: int, actor: Actor) -> Ticket:
    """The ticket that a request is about, as `find_known`; raises NotFound when the actor may not see it."""
    asked = select(Request.ticket_id).where(Request.id == request_id).scalar_subquery()
    return _ticket(select(Ticket).where(known(actor), Ticket.id == asked), lock=False)


def _named(which: str | int) -> ColumnElement[bool]:
    return Ticket.number == which if isinstance(which, str) else Ticket.id == _ticket_of(which)


def ticket_of_assignment(assignment_id: int) -> Ticket:
    """The ticket of a share, held until the end of the transaction; for what falls due by itself."""
    return _ticket(select(Ticket).where(Ticket.id == _ticket_of(assignment_id)), lock=True)


def _ticket_of(assignment_id: int) -> ScalarSelect[int]:
    return select(Assignment.ticket_id).where(Assignment.id == assignment_id).scalar_subquery()


def _ticket(wanted: Select[Ticket], *, lock: bool) -> Ticket:
    if lock:
        # In a statement of its own: a row that was waited for comes in its new state, but what is joined to
        # it in the same statement in the old one.
        db.session.execute(wanted.with_only_columns(Ticket.id).with_for_update(of=Ticket))
    found = wanted.options(
        joinedload(Ticket.enterprise),
        joinedload(Ticket.category),
        joinedload(Ticket.lead),
        joinedload(Ticket.officer),
        joinedload(Ticket.submitter),
        joinedload(Ticket.recorded_by),
        joinedload(Ticket.about_department),
        joinedload(Ticket.joined_to),
    )  # fmt: skip
    if lock:
        found = found.with_for_update(of=Ticket)
    ticket: Ticket | None = db.session.scalar(found)
    if ticket is None:
        raise NotFound
    return ticket
