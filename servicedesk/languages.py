"""Words for people: which languages there are, and a rule's sentence in the reader's language."""

from datetime import date, datetime

from flask_babel import format_date, format_datetime, get_locale, gettext, ngettext

from servicedesk.rules.periods import Period
from servicedesk.rules.policy import Budget
from servicedesk.rules.text import Listed, Named, Text

LANGUAGES: dict[str, str] = {"zh_CN": "简体中文", "en": "English"}


def say(sentence: Text | str) -> str:
    """The sentence in the reader's language; a plain `str` is somebody's own words and stays as it is."""
    if isinstance(sentence, str):
        return sentence
    return gettext(sentence.msgid, **{name: in_words(value) for name, value in sentence.params.items()})


def in_words(value: object) -> object:
    """What may stand inside a sentence, in the reader's language; what needs no words stays as it is."""
    if isinstance(value, Text):
        return say(value)
    if isinstance(value, datetime):
        return full_moment(value)
    if isinstance(value, date):
        return full_day(value)
    if isinstance(value, Period):
        return period_in_words(value)
    if isinstance(value, Budget):
        return budget_in_words(value)
    if isinstance(value, Listed):
        return gettext(", ").join(str(in_words(thing)) for thing in value.things)
    return name_of(value) if isinstance(value, Named) else value


def reads_chinese() -> bool:
    """Whether the reader's language is Chinese (names are stored in Chinese and English)."""
    locale = get_locale()
    return locale is None or locale.language == "zh"


def name_of(thing: object) -> str:
    """The name of a department or category in the reader's language (`name_zh`, `name_en`)."""
    return str(getattr(thing, "name_zh" if reads_chinese() else "name_en"))


def full_moment(at: datetime) -> str:
    """2026年11月25日 17:30; 25 November 2026, 17:30."""
    return format_datetime(at, "y年M月d日 HH:mm" if reads_chinese() else "d MMMM y, HH:mm")


def full_day(at: date | datetime) -> str:
    """2026年11月25日; 25 November 2026: as papers write it, which are read years later."""
    pattern = "y年M月d日" if reads_chinese() else "d MMMM y"
    return str(format_datetime(at, pattern) if isinstance(at, datetime) else format_date(at, pattern))


def period_in_words(period: Period) -> str:
    """November 2026; quarter 3 of 2026; week 47 of 2026; 1 November 2026 – 15 November 2026."""
    year, _, part = period.name.partition("-")
    if ".." in period.name:
        return gettext("%(first)s – %(last)s", first=full_day(period.first), last=full_day(period.last))
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
    """2026年11月; November 2026. It is called by its last day, where months end on a day of their own."""
    return str(format_date(period.last, "y年M月" if reads_chinese() else "LLLL y"))


def budget_in_words(budget: Budget) -> str:
    """A budget as people say it: 2 working hours, 5 working days, the next working day at 12:00."""
    amount = budget.amount
    match budget.unit:
        case "working_minutes" if amount % 60 == 0:
            return ngettext("%(num)d working hour", "%(num)d working hours", amount // 60)
        case "working_minutes":
            return ngettext("%(num)d working minute", "%(num)d working minutes", amount)
        case "natural_minutes" if amount % 60 == 0:
            return ngettext("%(num)d hour, day and night", "%(num)d hours, day and night", amount // 60)
        case "natural_minutes":
            return ngettext("%(num)d minute, day and night", "%(num)d minutes, day and night", amount)
        case "calendar_days":
            return ngettext("%(num)d calendar day", "%(num)d calendar days", amount)
        case "moment" if budget.at is None:
            return gettext("until the promised moment")
        case "moment":
            assert budget.at is not None
            hour = budget.at.strftime("%H:%M")
            if amount == 1:  # Chinese has no singular, but a word of its own for the next day.
                return gettext("the next working day at %(hour)s", hour=hour)
            return gettext("%(num)d working days later at %(hour)s", num=amount, hour=hour)
    return ngettext("%(num)d working day", "%(num)d working days", amount)
