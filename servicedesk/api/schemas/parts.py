"""The shapes of what belongs to a ticket."""

from marshmallow import fields

from servicedesk.api.schemas.action import Action
from servicedesk.api.schemas.shared import Answer, DepartmentName, moment, optional, text
from servicedesk.rules.cards import CARDS
from servicedesk.rules.clocks import CLOCK_KINDS, CLOCK_STATES
from servicedesk.rules.workflow import ASSIGNMENT_STATES


class Assignment(Answer):
    """A department's share."""

    id = fields.Integer()
    role = text("Who answers for the whole, or helps.", one_of=("lead", "assist"))
    state = text("The assignment's state.", one_of=ASSIGNMENT_STATES)
    cycle = fields.Integer()
    department = fields.Nested(DepartmentName)
    handler = optional("The name of who signed it.")
    responsible = optional("The name of the head who answers for it, once it is done again.")
    note = optional("What the desk wrote to the department; not for the enterprise.")
    part = optional("What a department that helps has given to the lead; not for the enterprise.")
    handover_text = optional("What the department gets to read instead of the matter.")
    dispatched_at = moment()
    signed_at = moment(optional=True)
    contacted_at = moment(optional=True)
    submitted_at = moment(optional=True)
    suspended_until = moment("When a suspended share goes on by itself.", optional=True)
    routing = optional("By which row of the routing table the lead was chosen; not for the enterprise.")
    actions = fields.List(
        fields.Nested(Action), metadata={"description": "What the caller may do to it now."}
    )


class Card(Answer):
    """A card that stands on a ticket."""

    colour = text("Blue: near its limit; yellow: past it; red: a working day past it.", one_of=CARDS)
    since = moment()
    clock = fields.String(
        allow_none=True,
        metadata={
            "description": "On which limit it stands; null where somebody has shown it by hand.",
            "enum": [*CLOCK_KINDS, None],
        },
    )


class Clock(Answer):
    """A limit."""

    id = fields.Integer()
    kind = text("What is limited.", one_of=CLOCK_KINDS)
    state = text("How it stands.", one_of=CLOCK_STATES)
    cycle = fields.Integer()
    department = fields.Nested(
        DepartmentName, allow_none=True, metadata={"description": "Whom it measures; null is the desk."}
    )
    due_at = moment()
    original_due_at = moment()
    provisional = fields.Boolean(
        metadata={"description": "Whether it reaches into a year whose public holidays are not yet known."}
    )
    breached_at = moment(optional=True)
    started_at = moment()
    stopped_at = moment(optional=True)


class Result(Answer):
    """What the enterprise is told at the end of a cycle."""

    id = fields.Integer()
    cycle = fields.Integer()
    department = fields.Nested(DepartmentName, allow_none=True)
    by = fields.String()
    submitted_at = moment()
    taken_at = fields.Date(allow_none=True)
    spoken_to = optional()
    text = text("What was done, or the direct answer.")
    solved_when = fields.Date(allow_none=True)
    solved = fields.Boolean(allow_none=True)
    reached_at = moment(optional=True)


class Judgement(Answer):
    """An answer of the enterprise about a result, or a try to reach it."""

    cycle = fields.Integer()
    source = text("Given by itself, or at a call.", one_of=("judge", "callback"))
    reached = fields.Boolean()
    solved = fields.String(allow_none=True, metadata={"enum": ["yes", "partly", "no", None]})
    satisfaction = fields.Integer(
        allow_none=True, metadata={"description": "From 1 to 5; 5 is very satisfied."}
    )
    comment = optional()
    by = optional("Empty where the contact judged by a signed link, without an account.")
    at = moment()


class File(Answer):
    """A file; its content is at `url`."""

    id = fields.Integer()
    name = fields.String()
    media_type = fields.String()
    size = fields.Integer(metadata={"description": "Bytes."})
    sha256 = fields.String()
    uploaded_at = moment()
    internal = fields.Boolean(metadata={"description": "Whether it is for the staff only."})
    url = fields.String()


class Proposal(Answer):
    """Who should lead, by the routing table."""

    lead = fields.Nested(DepartmentName)
    assists = fields.List(fields.Nested(DepartmentName))
    reason = fields.String()


class Next(Answer):
    """What happens next."""

    who = text("Who has the matter.", one_of=("desk", "department", "enterprise", "nobody"))
    clock = optional("The kind of the limit that counts for it.")
    text = fields.String()


class Event(Answer):
    """Something that happened."""

    seq = fields.Integer()
    action = fields.String()
    at = moment("When it happened.")
    recorded_at = moment("When it was written down.")
    by = optional("The name of who did it; null is the desk's own timetable.")
    department = fields.Nested(DepartmentName, allow_none=True)
    visible = fields.Boolean(metadata={"description": "Whether the enterprise sees it."})
    payload = fields.Dict(metadata={"description": "What it changed and noted."})
    texts = fields.Dict(metadata={"description": "Somebody's own words."})


class EventList(Answer):
    """A page of events, oldest first."""

    items = fields.List(fields.Nested(Event))
    next = optional("The cursor of the next page; null on the last one.")
