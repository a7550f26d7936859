"""Pauses of a reckoning: stretches that are not counted, as if everything were closed.

Pauses stand here as (from, to) in seconds since 1970, sorted and disjoint, as `merged` makes them.
"""

from collections.abc import Iterable
from datetime import datetime

from servicedesk.rules.calendar_spec import CalendarError
from servicedesk.rules.open_time import second_of
from servicedesk.rules.open_years import OpenYears
from servicedesk.rules.text import text

Pauses = Iterable[tuple[datetime, datetime]]
"""From, to; in any order, overlapping or not."""


def merged(years: OpenYears, pauses: Pauses) -> list[tuple[int, int]]:
    """The pauses sorted, overlapping and touching ones as one; CalendarError for one that ends too early."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted((second_of(begin), second_of(end)) for begin, end in pauses):
        if begin > end:
            raise CalendarError(text("A pause ends before it begins."))
        begin, end = years.clamped(begin), years.clamped(end)
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined


def paused_between(years: OpenYears, pauses: list[tuple[int, int]], low: int, high: int) -> int:
    """Open seconds between the two moments that are paused."""
    cut = ((max(begin, low), min(end, high)) for begin, end in pauses)
    return sum(years.between(begin, end) for begin, end in cut if begin < end)


def reach_around(years: OpenYears, pauses: list[tuple[int, int]], at: int, seconds: int) -> int:
    """The moment that many open seconds (not 0) away, the pauses not counted."""
    if seconds > 0:
        for begin, end in pauses:
            if end <= at:
                continue
            if begin > at:
                until_pause = years.between(at, begin)
                if seconds <= until_pause:
                    break
                seconds -= until_pause
            at = end
    else:
        for begin, end in reversed(pauses):
            if begin >= at:
                continue
            if end < at:
                since_pause = years.between(end, at)
                if -seconds <= since_pause:
                    break
                seconds += since_pause
            at = begin
    return years.reach(at, seconds)
