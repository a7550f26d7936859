"""What happens to one department's share in a ticket: its states, and a row for each action."""

from servicedesk.rules.conditions import (
    ENDS_WITH_THE_SIGNATURE,
    NOT_EXTENDABLE,
    SUSPENSION_ASKED,
    ends_with_the_result,
    is_praise,
    skips_review,
)
from servicedesk.rules.fields import Field
from servicedesk.rules.requests import LONGEST_EXTENSION, SUSPENSION_CODES
from servicedesk.rules.workflow_rows import HANDLER, SUSPENDED_CLOCKS, TEXT, Row, effects, states

ASSIGNMENT_STATES = ("to_sign", "working", "suspended", "submitted", "done", "cancelled")
LIVE_ASSIGNMENT_STATES = frozenset({"to_sign", "working", "suspended", "submitted"})

CONTACT_WAYS = ("phone", "visit", "meeting", "online")

_CONTACT = (
    Field("how", "choice", choices=CONTACT_WAYS),
    Field("person", "line"),
    Field("text", "long"),
)
_RESULT = (
    Field("taken_at", "date"),
    Field("spoken_to", "line"),
    Field("measures", "long"),
    Field("solved_when", "date"),
    Field("solved", "bool"),
)
_SUBMIT_FOR_REVIEW = effects(stop="contact", pause="resolve", start="review")
_SUBMIT_TO_ENTERPRISE = effects(stop="contact resolve promise", start="callback")
_SUBMIT_AND_END = effects(stop="contact resolve promise", cancel="*")

ASSIGNMENT: tuple[Row, ...] = (
    Row("sign", states("to_sign"), HANDLER, "closed", "done", when=is_praise,
        effects=effects(stop="sign", cancel="*"), visible=True),
    Row("sign", states("to_sign"), HANDLER, assignment="working",
        effects=effects(stop="sign"), visible=True),
    Row("contact", states("working"), HANDLER, fields=_CONTACT,
        effects=effects(stop="contact"), visible=True),
    Row("progress", states("working suspended"), HANDLER, fields=TEXT),
    Row("ask", states("working suspended"), HANDLER, fields=TEXT, visible=True),
    Row("request_extension", states("working"), HANDLER,
        fields=(Field("days", "int", least=1, most=LONGEST_EXTENSION), Field("reason", "long"),
                Field("for_enterprise", "long")),
        effects=effects(start="decide"), guards=NOT_EXTENDABLE),
    Row("request_suspension", states("working"), HANDLER,
        fields=(Field("code", "choice", choices=SUSPENSION_CODES), Field("until", "moment"),
                Field("reason", "long")),
        effects=effects(start="decide"), guards=(SUSPENSION_ASKED,)),
    Row("resume", states("suspended"), HANDLER, assignment="working",
        effects=effects(resume=SUSPENDED_CLOCKS), visible=True),
    Row("submit", states("working"), HANDLER, "closed", "done", fields=_RESULT, when=ends_with_the_result,
        effects=_SUBMIT_AND_END, visible=True),
    Row("submit", states("working"), HANDLER, "in_callback", "done", fields=_RESULT, when=skips_review,
        effects=_SUBMIT_TO_ENTERPRISE, visible=True),
    Row("submit", states("working"), HANDLER, "in_review", "submitted", fields=_RESULT,
        effects=_SUBMIT_FOR_REVIEW),
    Row("finish", states("to_sign working"), HANDLER, "closed", "done", fields=_RESULT,
        when=ends_with_the_result, effects=effects(stop="sign") + _SUBMIT_AND_END,
        guards=(ENDS_WITH_THE_SIGNATURE,), visible=True),
    Row("finish", states("to_sign working"), HANDLER, "in_callback", "done", fields=_RESULT,
        when=skips_review, effects=effects(stop="sign") + _SUBMIT_TO_ENTERPRISE,
        guards=(ENDS_WITH_THE_SIGNATURE,), visible=True),
    Row("finish", states("to_sign working"), HANDLER, "in_review", "submitted", fields=_RESULT,
        effects=effects(stop="sign") + _SUBMIT_FOR_REVIEW, guards=(ENDS_WITH_THE_SIGNATURE,)),
)  # fmt: skip
