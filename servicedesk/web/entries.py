"""The four plain-words ways to begin, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from servicedesk import reference
from servicedesk.languages import reads_chinese

ICONS = {"ask": "help", "apply": "clipboard-check", "complain": "speakerphone", "suggest": "bulb"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the four large buttons."""

    code: str
    name: str
    hint: str
    icon: str


def entries() -> Sequence[Entry]:
    """All of them, in their order."""
    chinese = reads_chinese()
    return [
        Entry(e.code, e.zh if chinese else e.en, e.hint_zh if chinese else e.hint_en, ICONS[e.code])
        for e in reference.entries()
    ]


def entry_name(code: str) -> str:
    """The plain words of one of them; empty for an unknown one."""
    return next((entry.name for entry in entries() if entry.code == code), "")
