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
    name = text("In the caller's language.")
    name_zh = fields.String()
    name_en = fields.String()
    case = text(
        "What makes it speak: `urgent` beats `redo` beats `complex` beats `ordinary`; in the same case one "
        "that is narrowed to categories beats one that is not."
    )
    kinds = fields.List(fields.String())
    categories = fields.List(
        fields.String(),
        metadata={"description": "Codes of either level that it is narrowed to; empty: all categories."},
    )
    budgets = fields.Dict(
        keys=fields.String(),
        metadata={
            "description": "By clock kind: unit, amount and (for a moment) at. What it does not name, a "
            "weaker policy says."
        },
    )
    review = fields.Boolean(metadata={"description": "Whether the desk reviews the result."})
    callback = fields.Boolean(metadata={"description": "Whether the enterprise is asked about the result."})
    extension = fields.Dict(
        allow_none=True,
        metadata={
            "description": "How often (max_times), how far (max_days) and by whose decision (decided_by)."
        },
    )
    ladder = fields.List(
        fields.Dict(),
        metadata={
            "description": "In order: step, when (at_share of the time, or after the limit), who is told."
        },
    )


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
