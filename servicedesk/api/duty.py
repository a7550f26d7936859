"""People on duty: who answers urgent matters now, urgent rings, and confirming them."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import Response

from servicedesk.api.answering import Answer, answer, answer_once
from servicedesk.api.blueprint import blueprint
from servicedesk.api.bodies import json_object, query
from servicedesk.api.describing import object_schema
from servicedesk.api.documents import problems, takes_body
from servicedesk.api.reader import now, reader
from servicedesk.api.schemas.duty import OnDutyList, Ring, RingList
from servicedesk.api.ticket_parts import department
from servicedesk.operations.ringing import confirm
from servicedesk.queries.cursors import HIGHEST_ID
from servicedesk.queries.duty_rings import find_ring, open_rings
from servicedesk.queries.roster import turns_between
from servicedesk.rules.fields import check
from servicedesk.rules.refusals import NotFound

if TYPE_CHECKING:
    from servicedesk.models import DutyRing


@blueprint.get("/duty", tags=["duty"])
@blueprint.response(200, OnDutyList)
@problems(422)
def read_duty() -> Response:
    """Say who answers urgent matters for the caller's department now, in the order in which they are rung."""
    query(())
    office = reader().department_id
    turns = turns_between(office, now(), now() + timedelta(seconds=1)) if office else []
    items = [
        {"name": one.person.name, "phone": one.person.phone, "place": one.place, "until": one.ends_at}
        for one in sorted(turns, key=lambda turn: turn.place)
    ]
    return answer(OnDutyList().dump({"items": items}))


@blueprint.get("/rings", tags=["duty"])
@blueprint.response(200, RingList)
@problems(422)
def list_rings() -> Response:
    """List the urgent rings of the caller's department that nobody has confirmed, newest first."""
    query(())
    rings = open_rings(reader().actor(), reader().department_id)
    return answer(RingList().dump({"items": [_facts(ring) for ring in rings]}))


@blueprint.post(f"/rings/<int(max={HIGHEST_ID}):ring_id>/actions/confirm", tags=["steps"])
@blueprint.response(200, Ring, description="The ring as it stands now.")
@problems(400, 403, 404, 409, 422)
@takes_body(object_schema(()), required=False)
def confirm_ring(ring_id: int) -> Response:
    """Confirm an urgent ring: the caller takes care, and nobody further is rung."""
    given = json_object(may_be_absent=True)
    return answer_once(lambda: _confirm(ring_id, given), given)


def _confirm(ring_id: int, given: dict[str, Any]) -> Answer:
    check((), given)
    confirm(reader(), now(), ring_id)
    ring = find_ring(ring_id, reader().actor(), reader().department_id)
    if ring is None:
        raise NotFound
    return Answer(Ring().dump(_facts(ring)))


def _facts(ring: "DutyRing") -> dict[str, Any]:
    return {
        "id": ring.id,
        "kind": ring.kind,
        "department": department(ring.department),
        "ticket": None if ring.whistle_id else ring.ticket.number,
        "whistle": ring.whistle.number if ring.whistle else None,
        "begun_at": ring.begun_at,
        "next_at": ring.next_at,
        "calls": [{"name": call.person.name, "at": call.at} for call in ring.calls],
        "confirmed_at": ring.confirmed_at,
        "confirmed_by": ring.confirmed_by.name if ring.confirmed_by else None,
    }
