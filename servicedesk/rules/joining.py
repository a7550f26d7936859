"""Joining: the same matter handled once, each enterprise answered (national opinion on hotlines, 2025)."""

from dataclasses import dataclass

from servicedesk.rules.text import Text, text
from servicedesk.rules.ticket_workflow import OPEN_STATES

JOINABLE_INTO = OPEN_STATES - {"joined", "in_callback"}
"""The states in which a matter can become the main one of another: before its result has gone out."""
GONE = frozenset({"withdrawn", "refused"})
"""A main matter that ends so leaves its joined ones to themselves."""
TRACKED = frozenset({"tracking"})
"""While their main matter is so, joined ones get its feedback instead of their own promise."""
ANSWERED = frozenset({"in_callback", "closed"})


@dataclass(frozen=True, slots=True)
class Joinable:
    """A matter, as joining sees it."""

    id: int
    state: str
    sensitive: bool
    kind: str
    has_joined: bool = False
    """Whether others are joined to it."""


def not_joinable(matter: Joinable, main: Joinable) -> Text | None:
    """Why the matter cannot be joined to that one; None: it can be."""
    if main.id == matter.id:
        return text("A matter cannot be joined to itself.")
    if matter.has_joined:
        return text("Others are joined to this matter; please join those to the other one first.")
    if main.state == "joined":
        return text("That matter is joined to another itself; please choose its main matter.")
    if main.state not in JOINABLE_INTO:
        return text("That matter has its result already; it is too late to join others to it.")
    if main.sensitive or main.kind == "praise":
        return text("That matter is handled by itself; nothing can be joined to it.")
    return None
