"""Whistles: departments are called to report in. Kinds, who may blow them, for what, and who is what to one.

Kinds are data, in versions; a whistle keeps the version under which it was blown.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from servicedesk.rules.access import DESK_ROLES, HANDLING_ROLES, Actor
from servicedesk.rules.limits import Limits
from servicedesk.rules.policy import Budget, Case, applicable
from servicedesk.rules.text import Text, text

WHISTLE_KINDS = ("emergency", "enforcement", "key", "daily")
WHISTLE_STATES = ("asked", "blown", "closed", "refused")
CALL_STATES = ("called", "reported_in", "absent")
REPORT_WAYS = ("on_site", "online", "phone")
GRADES_WITH_REASON = frozenset({1, 2, 5})
"""The far ends of the scale are explained; what is ordinary needs no words."""
HARD_CASE = 2
"""So many departments, redos or returns make a case hard."""
MOST_TICKETS = 50
MOST_DEPARTMENTS = 100
BLOWING_ROLES = DESK_ROLES | {"leader", "supervisor"}
"""Who may ever blow a whistle; each kind says which of them, and the supervisor is the desk at times."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One version of one kind of whistle."""

    code: str
    name_zh: str
    name_en: str
    hint_zh: str
    hint_en: str
    """What it is for."""
    blowers: frozenset[str]
    approved_by: str | None
    """The role that approves it before it is blown; its own whistle needs no approval."""
    ratified_by: str | None
    """The role that ratifies it afterwards; its own whistle needs no ratifying."""
    one_department: bool
    hard_cases_only: bool
    agreed_time: bool
    """Whether an agreed time takes the place of the limit for reporting in."""
    emergency: bool
    """Nobody leaves before it is done, and its messages go out day and night."""
    budgets: Mapping[str, Budget]
    """Of `report_in`, of `meeting` where one follows, of `decide` where it is ratified."""

    @classmethod
    def from_spec(cls, code: str, spec: Mapping[str, Any]) -> "Kind":
        """From the JSON that is stored."""
        budgets = {clock: Budget.from_spec(budget) for clock, budget in spec["budgets"].items()}
        return cls(**{**spec, "code": code, "blowers": frozenset(spec["blowers"]), "budgets": budgets})

    @property
    def meets(self) -> bool:
        """Whether a joint meeting follows."""
        return "meeting" in self.budgets

    def waits_for_approval(self, roles: Collection[str]) -> bool:
        """Whether it is asked for first, when somebody with these roles wants to blow it."""
        return self.approved_by is not None and self.approved_by not in roles

    def is_ratified_after(self, roles: Collection[str]) -> bool:
        """Whether it is ratified afterwards, when somebody with these roles blew it."""
        return self.ratified_by is not None and self.ratified_by not in roles


@dataclass(frozen=True, slots=True)
class Cause:
    """What a whistle is to be blown for, as far as it decides whether it may be."""

    departments: Collection[str]
    """Codes of those to be called, each once."""
    complained_of: Collection[str] = ()
    """Codes of those that the matters complain of."""
    kept: bool = False
    """A clue of misconduct, or about a leader: nobody is called to it."""
    disputed: bool = False
    redos: int = 0
    returns: int = 0


def acting_roles(actor: Actor, about_desk: bool) -> frozenset[str]:
    """The roles in which somebody blows it: where the desk is complained of, the supervisor is the desk."""
    if about_desk and "supervisor" in actor.roles:
        return actor.roles | DESK_ROLES
    return actor.roles


def faults(kind: Kind, cause: Cause) -> dict[str, list[Text]]:
    """What stands in the way of this whistle, by field; empty: it may be blown."""
    found: dict[str, list[Text]] = {}
    if cause.kept:
        found["tickets"] = [text("This matter is about a leader or misconduct; nobody is called to it.")]
    if set(cause.departments) & set(cause.complained_of):
        found["departments"] = [text("A department that is complained of cannot be called to the complaint.")]
    elif len(cause.departments) > MOST_DEPARTMENTS:
        found["departments"] = [text("At most %(most)s departments are called.", most=MOST_DEPARTMENTS)]
    elif kind.one_department and len(cause.departments) != 1:
        found["departments"] = [text("This kind of whistle calls exactly one department.")]
    elif kind.hard_cases_only and not _is_hard(cause):
        found["departments"] = [
            text(
                "This kind of whistle is for two or more departments, a disputed duty, or a matter that was "
                "redone or returned twice."
            )
        ]
    return found


def _is_hard(cause: Cause) -> bool:
    numbers = (len(cause.departments), cause.redos, cause.returns)
    return cause.disputed or max(numbers) >= HARD_CASE


def with_budgets(limits: Limits, case: Case, specs: Mapping[str, Any]) -> Limits:
    """The limits under which a whistle's clocks run: its matter's policy, with the whistle's own budgets.

    `specs` is as it is stored and kept on record; the ladder is that of the matter's policy.
    """
    if not specs:
        return limits
    own = {clock: Budget.from_spec(spec) for clock, spec in specs.items()}
    found = applicable(limits.policies, case)
    # The strongest gives them, and the weakest says that the kind has such clocks at all.
    changed = {one.code: replace(one, budgets={**one.budgets, **own}) for one in (found[0], found[-1])}
    return replace(limits, policies={**limits.policies, **changed})


# Sight and standing -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blown:
    """A whistle as sight sees it; departments are named by code."""

    state: str
    blown_by: int
    departments: frozenset[str]
    about_desk: bool = False
    """Whether one of its matters complains of the desk."""
    sensitive: bool = False
    """Whether one of its matters has rules of its own for who sees it (rules 12-14)."""
    kept_from_leaders: bool = False
    """Whether one of them is about a leader, or has turned out to be a clue of misconduct."""
    complained_of: frozenset[str] = frozenset()
    """The departments that they complain of, whose people do not hear of it at all."""
    decider: str | None = None
    """The role that approves or ratifies it."""


def relations(actor: Actor, whistle: Blown) -> frozenset[str]:
    """What the actor is to it: `blower desk leader supervisor called decider`; empty: no sight.

    Who blew or asked for it never decides on it. What it says of its matters is another question: each keeps
    its own rules of sight.
    """
    found = set()
    if actor.department is not None and actor.department in whistle.complained_of:
        return frozenset()
    if actor.id == whistle.blown_by and actor.roles & BLOWING_ROLES:
        found.add("blower")
    if "supervisor" in actor.roles if whistle.about_desk else actor.roles & DESK_ROLES:
        found.add("desk")
    if "leader" in actor.roles and not whistle.kept_from_leaders:
        found.add("leader")
    if "supervisor" in actor.roles and (whistle.about_desk or not whistle.sensitive):
        found.add("supervisor")
    if whistle.state in ("blown", "closed") and is_of(actor, whistle.departments):
        found.add("called")
    if found and whistle.decider in actor.roles and actor.id != whistle.blown_by:
        found.add("decider")
    return frozenset(found)


def is_of(actor: Actor, departments: Collection[str]) -> bool:
    """Whether the actor is one of these departments' people."""
    return actor.department in departments and bool(actor.roles & HANDLING_ROLES)
