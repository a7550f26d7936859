"""The shapes of the duty roster and of urgent rings."""

from marshmallow import fields

from servicedesk.api.schemas.shared import Answer, DepartmentName, moment, optional, text


class OnDuty(Answer):
    """Somebody who answers urgent matters now."""

    name = text("Whom to reach.")
    phone = optional("Their telephone number.")
    place = fields.Integer(metadata={"description": "In the list: 1 is rung first."})
    until = moment("When their turn ends.")


class OnDutyList(Answer):
    """Who answers urgent matters for the caller's department now."""

    items = fields.List(fields.Nested(OnDuty))


class RingCall(Answer):
    """That somebody was rung."""

    name = text("Who was rung.")
    at = moment()


class Ring(Answer):
    """Something urgent that somebody of a department must confirm."""

    id = fields.Integer()
    kind = text("What it is about: a step that was taken (`submit_ticket`), or of a ladder (`ring_yellow`).")
    department = fields.Nested(DepartmentName, metadata={"description": "Whose roster is rung."})
    ticket = optional("The number of the matter; null for a whistle's.")
    whistle = optional("The number of the whistle.")
    begun_at = moment()
    next_at = moment("When the next one is rung; null when nobody is left.", optional=True)
    calls = fields.List(fields.Nested(RingCall))
    confirmed_at = moment(optional=True)
    confirmed_by = optional("The name of who confirmed.")


class RingList(Answer):
    """Rings that nobody has confirmed, newest first."""

    items = fields.List(fields.Nested(Ring))
