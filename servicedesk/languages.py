"""Words for people: which languages there are, and a rule's sentence in the reader's language."""

from flask_babel import get_locale, gettext

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
    return name_of(value) if isinstance(value, Named) else value


def reads_chinese() -> bool:
    """Whether the reader's language is Chinese (names are stored in Chinese and English)."""
    locale = get_locale()
    return locale is None or locale.language == "zh"


def name_of(thing: object) -> str:
    """The name of a department or category in the reader's language (`name_zh`, `name_en`)."""
    return str(getattr(thing, "name_zh" if reads_chinese() else "name_en"))
