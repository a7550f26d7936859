"""Telling people: one message for each person, who all may see what it is about."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import insert

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Instruction, Message, Person, Request, Ticket
from servicedesk.operations.mails import ask_by_mail
from servicedesk.operations.ring_beginnings import rings_for_step
from servicedesk.queries import people as stored_people
from servicedesk.queries.absences import StandIns
from servicedesk.queries.due import DueClock, DueInstruction, DueRequest, DueShare, DueTicket
from servicedesk.queries.visible import HANDED_OVER
from servicedesk.rules.access import DESK_ROLES, HANDLING_ROLES, STAFF_ROLES
from servicedesk.rules.notices import AFTER, ASKS_FOR_JUDGEMENT, WITH_CONTENT, ring_audience
from servicedesk.rules.requests import THE_DESK
from servicedesk.rules.standing_in import Reached
from servicedesk.rules.workflow import WITH_DEPARTMENT
from servicedesk.rules.working_time import Calendar


class Directory(Protocol):
    """Who people are: `queries.people`, or what the bulk writer knows of them."""

    def ids_with_role(self, *roles: str, department_id: int | None = None) -> Sequence[int]:
        """Ids of the active people who hold one of the roles, of one department where it is named."""

    def ids_of_members(self, enterprise_id: int) -> Sequence[int]:
        """Ids of an enterprise's verified members."""


def write(
    people: Iterable[int],
    kind: str,
    now: datetime,
    params: dict[str, Any],
    ticket_id: int | None = None,
    deliver_at: datetime | None = None,
    but: Collection[int] = (),
) -> None:
    """Queue one message for each person, or for whoever stands in when it is delivered; not for `but`."""
    at = deliver_at or now
    said = {"ticket_id": ticket_id, "kind": kind, "created_at": now, "deliver_at": at}
    told = StandIns(now).share_out(people, at, but)
    if rows := [{"person_id": one.id, "params": params | standing_in(one), **said} for one in told]:
        db.session.execute(insert(Message), rows)


def standing_in(one: Reached) -> dict[str, Any]:
    """What a message adds for whoever stands in: for whom, and until when that one is away."""
    if one.absent is None or one.until is None:
        return {}
    return {"for": one.absent.name, "away_until": one.until.isoformat()}


def tell_about_account(
    person_id: int, kind: str, now: datetime, params: dict[str, Any] | None = None
) -> None:
    """Queue one message that is about the person's own account, not about a matter."""
    db.session.add(
        Message(person_id=person_id, kind=kind, params=params or {}, created_at=now, deliver_at=now)
    )


def tell_after(
    action: str,
    ticket: Ticket,
    assignment: Assignment | DueShare | None,
    by: Person | None,
    now: datetime,
    request: Request | None = None,
    params: dict[str, Any] | None = None,
    instruction: Instruction | None = None,
) -> None:
    """Tell those whom an action concerns, except who did it; a new urgent matter rings whoever is on duty."""
    said = {"number": ticket.number} | params_of(request) | dict(params or {})
    if rings_for_step(action, ticket, assignment, by, now, said):
        return
    people = told_after(action, ticket, assignment, by, request=request, instruction=instruction)
    # Who did it, or asked for what is decided, hears of it for nobody else either.
    but = {one for one in (by.id if by else None, request.asked_by_id if request else None) if one}
    write(people, action, now, said, ticket.id, but=but)
    if action in ASKS_FOR_JUDGEMENT:
        ask_by_mail(ticket, people, now)


def params_of(request: Request | None) -> dict[str, Any]:
    """What a message about a request keeps, so that it leads there."""
    return {"request": request.id} if request else {}


def told_after(
    action: str,
    ticket: Ticket,
    assignment: Assignment | DueShare | None,
    by: Person | None,
    directory: Directory = stored_people,
    request: Request | None = None,
    instruction: Instruction | None = None,
) -> list[int]:
    """Ids of those whom an action concerns, except who did it; each once."""
    people: list[int] = []
    for audience in AFTER.get(action, ()):
        if audience == "in_charge":
            audience = "department" if ticket.state in WITH_DEPARTMENT else "desk"
        if action in WITH_CONTENT and ticket.confidential and audience == "department":
            continue
        people += audience_ids(audience, ticket, assignment, directory, request, instruction)
    return [id_ for id_ in dict.fromkeys(people) if by is None or id_ != by.id]


def told_at_ring(
    clock_kind: str,
    to: Sequence[str],
    ticket: Ticket | DueTicket,
    assignment: Assignment | DueShare | None,
    directory: Directory = stored_people,
    request: Request | DueRequest | None = None,
    instruction: Instruction | DueInstruction | None = None,
) -> list[int]:
    """Ids of those to whom a step of a limit's ladder is said; each once."""
    people: list[int] = []
    office = assignment.department_id if assignment else ticket.lead_id if clock_kind == "promise" else None
    # What the supervisor leads rings with the supervisor, who has neither a head nor the desk's lead above.
    its_own = office is not None and bool(directory.ids_with_role("supervisor", department_id=office))
    for audience in ring_audience(clock_kind, to, of_share=assignment is not None):
        if its_own and audience in ("head", "desk_lead"):
            audience = "supervisor"
        people += audience_ids(audience, ticket, assignment, directory, request, instruction)
    return list(dict.fromkeys(people))


def audience_ids(
    audience: str,
    ticket: Ticket | DueTicket,
    assignment: Assignment | DueShare | None,
    directory: Directory = stored_people,
    request: Request | DueRequest | None = None,
    instruction: Instruction | DueInstruction | None = None,
) -> list[int]:
    """Ids of the people whom a word of `rules.notices` means for this ticket, and who may know of it.

    What is about the desk is told to the supervisor instead. Who asks for a decision is not among those who
    decide.
    """
    if audience == "enterprise":
        if ticket.submitter_id:
            return [ticket.submitter_id]
        return list(directory.ids_of_members(ticket.enterprise_id))
    if audience == "asker":
        assert request is not None
        return [request.asked_by_id]
    if audience == "decider":
        assert request is not None
        found = [id_ for id_ in _deciding(request.decider, ticket, directory) if id_ != request.asked_by_id]
    else:
        found = _meant(audience, ticket, assignment, directory, instruction)
    kept_from = _kept_from(ticket, directory) if found else frozenset()
    return [id_ for id_ in found if id_ not in kept_from]


def _meant(
    audience: str,
    ticket: Ticket | DueTicket,
    assignment: Assignment | DueShare | None,
    directory: Directory,
    instruction: Instruction | DueInstruction | None,
) -> list[int]:
    if audience == "inspector":
        return list(directory.ids_with_role("inspector"))
    if ticket.state == HANDED_OVER:
        return []
    if ticket.about_desk and audience in ("desk", "officer", "desk_lead", "supervisor"):
        return list(directory.ids_with_role("supervisor"))
    if audience in ("desk", "officer"):
        return [ticket.officer_id] if ticket.officer_id else list(directory.ids_with_role("officer"))
    if audience == "desk_lead":
        return list(directory.ids_with_role("desk_lead"))
    if ticket.misconduct:
        return []
    if audience == "instructor":
        assert instruction is not None
        return [instruction.by_id]
    if audience in ("leader", "supervisor"):
        # Before a text was written for others, nobody else hears of a confidential matter.
        hidden = ticket.confidential and ticket.dispatched_at is None
        return [] if hidden else list(directory.ids_with_role(audience))
    return _of_share(audience, assignment, directory) if assignment else []


def _of_share(audience: str, assignment: Assignment | DueShare, directory: Directory) -> list[int]:
    if audience == "head":
        return list(directory.ids_with_role("department_head", department_id=assignment.department_id))
    if assignment.handler_id:
        return [assignment.handler_id]
    return list(directory.ids_with_role(*HANDLING_ROLES, department_id=assignment.department_id))


def _kept_from(ticket: Ticket | DueTicket, directory: Directory) -> frozenset[int]:
    """Ids of those who are complained of, whatever else they are (rule 13)."""
    found: list[int] = []
    if ticket.about_department_id:
        found += directory.ids_with_role(*STAFF_ROLES, department_id=ticket.about_department_id)
    if ticket.about_leader:
        found += directory.ids_with_role("leader")
    return frozenset(found)


def _deciding(decider: str, ticket: Ticket | DueTicket, directory: Directory) -> list[int]:
    if decider != THE_DESK:
        return list(directory.ids_with_role(decider))
    if ticket.officer_id:
        return [ticket.officer_id, *directory.ids_with_role("desk_lead")]
    return list(directory.ids_with_role(*DESK_ROLES))


def ring_params(clock: Clock | DueClock) -> dict[str, Any]:
    """What the message about a step of a limit's ladder says."""
    return {"clock": clock.kind, "due_at": clock.due_at.isoformat(), "provisional": clock.provisional}


def when_to_say(calendar: Calendar, urgent: bool, now: datetime) -> datetime:
    """Rings are said in working hours, those of urgent matters at once."""
    return now if urgent else calendar.next_opening(now)
