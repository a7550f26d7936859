"""What of a matter is shown to whom, beyond whether they see it at all: contact data, codes, inside words."""

from collections.abc import Mapping
from typing import Any

# What the desk writes to the department, and why somebody decided so, is not for the enterprise, though the
# dispatch and what was granted are; nor which other matter it was joined to.
INSIDE_WORDS = frozenset({"note", "handover_text", "decision", "decided_by", "paper", "into"})
# Whether an enterprise was pressed to withdraw is not for whoever may have pressed it.
OVERSEERS_ONLY = frozenset({"draw_withdrawal", "check_withdrawal"})
OVERSEERS = frozenset({"supervisor", "leader", "asks_withdrawn"})
CONTACT_WORDS = frozenset({"contact_name", "contact_phone", "contact_email"})


def is_outside(relations: frozenset[str]) -> bool:
    """Whether the reader is the enterprise and nothing else: shown is what was meant for it."""
    return relations <= {"enterprise"}


def hidden_events(relations: frozenset[str]) -> frozenset[str]:
    """The actions whose events the reader of a matter is not shown, `relations` to it as a whole."""
    return frozenset() if relations & OVERSEERS else OVERSEERS_ONLY


def sees_contact(relations: frozenset[str], outside: bool, share_outside: bool) -> bool:
    """Whether the reader gets the enterprise's contact data.

    The enterprise itself, the desk and the zone's departments do. An organisation outside the zone's
    administration (`outside`: a utility, a bank) does only when the enterprise agreed at submitting.
    """
    if relations & {"enterprise", "desk"}:
        return True
    return "handler" in relations and (share_outside or not outside)


def sees_tracking_code(relations: frozenset[str]) -> bool:
    """The code opens the matter to whoever has it, so only its two keepers read it."""
    return bool(relations & {"enterprise", "desk"})


def told(words: Mapping[str, Any], relations: frozenset[str], contact: bool) -> dict[str, Any]:
    """What an event says, as far as it is for this reader; `contact` is the answer of `sees_contact`."""
    hidden: frozenset[str] = frozenset({"digests"})
    if is_outside(relations):
        hidden |= INSIDE_WORDS
    if not contact:
        hidden |= CONTACT_WORDS
    return {name: value for name, value in words.items() if name not in hidden}
