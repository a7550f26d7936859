"""The shapes of a ticket: in full, in a list, and just submitted."""

from marshmallow import fields

from servicedesk.api.schemas.action import Action
from servicedesk.api.schemas.instruction import Instruction
from servicedesk.api.schemas.parts import (
    Assignment,
    Card,
    Clock,
    File,
    Judgement,
    Next,
    Proposal,
    Result,
)
from servicedesk.api.schemas.request import Request
from servicedesk.api.schemas.shared import Answer, DepartmentName, moment, optional, text
from servicedesk.rules.exclusions import EXCLUSION_CODES
from servicedesk.rules.workflow import CHANNELS, KINDS, TICKET_STATES


class CategoryName(Answer):
    """A category in short; its name is in the reader's language."""

    code = fields.String()
    name = fields.String()
    strand = fields.String()


class EnterpriseName(Answer):
    """An enterprise in short."""

    credit_code = fields.String()
    name = fields.String()
    park = optional()


class Contact(Answer):
    """Whom to speak to at the enterprise."""

    name = fields.String()
    phone = optional()
    email = optional()
    share_outside = fields.Boolean(
        metadata={"description": "Whether organisations outside the zone's administration may have it."}
    )


class TicketItem(Answer):
    """A ticket as it stands in a list."""

    number = fields.String()
    state = text("The ticket's state.", one_of=TICKET_STATES)
    version = fields.Integer(metadata={"description": "Counts workflow steps."})
    reach = text(
        "How much the caller reads: a confidential matter comes `redacted` to departments, what was handed "
        "over to the inspector's office as a `receipt`; what is null then, is not for the caller.",
        one_of=("full", "redacted", "receipt"),
    )
    kind = text("What kind of matter it is.", one_of=KINDS, optional=True)
    category = fields.Nested(CategoryName, allow_none=True)
    title = optional()
    channel = text("How it came in.", one_of=CHANNELS, optional=True)
    external_ref = optional()
    urgent = fields.Boolean()
    confidential = fields.Boolean()
    enterprise = fields.Nested(EnterpriseName, allow_none=True)
    lead = fields.Nested(DepartmentName, allow_none=True)
    submitted_at = moment(optional=True)
    accepted_at = moment(optional=True)
    dispatched_at = moment(optional=True)
    reached_at = moment("When the last result reached the enterprise.", optional=True)
    closed_at = moment(optional=True)
    next_due_at = moment("The limit that counts now; null when none runs.", optional=True)
    next_due_provisional = fields.Boolean(
        metadata={"description": "Whether it reaches into a year whose public holidays are not yet known."}
    )
    overdue = fields.Boolean(metadata={"description": "Whether that limit has passed."})


class TakenOut(Answer):
    """Since when and why a ticket stands in no figure of promises, results and answers."""

    at = moment()
    reason_code = text("Why.", one_of=EXCLUSION_CODES)


class Ticket(TicketItem):
    """A ticket, as far as it is for the caller."""

    cycle = fields.Integer(metadata={"description": "Counts redos and reopenings, from 1."})
    complex = fields.Boolean()
    description = optional()
    extra = fields.Dict(
        keys=fields.String(),
        data_key="fields",
        metadata={"description": "The further fields that its category asks for."},
    )
    external_due = moment("Somebody else's limit, which caps promise and resolve.", optional=True)
    about_department = fields.Nested(DepartmentName, allow_none=True)
    about_leader = fields.Boolean()
    contact = fields.Nested(
        Contact, allow_none=True, metadata={"description": "Null for those who may not have it."}
    )
    tracking_code = optional("For the enterprise and the desk.")
    submitter = optional("The name of the member who sent it.")
    recorded_by = optional("The name of the officer who recorded it for the enterprise.")
    officer = optional("The name of the officer in charge.")
    excluded = fields.Nested(
        TakenOut, allow_none=True, metadata={"description": "When it stands in no figure; for the staff."}
    )
    next = fields.Nested(Next)
    assignments = fields.List(fields.Nested(Assignment))
    clocks = fields.List(fields.Nested(Clock))
    card = fields.Nested(
        Card,
        allow_none=True,
        metadata={
            "description": "The highest that stands on its live limits or by hand; null for the enterprise."
        },
    )
    requests = fields.List(
        fields.Nested(Request), metadata={"description": "Oldest first; for the enterprise only its own."}
    )
    instructions = fields.List(
        fields.Nested(Instruction), metadata={"description": "Oldest first; none for the enterprise."}
    )
    results = fields.List(fields.Nested(Result))
    judgements = fields.List(fields.Nested(Judgement))
    files = fields.List(fields.Nested(File))
    joined_to = optional("The matter with which it is, or was, handled; not for the enterprise.")
    joined = fields.List(
        fields.String(), metadata={"description": "Numbers of what is joined to it, for those who see all."}
    )
    proposal = fields.Nested(
        Proposal, allow_none=True, metadata={"description": "For the desk, until it is dispatched."}
    )
    actions = fields.List(
        fields.Nested(Action), metadata={"description": "What the caller may do to it now."}
    )


class StartedClock(Answer):
    """A limit that runs from the start."""

    kind = fields.String()
    due_at = moment()
    provisional = fields.Boolean()


class PromiseEstimate(Answer):
    """By when it will be answered when every step before takes all of its time."""

    due_at = moment()
    provisional = fields.Boolean()


class Submitted(Answer):
    """A ticket that was just submitted."""

    number = fields.String()
    tracking_code = fields.String()
    state = fields.String()
    version = fields.Integer()
    submitted_at = moment()
    clocks = fields.List(fields.Nested(StartedClock))
    promise_estimate = fields.Nested(PromiseEstimate, allow_none=True)


class TicketList(Answer):
    """A page of tickets."""

    items = fields.List(fields.Nested(TicketItem))
    next = optional("The cursor of the next page; null on the last one.")
