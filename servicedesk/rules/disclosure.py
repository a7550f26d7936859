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
# Who of the enterprise was spoken with is contact data too, for an organisation outside the zone (rule 16).
NAMES = frozenset({"person", "spoken_to"})


def is_outside(relations: frozenset[str]) -> bool:
    """Whether the reader is the enterprise and nothing else: shown is what was meant for it."""
    return relations <= {"enterprise"}


def hidden_events(relations: frozenset[str]) -> frozenset[str]:
    """The actions whose events the reader of a matter is not shown, `relations` to it as a whole."""
    return frozenset() if relations & OVERSEERS else OVERSEERS_ONLY


def sees_contact(relations: frozenset[str], outside: bool, share_outside: bool) -> bool:
    """Whether the reader gets the enterprise's contact data.

    The enterprise itself, the desk, the zone's departments, and the inspector of what was handed over, for
    which the desk keeps no more than a receipt. An organisation outside the zone's
    administration (`outside`: a utility, a bank) does only when the enterprise agreed at submitting.
    """
    if relations & {"enterprise", "desk", "inspector"}:
        return True
    return "handler" in relations and (share_outside or not outside)


def sees_contact_in_lists(
    roles: frozenset[str], outside: bool, share_outside: bool, *, about_desk: bool, own_share: bool
) -> bool:
    """As `sees_contact`, for a row of a list whose matter is read in full.

    `about_desk`: the supervisor does the desk's steps there; `own_share`: the row is of the reader's own
    department.
    """
    does_desk_steps = "supervisor" in roles if about_desk else bool(roles & {"officer", "desk_lead"})
    found = ({"desk"} if does_desk_steps else set()) | ({"handler"} if own_share else set())
    return sees_contact(frozenset(found), outside, share_outside)


def sees_tracking_code(relations: frozenset[str]) -> bool:
    """The code opens the matter to whoever has it, so only its two keepers read it."""
    return bool(relations & {"enterprise", "desk"})


def sees_names(relations: frozenset[str], outside: bool, share_outside: bool) -> bool:
    """Whether the reader learns whom of the enterprise others have spoken with."""
    return bool(relations & {"enterprise", "desk"}) or share_outside or not outside


def told(
    words: Mapping[str, Any], relations: frozenset[str], contact: bool, *, names: bool = True
) -> dict[str, Any]:
    """What an event says, as far as it is for this reader.

    `contact` is the answer of `sees_contact`, `names` that of `sees_names`.
    """
    hidden: frozenset[str] = frozenset({"digests"})
    if is_outside(relations):
        hidden |= INSIDE_WORDS
    if not contact:
        hidden |= CONTACT_WORDS
    if not names:
        hidden |= NAMES
    return {name: value for name, value in words.items() if name not in hidden}


# Of a confidential matter (rule 12) these events are for those who read the desk's text alone, with these
# words: what departments wrote, who knew no more themselves, and what the desk or a leader wrote to them.
# An event that does not stand here is not for them at all, and no name of the enterprise's ever is.
REDACTED_EVENTS: Mapping[str, frozenset[str]] = {
    "dispatch": frozenset({"note", "handover_text"}),
    "sign": frozenset(),
    "sign_part": frozenset(),
    "return": frozenset({"reason", "basis"}),
    "approve_return": frozenset({"decision", "decider"}),
    "refuse_return": frozenset({"decision", "decider"}),
    "dispute_return": frozenset({"reason"}),
    "rule_return": frozenset({"reason", "decision", "decider"}),
    "progress": frozenset({"text"}),
    "ask_desk": frozenset({"text"}),
    "relay_contact": frozenset({"text"}),
    "hand_over": frozenset({"text"}),
    "submit": frozenset({"spoken_to", "measures", "without_assists"}),
    "finish": frozenset({"spoken_to", "measures", "without_assists"}),
    "submit_part": frozenset({"measures"}),
    "pass_review": frozenset(),
    "send_back": frozenset({"reason"}),
    "redo": frozenset({"reason"}),
    "request_extension": frozenset({"reason", "for_enterprise"}),
    "approve_extension": frozenset({"decision", "decider"}),
    "refuse_extension": frozenset({"decision", "decider"}),
    "request_suspension": frozenset({"reason"}),
    "approve_suspension": frozenset({"decision", "decider"}),
    "approve_suspension_part": frozenset({"decision", "decider"}),
    "refuse_suspension": frozenset({"decision", "decider"}),
    "request_tracking": frozenset({"reason", "for_enterprise"}),
    "approve_tracking": frozenset({"decision", "decider"}),
    "refuse_tracking": frozenset({"decision", "decider"}),
    "feedback": frozenset({"text"}),
    "request_exclusion": frozenset({"reason"}),
    "approve_exclusion": frozenset({"decision", "decider"}),
    "refuse_exclusion": frozenset({"decision", "decider"}),
    "resume": frozenset(),
    "resume_part": frozenset(),
    "urge": frozenset({"text"}),
    "supervise": frozenset({"text"}),
    "set_urgent": frozenset(),
    "clock_step": frozenset(),
    "calendar_changed": frozenset(),
}
_SAYS_MORE = frozenset({"digests", "fields", "kind", "how"})


def told_redacted(
    action: str, payload: Mapping[str, Any], texts: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Payload and texts of one of REDACTED_EVENTS, as far as they are for its readers."""
    shown = REDACTED_EVENTS[action]
    facts = {name: value for name, value in payload.items() if name not in _SAYS_MORE}
    return facts, {name: value for name, value in texts.items() if name in shown}
