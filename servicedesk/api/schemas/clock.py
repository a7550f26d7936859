"""The shape of a limit's explanation."""

from marshmallow import fields

from servicedesk.api.schemas.shared import Answer, Moment, moment, text


class Line(Answer):
    """A stretch of time; a day on which nothing is open has no `from` and `to`."""

    day = fields.Date(data_key="date")
    start = Moment(allow_none=True, data_key="from")
    end = Moment(allow_none=True, data_key="to")
    counted_seconds = fields.Integer()
    note = text("Counted, or why not.")


class Explanation(Answer):
    """The reckoning of a limit, line by line."""

    lines = fields.List(fields.Nested(Line))
    due_at = moment()
    provisional = fields.Boolean(
        metadata={"description": "Whether it reaches into a year whose public holidays are not yet known."}
    )
