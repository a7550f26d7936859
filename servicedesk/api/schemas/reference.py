"""The shapes of reference data: categories, departments, policies, the calendar."""

from marshmallow import fields

from servicedesk.api.schemas.shared import Answer, moment, optional, text


class Category(Answer):
    """A category; tickets belong to those of the second level."""

    code = fields.String()
    parent = optional("The code of the first level that it belongs to; null for one of the first level.")
    level = fields.Integer()
    name = text("In the caller's language.")
    name_zh = fields.String()
    name_en = fields.String()
    hint = text("In the caller's language.")
    strand = text("The strand of the service guarantee that it is measured under.")
    complex = fields.Boolean(metadata={"description": "Whether its matters are proposed as complex."})
    entries = fields.List(fields.String())
    extra = fields.List(
        fields.Dict(),
        data_key="fields",
        metadata={"description": "What a ticket brings in `fields`: code, type, required, choices, labels."},
    )
    national_code = optional("The code of GB/T 39666-2020, where the zone uses it.")


class Department(Answer):
    """A department."""

    code = fields.String()
    name = text("In the caller's language.")
    name_zh = fields.String()
    name_en = fields.String()
    full_name_zh = fields.String()
    kind = fields.String()
    outside = fields.Boolean(
        metadata={"description": "Whether it gets contact data only with the enterprise's consent."}
    )


class Policy(Answer):
    """The limits of some kinds of matters, as they are in force."""

    code = fields.String()
    version = fields.Integer()
    effective_from = moment()
    kinds = fields.List(fields.String())
    budgets = fields.Dict(
        keys=fields.String(), metadata={"description": "By clock kind: unit, amount and (for a moment) at."}
    )
    review = fields.Boolean()
    callback = fields.Boolean()
    extension = fields.Dict(allow_none=True)
    ladder = fields.List(fields.Dict())


class Day(Answer):
    """A day of the calendar."""

    date = fields.Date()
    open = fields.List(
        fields.List(fields.String()), metadata={"description": "Open intervals such as 08:30 to 12:00."}
    )
    is_working_day = fields.Boolean()
    known = fields.Boolean(
        metadata={"description": "Whether the public holidays of its year have been announced."}
    )


class CategoryList(Answer):
    """All open categories, in order of code."""

    items = fields.List(fields.Nested(Category))
    next = optional("Always null.")


class DepartmentList(Answer):
    """All open departments."""

    items = fields.List(fields.Nested(Department))
    next = optional("Always null.")


class PolicyList(Answer):
    """All policies in force."""

    items = fields.List(fields.Nested(Policy))
    next = optional("Always null.")


class Calendar(Answer):
    """Days of the calendar, in order."""

    timezone = fields.String()
    items = fields.List(fields.Nested(Day))
    next = optional("Always null.")
