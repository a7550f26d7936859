"""Stored calendars. Versions never change, so each content is parsed once in a process."""

from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import CalendarVersion, Clock
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from servicedesk.rules.working_time import Calendar

# By the digest of the content rather than by id, so that two databases in one process never share one.
_PARSED: dict[str, Calendar] = {}
_MOST_KEPT = 128


def find_calendar(name: str) -> Calendar | None:
    """The newest version of a stored calendar by its name; None when there is none."""
    newest = select(CalendarVersion.id, CalendarVersion.digest).where(CalendarVersion.name == name)
    found = db.session.execute(newest.order_by(CalendarVersion.version.desc()).limit(1)).first()
    return None if found is None else parsed_version(found.id, found.digest)


def newest_version(name: str) -> CalendarVersion | None:
    """The newest version of a calendar as it is stored; None when there is none."""
    return db.session.scalar(
        select(CalendarVersion)
        .where(CalendarVersion.name == name)
        .order_by(CalendarVersion.version.desc())
        .limit(1)
    )


def newest_versions() -> dict[str, int]:
    """The number of the newest version of every calendar, by name, in the order in which they were added."""
    found = db.session.execute(
        select(CalendarVersion.name, CalendarVersion.version).order_by(CalendarVersion.id)
    )
    return {row.name: row.version for row in found}


def tickets_behind(most: int) -> list[int]:
    """Ids of some tickets with live clocks that go by an older version of their calendar, in order.

    They have at most so many of these clocks; where there are none, the list is empty. Two cheap statements.
    """
    found = db.session.execute(
        select(CalendarVersion.id, CalendarVersion.name).order_by(CalendarVersion.id)
    ).all()
    newest = {row.name: row.id for row in found}
    old = [row.id for row in found if row.id != newest[row.name]]
    if not old:
        return []
    tickets = db.session.scalars(
        select(Clock.ticket_id)
        .where(Clock.calendar_id.in_(old), Clock.state.in_(LIVE_CLOCK_STATES))
        .order_by(Clock.calendar_id, Clock.ticket_id)
        .limit(most)
    )
    return sorted(set(tickets))


def is_behind() -> bool:
    """Whether live clocks still go by an older version of their calendar."""
    return bool(tickets_behind(1))


def parsed_version(id_: int, digest: str) -> Calendar:
    """The calendar of a stored version whose content has this digest; one statement the first time."""
    calendar = _PARSED.get(digest)
    if calendar is None:
        spec: Any = db.session.scalar(select(CalendarVersion.spec).where(CalendarVersion.id == id_))
        calendar = Calendar.from_spec(spec)
        if len(_PARSED) >= _MOST_KEPT:
            _PARSED.clear()
        _PARSED[digest] = calendar
    return calendar
