"""The open time of a run of years, laid out flat so that any moment is found by one bisection."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from servicedesk.rules.calendar_spec import DAY, CalendarError
from servicedesk.rules.open_hours import OpenHours
from servicedesk.rules.text import text

TEN_YEARS = 3653 * DAY
_SECOND = timedelta(seconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Every open interval from the first day of `first_year` to the last day of `last_year`.

    Moments are whole seconds since 1970 (UTC), so that durations are real whatever the wall clock does.
    """

    first_year: int
    last_year: int
    begins: int
    """The first second of the first year, by the zone's wall clock."""
    ends: int
    """The first second after the last year."""
    starts: list[int]
    """Where each interval opens. The first is empty, at `begins`, so that every moment has one before it."""
    opened: list[int]
    """Open seconds before each interval, and at the end all of them: one more than `starts`."""
    days: list[int]
    """The working days, as ordinals of their dates."""
    closes: list[int]
    """When each working day's last interval closes."""
    deserts: list[tuple[int, int]]
    """Stretches of more than ten years without open time."""

    def opened_until(self, second: int) -> int:
        """Open seconds from `begins` to the moment, which must lie within the years."""
        index = bisect_right(self.starts, second)
        inside = self.opened[index - 1] + second - self.starts[index - 1]
        whole = self.opened[index]
        return inside if inside < whole else whole

    def earliest(self, opened: int) -> int:
        """The first moment with that many (at least 1) open seconds before it: never an opening."""
        index = bisect_left(self.opened, opened) - 1
        return self.starts[index] + opened - self.opened[index]

    def latest(self, opened: int) -> int:
        """The last moment with that many (fewer than all) open seconds before it: never a close."""
        index = bisect_right(self.opened, opened) - 1
        return self.starts[index] + opened - self.opened[index]

    def is_open(self, second: int) -> bool:
        """Whether an interval contains the moment; its opening belongs to it, its close does not."""
        index = bisect_right(self.starts, second)
        return self.opened[index - 1] + second - self.starts[index - 1] < self.opened[index]

    def refuse_desert(self, low: int, high: int) -> None:
        """CalendarError when more than ten years on end between the two moments stay closed."""
        low, high = min(low, high), max(low, high)
        if any(min(high, end) - max(low, start) > TEN_YEARS for start, end in self.deserts):
            raise _closed_for_ten_years()

    def refuse_edge(self, second: int, forward: bool) -> None:
        """CalendarError when the years laid out beyond the moment and all their open time exceed ten."""
        if forward:
            closed = self.ends - max(second, self.starts[-1] + self.opened[-1] - self.opened[-2])
        else:
            closed = min(second, self.starts[1] if len(self.starts) > 1 else second) - self.begins
        if closed > TEN_YEARS:
            raise _closed_for_ten_years()


NOTHING = OpenTime(9999, 0, 0, 0, [], [], [], [], [])
"""No years yet: contains no moment, and joins with any run of years."""


def lay_out(zone: ZoneInfo, hours: OpenHours, first_year: int, last_year: int) -> OpenTime:
    """The open time of those years."""
    first_day, end_day = (date(year, 1, 1).toordinal() for year in (first_year, last_year + 1))
    midnight = begins = closed = wall_second(zone, first_day, 0)
    starts, opened, open_days, closes = [begins], [0, 0], list[int](), list[int]()
    deserts = list[tuple[int, int]]()
    for day in range(first_day, end_day):
        today, midnight = midnight, wall_second(zone, day + 1, 0)
        for interval in hours.on(date.fromordinal(day)):
            if midnight - today == DAY:
                start, end = today + interval[0], today + interval[1]
            else:  # the clocks change on this day
                start, end = (wall_second(zone, day, second) for second in interval)
            if start >= end:  # the clocks jumped over the whole interval
                continue
            if start - closed > TEN_YEARS:
                deserts.append((closed, start))
            starts.append(start)
            opened.append(opened[-1] + end - start)
            closed = end
        if closed > today:
            open_days.append(day)
            closes.append(closed)
    return OpenTime(first_year, last_year, begins, midnight, starts, opened, open_days, closes, deserts)


def wall_second(zone: ZoneInfo, day: int, second: int) -> int:
    """The moment, in seconds since 1970, at which the zone's clocks first show that second of that day.

    `day` is the date's ordinal, `second` counts 0 to 86400 on the face of the clock. A time that the clocks
    show twice means the first; one that they jump over means the moment of the jump.
    """
    shown = (day - _EPOCH_DAY) * DAY + second
    wall = datetime.fromordinal(day)
    if second:
        wall += timedelta(0, second)
    before, after = zone.utcoffset(wall), zone.utcoffset(wall.replace(fold=1))
    assert before is not None  # zones of the database always have an offset
    assert after is not None
    if before >= after:
        return shown - before.days * DAY - before.seconds
    early, late = shown - after // _SECOND, shown - before // _SECOND
    while late - early > 1:
        middle = (early + late) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late


def second_of(moment: datetime) -> int:
    """The moment in whole seconds since 1970 (UTC), fractions dropped."""
    since = moment - _EPOCH
    return since.days * DAY + since.seconds


def _closed_for_ten_years() -> CalendarError:
    return CalendarError(text("The calendar has no open time within 10 years."))
