"""Tickets: submitting, listing, reading, and what happened to them."""

from flask import Response, url_for

from servicedesk.api.answering import Answer, answer, answer_once
from servicedesk.api.blueprint import blueprint
from servicedesk.api.bodies import json_object, page_of, query
from servicedesk.api.describing import object_schema
from servicedesk.api.documents import problems, takes_body, takes_page
from servicedesk.api.figure_question import FIGURE_FIELDS, behind_figure
from servicedesk.api.moments import zone
from servicedesk.api.reader import now, reader
from servicedesk.api.reads import note
from servicedesk.api.schemas.parts import Event, EventList
from servicedesk.api.schemas.ticket import Submitted, Ticket, TicketList
from servicedesk.api.ticket_answer import (
    item_answer,
    shows_contact,
    shows_names,
    submitted_answer,
    ticket_answer,
)
from servicedesk.api.ticket_parts import event
from servicedesk.operations import enterprises
from servicedesk.operations.submissions import CONTACT, FIELDS
from servicedesk.operations.tickets import submit
from servicedesk.queries.clock_rows import clocks_of
from servicedesk.queries.limits import limits
from servicedesk.queries.ticket_events import event_page
from servicedesk.queries.ticket_facts import as_proposed
from servicedesk.queries.ticket_lists import ticket_list
from servicedesk.rules.fields import Field
from servicedesk.rules.forecast import forecast
from servicedesk.rules.ticket_filters import MOMENTS, ONE, SEVERAL, read_filters

SUBMISSION = object_schema(
    FIELDS,
    enterprise=object_schema(enterprises.FIELDS),
    contact=object_schema(CONTACT),
    fields={"type": "object", "description": "What the category asks for; see /categories."},
)
# Several words of one kind, separated by commas, so that they are described as plain texts.
WORDS = tuple(Field(field.name, "line", required=False) for field in (*SEVERAL, *MOMENTS))
FILTERS = (*WORDS, *ONE)
NAMES = frozenset(field.name for field in (*FILTERS, *FIGURE_FIELDS)) | {"limit", "cursor"}


@blueprint.post("/tickets", tags=["tickets"])
@blueprint.response(201, Submitted, description="The ticket, with the limits that run.")
@problems(400, 403, 409, 422)
@takes_body(SUBMISSION)
def submit_ticket() -> Response:
    """Submit a matter: one's own enterprise's, or as an officer any enterprise's.

    An enterprise that is not known yet is made, when an officer gives its name too.
    """
    given = json_object()
    response = answer_once(lambda: _submit(given), given)
    made = response.get_json()
    response.headers["Location"] = url_for("api.read_ticket", number=made["number"])
    return response


def _submit(given: dict[str, object]) -> Answer:
    ticket = submit(reader(), now(), given)
    expected = forecast(
        limits(now()),
        as_proposed(ticket),
        ticket.submitted_at,
        ticket.external_due,
    )
    return Answer(submitted_answer(ticket, clocks_of(ticket), expected), 201)


@blueprint.get("/tickets", tags=["tickets"])
@blueprint.response(200, TicketList)
@problems(422)
@takes_page(
    (*FILTERS, *FIGURE_FIELDS),
    state="One or several, separated by commas (so for kind, category, department, channel).",
    category="Codes or Chinese names, of either level.",
    department="Codes of the departments that lead.",
    enterprise="A credit code.",
    overdue="Whether the limit that counts now has passed.",
    q="What number or outside reference begin with, or title or enterprise's name contain.",
    from_="Submitted from this day of the zone (or this moment) on.",
    to_="Submitted until the end of this day (or this moment).",
    order="The newest first, or the limit first that comes next.",
    figure="With `period`, `by`, `group`, `as_of` and `part`: the tickets behind a figure.",
)
def list_tickets() -> Response:
    """List the tickets that the caller may see."""
    given = query(NAMES, several=[field.name for field in SEVERAL])
    limit, cursor = page_of(given)
    page = ticket_list(
        reader().actor(),
        read_filters(given, zone()),
        now(),
        limit=limit,
        cursor=cursor,
        also=behind_figure(given),
    )
    calendar = limits(now()).calendar
    return answer({"items": [item_answer(ticket, calendar) for ticket in page.items], "next": page.next})


@blueprint.get("/tickets/<string(maxlength=20):number>", tags=["tickets"])
@blueprint.response(200, Ticket)
@problems(404)
def read_ticket(number: str) -> Response:
    """Read a ticket: its state and limits, who has it, and what the caller may do now."""
    query(())
    return answer(ticket_answer(number))


@blueprint.get("/tickets/<string(maxlength=20):number>/events", tags=["tickets"])
@blueprint.response(200, EventList)
@problems(404, 422)
@takes_page()
def list_events(number: str) -> Response:
    """Read what happened to a ticket, oldest first, as far as it is for the caller."""
    limit, cursor = page_of(query(("limit", "cursor")))
    found = event_page(number, reader(), now(), limit, cursor)
    note(found.stand, "history")
    contact, names = shows_contact(found.stand), shows_names(found.stand)
    items = Event(many=True).dump([event(one, found.stand, contact, names) for one in found.page.items])
    return answer({"items": items, "next": found.page.next})
