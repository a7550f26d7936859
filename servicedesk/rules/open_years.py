"""Working time in plain seconds since 1970: years of open time, laid out as far as they are asked for."""

from bisect import bisect_left
from datetime import date, datetime
from zoneinfo import ZoneInfo

from servicedesk.rules.calendar_spec import DAY, CalendarError
from servicedesk.rules.open_hours import OpenHours
from servicedesk.rules.open_time import NOTHING, OpenTime, lay_out, wall_second
from servicedesk.rules.text import text

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years that are reckoned in; the bound keeps every question answerable in bounded time."""

_LAST_DAY = date(LAST_YEAR, 12, 31).toordinal()
_MARGIN = 60 * DAY
"""How far from the end of what is laid out a first reckoning may begin without soon needing more."""


class OpenYears:
    """The open time around the moments that were asked about.

    Grows by replacing the laid-out years as a whole, never by changing them, so that threads can share it:
    when two lay out years at once the later one stays, and a lack is laid out again.
    """

    __slots__ = ("_begin", "_end", "_hours", "_laid_out", "_zone")

    def __init__(self, zone: ZoneInfo, hours: OpenHours) -> None:
        self._zone, self._hours = zone, hours
        self._laid_out = NOTHING
        self._begin, self._end = (
            wall_second(zone, date(year, 1, 1).toordinal(), 0) for year in (FIRST_YEAR, LAST_YEAR + 1)
        )

    def covering(self, low: int, high: int) -> OpenTime:
        """The open time of years that contain both moments, or CalendarError."""
        laid_out = self._laid_out
        if laid_out.begins <= low and high < laid_out.ends:
            return laid_out
        if low < self._begin or high >= self._end:
            raise out_of_years()
        around = (low - _MARGIN, high + _MARGIN)
        first, last = (datetime.fromtimestamp(second, self._zone).year for second in around)
        return self._lay_out(first, last)

    def clamped(self, second: int) -> int:
        """The nearest moment within the years that are reckoned in."""
        return min(max(second, self._begin), self._end - 1)

    def between(self, low: int, high: int) -> int:
        """Open seconds from `low` to `high`, which is not earlier."""
        laid_out = self.covering(low, high)
        return laid_out.opened_until(high) - laid_out.opened_until(low)

    def reach(self, at: int, seconds: int) -> int:
        """The moment so many open seconds (not 0) away: the earliest going forward, the latest going back."""
        laid_out = self.covering(at, at)
        target = laid_out.opened_until(at) + seconds
        while not (0 < target <= laid_out.opened[-1] if seconds > 0 else 0 <= target < laid_out.opened[-1]):
            if abs(seconds) > self._end - self._begin:  # not worth laying out all years
                raise out_of_years()
            laid_out = self._further(laid_out, at, seconds > 0)
            target = laid_out.opened_until(at) + seconds
        reached = laid_out.earliest(target) if seconds > 0 else laid_out.latest(target)
        if laid_out.deserts:
            laid_out.refuse_desert(at, reached)
        return reached

    def part(self, low: int, high: int, share: float) -> int:
        """The earliest moment at which that share of the open seconds from `low` to `high` has passed."""
        laid_out = self.covering(low, high)
        before = laid_out.opened_until(low)
        passed = int((laid_out.opened_until(high) - before) * share)
        return laid_out.earliest(before + passed) if passed else low

    def close(self, at: int, day: int = 0, later: int = 0) -> int:
        """The close of the first working day from ordinal `day` on (or so many later), never before `at`."""
        laid_out = self.covering(at, at)
        while True:
            index = max(bisect_left(laid_out.days, day) + later, bisect_left(laid_out.closes, at))
            if index < len(laid_out.closes):
                break
            if day + later > _LAST_DAY:
                raise out_of_years()
            laid_out = self._further(laid_out, at, forward=True)
        if laid_out.deserts:
            laid_out.refuse_desert(at, laid_out.closes[index])
        return laid_out.closes[index]

    def _further(self, laid_out: OpenTime, at: int, forward: bool) -> OpenTime:
        """Twice as many years; CalendarError where more than ten years beyond what is found stay closed."""
        first, last = laid_out.first_year, laid_out.last_year
        laid_out.refuse_edge(at, forward)
        if last == LAST_YEAR if forward else first == FIRST_YEAR:
            raise out_of_years()
        width = last - first + 1
        return self._lay_out(first, last + width) if forward else self._lay_out(first - width, last)

    def _lay_out(self, first_year: int, last_year: int) -> OpenTime:
        """Those years, as far as they are reckoned in, and all laid out before."""
        known = self._laid_out
        first = max(min(first_year, known.first_year), FIRST_YEAR)
        last = min(max(last_year, known.last_year), LAST_YEAR)
        self._laid_out = laid_out = lay_out(self._zone, self._hours, first, last)
        return laid_out


def out_of_years() -> CalendarError:
    """The refusal of a moment beyond the years that are reckoned in."""
    return CalendarError(
        text(
            "Working time is reckoned for the years %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR
        )
    )
