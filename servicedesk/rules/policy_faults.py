"""The mistakes that can be in a policy's numbers and choices, each with its field and a sentence."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from servicedesk.rules.policy import UNITS
from servicedesk.rules.text import Text, text

Fault = tuple[str, Text]
"""The field, and what is wrong with it."""

LONGEST: Mapping[str, int] = {
    "working_minutes": 120_000,
    "natural_minutes": 527_040,
    "working_days": 250,
    "calendar_days": 366,
    "moment": 250,
}
"""About a year in each unit; whoever writes more has slipped."""
_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def one_of(field: str, given: object, known: Sequence[str]) -> Iterator[Fault]:
    """It must be one of the known ones."""
    if given not in known:
        yield field, text("Please choose one of the given possibilities.")


def whole_number(field: str, given: object, least: int, most: int) -> Iterator[Fault]:
    """It must be a whole number in the range."""
    if isinstance(given, bool) or not isinstance(given, int):
        yield field, text("This must be a whole number.")
    elif not least <= given <= most:
        yield field, text("This must be from %(least)s to %(most)s.", least=least, most=most)


def amount_faults(
    field: str, given: Mapping[str, Any], units: Sequence[str] = UNITS, unit_field: str = "unit"
) -> Iterator[Fault]:
    """The unit of a budget must be known, and its amount more than nothing and at most about a year."""
    unit, amount = given.get("unit"), given.get("amount")
    if unit not in units:
        yield f"{field}.{unit_field}", text("Please choose a unit.")
    if isinstance(amount, bool) or not isinstance(amount, int):
        yield f"{field}.amount", text("This must be a whole number.")
    elif amount < 1:
        yield f"{field}.amount", text("This must be more than nothing.")
    elif unit in units and amount > LONGEST[str(unit)]:
        yield f"{field}.amount", text("This is longer than a year; no limit may be.")


def hour_faults(field: str, given: Mapping[str, Any]) -> Iterator[Fault]:
    """A fixed moment, and nothing else, has an hour."""
    at, is_moment = given.get("at"), given.get("unit") == "moment"
    if is_moment and not (isinstance(at, str) and _HOUR.fullmatch(at)):
        yield f"{field}.at", text("Please give an hour such as 12:00.")
    elif at is not None and not is_moment:
        yield f"{field}.at", text("Only a fixed moment has an hour.")
