"""Words for people: which languages there are, and a rule's sentence in the reader's language."""

from datetime import datetime

from flask_babel import format_datetime, get_locale, gettext, ngettext

from servicedesk.rules.policy import Budget
from servicedesk.rules.text import Named, Text

LANGUAGES: dict[str, str] = {"zh_CN": "简体中文", "en": "English"}


def say(sentence: Text | str) -> str:
    """The sentence in the reader's language; a plain `str` is somebody's own words and stays as it is."""
    if isinstance(sentence, str):
        return sentence
    return gettext(sentence.msgid, **{name: _said(value) for name, value in sentence.params.items()})


def _said(value: object) -> object:
    if isinstance(value, Text):
        return say(value)
    if isinstance(value, datetime):
        return full_moment(value)
    if isinstance(value, Budget):
        return budget_in_words(value)
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
            return ngettext(
                "the next working day at %(hour)s",
                "%(num)d working days later at %(hour)s",
                amount,
                hour=budget.at.strftime("%H:%M"),
            )
    return ngettext("%(num)d working day", "%(num)d working days", amount)
