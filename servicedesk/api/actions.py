"""Steps on tickets and assignments: one call for each action of the workflow table."""

from collections.abc import Callable
from typing import Any

from flask import Response

from servicedesk.api.answering import Answer, answer_once
from servicedesk.api.blueprint import blueprint
from servicedesk.api.bodies import VERSION, json_object, taken_version
from servicedesk.api.describing import fields_of, json_schema, object_schema
from servicedesk.api.documents import IF_MATCH, problems, takes_body
from servicedesk.api.reader import now, reader
from servicedesk.api.schemas.ticket import Ticket
from servicedesk.api.ticket_answer import ticket_answer
from servicedesk.operations.steps import act_on_assignment, act_on_ticket
from servicedesk.queries.cursors import HIGHEST_ID
from servicedesk.rules import workflow
from servicedesk.rules.workflow_rows import Row


def act(do: Callable[[dict[str, Any], int | None], Any]) -> Response:
    """Take a step with what the call brings, and answer the ticket as it stands then."""
    given = json_object(may_be_absent=True)
    brought = dict(given)
    version = taken_version(given)

    def step() -> Answer:
        return Answer(ticket_answer(do(given, version).number))

    return answer_once(step, [brought, version])


def register_ticket_action(action: str) -> None:
    """Add the call of one action on tickets."""

    @blueprint.post(
        f"/tickets/<string(maxlength=20):number>/actions/{action}",
        endpoint=f"ticket_{action}",
        tags=["steps"],
    )
    @_described(workflow.TICKET, action)
    def call(number: str) -> Response:
        return act(lambda given, version: act_on_ticket(reader(), now(), number, action, given, version))


def register_assignment_action(action: str) -> None:
    """Add the call of one action on assignments."""

    @blueprint.post(
        f"/assignments/<int(max={HIGHEST_ID}):assignment_id>/actions/{action}",
        endpoint=f"assignment_{action}",
        tags=["steps"],
    )
    @_described(workflow.ASSIGNMENT, action)
    def call(assignment_id: int) -> Response:
        return act(
            lambda given, version: act_on_assignment(reader(), now(), assignment_id, action, given, version)
        )


def _described(table: tuple[Row, ...], action: str) -> Callable[[Any], Any]:
    fields = fields_of(table, action)
    subject = "a ticket" if table is workflow.TICKET else "a department's share in a ticket"
    needs_body = any(field.required for field in fields)

    def decorate(call: Any) -> Any:
        call.__doc__ = f"Take the step `{action}` on {subject}; answers the ticket."
        body = object_schema(fields, version=json_schema(VERSION))
        call = takes_body(body, IF_MATCH, required=needs_body)(call)
        call = problems(400, 403, 404, 409, 422)(call)
        return blueprint.response(200, Ticket, description="The ticket as it stands now.")(call)

    return decorate


for name in workflow.actions(workflow.TICKET):
    register_ticket_action(name)
for name in workflow.actions(workflow.ASSIGNMENT):
    register_assignment_action(name)
