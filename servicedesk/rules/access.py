"""Sight and standing: what a person is to a matter. Whoever is nothing to it does not see it.

`relations` and `reach` are the only places that decide this for one matter; `queries.visible` asks the
database the same question for all of them, and a test holds the two together.
"""

from dataclasses import dataclass

ROLES = (
    "enterprise", "officer", "desk_lead", "handler", "department_head", "leader", "supervisor", "inspector",
    "admin",
)  # fmt: skip
STAFF_ROLES = frozenset(ROLES) - {"enterprise"}
DESK = "qyfw"
SUPERVISORS = "dcs"
INSPECTOR = "jjgw"
"""Codes of the desk, the supervisor's and the inspector's office among the departments."""
DESK_ROLES = frozenset({"officer", "desk_lead"})
# Only these ever call back, each where they had no part in the handling.
CALLING_ROLES = DESK_ROLES | {"supervisor", "leader"}
# Staff of the desk, the supervisor's and the inspector's office handle what their own office leads.
HANDLING_ROLES = frozenset({"handler", "department_head", "officer", "desk_lead", "supervisor", "inspector"})
HEADS = ("department_head", "desk_lead")
"""Who heads an office, and answers for what it has to do again."""
OVERSEEING_ROLES = DESK_ROLES | {"leader", "supervisor"}
"""Who looks at the cards, instructions and tracked matters of every department; others at their own."""
CONCERNED_ROLES = OVERSEEING_ROLES | HANDLING_ROLES
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
    openly: bool = False
    """Whether only that counts which no rule of its own keeps from anybody (rules 12-14): for papers that
    go round."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A ticket as sight sees it. Departments are named by code."""

    enterprise_id: int | None
    submitter_id: int | None
    departments: frozenset[str] = frozenset()
    """Those that have a share in it; a returned share gives no sight any more."""
    lead: str | None = None
    handled_by: frozenset[int] = frozenset()
    """Ids of those who acted on an assignment of it."""
    confidential: bool = False
    misconduct: bool = False
    """A clue of it, or another report: for the inspector's office."""
    about: str | None = None
    """The department complained of."""
    about_leader: bool = False
    dispatched: bool = False
    """Whether it was ever handed to a department."""
    handed_over: bool = False
    """Whether the inspector's office has it."""
    desk_code: str = DESK
    supervisor_code: str = SUPERVISORS
    called: frozenset[str] = frozenset()
    """Those that a whistle calls to it now, until it is closed."""
    instructed: frozenset[str] = frozenset()
    """Those that a leader has instructed on it."""

    @property
    def about_desk(self) -> bool:
        """Whether the desk itself is complained of: the supervisor does the desk's steps then."""
        return self.about == self.desk_code

    @property
    def sensitive(self) -> bool:
        """Whether rules of its own say who sees it (rules 12-14)."""
        return self.confidential or self.misconduct or self.about is not None or self.about_leader


# The category of clues of misconduct (索拿卡要): such a matter is one, whatever kind it was called.
MISCONDUCT_CATEGORY = "1406"


def is_misconduct(kind: str, category: str) -> bool:
    """Whether a matter is handed over to the inspector's office instead of being handled."""
    return kind == "report" or category == MISCONDUCT_CATEGORY


def is_sensitive(
    kind: str, category: str, *, confidential: bool, about_department: bool, about_leader: bool
) -> bool:
    """Whether rules of its own say who sees it: it is confidential, a clue, about an office or a leader."""
    return confidential or is_misconduct(kind, category) or about_department or about_leader


def only_lead(about: str | None, *, about_leader: bool) -> str | None:
    """The only department that may lead a complaint about an office or a leader; None: any may.

    It is the supervisor's office; what is about that itself, the desk keeps.
    """
    if about == SUPERVISORS:
        return DESK
    return SUPERVISORS if about is not None or about_leader else None


def relations(actor: Actor, matter: Matter) -> frozenset[str]:
    """What the actor is to it; empty: no sight.

    One or more of `enterprise desk desk_lead caller handler called instructed leader supervisor inspector`;
    or `receipt`, for those who handed it over and know no more than that. How much of it they read is
    another question: `reach`.
    """
    found = {"enterprise"} if _is_enterprise(actor, matter) else set[str]()
    if not _is_kept_from(actor, matter):
        found |= _as_staff(actor, matter)
        if _calls_back(actor, matter, frozenset(found)):
            found.add("caller")
    return frozenset(found)


def asks_withdrawn(actor: Actor, matter: Matter) -> bool:
    """Whether the actor asks if withdrawing was the enterprise's own wish (rule 11), where they see it.

    Supervisors do; where their office had a share, a leader does too. Who handled it never does.
    """
    asking = {"supervisor", "leader"} if matter.supervisor_code in matter.departments else {"supervisor"}
    return bool(actor.roles & asking) and actor.id not in matter.handled_by


def reach(found: frozenset[str], matter: Matter) -> str:
    """How much somebody with these relations reads: `full`, `redacted`, `receipt`, or nothing (empty).

    Of a confidential matter everybody but the enterprise and the desk gets the desk's text alone (rule 12);
    of what was handed over the desk keeps a receipt (rule 14).
    """
    if not found or found == {"receipt"}:
        return "receipt" if found else ""
    if matter.confidential and not found & {"enterprise", "desk", "inspector"}:
        return "redacted"
    return "full"


def reach_of_known(actor: Actor, *, confidential: bool, about_desk: bool, handed_over: bool) -> str:
    """How much the actor reads of a matter of which they are known to know: as `reach`, for lists."""
    if "enterprise" in actor.roles:
        return "full"
    if handed_over:
        return "full" if "inspector" in actor.roles else "receipt"
    does_desk_steps = "supervisor" in actor.roles if about_desk else bool(actor.roles & DESK_ROLES)
    return "redacted" if confidential and not does_desk_steps else "full"


def _is_kept_from(actor: Actor, matter: Matter) -> bool:
    """Whoever is complained of sees nothing, whatever else they are (rule 13)."""
    own_office = matter.about is not None and matter.about == actor.department
    about_own = own_office or (matter.about_leader and "leader" in actor.roles)
    return about_own or (actor.openly and matter.sensitive)


def _as_staff(actor: Actor, matter: Matter) -> set[str]:
    does_desk_steps = _does_desk_steps(actor, matter)
    if matter.handed_over:
        receipt = {"receipt"} if does_desk_steps else set[str]()
        return {"inspector"} if "inspector" in actor.roles else receipt
    found = set[str]()
    if does_desk_steps:
        found |= {"desk", *(actor.roles & {"desk_lead"} if not matter.about_desk else ())}
    if matter.misconduct:
        return found
    # Before a text was written for others, nobody else hears of a confidential matter.
    if matter.dispatched or not matter.confidential:
        found |= actor.roles & {"leader", "supervisor"}
    if actor.roles & HANDLING_ROLES:
        if actor.department in matter.departments:
            found.add("handler")
        if not matter.sensitive:
            found |= {"called"} if actor.department in matter.called else set()
            found |= {"instructed"} if actor.department in matter.instructed else set()
    return found


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
    supervisor leads, by another supervisor or a leader, or by an officer where it is about a leader. Who
    calls must know whom to call: of a confidential matter that is the desk.
    """
    if actor.id in matter.handled_by:
        return False
    if not matter.confidential:
        if matter.lead == matter.supervisor_code:
            callers = {"supervisor", "desk"} if matter.about_leader else {"supervisor", "leader"}
            return bool(found & callers)
        if matter.lead == matter.desk_code:
            return bool(found & {"desk", "supervisor"})
    return "desk" in found
