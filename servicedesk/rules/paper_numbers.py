"""Document numbers (文号) of papers: a series for each form and year, as offices write them.

"开企服督〔2026〕12号": the zone's prefix, the form's sign, the year in tortoise-shell brackets, the serial
without zeros before it (GB/T 9704-2012, 7.2.5).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text

SIGNS: Mapping[str, str] = {
    "handover": "交",
    "supervision": "督",
    "instruction": "批",
    "extension": "延",
    "refusal": "告",
    "handed_over": "移",
    "whistle": "哨",
    "minutes": "纪",
    "dossier": "档",
}
"""Of each form that has a number of its own; a whistle's sign-in sheet bears that of its notice."""
_DESK = frozenset({"desk"})
ISSUERS: Mapping[str, frozenset[str]] = {
    "handover": _DESK,
    "supervision": _DESK | {"supervisor", "leader"},
    "instruction": _DESK | {"leader"},
    "extension": _DESK | {"leader"},
    "refusal": _DESK,
    "handed_over": frozenset({"receipt"}),
    "whistle": _DESK | {"blower", "leader"},
    "minutes": _DESK | {"blower", "leader"},
    "dossier": _DESK | {"supervisor"},
}
"""What one must be to the matter (or whistle) to give a paper its number."""


@dataclass(frozen=True, slots=True)
class PaperKey:
    """One paper: its form, and what it is about (a share in its cycle, an event, a request, a whistle)."""

    form: str
    about: str
    ticket_id: int | None = None
    """None: of a whistle."""


def may_issue(form: str, relations: frozenset[str]) -> bool:
    """Whether somebody who is this to the matter gives the paper its number."""
    return bool(ISSUERS[form] & relations)


def check_issuer(form: str, relations: frozenset[str]) -> None:
    """Raises NotYours."""
    if not may_issue(form, relations):
        raise NotYours(text("This paper gets its number from others."))


def written(prefix: str, form: str, year: int, serial: int) -> str:
    """The number as it stands on paper."""
    return f"{prefix}{SIGNS[form]}〔{year}〕{serial}号"


def room_for(prefix: str, form: str, year: int) -> str:
    """Room to write the number in by hand, where none was given yet."""
    return f"{prefix}{SIGNS[form]}〔{year}〕\u3000\u3000号"
