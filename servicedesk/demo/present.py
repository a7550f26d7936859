"""The demo's present: histories are made as if it were late afternoon, whatever the hour.

So the same seed gives the same matters at any hour of a day. Where the real day has not come so far yet,
what is to happen on it is moved up: the working hours until the present are squeezed into those until now.
Later in the evening the last hour is stretched instead, so that what is fresh is fresh. Nothing ever lies in
the future, and whatever happened on earlier days stays where it is.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from servicedesk.rules.working_time import Calendar

AFTERNOON = time(17, 0)
MORNING = time(8, 30)
# With less of the working day than this behind us, the night before it is used as well.
ENOUGH = timedelta(minutes=20)
LAST = timedelta(hours=1)


@dataclass(frozen=True)
class Present:
    """When the day begins, and how its hours are moved; all moments in UTC."""

    now: datetime
    midnight: datetime
    morning: datetime
    moment: datetime
    """The present of the histories: the late afternoon of the day of `now`."""

    @classmethod
    def of(cls, now: datetime, calendar: Calendar) -> "Present":
        """The present of the zone's day on which `now` lies."""
        day = calendar.local(now).date()
        midnight, morning, afternoon = (
            calendar.from_wall(datetime.combine(day, wall)).astimezone(UTC)
            for wall in (time(), MORNING, AFTERNOON)
        )
        return cls(now.astimezone(UTC), midnight, morning, afternoon)

    def real(self, moment: datetime) -> datetime:
        """When something that happens at `moment` in a history really happened. Keeps the order."""
        if self.now >= self.moment:
            begin = self.moment - LAST
        else:
            begin = self.morning if self.now >= self.morning + ENOUGH else self.midnight
        if moment <= begin:
            return moment
        share = (moment - begin) / (self.moment - begin)
        return begin + timedelta(seconds=int(share * (self.now - begin).total_seconds()))
