"""Reminding the administrators that the next year's notice of public holidays is to be loaded."""

from datetime import datetime

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Event
from servicedesk.operations import events
from servicedesk.operations.messages import tell_about_account
from servicedesk.operations.transaction import transaction
from servicedesk.queries.limits import limits
from servicedesk.queries.people import ids_with_role
from servicedesk.rules.holiday_notice import missing_year

REMINDED = "notice_missed"


def remind_of_notice(now: datetime) -> int | None:
    """From November on, tell every administrator once a day which year's notice is missing; answers the year.

    None when nothing is missing or it was said today, by whichever timetable. What was said stands on the
    administration's chain, and that is where the others see it. Commits.
    """
    with transaction():
        calendar = limits(now).calendar
        today = calendar.local(now).date()
        year = missing_year(calendar.known_years, today)
        if year is None:
            return None
        events.wait_for_administration()
        said = select(Event.payload).where(Event.chain == events.ADMINISTRATION, Event.action == REMINDED)
        last = db.session.scalar(said.order_by(Event.seq.desc()).limit(1))
        if last and last["day"] >= today.isoformat():
            return None
        events.append_administration(None, REMINDED, now, {"day": today.isoformat(), "year": year})
        for person_id in ids_with_role("admin"):
            tell_about_account(person_id, REMINDED, now, {"year": year})
    return year
