"""What a list of tickets can be narrowed to, and in which order it stands: read from an address's query."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from servicedesk.rules.fields import Field, check
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.text import Text, text
from servicedesk.rules.workflow import CHANNELS, KINDS, TICKET_STATES

ORDERS = ("newest", "due")

# Several may be given, separated by commas; a ticket fits when it has one of them.
SEVERAL = (
    Field("state", "choice", required=False, choices=TICKET_STATES),
    Field("kind", "choice", required=False, choices=KINDS),
    Field("category", "code", required=False),
    Field("department", "code", required=False),
    Field("channel", "choice", required=False, choices=CHANNELS),
)
ONE = (
    Field("enterprise", "line", required=False, longest=18),
    Field("urgent", "bool", required=False),
    Field("overdue", "bool", required=False),
    Field("q", "line", required=False),
    Field("order", "choice", required=False, choices=ORDERS),
)
# A day of the zone, or a moment.
MOMENTS = (Field("from", "moment", required=False), Field("to", "moment", required=False))
NO_MOMENT = text("Please give a day such as 2026-11-23, or a moment such as 2026-11-23T17:30+08:00.")
NAMES = tuple(field.name for field in (*SEVERAL, *ONE, *MOMENTS))


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty or None: not at all."""

    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    """Codes or Chinese names, of either level."""
    departments: tuple[str, ...] = ()
    """Codes of the departments that lead."""
    channels: tuple[str, ...] = ()
    enterprise: str | None = None
    """A credit code."""
    urgent: bool | None = None
    overdue: bool | None = None
    """Whether the limit that counts now has passed."""
    words: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Submitted before this moment."""
    order: str = "newest"


# What those may narrow a list to who read no more of a matter: by anything else they could guess the rest.
_OF_REDACTED = frozenset({"states", "categories", "departments", "urgent", "overdue", "order"})
_OF_RECEIPT = frozenset({"states", "order"})


def is_number(words: str) -> bool:
    """Whether these are a ticket's number or its beginning, which everybody may ask for who knows of it."""
    return re.fullmatch(r"QS\d{4,8}(-\d*)?", words.upper()) is not None


def asks_only(filters: Filters, reach: str) -> bool:
    """Whether the filters ask for nothing that is hidden from whoever reads only so much of a matter.

    `reach` is `redacted` or `receipt` (rules.access.reach).
    """
    allowed = _OF_REDACTED if reach == "redacted" else _OF_RECEIPT
    return all(
        getattr(filters, one.name) == one.default for one in fields(Filters) if one.name not in allowed
    )


def read_filters(given: Mapping[str, str], zone: tzinfo) -> Filters:
    """The filters of a query such as `{"state": "submitted,accepted", "from": "2026-11-01"}`.

    `from` and `to` are days of the zone, both included, or moments. Raises Invalid, naming each filter that
    cannot be read.
    """
    errors: dict[str, list[Text]] = {}
    several = {field.name: _several(field, given, errors) for field in SEVERAL}
    one = _one(given, errors)
    since, until = (_moment(name, given, zone, errors) for name in ("from", "to"))
    if errors:
        raise Invalid(errors)
    return Filters(
        states=several["state"],
        kinds=several["kind"],
        categories=several["category"],
        departments=several["department"],
        channels=several["channel"],
        enterprise=one["enterprise"],
        urgent=one["urgent"],
        overdue=one["overdue"],
        words=one["q"],
        since=since,
        until=until,
        order=one["order"] or "newest",
    )


def moment_or_day(given: str, zone: tzinfo, *, end: bool = False) -> datetime:
    """A moment, or the first moment of a day of the zone; with `end` the first moment after either.

    Raises ValueError.
    """
    try:
        day = date.fromisoformat(given)
    except ValueError:
        # A plus sign that was not escaped arrives as a space.
        moment = datetime.fromisoformat(re.sub(r"(T\S+) (\d\d:?\d\d)$", r"\1+\2", given))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        _in_reach(moment)
        return moment + timedelta(seconds=end)
    _in_reach(day)
    return datetime.combine(day + timedelta(days=end), time(), zone)


def _several(field: Field, given: Mapping[str, str], errors: dict[str, list[Text]]) -> tuple[str, ...]:
    parts = [part for part in given.get(field.name, "").split(",") if part.strip()]
    try:
        return tuple(check((field,), {field.name: part.strip()})[field.name] for part in parts)
    except Invalid as wrong:
        errors.update(wrong.errors)
        return ()


def _one(given: Mapping[str, str], errors: dict[str, list[Text]]) -> dict[str, Any]:
    try:
        return check(ONE, {field.name: given.get(field.name) for field in ONE})
    except Invalid as wrong:
        errors.update(wrong.errors)
        return {}


def _moment(
    name: str, given: Mapping[str, str], zone: tzinfo, errors: dict[str, list[Text]]
) -> datetime | None:
    value = given.get(name, "").strip()
    if not value:
        return None
    try:
        return moment_or_day(value, zone, end=name == "to")
    except ValueError:
        errors[name] = [NO_MOMENT]
        return None


def _in_reach(day: date) -> None:
    # Neighbouring days and other zones must have a date as well.
    if not 1900 <= day.year <= 2999:
        raise ValueError
