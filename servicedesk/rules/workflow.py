"""The workflow: one row for each action, read by pages, API, permission checks, docs and tests.

A row says from which states an action leads to which, who may do it, what it needs, what it does to the
clocks, and whether the enterprise sees it. When an action can end differently (a contented judgement
closes, another does not), it has several rows and the first whose condition holds counts.
"""

from collections.abc import Iterable, Sequence

from servicedesk.rules.conditions import (
    ENDS_WITH_THE_SIGNATURE,
    KEPT_AT_THE_DESK,
    NEVER_ASKED,
    NOT_APPROVABLE,
    NOT_EXTENDABLE,
    SUSPENSION_ASKED,
    TOO_LATE_TO_REOPEN,
    WAITING,
    Facts,
    Given,
    Guard,
    ends_with_the_result,
    has_lead,
    is_content,
    is_extension,
    is_last_try,
    is_praise,
    is_reached,
    is_suspension,
    skips_callback,
    skips_review,
)
from servicedesk.rules.fields import Field
from servicedesk.rules.refusals import NotFound, NotNow, NotYours
from servicedesk.rules.requests import LONGEST_EXTENSION, SUSPENSION_CODES
from servicedesk.rules.text import text
from servicedesk.rules.workflow_rows import Row, effects, states

TICKET_STATES = (
    "submitted", "awaiting_info", "accepted", "in_progress", "in_review", "in_callback",
    "closed", "refused", "withdrawn",
)  # fmt: skip
MAIN_LINE = ("submitted", "accepted", "in_progress", "in_review", "in_callback", "closed")
OPEN_STATES = frozenset({"submitted", "awaiting_info", "accepted", "in_progress", "in_review", "in_callback"})
ENDED_STATES = frozenset(TICKET_STATES) - OPEN_STATES

ASSIGNMENT_STATES = ("to_sign", "working", "suspended", "submitted", "done", "cancelled")
LIVE_ASSIGNMENT_STATES = frozenset({"to_sign", "working", "suspended", "submitted"})

KINDS = ("consultation", "request", "service", "complaint", "report", "suggestion", "praise")
CHANNELS = ("web", "phone", "walk_in", "visit", "meeting", "hotline", "api")
CONTACT_WAYS = ("phone", "visit", "meeting", "online")


# The tables -------------------------------------------------------------------------------------

_ENTERPRISE = frozenset({"enterprise"})
_DESK = frozenset({"desk"})
_CALLER = frozenset({"caller"})
_HANDLER = frozenset({"handler"})
_DECIDER = frozenset({"decider"})
_UNANSWERED = frozenset({"submitted", "awaiting_info", "accepted", "in_progress", "in_review"})

_ACCEPT_FIELDS = (
    Field("urgent", "bool", required=False),
    Field("complex", "bool", required=False),
    Field("kind", "choice", required=False, choices=KINDS),
    Field("category", "code", required=False),
)
_REFUSE_FIELDS = (Field("reason", "long"), Field("legal_route", "long"))
_TEXT = (Field("text", "long"),)
_REASON = (Field("reason", "long"),)
_JUDGEMENT = (
    Field("solved", "choice", choices=("yes", "partly", "no")),
    Field("satisfaction", "int", least=1, most=5),
    Field("comment", "long", required=False),
)
_CALL = (
    Field("reached", "bool"),
    Field("solved", "choice", required=False, choices=("yes", "partly", "no")),
    Field("satisfaction", "int", required=False, least=1, most=5),
    Field("comment", "long", required=False),
)
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
_RETURN_TO_LEAD = effects(cancel="callback", start="promise sign contact resolve")
_RETURN_TO_DESK = effects(cancel="callback", start="dispatch promise")

TICKET: tuple[Row, ...] = (
    Row("accept", states("submitted"), _DESK, "accepted", fields=_ACCEPT_FIELDS,
        effects=effects(stop="accept", start="dispatch promise"), visible=True),
    Row("accept", states("awaiting_info"), _DESK, "accepted", fields=_ACCEPT_FIELDS, guards=(WAITING,),
        effects=effects(stop="accept", start="dispatch promise"), visible=True),
    Row("refuse", states("submitted"), _DESK, "refused", fields=_REFUSE_FIELDS,
        effects=effects(stop="accept", cancel="*"), visible=True),
    Row("refuse", states("awaiting_info"), _DESK, "refused", fields=_REFUSE_FIELDS, guards=(WAITING,),
        effects=effects(stop="accept", cancel="*"), visible=True),
    Row("ask_info", states("submitted"), _DESK, "awaiting_info", fields=_TEXT,
        effects=effects(pause="accept"), visible=True),
    Row("give_info", states("awaiting_info"), _ENTERPRISE | _DESK, "submitted", fields=_TEXT,
        effects=effects(resume="accept"), visible=True),
    Row("give_info", OPEN_STATES - {"awaiting_info"}, _ENTERPRISE | _DESK, fields=_TEXT, visible=True),
    Row("answer", states("submitted accepted"), _DESK, "closed", fields=_TEXT, when=is_praise,
        effects=effects(stop="accept dispatch", cancel="*"), visible=True),
    Row("answer", states("submitted accepted"), _DESK, "closed", fields=_TEXT, when=skips_callback,
        effects=effects(stop="accept dispatch", start="promise") + effects(stop="promise", cancel="*"),
        visible=True),
    Row("answer", states("submitted accepted"), _DESK, "in_callback", fields=_TEXT,
        effects=effects(stop="accept dispatch", start="promise callback") + effects(stop="promise"),
        visible=True),
    Row("dispatch", states("accepted"), _DESK, "in_progress",
        fields=(Field("lead", "code"), Field("assists", "codes", required=False),
                Field("note", "long", required=False), Field("policy", "code", required=False),
                Field("handover_text", "long", required=False)),
        effects=effects(stop="dispatch", rebudget="promise", start="sign contact resolve"),
        guards=(KEPT_AT_THE_DESK,), visible=True),
    Row("recategorise", _UNANSWERED, _DESK, fields=(Field("category", "code"), Field("reason", "long")),
        effects=effects(rebudget="*"), visible=True),
    Row("set_urgent", _UNANSWERED, _DESK, fields=(Field("urgent", "bool"), Field("reason", "long")),
        effects=effects(rebudget="*"), visible=True),
    Row("pass_review", states("in_review"), _DESK, "closed", "done", when=skips_callback,
        effects=effects(stop="review resolve promise", cancel="*"), visible=True),
    Row("pass_review", states("in_review"), _DESK, "in_callback", "done",
        effects=effects(stop="review resolve promise", start="callback"), visible=True),
    Row("send_back", states("in_review"), _DESK, "in_progress", "working", fields=_REASON,
        effects=effects(stop="review", resume="resolve")),
    Row("callback", states("in_callback"), _CALLER, "closed", fields=_CALL, when=is_content,
        effects=effects(stop="callback"), visible=True),
    Row("callback", states("in_callback"), _CALLER, "closed", fields=_CALL, when=is_last_try,
        effects=effects(stop="callback"), visible=True),
    Row("callback", states("in_callback"), _CALLER, fields=_CALL, when=is_reached,
        effects=effects(stop="callback"), visible=True),
    Row("callback", states("in_callback"), _CALLER, fields=_CALL, visible=True),
    Row("judge", states("in_callback"), _ENTERPRISE, "closed", fields=_JUDGEMENT, when=is_content,
        effects=effects(stop="callback"), visible=True),
    Row("judge", states("in_callback"), _ENTERPRISE, fields=_JUDGEMENT,
        effects=effects(stop="callback"), visible=True),
    Row("redo", states("in_callback"), _DESK, "in_progress", "to_sign", fields=_REASON, when=has_lead,
        effects=_RETURN_TO_LEAD, visible=True),
    Row("redo", states("in_callback"), _DESK, "accepted", fields=_REASON,
        effects=_RETURN_TO_DESK, visible=True),
    Row("close", states("in_callback"), _DESK, "closed", fields=_REASON, guards=(NEVER_ASKED,),
        effects=effects(cancel="*"), visible=True),
    Row("ask_reopen", states("closed"), _ENTERPRISE, fields=_REASON, guards=(TOO_LATE_TO_REOPEN,),
        visible=True),
    Row("reopen", states("closed"), _DESK, "in_progress", "to_sign", fields=_REASON, when=has_lead,
        effects=_RETURN_TO_LEAD, guards=(TOO_LATE_TO_REOPEN,), visible=True),
    Row("reopen", states("closed"), _DESK, "accepted", fields=_REASON,
        effects=_RETURN_TO_DESK, guards=(TOO_LATE_TO_REOPEN,), visible=True),
    Row("withdraw", OPEN_STATES, _ENTERPRISE, "withdrawn", "cancelled", fields=_REASON,
        effects=effects(cancel="*"), visible=True),
    Row("note", frozenset(TICKET_STATES), _DESK,
        fields=(Field("text", "long"), Field("visible", "bool", required=False))),
)  # fmt: skip

_SUBMIT_FOR_REVIEW = effects(stop="contact", pause="resolve", start="review")
_SUBMIT_TO_ENTERPRISE = effects(stop="contact resolve promise", start="callback")
_SUBMIT_AND_END = effects(stop="contact resolve promise", cancel="*")
_SUSPENDED_CLOCKS = "promise contact resolve part"

ASSIGNMENT: tuple[Row, ...] = (
    Row("sign", states("to_sign"), _HANDLER, "closed", "done", when=is_praise,
        effects=effects(stop="sign", cancel="*"), visible=True),
    Row("sign", states("to_sign"), _HANDLER, assignment="working",
        effects=effects(stop="sign"), visible=True),
    Row("contact", states("working"), _HANDLER, fields=_CONTACT,
        effects=effects(stop="contact"), visible=True),
    Row("progress", states("working suspended"), _HANDLER, fields=_TEXT),
    Row("ask", states("working suspended"), _HANDLER, fields=_TEXT, visible=True),
    Row("request_extension", states("working"), _HANDLER,
        fields=(Field("days", "int", least=1, most=LONGEST_EXTENSION), Field("reason", "long"),
                Field("for_enterprise", "long")),
        effects=effects(start="decide"), guards=NOT_EXTENDABLE),
    Row("request_suspension", states("working"), _HANDLER,
        fields=(Field("code", "choice", choices=SUSPENSION_CODES), Field("until", "moment"),
                Field("reason", "long")),
        effects=effects(start="decide"), guards=(SUSPENSION_ASKED,)),
    Row("resume", states("suspended"), _HANDLER, assignment="working",
        effects=effects(resume=_SUSPENDED_CLOCKS), visible=True),
    Row("submit", states("working"), _HANDLER, "closed", "done", fields=_RESULT, when=ends_with_the_result,
        effects=_SUBMIT_AND_END, visible=True),
    Row("submit", states("working"), _HANDLER, "in_callback", "done", fields=_RESULT, when=skips_review,
        effects=_SUBMIT_TO_ENTERPRISE, visible=True),
    Row("submit", states("working"), _HANDLER, "in_review", "submitted", fields=_RESULT,
        effects=_SUBMIT_FOR_REVIEW),
    Row("finish", states("to_sign working"), _HANDLER, "closed", "done", fields=_RESULT,
        when=ends_with_the_result, effects=effects(stop="sign") + _SUBMIT_AND_END,
        guards=(ENDS_WITH_THE_SIGNATURE,), visible=True),
    Row("finish", states("to_sign working"), _HANDLER, "in_callback", "done", fields=_RESULT,
        when=skips_review, effects=effects(stop="sign") + _SUBMIT_TO_ENTERPRISE,
        guards=(ENDS_WITH_THE_SIGNATURE,), visible=True),
    Row("finish", states("to_sign working"), _HANDLER, "in_review", "submitted", fields=_RESULT,
        effects=effects(stop="sign") + _SUBMIT_FOR_REVIEW, guards=(ENDS_WITH_THE_SIGNATURE,)),
)  # fmt: skip

_APPROVAL = (
    Field("days", "int", required=False, least=1, most=LONGEST_EXTENSION),
    Field("reason", "long", required=False),
)

REQUEST: tuple[Row, ...] = (
    Row("approve", states("pending"), _DECIDER, request="approved", fields=_APPROVAL, when=is_extension,
        effects=effects(stop="decide", extend="resolve promise"), guards=NOT_APPROVABLE, visible=True),
    Row("approve", states("pending"), _DECIDER, assignment="suspended", request="approved",
        fields=_APPROVAL, when=is_suspension, effects=effects(stop="decide", pause=_SUSPENDED_CLOCKS),
        guards=NOT_APPROVABLE, visible=True),
    Row("refuse", states("pending"), _DECIDER, request="refused", fields=_REASON,
        effects=effects(stop="decide")),
)  # fmt: skip


# Questions --------------------------------------------------------------------------------------


def actions(table: Sequence[Row]) -> tuple[str, ...]:
    """The names of a table's actions, in its order, each once."""
    return tuple(dict.fromkeys(row.action for row in table))


def recorded_as(row: Row, asked: str | None) -> str:
    """What a step is called on record: a decision says what it is about (`approve_extension`)."""
    return f"{row.action}_{asked}" if row.request is not None and asked else row.action


def rows_for(table: Sequence[Row], state: str, relations: Iterable[str]) -> list[Row]:
    """The rows open to somebody with these relations in this state, before guards and conditions."""
    mine = frozenset(relations)
    return [row for row in table if state in row.sources and row.who & mine]


def allowed(table: Sequence[Row], state: str, relations: Iterable[str], facts: Facts) -> tuple[str, ...]:
    """The names of the actions that are possible now."""
    rows = rows_for(table, state, relations)
    return tuple(dict.fromkeys(row.action for row in rows if not _refusing(row, facts)))


def admit(table: Sequence[Row], action: str, state: str, relations: Iterable[str], facts: Facts) -> list[Row]:
    """The rows of `action` that this person may take in this state (one or more, by condition).

    Raises NotFound for an unknown action, NotYours when somebody else does it, NotNow when the state or a
    guard forbids it; the latter two name the actions that are allowed.
    """
    mine = frozenset(relations)
    rows = [row for row in table if row.action == action]
    if not rows:
        raise NotFound(text("There is no such action."))
    here = [row for row in rows if state in row.sources and row.who & mine]
    refusing = next(filter(None, (_refusing(row, facts) for row in here)), None)
    if here and not refusing:
        return here
    possible = allowed(table, state, mine, facts)
    if not any(row.who & mine for row in rows):
        raise NotYours(text("This step is somebody else's."), possible)
    if refusing:
        raise NotNow(refusing.sentence, possible)
    raise NotNow(text("The matter's present state does not allow this step."), possible)


def choose(rows: Sequence[Row], facts: Facts, given: Given) -> Row:
    """The first of the admitted rows whose condition holds."""
    return next(row for row in rows if row.when is None or row.when(facts, given))


def _refusing(row: Row, facts: Facts) -> Guard | None:
    return next((guard for guard in row.guards if guard.holds(facts)), None)
