"""The shape of a request."""

from marshmallow import fields

from servicedesk.api.schemas.action import Action
from servicedesk.api.schemas.shared import Answer, DepartmentName, moment, optional, text
from servicedesk.rules.access import ROLES
from servicedesk.rules.requests import REQUEST_KINDS, REQUEST_STATES, THE_DESK


class Dispute(Answer):
    """A department's objection to the refusal of its return, with the refusal."""

    by = fields.String()
    at = moment()
    reason = fields.String()
    refused_by = fields.String()
    refused_at = moment()
    refusal = fields.String()


class Request(Answer):
    """What a department or the enterprise asks for and somebody else decides."""

    id = fields.Integer()
    kind = text("What is asked for.", one_of=REQUEST_KINDS)
    state = text("How it stands.", one_of=REQUEST_STATES)
    ticket = text("The ticket's number.")
    assignment = fields.Integer(allow_none=True, metadata={"description": "The share that it is about."})
    department = fields.Nested(
        DepartmentName, allow_none=True, metadata={"description": "Whose share it is."}
    )
    params = fields.Dict(
        metadata={
            "description": "Of an extension `days` and, when approved, the days `granted`; of a suspension "
            "`code` and `until`; of tracking `feedback_at`, when the enterprise first hears how it stands; "
            "of a reopening nothing; of an exclusion `reason_code`; of a return the department `proposed`, "
            "and when upheld how many `returns` the matter has had and the `lead` to whom it went at once."
        }
    )
    reason = fields.String()
    basis = optional("Of a return: on what the department bases it.")
    for_enterprise = optional("The sentence that the enterprise is told when it is approved.")
    asked_by = fields.String()
    asked_at = moment()
    decider = text("The role that decides; `desk`: officers and the desk lead.", one_of=(*ROLES, THE_DESK))
    due_at = moment("By when it is to be decided; null when it is not waiting.", optional=True)
    provisional = fields.Boolean(
        metadata={"description": "Whether it reaches into a year whose public holidays are not yet known."}
    )
    decided_by = optional("The name of who decided; null while it waits, and when it lapsed.")
    decided_at = moment(optional=True)
    decision = optional("What was said with the decision; for the enterprise, why its own was refused.")
    recorded_by = optional("The name of who recorded a decision that was made on paper.")
    recorded_at = moment(optional=True)
    paper = fields.Integer(allow_none=True, metadata={"description": "The file that shows that paper."})
    dispute = fields.Nested(
        Dispute,
        allow_none=True,
        metadata={"description": "The objection to a refused return; what was decided then is the ruling."},
    )
    actions = fields.List(
        fields.Nested(Action), metadata={"description": "What the caller may do to it now."}
    )


class RequestList(Answer):
    """A page of requests, newest first."""

    items = fields.List(fields.Nested(Request))
    next = optional("The cursor of the next page; null on the last one.")
