"""Periods in words, and those that are offered for choice."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import format_date, gettext

from servicedesk.languages import reads_chinese
from servicedesk.rules.periods import Period, before, half_year_of, month_of, of_days, quarter_of, year_of
from servicedesk.web import request_time
from servicedesk.web.filters import full_day


def zone() -> ZoneInfo:
    """The zone whose days are counted."""
    return ZoneInfo(current_app.config["SERVICEDESK_TIMEZONE"])


def today() -> date:
    """The zone's present day."""
    return request_time.now().astimezone(zone()).date()


def offered() -> Sequence[tuple[str, Period]]:
    """The periods that are one click away, with what they are called."""
    day = today()
    return (
        (gettext("Present month"), month_of(day)),
        (gettext("Last month"), before(month_of(day))),
        (gettext("This quarter"), quarter_of(day)),
        (gettext("This half-year"), half_year_of(day)),
        (gettext("This year"), year_of(day)),
    )


def period_in_words(period: Period) -> str:
    """November 2026; quarter 3 of 2026; week 47 of 2026; 1 November 2026 – 15 November 2026."""
    name = of_days(period.first, period.last).name
    year, _, part = name.partition("-")
    if ".." in name:
        return f"{full_day(period.first)} – {full_day(period.last)}"
    if not part:
        return gettext("The year %(year)s", year=year)
    match part[0], part[1:]:
        case "Q", number:
            return gettext("Quarter %(number)s of %(year)s", number=number, year=year)
        case "H", "1":
            return gettext("First half of %(year)s", year=year)
        case "H", _:
            return gettext("Second half of %(year)s", year=year)
        case "W", number:
            return gettext("Week %(number)s of %(year)s", number=int(number), year=year)
    return full_day(period.first) if "-" in part else month_in_words(period)


def month_in_words(period: Period) -> str:
    """2026年11月; November 2026."""
    return str(format_date(period.first, "y年M月" if reads_chinese() else "LLLL y"))


def month_in_short(month: Period) -> str:
    """11月; Nov: for the axis of a picture."""
    return str(format_date(month.first, "M月" if reads_chinese() else "LLL"))
