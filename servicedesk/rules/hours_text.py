"""A day's open hours as people type them: `08:30-12:00, 14:00-17:30`, any number of intervals."""

import re
import unicodedata
from itertools import pairwise

from servicedesk.rules.calendar_spec import CalendarError, Hours, read_time, shown, write_hours
from servicedesk.rules.text import text

CLOSED_WORDS = frozenset({"", "closed", "off", "休", "休息", "不办公", "-", "—"})
_BETWEEN = re.compile(r"[,、;\n]+")
_TO = re.compile(r"\s*(?:-|–|—|~|至|到)\s*")


def read_hours(written: str) -> Hours:
    """The intervals, sorted; nothing or `closed` is a day off. Raises CalendarError with its reason.

    Taken are all usual dashes, commas and colons, also the wide ones of Chinese keyboards.
    """
    tidy = unicodedata.normalize("NFKC", written).strip()
    if tidy.lower() in CLOSED_WORDS:
        return ()
    intervals = sorted(_interval(part.strip()) for part in _BETWEEN.split(tidy) if part.strip())
    for one, other in pairwise(intervals):
        if other[0] < one[1]:
            raise CalendarError(
                text("%(one)s and %(other)s overlap.", one=write((one,)), other=write((other,)))
            )
    return tuple(intervals)


def write(hours: Hours) -> str:
    """The hours as one types them: `08:30-12:00, 14:00-17:30`; empty on a day off."""
    return ", ".join(f"{opens}-{closes}" for opens, closes in write_hours(hours))


def _interval(written: str) -> tuple[int, int]:
    parts = _TO.split(written)
    if len(parts) != 2:
        raise CalendarError(
            text("%(hours)s are no hours like 08:30-12:00, 14:00-17:30.", hours=shown(written))
        )
    opens, closes = (_time(part) for part in parts)
    if opens >= closes:
        raise CalendarError(text("%(hours)s ends before it begins.", hours=written))
    return opens, closes


def _time(written: str) -> int:
    """Seconds from midnight; an hour may have one digit."""
    second = read_time(f"0{written}" if re.match(r"[0-9]:", written) else written)
    if second is None:
        raise CalendarError(text("%(time)s is not a time like 08:30 or 24:00.", time=shown(written)))
    return second
