"""The shape of a problem answer."""

from marshmallow import fields

from servicedesk.api.schemas.action import Action
from servicedesk.api.schemas.shared import Answer, moment, text


class Meanwhile(Answer):
    """A step that somebody else took."""

    action = fields.String()
    at = moment()


class Problem(Answer):
    """Why a call was refused (RFC 9457). Nothing was changed."""

    type = text("A name of the problem as a URI.")
    title = text("What kind of problem it is, for people.")
    status = fields.Integer()
    detail = text("What is wrong, for people, in the language of the token's person.")
    code = text("What kind of problem it is, for programs.")
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "With `invalid`: what is wrong with each field."},
    )
    actions = fields.List(
        fields.Nested(Action),
        metadata={"description": "With `not_yours`, `not_now` and `stale`: what the caller may do now."},
    )
    events = fields.List(
        fields.Nested(Meanwhile), metadata={"description": "With `stale`: what happened meanwhile."}
    )
