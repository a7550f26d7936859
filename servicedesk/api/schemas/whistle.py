"""The shapes of whistles and of the calls of departments."""

from marshmallow import fields

from servicedesk.api.schemas.action import Action
from servicedesk.api.schemas.shared import Answer, DepartmentName, moment, optional, text
from servicedesk.rules.access import ROLES
from servicedesk.rules.whistles import CALL_STATES, REPORT_WAYS, WHISTLE_KINDS, WHISTLE_STATES


class Call(Answer):
    """One department's call."""

    id = fields.Integer()
    department = fields.Nested(DepartmentName)
    state = text("How it stands; nobody has been called while the whistle is only asked for.", CALL_STATES)
    due_at = moment("By when to report in; null while the whistle is only asked for.", optional=True)
    provisional = fields.Boolean(
        metadata={"description": "Whether it reaches into a year whose public holidays are not yet known."}
    )
    reported_at = moment(optional=True)
    in_time = fields.Boolean(allow_none=True, metadata={"description": "Null until it is decided."})
    how = fields.String(allow_none=True, metadata={"enum": [*REPORT_WAYS, None]})
    person = optional("Who came.")
    rank = optional()
    finding = optional()
    commitment = optional()
    grade = fields.Integer(allow_none=True, metadata={"description": "1 to 5, 5 is best."})
    grade_reason = optional()
    answer = optional("What the department says to its grade.")
    actions = fields.List(
        fields.Nested(Action), metadata={"description": "What the caller may do to it now."}
    )


class Note(Answer):
    """Something noted on the spot."""

    at = moment()
    by = optional()
    text = fields.String()


class Minute(Answer):
    """What a joint meeting gave one department to do."""

    held_at = moment()
    text = fields.String()
    department = fields.Nested(DepartmentName)
    due_on = fields.Date()
    assignment = fields.Integer(
        allow_none=True, metadata={"description": "The share in the first ticket that was made of it."}
    )


class WhistleItem(Answer):
    """A whistle as it stands in a list."""

    number = fields.String()
    kind = text("What kind of whistle it is.", WHISTLE_KINDS)
    name = text("The kind's name in the caller's language.")
    state = text("How it stands.", WHISTLE_STATES)
    reason = fields.String()
    place = optional()
    meet_at = moment(optional=True)
    blown_by = text("The name of who blew it, or asked for it.")
    asked_at = moment()
    blown_at = moment(optional=True)
    decider = fields.String(
        allow_none=True,
        metadata={"enum": [*ROLES, None], "description": "The role that approves or ratifies it."},
    )
    decided_by = optional()
    decided_at = moment("When it was approved or refused.", optional=True)
    decision = optional("Why it was refused.")
    ratified_by = optional()
    ratified_at = moment(optional=True)
    recorded_by = optional("Who wrote down a decision that was made on paper.")
    recorded_at = moment(optional=True)
    paper = fields.Integer(allow_none=True, metadata={"description": "The scan of that paper: a file's id."})
    met_at = moment("When its joint meeting was held.", optional=True)
    closed_by = optional()
    closed_at = moment(optional=True)
    closing = optional("What was said with its closing.")
    calls = fields.List(fields.Nested(Call))
    actions = fields.List(
        fields.Nested(Action), metadata={"description": "What the caller may do to it now."}
    )


class Whistle(WhistleItem):
    """A whistle with its matters, notes and minutes."""

    tickets = fields.List(
        fields.String(), metadata={"description": "Numbers of those of its tickets that the caller sees."}
    )
    notes = fields.List(fields.Nested(Note), metadata={"description": "Newest first."})
    minutes = fields.List(fields.Nested(Minute))


class WhistleList(Answer):
    """A page of whistles, newest first."""

    items = fields.List(fields.Nested(WhistleItem))
    next = optional("The cursor of the next page; null on the last one.")
