"""The shapes of figures."""

from marshmallow import fields

from servicedesk.api.schemas.shared import Answer, moment, optional, text
from servicedesk.rules.exclusions import EXCLUSION_CODES
from servicedesk.rules.figure_definitions import BY_NAME


class Part(Answer):
    """A further count of the cohort."""

    name = fields.String()
    count = fields.Integer()


class Excluded(Answer):
    """What stands in no base, and why."""

    reason = text("Why.", one_of=("cancelled", *EXCLUSION_CODES))
    count = fields.Integer()


class Figure(Answer):
    """A figure with its base."""

    name = text("Which figure.", one_of=tuple(BY_NAME))
    group = optional("The code of the group; null without a grouping.")
    value = fields.Float(
        allow_none=True,
        metadata={
            "description": "A rate from 0 to 1; of `whistles` how many, of `whistle_grade_mean` from 1 to 5, "
            "of `whistles_per_100` so many for 100 matters, of `handling_seconds_*` seconds of working time, "
            "of `composite` points up to 100. Null where the denominator is 0, and of `composite` where it "
            "is not turned on or too few have answered."
        },
    )
    numerator = fields.Integer()
    denominator = fields.Integer()
    parts = fields.List(fields.Nested(Part))
    excluded = fields.List(fields.Nested(Excluded))
    tickets = text("The address of the list behind the figure.")


class Figures(Answer):
    """The figures of a period."""

    period = fields.String()
    as_of = moment()
    figures = fields.List(fields.Nested(Figure))
