"""What the components of a page take: small values that the blueprints fill and the macros draw."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext

from servicedesk.rules.workflow import MAIN_LINE
from servicedesk.web import filters
from servicedesk.web.words import word

TONES = ("far", "near", "late", "very_late", "paused", "met", "missed", "off")
"""Grey, blue, amber, red; striped; ended in time, ended late, no longer counted."""
TONE_OF_STATE = {
    "paused": "paused", "met": "met", "missed": "missed", "transferred": "off", "cancelled": "off",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chip:
    """A limit: its moment, how near it is, and where it is explained."""

    kind_label: str
    moment: datetime
    tone: str
    """One of TONES."""
    left: str
    """Says in words what the colour says: "9 working hours left", "in time", "paused"."""
    provisional: bool = False
    explain_url: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a matter's way; status is `done now paused todo aside ended`."""

    label: str
    status: str


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that the reader may open."""

    name: str
    size: int
    """Bytes."""
    url: str
    picture: bool = False


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One deed in a history."""

    at: datetime
    who: str
    did: str
    """What was done, as it follows the name: "dispatched the matter"."""
    text: str = ""
    """Somebody's own words, in full."""
    details: Sequence[tuple[str, str]] = ()
    """Labels and values."""
    icon: str = "point"
    tone: str = ""
    """`good`, `warn`, `bad` or nothing."""
    visible: bool | None = None
    """Whether the enterprise sees it; None where that goes without saying (on its own pages)."""
    files: Sequence[FileView] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its base and the list behind it."""

    label: str
    value: str
    numerator: int | None = None
    denominator: int | None = None
    change: float | None = None
    """Difference to the period before, in points of a percentage or in units."""
    change_label: str = ""
    better_when_higher: bool = True
    url: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """What happens next, who does it, by when; stands on top of every matter."""

    sentence: str
    chip: Chip | None = None
    hint: str = ""
    tone: str = field(default="plain")
    """`mine` when the reader is the one who acts, else `plain`; `ended` when nothing follows."""


def chip(
    kind: str,
    due_at: datetime,
    *,
    state: str = "running",
    tone: str = "far",
    seconds_left: int = 0,
    unit: str = "working_minutes",
    provisional: bool = False,
    explain_url: str | None = None,
) -> Chip:
    """The chip of a clock: `tone` and `seconds_left` as rules.clocks reckons them for a running one."""
    shown = TONE_OF_STATE.get(state, tone)
    words = gettext("moved to tracking") if state == "transferred" else _left(shown, seconds_left, unit)
    return Chip(word("clock", kind), due_at, shown, words, provisional, explain_url)


def stages(state: str, suspended: bool = False) -> list[Stage]:
    """The stage bar of a ticket: the main line, with what lies beside it where the matter is there.

    `suspended`: whether its lead's work stands still.
    """
    line = [word("state", name) for name in MAIN_LINE]
    if state == "awaiting_info":
        return [Stage(word("state", state), "aside"), *(Stage(label, "todo") for label in line[1:])]
    if state == "joined":
        aside = MAIN_LINE.index("in_callback")
        done = [Stage(line[0], "done"), Stage(word("state", state), "aside")]
        return [*done, *(Stage(label, "todo") for label in line[aside:])]
    if state == "tracking":
        line[MAIN_LINE.index("in_progress")] = word("state", state)
        state = "in_progress"
    if state not in MAIN_LINE:
        return [Stage(word("state", state), "ended")]
    here = MAIN_LINE.index(state)
    if suspended:
        line[here] = word("assignment_state", "suspended")
    last, now = len(MAIN_LINE) - 1, "paused" if suspended else "now"
    return [
        Stage(label, "done" if place < here or here == last else now if place == here else "todo")
        for place, label in enumerate(line)
    ]


def _left(tone: str, seconds: int, unit: str) -> str:
    match tone:
        case "near":
            return gettext("%(left)s, limit near", left=filters.left(seconds, unit))
        case "very_late":
            return gettext("%(left)s, more than a working day", left=filters.left(min(seconds, -1), unit))
        case "late":
            return filters.left(min(seconds, -1), unit)
        case "paused":
            return gettext("paused")
        case "met":
            return gettext("in time")
        case "missed":
            return gettext("ended late")
        case "off":
            return gettext("no longer counted")
    return filters.left(max(seconds, 0), unit)
