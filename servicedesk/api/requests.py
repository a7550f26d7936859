"""Requests: what one person asks for and another decides."""

from flask import Response
from marshmallow import fields

from servicedesk.api.answering import answer
from servicedesk.api.blueprint import blueprint
from servicedesk.api.bodies import page_of, query
from servicedesk.api.documents import problems, takes_page
from servicedesk.api.schemas.shared import Answer, optional
from servicedesk.queries.cursors import place_of
from servicedesk.rules.fields import Field, check

STATES = ("pending", "approved", "refused", "disputed", "lapsed")
STATE = Field("state", "choice", required=False, choices=STATES)


class RequestList(Answer):
    """A page of requests."""

    items = fields.List(fields.Dict())
    next = optional("The cursor of the next page; null on the last one.")


@blueprint.get("/requests", tags=["requests"])
@blueprint.response(200, RequestList)
@problems(422)
@takes_page((STATE,))
def list_requests() -> Response:
    """List the requests that the caller may see; no step of a matter makes any yet."""
    given = query(("state", "limit", "cursor"))
    check((STATE,), {"state": given.get("state")})
    _, cursor = page_of(given)
    if cursor is not None:
        place_of(cursor, "requests", int)
    return answer({"items": [], "next": None})
