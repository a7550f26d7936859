"""A working calendar as JSON: reading it with a clear sentence for every mistake, and writing it again."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from servicedesk.rules.text import Text, text

Hours = tuple[tuple[int, int], ...]
"""The open intervals of one day: seconds from midnight by the wall clock, sorted; 86400 is "24:00"."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9]))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY = 86_400


class CalendarError(ValueError):
    """A calendar that cannot be used, or a reckoning that it cannot answer. `sentence` is for people."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def read_zone(name: object) -> ZoneInfo:
    """The time zone of that IANA name, or CalendarError."""
    try:
        if isinstance(name, str):
            return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of the zone database
        pass
    raise CalendarError(text("%(name)s is not a known time zone.", name=shown(name)))


def read_weekly(weekly: object) -> tuple[Hours, ...]:
    """Seven days' hours, Monday first, from {"mon": [["08:30", "12:00"], …], …}; a missing day is closed."""
    if not isinstance(weekly, Mapping):
        raise CalendarError(text("'weekly' must name the open hours of the days of the week."))
    for name in weekly:
        if name not in WEEKDAYS:
            raise CalendarError(text("%(name)s is not a day of the week (mon to sun).", name=shown(name)))
    return tuple(_read_hours(name, weekly.get(name, [])) for name in WEEKDAYS)


def read_days(days: object) -> dict[date, Hours]:
    """The hours of single days from {"2026-10-01": [], …}; an empty list is a day off."""
    if not isinstance(days, Mapping):
        raise CalendarError(text("'days' must name dates and their open hours."))
    return {read_date(name): _read_hours(name, hours) for name, hours in days.items()}


def read_years(years: object) -> frozenset[int]:
    """The years whose notice is loaded, from a list of numbers."""
    if not isinstance(years, Sequence) or any(type(year) is not int for year in years):
        raise CalendarError(text("'known_years' must be a list of years."))
    return frozenset(years)


def write_weekly(weekly: Sequence[Hours]) -> dict[str, list[list[str]]]:
    """Seven days' hours as they stand in JSON."""
    return {name: write_hours(hours) for name, hours in zip(WEEKDAYS, weekly, strict=True)}


def write_hours(hours: Hours) -> list[list[str]]:
    """The hours as they stand in JSON: [["08:30", "12:00"], …]."""
    return [[_write_time(opens), _write_time(closes)] for opens, closes in hours]


def read_date(written: object) -> date:
    """The date of `2026-10-01`; raises CalendarError."""
    try:
        if isinstance(written, str) and _DATE.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise CalendarError(text("%(date)s is not a date like 2026-10-01.", date=shown(written)))


def read_time(written: object) -> int | None:
    """Seconds from midnight of a time like 08:30 or 24:00; None for anything else."""
    match = _TIME.fullmatch(written) if isinstance(written, str) else None
    if match:
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        second = hours * 3600 + minutes * 60 + seconds
        if second <= DAY:
            return second
    return None


def shown(written: object) -> str:
    """What was written, cut where it is long, for a sentence that refuses it."""
    shown = repr(written)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"


def _read_hours(day: str, hours: object) -> Hours:
    if not isinstance(hours, Sequence) or isinstance(hours, str):
        raise CalendarError(text("The hours of %(day)s must be a list of intervals.", day=day))
    read = sorted(_read_interval(day, interval) for interval in hours)
    for (_, closes), (opens, _) in pairwise(read):
        if opens < closes:
            raise CalendarError(text("The hours of %(day)s overlap.", day=day))
    return tuple(read)


def _read_interval(day: str, interval: object) -> tuple[int, int]:
    if not isinstance(interval, Sequence) or isinstance(interval, str) or len(interval) != 2:
        raise CalendarError(text("An interval of %(day)s must have a beginning and an end.", day=day))
    opens, closes = (_read_time(day, written) for written in interval)
    if opens >= closes:
        raise CalendarError(
            text(
                "On %(day)s, %(opens)s to %(closes)s does not end after it begins; split it at midnight.",
                day=day,
                opens=interval[0],
                closes=interval[1],
            )
        )
    return opens, closes


def _read_time(day: str, written: object) -> int:
    second = read_time(written)
    if second is None:
        raise CalendarError(
            text(
                "%(time)s, in the hours of %(day)s, is not a time like 08:30 or 24:00.",
                time=shown(written),
                day=day,
            )
        )
    return second


def _write_time(second: int) -> str:
    minutes, seconds = divmod(second, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
