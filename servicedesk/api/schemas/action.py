"""The shape of an action that is possible now."""

from marshmallow import Schema, fields

from servicedesk.api.schemas.shared import Answer, text


class NeededField(Schema):
    """A field that an action takes, with whatever bounds it."""

    name = fields.String()
    type = text("line, long, bool, int, choice, date, moment, code, codes or rows.")
    required = fields.Boolean()
    choices = fields.List(fields.String())
    longest = fields.Integer()
    least = fields.Integer(allow_none=True)
    most = fields.Integer(allow_none=True)
    rows = fields.List(
        fields.Nested(lambda: NeededField()), metadata={"description": "The fields of each of several rows."}
    )


class Action(Answer):
    """An action that is possible now, with the fields that it takes."""

    name = fields.String()
    takes = fields.List(fields.Nested(NeededField), data_key="fields", attribute="fields")
