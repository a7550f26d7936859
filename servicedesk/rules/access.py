"""Sight and standing: what a person is to a matter. Whoever is nothing to it does not see it.

`relations` is the only place that decides this for one matter; `queries.visible` asks the database the same
question for all of them, and a test holds the two together.
"""

from dataclasses import dataclass

ROLES = (
    "enterprise", "officer", "desk_lead", "handler", "department_head", "leader", "supervisor", "inspector",
    "admin",
)  # fmt: skip
STAFF_ROLES = frozenset(ROLES) - {"enterprise"}
DESK = "qyfw"
"""Code of the desk among the departments."""
SUPERVISORS = "dcs"
"""Code of the supervisor's office."""
DESK_ROLES = frozenset({"officer", "desk_lead"})
# Only these ever call back, each where they had no part in the handling.
CALLING_ROLES = DESK_ROLES | {"supervisor", "leader"}
# Staff of the desk, the supervisor's and the inspector's office handle what their own office leads.
HANDLING_ROLES = frozenset({"handler", "department_head", "officer", "desk_lead", "supervisor", "inspector"})
HEADS = ("department_head", "desk_lead")
"""Who heads an office, and answers for what it has to do again."""
EXCLUSIVE_ROLES = frozenset({"enterprise", "admin"})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as the rules know them."""

    id: int
    roles: frozenset[str]
    department: str | None = None
    """Code of the department."""
    enterprise_id: int | None = None
    verified: bool = False
    """Whether the desk has checked that they speak for the enterprise."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A ticket as sight sees it. Departments are named by code."""

    enterprise_id: int | None
    submitter_id: int | None
    sensitive: bool
    """Confidential, a report, or about a department or a leader: kept at the desk."""
    about_desk: bool
    departments: frozenset[str] = frozenset()
    """Those that have a share in it; a returned share gives no sight any more."""
    lead: str | None = None
    handled_by: frozenset[int] = frozenset()
    """Ids of those who acted on an assignment of it."""
    desk_code: str = DESK
    supervisor_code: str = SUPERVISORS
    called: frozenset[str] = frozenset()
    """Those that a whistle calls to it now, until it is closed."""
    instructed: frozenset[str] = frozenset()
    """Those that a leader has instructed on it."""


# The category of clues of misconduct (索拿卡要): such a matter is one, whatever kind it was called.
MISCONDUCT_CATEGORY = "1406"


def is_sensitive(
    kind: str, category: str, *, confidential: bool, about_department: bool, about_leader: bool
) -> bool:
    """Whether a matter is kept at the desk: confidential, a clue of misconduct, or about office or leader."""
    misconduct = kind == "report" or category == MISCONDUCT_CATEGORY
    return confidential or misconduct or about_department or about_leader


def relations(actor: Actor, matter: Matter) -> frozenset[str]:
    """What the actor is to it; empty: no sight.

    One or more of `enterprise desk desk_lead caller handler called instructed leader supervisor`.
    """
    found = set()
    if _is_enterprise(actor, matter):
        found.add("enterprise")
    if _does_desk_steps(actor, matter):
        found |= {"desk", *(actor.roles & {"desk_lead"} if not matter.about_desk else ())}
    if not matter.sensitive:
        found |= actor.roles & {"leader", "supervisor"}
        if actor.department in matter.departments and actor.roles & HANDLING_ROLES:
            found.add("handler")
        if actor.department in matter.called and actor.roles & HANDLING_ROLES:
            found.add("called")
        if actor.department in matter.instructed and actor.roles & HANDLING_ROLES:
            found.add("instructed")
    if _calls_back(actor, matter, frozenset(found)):
        found.add("caller")
    return frozenset(found)


def share_relation(role: str) -> str:
    """What a department's own people are to its share: they handle the lead's, or help."""
    return "handler" if role == "lead" else "assist"


def sees(actor: Actor, matter: Matter) -> bool:
    """Whether the actor may know that the matter exists."""
    return bool(relations(actor, matter))


def _is_enterprise(actor: Actor, matter: Matter) -> bool:
    # Credit codes are public, so being registered under one proves nothing until the desk has checked.
    if "enterprise" not in actor.roles:
        return False
    if matter.submitter_id == actor.id:
        return True
    return actor.verified and actor.enterprise_id is not None and actor.enterprise_id == matter.enterprise_id


def _does_desk_steps(actor: Actor, matter: Matter) -> bool:
    # A complaint about the desk goes straight to the supervisor, who does the desk's steps.
    if matter.about_desk:
        return "supervisor" in actor.roles
    return bool(actor.roles & DESK_ROLES)


def _calls_back(actor: Actor, matter: Matter, found: frozenset[str]) -> bool:
    """Who handled never calls back.

    What the desk itself leads is called back by an officer who had no part, else by the supervisor; what the
    supervisor leads, by another supervisor or a leader.
    """
    if actor.id in matter.handled_by:
        return False
    if matter.lead == matter.supervisor_code:
        return bool(found & {"supervisor", "leader"})
    if matter.lead == matter.desk_code:
        return bool(found & {"desk", "supervisor"})
    return "desk" in found
