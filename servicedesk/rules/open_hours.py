"""Which hours a date has: its own, where somebody set them, else the notice's, else those of its week."""

from collections.abc import Iterable, Mapping
from datetime import date

from servicedesk.rules.calendar_spec import Hours
from servicedesk.rules.holiday_notice import HolidayNotice
from servicedesk.rules.seasons import MonthDay, Season

_MONDAY = 0


class OpenHours:
    """The open hours of any date; `single` are those that were set by hand."""

    __slots__ = ("_in_season", "_noticed", "_set", "_weekly")

    def __init__(
        self,
        weekly: tuple[Hours, ...],
        seasons: Iterable[Season],
        notices: Mapping[int, HolidayNotice],
        single: Mapping[date, Hours],
    ) -> None:
        self._weekly, self._set = weekly, single
        self._in_season: dict[MonthDay, tuple[Hours, ...]] = {
            day: season.weekly for season in seasons for day in season.dates()
        }
        # A later year's notice is the newer word on the days of December that two of them name.
        self._noticed: dict[date, Hours] = {}
        for _, notice in sorted(notices.items()):
            self._noticed |= dict.fromkeys(notice.off, ())
            self._noticed |= {day: self.week_of(day)[_MONDAY] for day in notice.work}

    def on(self, day: date) -> Hours:
        """The hours of the date; none on a day off."""
        hours = self._set.get(day)
        return self.noticed(day) if hours is None else hours

    def noticed(self, day: date) -> Hours:
        """The hours that notice and week give the date, whatever was set by hand."""
        hours = self._noticed.get(day)
        return self.ordinary(day) if hours is None else hours

    def ordinary(self, day: date) -> Hours:
        """The hours that the week alone gives the date."""
        return self.week_of(day)[day.weekday()]

    def week_of(self, day: date) -> tuple[Hours, ...]:
        """The week's hours, Monday first, in the season of the date."""
        return self._in_season.get((day.month, day.day), self._weekly) if self._in_season else self._weekly
