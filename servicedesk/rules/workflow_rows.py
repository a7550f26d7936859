"""The rows of which the workflow tables consist."""

from dataclasses import dataclass

from servicedesk.rules.conditions import Condition, Guard
from servicedesk.rules.fields import Field


@dataclass(frozen=True, slots=True)
class Effect:
    """What a row does to the clocks of one kind; kind `*` means every clock that has not ended."""

    verb: str  # start stop pause resume cancel extend rebudget end transfer
    clock: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the workflow table."""

    action: str
    sources: frozenset[str]
    who: frozenset[str]
    ticket: str | None = None
    """The ticket's next state; None leaves it."""
    assignment: str | None = None
    """The (lead's) assignment's next state; None leaves it."""
    request: str | None = None
    """The next state of the request that is decided."""
    whistle: str | None = None
    call: str | None = None
    """The next states of a whistle, and of one department's call."""
    fields: tuple[Field, ...] = ()
    effects: tuple[Effect, ...] = ()
    when: Condition | None = None
    guards: tuple[Guard, ...] = ()
    visible: bool = False
    recorded: str | None = None
    """What the step is called on record, where that is not the action."""

    @property
    def is_step(self) -> bool:
        """Whether doing it makes pages that were opened before stale."""
        return self.ticket is not None or self.assignment is not None


def effects(**verbs: str) -> tuple[Effect, ...]:
    """From `start="sign contact", stop="dispatch"`, in this order."""
    return tuple(Effect(verb, clock) for verb, clocks in verbs.items() for clock in clocks.split())


def states(names: str) -> frozenset[str]:
    """From `"to_sign working"`."""
    return frozenset(names.split())


# Who may: what people are to the matter (rules.access.relations).
NOBODY = frozenset[str]()
ENTERPRISE = frozenset({"enterprise"})
DESK = frozenset({"desk"})
CALLER = frozenset({"caller"})
HANDLER = frozenset({"handler"})
"""Of the lead's share: its department's people; ASSIST of one that helps, SHARER of either."""
ASSIST = frozenset({"assist"})
SHARER = HANDLER | ASSIST
LEAD = frozenset({"lead"})
"""People of the department that leads, where a step is the whole matter's."""
DECIDER = frozenset({"decider"})
NAMES_LEAD = frozenset({"names_lead"})
"""Who decides that a department is rid of the matter, and names the next lead with it."""
LEADER = frozenset({"leader"})
SUPERVISOR = frozenset({"supervisor"})
ASKER = frozenset({"asks_withdrawn"})
"""Who asks about a withdrawal (rules.access.asks_withdrawn)."""
DESK_LEAD = frozenset({"desk_lead"})
INSTRUCTED = frozenset({"instructed"})

# What many steps ask for.
TEXT = (Field("text", "long"),)
REASON = (Field("reason", "long"),)
CONTACT_WAYS = ("phone", "visit", "meeting", "online")
CONTACT = (Field("how", "choice", choices=CONTACT_WAYS), Field("person", "line"), Field("text", "long"))
# The clocks that stand still while it is open whether the department keeps the matter.
RETURNED_CLOCKS = "sign contact resolve"
# The clocks that stand still while the lead's share is suspended, and an assist's.
SUSPENDED_CLOCKS = "promise contact resolve"
SUSPENDED_PART = "part"
# What begins with a new cycle: the lead's work, or the search for a lead.
RETURN_TO_LEAD = effects(cancel="callback", start="promise sign contact resolve")
RETURN_TO_DESK = effects(cancel="callback", start="dispatch promise")
