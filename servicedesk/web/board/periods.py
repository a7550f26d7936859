"""Periods in words, and those that are offered for choice."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import format_date, gettext

from servicedesk.languages import reads_chinese
from servicedesk.rules.periods import Period, before, half_year_of, month_of, quarter_of, year_of
from servicedesk.web import request_time


def zone() -> ZoneInfo:
    """The zone whose days are counted."""
    return ZoneInfo(current_app.config["SERVICEDESK_TIMEZONE"])


def month_ends_on() -> int:
    """The day with which the zone's months end."""
    return int(current_app.config["SERVICEDESK_MONTH_ENDS_ON"])


def today() -> date:
    """The zone's present day."""
    return request_time.now().astimezone(zone()).date()


def offered() -> Sequence[tuple[str, Period]]:
    """The periods that are one click away, with what they are called."""
    day, ends_on = today(), month_ends_on()
    month = month_of(day, ends_on)
    return (
        (gettext("Present month"), month),
        (gettext("Last month"), before(month, ends_on)),
        (gettext("This quarter"), quarter_of(day, ends_on)),
        (gettext("This half-year"), half_year_of(day, ends_on)),
        (gettext("This year"), year_of(day, ends_on)),
    )


def month_in_short(month: Period) -> str:
    """11月; Nov: for the axis of a picture."""
    return str(format_date(month.last, "M月" if reads_chinese() else "LLL"))
