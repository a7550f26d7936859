"""What happens to one department's share in a ticket: its states, and a row for each action."""

from servicedesk.rules.conditions import (
    ENDS_WITH_THE_SIGNATURE,
    NOT_EXTENDABLE,
    RELAYED,
    SUSPENSION_ASKED,
    ends_with_the_result,
    is_praise,
    is_relayed,
    skips_review,
)
from servicedesk.rules.fields import Field
from servicedesk.rules.requests import LONGEST_EXTENSION, SUSPENSION_CODES
from servicedesk.rules.return_conditions import NOT_RETURNABLE
from servicedesk.rules.ticket_workflow import OPEN_STATES
from servicedesk.rules.tracking import FOLLOWED_INSTEAD
from servicedesk.rules.workflow_rows import (
    ASSIST,
    CONTACT,
    CONTACT_WAYS,
    HANDLER,
    RETURNED_CLOCKS,
    SHARER,
    SUSPENDED_CLOCKS,
    SUSPENDED_PART,
    TEXT,
    Row,
    effects,
    states,
)

__all__ = [
    "ASSIGNMENT", "ASSIGNMENT_STATES", "CONTACT_WAYS", "LIVE_ASSIGNMENT_STATES", "RETURNING_STATES",
    "ended_with",
]  # fmt: skip

ASSIGNMENT_STATES = (
    "to_sign", "return_asked", "disputed", "working", "suspended", "submitted", "done", "returned",
    "cancelled",
)  # fmt: skip
RETURNING_STATES = frozenset({"return_asked", "disputed"})
"""In which it is open whether the department keeps the matter."""
LIVE_ASSIGNMENT_STATES = frozenset({"to_sign", "working", "suspended", "submitted"}) | RETURNING_STATES

# By user name, of the same department.
_COLLEAGUE = (Field("person", "line"),)
_RETURN = (
    Field("reason", "long"),
    Field("basis", "long"),
    Field("proposed", "code"),
)
_RESULT = (
    Field("taken_at", "date"),
    Field("spoken_to", "line"),
    Field("measures", "long"),
    Field("solved_when", "date"),
    Field("solved", "bool"),
    Field("without_assists", "long", required=False, longest=500),
)
# What an assist gives to the lead; the rest is welcome, and the lead's to say.
_PART = (
    Field("measures", "long"),
    Field("taken_at", "date", required=False),
    Field("spoken_to", "line", required=False),
    Field("solved_when", "date", required=False),
    Field("solved", "bool", required=False),
)
# A result is the last feedback that was promised.
_SUBMIT_FOR_REVIEW = effects(stop="contact feedback", pause="resolve", start="review")
# Nobody has spoken with the enterprise by that; the desk still owes the contact.
_SUBMIT_UNSPOKEN = effects(stop="feedback", pause="resolve", start="review")
_SUBMIT_TO_ENTERPRISE = effects(stop="contact feedback resolve promise", start="callback")
_SUBMIT_AND_END = effects(stop="contact feedback resolve promise", cancel="*")

ASSIGNMENT: tuple[Row, ...] = (
    Row("sign", states("to_sign"), HANDLER, "closed", "done", when=is_praise,
        effects=effects(stop="sign", cancel="*"), visible=True),
    Row("sign", states("to_sign"), HANDLER, assignment="working",
        effects=effects(stop="sign"), visible=True),
    Row("sign", states("to_sign"), ASSIST, assignment="working", effects=effects(stop="sign"),
        recorded="sign_part"),
    Row("return", states("to_sign"), HANDLER, assignment="return_asked", fields=_RETURN,
        effects=effects(pause=RETURNED_CLOCKS, start="decide"), guards=NOT_RETURNABLE),
    Row("hand_over", states("to_sign working suspended submitted"), SHARER, fields=_COLLEAGUE),
    Row("contact", states("working"), SHARER, fields=CONTACT,
        effects=effects(stop="contact"), guards=(RELAYED,), visible=True),
    Row("progress", states("working suspended"), SHARER, fields=TEXT),
    Row("ask", states("working suspended"), SHARER, fields=TEXT, when=is_relayed, recorded="ask_desk"),
    Row("ask", states("working suspended"), SHARER, fields=TEXT, visible=True),
    Row("request_extension", states("working"), HANDLER,
        fields=(Field("days", "int", least=1, most=LONGEST_EXTENSION), Field("reason", "long"),
                Field("for_enterprise", "long")),
        effects=effects(start="decide"), guards=(FOLLOWED_INSTEAD, *NOT_EXTENDABLE)),
    Row("request_suspension", states("working"), SHARER,
        fields=(Field("code", "choice", choices=SUSPENSION_CODES), Field("until", "moment"),
                Field("reason", "long")),
        effects=effects(start="decide"), guards=(FOLLOWED_INSTEAD, SUSPENSION_ASKED)),
    Row("resume", states("suspended"), HANDLER, assignment="working",
        effects=effects(resume=SUSPENDED_CLOCKS), visible=True),
    Row("resume", states("suspended"), ASSIST, assignment="working",
        effects=effects(resume=SUSPENDED_PART), recorded="resume_part"),
    Row("submit", states("working"), HANDLER, "closed", "done", fields=_RESULT, when=ends_with_the_result,
        effects=_SUBMIT_AND_END, visible=True),
    Row("submit", states("working"), HANDLER, "in_callback", "done", fields=_RESULT, when=skips_review,
        effects=_SUBMIT_TO_ENTERPRISE, visible=True),
    Row("submit", states("working"), HANDLER, "in_review", "submitted", fields=_RESULT, when=is_relayed,
        effects=_SUBMIT_UNSPOKEN),
    Row("submit", states("working"), HANDLER, "in_review", "submitted", fields=_RESULT,
        effects=_SUBMIT_FOR_REVIEW),
    Row("submit", states("working"), ASSIST, assignment="submitted", fields=_PART,
        effects=effects(stop="part"), recorded="submit_part"),
    Row("finish", states("to_sign working"), HANDLER, "closed", "done", fields=_RESULT,
        when=ends_with_the_result, effects=effects(stop="sign") + _SUBMIT_AND_END,
        guards=(ENDS_WITH_THE_SIGNATURE,), visible=True),
    Row("finish", states("to_sign working"), HANDLER, "in_callback", "done", fields=_RESULT,
        when=skips_review, effects=effects(stop="sign") + _SUBMIT_TO_ENTERPRISE,
        guards=(ENDS_WITH_THE_SIGNATURE,), visible=True),
    Row("finish", states("to_sign working"), HANDLER, "in_review", "submitted", fields=_RESULT,
        when=is_relayed, effects=effects(stop="sign") + _SUBMIT_UNSPOKEN, guards=(ENDS_WITH_THE_SIGNATURE,)),
    Row("finish", states("to_sign working"), HANDLER, "in_review", "submitted", fields=_RESULT,
        effects=effects(stop="sign") + _SUBMIT_FOR_REVIEW, guards=(ENDS_WITH_THE_SIGNATURE,)),
    Row("finish", states("to_sign working"), ASSIST, assignment="submitted", fields=_PART,
        effects=effects(stop="sign part"), recorded="submit_part"),
)  # fmt: skip


def ended_with(ticket: str, share: str) -> str | None:
    """The state in which a share that helps is left when its ticket comes into this state; None: as it is.

    Once a result has reached the enterprise nothing is waited for: a part that is in is done, one that is
    not in is not needed any more.
    """
    if share not in LIVE_ASSIGNMENT_STATES or ticket in OPEN_STATES - {"in_callback", "joined"}:
        return None
    answered = ticket in ("in_callback", "closed")
    return "done" if answered and share == "submitted" else "cancelled"
