"""The forms with which administrators change the calendars. Hours are typed: `08:30-12:00, 14:00-17:30`."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, FileField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.widgets import DateInput

from servicedesk.languages import say
from servicedesk.rules.calendar_change import CalendarChange, days_halved, days_set
from servicedesk.rules.calendar_spec import WEEKDAYS, CalendarError, Hours
from servicedesk.rules.hours_text import read_hours, write
from servicedesk.rules.notice_file import LARGEST
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.seasons import MonthDay, Season, read_day, written_day
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import SelectChoice

LONGEST_HOURS = 200
LONGEST_REASON = 200
MOST_DAYS = 62
"""Days that are set at once."""
DAY_LABELS = {
    "mon": _l("Monday"), "tue": _l("Tuesday"), "wed": _l("Wednesday"), "thu": _l("Thursday"),
    "fri": _l("Friday"), "sat": _l("Saturday"), "sun": _l("Sunday"),
}  # fmt: skip
WHAT = {
    "usual": _l("as the week and the notice say"),
    "closed": _l("closed all day"),
    "morning": _l("open in the morning only (until 12:00)"),
    "afternoon": _l("open in the afternoon only (from 12:00)"),
    "hours": _l("open at other hours, written below"),
}
Read = TypeVar("Read")


def _hours_field(label: str) -> StringField:
    return StringField(label, render_kw={"maxlength": LONGEST_HOURS, "placeholder": _l("closed")})


class ChangeForm(Form):
    """What every change of a calendar carries; `seen` is the version that the page showed."""

    seen = HiddenField()
    reason = StringField(
        _l("Reason"),
        description=_l("It stands in the journal."),
        render_kw={"maxlength": LONGEST_REASON},
    )

    def read(self, field: Field, reader: Callable[[str], Read]) -> Read | None:
        """What stands in a field; None, with the reason beside it, when it cannot be read."""
        try:
            return reader((field.data or "").strip())
        except CalendarError as wrong:
            field.errors = [*field.errors, say(wrong.sentence)]
            return None


class WeekForm(ChangeForm):
    """The hours of each day of the week."""

    mon = _hours_field(DAY_LABELS["mon"])
    tue = _hours_field(DAY_LABELS["tue"])
    wed = _hours_field(DAY_LABELS["wed"])
    thu = _hours_field(DAY_LABELS["thu"])
    fri = _hours_field(DAY_LABELS["fri"])
    sat = _hours_field(DAY_LABELS["sat"])
    sun = _hours_field(DAY_LABELS["sun"])

    @property
    def days(self) -> list[Field]:
        """The seven fields, Monday first."""
        return [self[name] for name in WEEKDAYS]

    def show(self, weekly: Sequence[Hours]) -> None:
        """Fill in hours."""
        for field, hours in zip(self.days, weekly, strict=True):
            field.data = write(hours)

    def week(self) -> tuple[Hours, ...] | None:
        """The hours of the week; None when something is wrong, which then stands beside its field."""
        found = [self.read(field, read_hours) for field in self.days]
        weekly = tuple(hours for hours in found if hours is not None)
        if len(weekly) < len(WEEKDAYS):
            return None
        if not any(weekly):
            self.mon.errors = [*self.mon.errors, gettext("The week has no open time.")]
            return None
        return weekly


class SeasonForm(WeekForm):
    """A season: its dates, and the hours of its week."""

    first = StringField(
        _l("First day, every year"), [Needed()], description=_l("Month and day, for example 06-01.")
    )
    last = StringField(
        _l("Last day, every year"), [Needed()], description=_l("It may lie in the following year.")
    )

    def show_season(self, season: Season) -> None:
        """Fill in a season."""
        self.first.data, self.last.data = written_day(season.first), written_day(season.last)
        self.show(season.weekly)

    def season(self) -> Season | None:
        """The season; None when something is wrong."""
        first: MonthDay | None = self.read(self.first, read_day)
        last: MonthDay | None = self.read(self.last, read_day)
        weekly = self.week()
        return Season(first, last, weekly) if first and last and weekly else None


class DayForm(ChangeForm):
    """What one day, or some days on end, are."""

    what = RadioField(
        _l("On this day the office is"),
        [Needed()],
        choices=[SelectChoice(value, label) for value, label in WHAT.items()],
        validate_choice=False,
    )
    hours = StringField(
        _l("Hours"),
        description=_l("For example 08:30-12:00, 14:00-17:30."),
        render_kw={"maxlength": LONGEST_HOURS},
    )
    last = StringField(
        _l("Until (for several days)"),
        widget=DateInput(),
        description=_l("The last day for which this holds; empty: only this day."),
    )

    def show(self, own: Hours | None) -> None:
        """Fill in what was set by hand for the day; None: nothing was."""
        self.what.data = "usual" if own is None else "hours" if own else "closed"
        self.hours.data = write(own or ())

    def change(self, first: date) -> CalendarChange | None:
        """The change, from this day on; None when something is wrong."""
        last = self._last(first)
        if last is None:
            return None
        match self.what.data:
            case "usual":
                return days_set(first, last, None)
            case "closed":
                return days_set(first, last, ())
            case "morning" | "afternoon" as half:
                return days_halved(first, last, half == "morning")
            case "hours":
                hours = self.read(self.hours, read_hours)
                if hours == ():
                    self.hours.errors = [*self.hours.errors, gettext("Please fill this in.")]
                return days_set(first, last, hours) if hours else None
        self.what.errors = [*self.what.errors, gettext("Please choose one of the given possibilities.")]
        return None

    def summary(self) -> str:
        """What was chosen, in words."""
        chosen = str(WHAT.get(self.what.data, ""))
        hours = (self.hours.data or "").strip() if self.what.data == "hours" else ""
        until = gettext("until %(day)s", day=self.last.data) if self.last.data else ""
        return gettext("; ").join(part for part in (chosen, hours, until) if part)

    def _last(self, first: date) -> date | None:
        written = (self.last.data or "").strip()
        try:
            last = date.fromisoformat(written) if written else first
        except ValueError:
            self.last.errors = [*self.last.errors, gettext("Please give a date such as 2026-11-23.")]
            return None
        if not 0 <= (last - first).days < MOST_DAYS:
            sentence = gettext(
                "This must be from 0 to %(most)s days after the first day.", most=MOST_DAYS - 1
            )
            self.last.errors = [*self.last.errors, sentence]
            return None
        return last


class NoticeForm(ChangeForm):
    """A year's notice, as a file or written into the page."""

    file = FileField(_l("File of the notice"), render_kw={"accept": ".csv,.txt,.json"})
    lines = TextAreaField(
        _l("Or write it here"),
        description=_l("A line for each day or range: 2027-01-01..2027-01-03,off or 2027-01-09,work."),
        render_kw={"rows": 12, "spellcheck": "false"},
    )

    def content(self) -> bytes:
        """The bytes of the file, or else what was written."""
        sent = self.file.data
        if sent is not None and sent.filename:
            return bytes(sent.read(LARGEST + 1))
        return (self.lines.data or "").encode()

    def show(self, content: bytes) -> None:
        """Put what a file holds into the page, where it can be corrected; what is no text stays out."""
        try:
            self.lines.data = content.decode("utf-8-sig") if len(content) <= LARGEST else ""
        except UnicodeDecodeError:
            self.lines.data = ""

    def refuse_notice(self, refusal: Invalid) -> None:
        """Put the reasons beside the lines that they are about, or beside the file."""
        self.refuse(refusal, {"file": "lines" if self.lines.data else "file"})


class NewCalendarForm(Form):
    """For which department a calendar is added."""

    department = SelectField(_l("Department"), [Needed()], validate_choice=False)
