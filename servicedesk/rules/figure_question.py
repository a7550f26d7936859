"""Which figures are asked for, read from an address's query; the same for pages and programs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from servicedesk.rules.fields import Field, check
from servicedesk.rules.figure_definitions import BY_NAME
from servicedesk.rules.figures import GROUPINGS, PARTS
from servicedesk.rules.periods import CALENDAR_MONTH, Period, month_of, parse
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text
from servicedesk.rules.ticket_filters import NO_MOMENT, moment_or_day

QUESTION_FIELDS = (
    Field("period", "line", required=False),
    Field("by", "choice", required=False, choices=GROUPINGS),
    Field("as_of", "line", required=False),
)
# What names one figure, and which of the things behind it.
FIGURE_FIELDS = (
    Field("figure", "choice", required=False, choices=tuple(BY_NAME)),
    *QUESTION_FIELDS,
    Field("group", "line", required=False),
    Field("office", "line", required=False),
    Field("part", "choice", required=False, choices=PARTS),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A period, what to group by, and the moment by which things must have happened to count."""

    period: Period
    by: str | None
    as_of: datetime
    live: bool = False
    """As of now."""
    office: str | None = None
    """Code of a department: of what it had in hand only."""


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """One figure of one group (None: everything), and which of its things: one of PARTS."""

    asked: Asked
    name: str
    group: str | None
    part: str


def read_asked(
    given: Mapping[str, str | None], zone: ZoneInfo, now: datetime, ends_on: int = CALENDAR_MONTH
) -> Asked:
    """The question of a query, by default about this month, as of now; raises Invalid for each name.

    `ends_on` is the day with which the zone's months end.
    """
    values = check(QUESTION_FIELDS, {field.name: given.get(field.name) for field in QUESTION_FIELDS})
    today = now.astimezone(zone).date()
    period = parse(values["period"], ends_on) if values["period"] else month_of(today, ends_on)
    return Asked(period, values["by"], _as_of(values["as_of"], zone, now), live=values["as_of"] is None)


def read_figure(
    given: Mapping[str, str | None], zone: ZoneInfo, now: datetime, ends_on: int = CALENDAR_MONTH
) -> AskedFigure | None:
    """The figure that a query names; None when it says nothing about one. Raises as `read_asked`."""
    about = {field.name: given.get(field.name) for field in FIGURE_FIELDS}
    if not any(about.values()):
        return None
    values = check(FIGURE_FIELDS, about)
    if values["figure"] is None:
        raise invalid("figure", text("Please say which figure."))
    if values["group"] and not values["by"]:
        raise invalid("by", text("Please say what the groups are."))
    return AskedFigure(
        replace(read_asked(given, zone, now, ends_on), office=values["office"]),
        values["figure"],
        values["group"],
        values["part"] or "denominator",
    )


def _as_of(given: Any, zone: ZoneInfo, now: datetime) -> datetime:
    """A moment; a day stands for its end, but never for one that is still to come."""
    if given is None:
        return now
    try:
        moment = moment_or_day(given, zone, end=len(given) == len("2026-11-23"))
    except ValueError:
        raise invalid("as_of", NO_MOMENT) from None
    return min(moment, now)
