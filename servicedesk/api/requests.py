"""Requests: what one person asks for and another decides."""

from collections.abc import Callable
from typing import Any

from flask import Response

from servicedesk.api.answering import Answer, answer, answer_once
from servicedesk.api.blueprint import blueprint
from servicedesk.api.bodies import json_object, page_of, query
from servicedesk.api.describing import fields_of, object_schema
from servicedesk.api.documents import problems, takes_body, takes_page
from servicedesk.api.reader import now, reader
from servicedesk.api.schemas.request import Request, RequestList
from servicedesk.api.ticket_parts import request as request_facts
from servicedesk.operations.steps import act_on_request
from servicedesk.queries.cursors import HIGHEST_ID
from servicedesk.queries.requests import RequestRow, find_request, request_list
from servicedesk.rules import workflow
from servicedesk.rules.fields import Field, check
from servicedesk.rules.requests import REQUEST_STATES

STATE = Field("state", "choice", required=False, choices=REQUEST_STATES)


@blueprint.get("/requests", tags=["requests"])
@blueprint.response(200, RequestList)
@problems(422)
@takes_page((STATE,))
def list_requests() -> Response:
    """List the requests about matters that the caller sees as staff, newest first."""
    given = query(("state", "limit", "cursor"))
    state = check((STATE,), {"state": given.get("state")})["state"]
    limit, cursor = page_of(given)
    page = request_list(reader().actor(), now(), state=state, limit=limit, cursor=cursor)
    items = Request(many=True).dump([_facts(row) for row in page.items])
    return answer({"items": items, "next": page.next})


def register_action(action: str) -> None:
    """Add the call of one decision."""

    @blueprint.post(
        f"/requests/<int(max={HIGHEST_ID}):request_id>/actions/{action}",
        endpoint=f"request_{action}",
        tags=["steps"],
    )
    @_described(action)
    def call(request_id: int) -> Response:
        given = json_object(may_be_absent=True)
        return answer_once(lambda: _decide(request_id, action, given), given)


def _described(action: str) -> Callable[[Any], Any]:
    fields = fields_of(workflow.REQUEST, action)

    def decorate(call: Any) -> Any:
        call.__doc__ = f"Decide on a request: `{action}`; answers the request."
        call = takes_body(object_schema(fields), required=any(field.required for field in fields))(call)
        call = problems(400, 403, 404, 409, 422)(call)
        return blueprint.response(200, Request, description="The request as it stands now.")(call)

    return decorate


def _decide(request_id: int, action: str, given: dict[str, Any]) -> Answer:
    act_on_request(reader(), now(), request_id, action, given)
    return Answer(Request().dump(_facts(find_request(request_id, reader().actor(), now()))))


def _facts(row: RequestRow) -> dict[str, Any]:
    request = row.request
    return request_facts(request, request.ticket.number, request.assignment, row.decide, row.actions)


for name in workflow.actions(workflow.REQUEST):
    register_action(name)
