"""How a page writes moments, spans of time, phone numbers and sizes, in the reader's language."""

from datetime import date, datetime
from typing import Any

from flask import Flask
from flask_babel import format_date, format_datetime, get_timezone, gettext, ngettext

from servicedesk.languages import full_day, full_moment, name_of, reads_chinese, say
from servicedesk.rules.enterprise import shown_phone
from servicedesk.web import request_time
from servicedesk.web.words import word

# What is left of calendar days is told in working time as well: they end at a close of business.
NATURAL = ("natural_minutes",)


def init_app(app: Flask) -> None:
    """Hang the filters on the templates; those for words come from servicedesk.languages."""
    times = (moment, day, full_moment, full_day, clock_time, duration, exact_span, left)
    ours = (*times, masked_phone, file_size, percent, organisation_name, matter_title)
    for function in (*ours, shown_phone, say, name_of):
        app.add_template_filter(function)
    app.add_template_global(word)


def matter_title(ticket: Any) -> str:
    """The title of a matter, or what stands for it where the reader may not know it."""
    if ticket.title:
        return str(ticket.title)
    if ticket.state == "handed_over":
        return gettext("Handed over to the inspector's office")
    return gettext("Confidential matter")


def moment(at: datetime) -> str:
    """11月25日(周三)17:30; Wed 25 Nov, 17:30. The year stands there when it is not the present one."""
    year = "" if _is_this_year(at) else "y年" if reads_chinese() else " y"
    pattern = f"{year}M月d日(EEE)HH:mm" if reads_chinese() else f"EEE d MMM{year}, HH:mm"
    return format_datetime(at, pattern)


def day(at: date | datetime) -> str:
    """11月25日(周三); Wed 25 Nov. The year stands there when it is not the present one."""
    year = "" if _is_this_year(at) else "y年" if reads_chinese() else " y"
    pattern = f"{year}M月d日(EEE)" if reads_chinese() else f"EEE d MMM{year}"
    return format_datetime(at, pattern) if isinstance(at, datetime) else format_date(at, pattern)


def clock_time(at: datetime) -> str:
    """17:30."""
    return format_datetime(at, "HH:mm")


def duration(seconds: float, unit: str = "working_minutes") -> str:
    """A span in the time that `unit` counts: 9 working hours, 25 working minutes, 2 days 3 hours."""
    minutes = max(1, round(abs(seconds) / 60))
    if unit in NATURAL:
        return _natural(minutes)
    if minutes < 60:
        return ngettext("%(num)d working minute", "%(num)d working minutes", minutes)
    return ngettext("%(num)d working hour", "%(num)d working hours", round(minutes / 60))


def exact_span(seconds: int) -> str:
    """A span to the second, so that lines add up: 3 h 30 min, 1 h 0 min 20 s."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    told = []
    if hours:
        told.append(gettext("%(hours)s h", hours=hours))
    if minute or not (hours or second):
        told.append(gettext("%(minutes)s min", minutes=minute))
    if second:
        told.append(gettext("%(seconds)s s", seconds=second))
    return " ".join(told)


def left(seconds: float, unit: str = "working_minutes") -> str:
    """Time left until a limit, or past it when negative."""
    if seconds < 0:
        return gettext("%(time)s past the limit", time=duration(seconds, unit))
    return gettext("%(time)s left", time=duration(seconds, unit))


def masked_phone(stored: str | None) -> str:
    """138****5678: enough to recognise one's own number, not enough to call it."""
    if not stored:
        return ""
    digits = "".join(c for c in shown_phone(stored) if c.isdigit())
    if len(digits) < 7:
        return "*" * len(digits)
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) > 8 else f"{digits[:2]}****{digits[-2:]}"


def organisation_name(organisation: object | None) -> str:
    """The name of a department in the reader's language, or of an enterprise, which has one name only."""
    if organisation is None:
        return ""
    return name_of(organisation) if hasattr(organisation, "name_zh") else str(organisation.name)  # type: ignore[attr-defined]


def file_size(count: int) -> str:
    """812 KB, 3.4 MB."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 1024 / 1024:.1f} MB"


def percent(value: float | None) -> str:
    """A share as 99.3 %; a dash where there is no base."""
    return "–" if value is None else f"{value * 100:.1f}%"


def _natural(minutes: int) -> str:
    if minutes < 60:
        return ngettext("%(num)d minute", "%(num)d minutes", minutes)
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(num)d hour", "%(num)d hours", hours)
    days, rest = divmod(hours, 24)
    told = ngettext("%(num)d day", "%(num)d days", days)
    return f"{told} {ngettext('%(num)d hour', '%(num)d hours', rest)}" if rest else told


def _is_this_year(at: date | datetime) -> bool:
    zone = get_timezone()
    year = at.astimezone(zone).year if isinstance(at, datetime) else at.year
    return bool(year == request_time.now().astimezone(zone).year)
