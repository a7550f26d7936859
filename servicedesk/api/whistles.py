"""Whistles: blown, approved, reported in to, closed and graded."""

from collections.abc import Callable
from typing import Any

from flask import Response

from servicedesk.api.answering import Answer, answer, answer_once
from servicedesk.api.blueprint import blueprint
from servicedesk.api.bodies import json_object, page_of, query
from servicedesk.api.describing import fields_of, object_schema
from servicedesk.api.documents import problems, takes_body, takes_page
from servicedesk.api.reader import now, reader
from servicedesk.api.schemas.whistle import Whistle, WhistleItem, WhistleList
from servicedesk.api.whistle_answer import whistle_facts, whistle_item
from servicedesk.operations.whistle_steps import act_on_call, act_on_whistle
from servicedesk.operations.whistles import FIELDS, blow
from servicedesk.queries import whistle_page
from servicedesk.queries.cursors import HIGHEST_ID
from servicedesk.queries.limits import limits
from servicedesk.queries.whistle_lists import whistle_list
from servicedesk.queries.whistle_standing import WhistleStanding
from servicedesk.rules import workflow
from servicedesk.rules.call_workflow import CALL
from servicedesk.rules.fields import Field, check
from servicedesk.rules.whistle_workflow import WHISTLE
from servicedesk.rules.whistles import WHISTLE_STATES
from servicedesk.rules.workflow_rows import Row

STATE = Field("state", "choice", required=False, choices=WHISTLE_STATES)


@blueprint.post("/whistles", tags=["whistles"])
@blueprint.response(201, Whistle)
@problems(400, 403, 409, 422)
@takes_body(object_schema(FIELDS))
def blow_whistle() -> Response:
    """Blow a whistle, or ask for one that a leader approves first: departments are called to report in."""
    given = json_object()
    return answer_once(lambda: _answer(blow(reader(), now(), given), 201), given)


@blueprint.get("/whistles", tags=["whistles"])
@blueprint.response(200, WhistleList)
@problems(422)
@takes_page((STATE,))
def list_whistles() -> Response:
    """List the whistles that the caller sees, newest first."""
    given = query(("state", "limit", "cursor"))
    state = check((STATE,), {"state": given.get("state")})["state"]
    limit, cursor = page_of(given)
    states = (state,) if state else WHISTLE_STATES
    page = whistle_list(reader().actor(), limits(now()), states=states, limit=limit, cursor=cursor)
    items = WhistleItem(many=True).dump([whistle_item(stand) for stand in page.items])
    return answer({"items": items, "next": page.next})


@blueprint.get("/whistles/<string(maxlength=20):whistle>", tags=["whistles"])
@blueprint.response(200, Whistle)
@problems(404)
def read_whistle(whistle: str) -> Response:
    """Read a whistle: who is called by when, who has come, what was noted and agreed."""
    query(())
    page = whistle_page.whistle_page(whistle, reader(), now())
    return answer(Whistle().dump(whistle_facts(page)))


def register_whistle_action(action: str) -> None:
    """Add the call of one action on whistles."""

    @blueprint.post(
        f"/whistles/<string(maxlength=20):whistle>/actions/{action}",
        endpoint=f"whistle_{action}",
        tags=["steps"],
    )
    @_described(WHISTLE, action, "a whistle")
    def call(whistle: str) -> Response:
        given = json_object(may_be_absent=True)
        return answer_once(lambda: _answer(act_on_whistle(reader(), now(), whistle, action, given)), given)


def register_call_action(action: str) -> None:
    """Add the call of one action on a department's call."""

    @blueprint.post(
        f"/calls/<int(max={HIGHEST_ID}):call_id>/actions/{action}", endpoint=f"call_{action}", tags=["steps"]
    )
    @_described(CALL, action, "a department's call")
    def call(call_id: int) -> Response:
        given = json_object(may_be_absent=True)
        return answer_once(lambda: _answer(act_on_call(reader(), now(), call_id, action, given)), given)


def _described(table: tuple[Row, ...], action: str, subject: str) -> Callable[[Any], Any]:
    fields = fields_of(table, action)

    def decorate(call: Any) -> Any:
        call.__doc__ = f"Take the step `{action}` on {subject}; answers the whistle."
        call = takes_body(object_schema(fields), required=any(field.required for field in fields))(call)
        call = problems(400, 403, 404, 409, 422)(call)
        return blueprint.response(200, Whistle, description="The whistle as it stands now.")(call)

    return decorate


def _answer(stand: WhistleStanding, status: int = 200) -> Answer:
    return Answer(Whistle().dump(whistle_facts(whistle_page.page_of(stand))), status)


for name in workflow.actions(WHISTLE):
    register_whistle_action(name)
for name in workflow.actions(CALL):
    register_call_action(name)
