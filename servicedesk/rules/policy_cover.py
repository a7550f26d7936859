"""Whether the policies together leave no matter without limits, and none under two that differ."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from servicedesk.rules.limits import StoredPolicy, held_at
from servicedesk.rules.policy import Policy
from servicedesk.rules.policy_faults import Fault
from servicedesk.rules.text import Named, Text, text
from servicedesk.rules.workflow import KINDS

KIND_WORDS: Mapping[str, Text] = {
    "consultation": text("Consultation"),
    "request": text("Request"),
    "service": text("Service"),
    "complaint": text("Complaint"),
    "report": text("Report of misconduct"),
    "suggestion": text("Suggestion"),
    "praise": text("Praise"),
}


def cover_faults(versions: Iterable[StoredPolicy], new: StoredPolicy) -> Iterator[Fault]:
    """What the new version breaks from its moment on, together with all that is still to come into force.

    Every kind needs a policy of ordinary matters that is not narrowed to categories; and of two policies
    that speak about a matter in the same case one must be closer to it, else chance would decide.
    """
    ordered = sorted([*versions, new], key=lambda stored: (stored.effective_from, stored.policy.version))
    moments = sorted({stored.effective_from for stored in ordered} | {new.effective_from})
    seen: set[str] = set()
    for moment in moments:
        if moment < new.effective_from:
            continue
        held = [stored.policy for stored in held_at(ordered, moment).values()]
        for field, sentence in (*_left_alone(held, new.policy), *_doubled(held, new.policy)):
            if str(sentence) not in seen:
                seen.add(str(sentence))
                yield field, sentence


def _left_alone(held: Sequence[Policy], new: Policy) -> Iterator[Fault]:
    general = [policy for policy in held if policy.case == "ordinary" and not policy.categories]
    field = "kinds" if new.active and not new.categories else "categories" if new.active else "active"
    for kind in KINDS:
        if not any(kind in policy.kinds for policy in general):
            yield (
                field,
                text("No general policy would be left for this kind: %(kind)s.", kind=KIND_WORDS[kind]),
            )


def _doubled(held: Sequence[Policy], new: Policy) -> Iterator[Fault]:
    if new not in held:
        return
    for other in held:
        if other.code != new.code and _equally_close(other, new):
            yield (
                "categories" if new.categories else "kinds",
                text(
                    "%(name)s (%(code)s) speaks about the same matters already.",
                    name=Named(other.name_zh, other.name_en),
                    code=other.code,
                ),
            )


def _equally_close(one: Policy, other: Policy) -> bool:
    """Whether there is a matter to which neither is closer (rules.policy.applicable)."""
    same_kinds = len(one.kinds) == len(other.kinds) and bool(one.kinds & other.kinds)
    same_categories = bool(one.categories & other.categories) or not (one.categories or other.categories)
    return one.case == other.case and same_kinds and same_categories
