"""Telling people about whistles: those who see the whistle, whatever they see of its matters."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from servicedesk.models import Person, Whistle
from servicedesk.operations.messages import Directory, write
from servicedesk.operations.ring_beginnings import rings_for_whistle
from servicedesk.queries import people as stored_people
from servicedesk.queries.due import DueWhistle
from servicedesk.rules.access import HANDLING_ROLES
from servicedesk.rules.whistle_notices import AFTER, ring_audience

Sounding = Whistle | DueWhistle


def tell_after(
    action: str, whistle: Whistle, department_ids: Iterable[int], by: Person, now: datetime
) -> None:
    """Tell those whom a step concerns, except who took it; `department_ids` are those it is about."""
    about_desk = any(ticket.about_desk for ticket in whistle.tickets)
    params = {"whistle": whistle.number, "kind": whistle.kind}
    department_ids = list(department_ids)
    rung = rings_for_whistle(action, whistle, department_ids, by, now)
    # The roster takes the place of everybody who may report in; heads, blower and leaders hear it as well.
    unrung = [id_ for id_ in department_ids if id_ not in rung]
    found = _told([one for one in AFTER[action] if one != "called"], whistle, department_ids, about_desk,
                  stored_people)  # fmt: skip
    if "called" in AFTER[action]:
        found = list(dict.fromkeys((*_told(["called"], whistle, unrung, about_desk, stored_people), *found)))
    write([id_ for id_ in found if id_ != by.id], action, now, params, but={by.id})


def told_at_ring(
    clock_kind: str,
    to: Sequence[str],
    whistle: Sounding,
    department_id: int | None,
    about_desk: bool,
    directory: Directory = stored_people,
) -> list[int]:
    """Ids of those to whom a step of a limit's ladder is said; each once."""
    departments = [department_id] if department_id is not None else []
    return _told(ring_audience(clock_kind, to), whistle, departments, about_desk, directory)


def _told(
    audiences: Iterable[str],
    whistle: Sounding,
    department_ids: Iterable[int],
    about_desk: bool,
    directory: Directory,
) -> list[int]:
    found: list[int] = []
    for audience in audiences:
        found += _ids(audience, whistle, department_ids, about_desk, directory)
    return list(dict.fromkeys(found))


def _ids(
    audience: str,
    whistle: Sounding,
    department_ids: Iterable[int],
    about_desk: bool,
    directory: Directory,
) -> Sequence[int]:
    match audience:
        case "blower":
            return [whistle.blown_by_id]
        case "decider":
            role = whistle.decider
            found = directory.ids_with_role(role) if role else []
            return [id_ for id_ in found if id_ != whistle.blown_by_id]
        case "called" | "heads":
            roles = HANDLING_ROLES if audience == "called" else {"department_head"}
            return [
                id_
                for department_id in department_ids
                for id_ in directory.ids_with_role(*sorted(roles), department_id=department_id)
            ]
        case "officer" | "desk_lead" if about_desk:
            return directory.ids_with_role("supervisor")
    return directory.ids_with_role(audience)
