"""The shape of an instruction."""

from marshmallow import fields

from servicedesk.api.schemas.shared import Answer, DepartmentName, moment, optional, text
from servicedesk.rules.instructions import INSTRUCTION_STATES


class Instruction(Answer):
    """A leader's word to one department, and what it reported."""

    id = fields.Integer()
    state = text("How it stands.", one_of=INSTRUCTION_STATES)
    department = fields.Nested(DepartmentName, metadata={"description": "Who is instructed."})
    due_on = fields.Date(metadata={"description": "Reported by close of business of this day."})
    by = text("The name of the leader.")
    at = moment()
    recorded_by = optional("Who wrote it down from paper.")
    recorded_at = moment(optional=True)
    paper = fields.Integer(allow_none=True, metadata={"description": "The scan of that paper: a file's id."})
    due_at = moment("The limit that follows from the day and the calendar.")
    provisional = fields.Boolean(
        metadata={"description": "Whether it reaches into a year whose public holidays are not yet known."}
    )
    reported_by = optional("The name of who reported.")
    reported_at = moment(optional=True)
    report = optional()
    text = text("The leader's words.")
