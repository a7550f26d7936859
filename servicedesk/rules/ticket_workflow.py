"""What happens to a whole ticket: its states, and a row for each action."""

from servicedesk.rules.cards import CARDS
from servicedesk.rules.conditions import (
    A_CLUE,
    A_CLUE_TO_HAND_OVER,
    ABOUT_THE_INSPECTOR,
    EXCLUDED,
    EXCLUSION_ASKED,
    NEVER_ASKED,
    NO_CLUE,
    NOT_DRAWN,
    NOT_PRESSED,
    NOT_RELAYED,
    NOT_TO_BE_JOINED,
    REOPENING_ASKED,
    TOO_LATE_TO_REOPEN,
    WAITING,
    has_lead,
    is_content,
    is_last_try,
    is_praise,
    is_reached,
    skips_callback,
)
from servicedesk.rules.exclusions import EXCLUSION_CODES
from servicedesk.rules.fields import Field
from servicedesk.rules.instructions import INSTRUCTION_KEPT, NOTHING_TO_REPORT
from servicedesk.rules.paper import PAPER
from servicedesk.rules.sampling import OUTCOMES
from servicedesk.rules.tracking import FOLLOWED_BY_ITSELF, NOT_TRACKABLE, is_tracked
from servicedesk.rules.workflow_rows import (
    ASKER,
    CALLER,
    CONTACT,
    DESK,
    DESK_LEAD,
    ENTERPRISE,
    INSTRUCTED,
    LEAD,
    LEADER,
    NAMES_LEAD,
    NOBODY,
    REASON,
    RETURN_TO_DESK,
    RETURN_TO_LEAD,
    SUPERVISOR,
    TEXT,
    Row,
    effects,
    states,
)

TICKET_STATES = (
    "submitted", "awaiting_info", "accepted", "in_progress", "tracking", "in_review", "joined",
    "in_callback", "closed", "refused", "withdrawn", "handed_over",
)  # fmt: skip
MAIN_LINE = ("submitted", "accepted", "in_progress", "in_review", "in_callback", "closed")
ENDED_STATES = frozenset({"closed", "refused", "withdrawn", "handed_over"})
OPEN_STATES = frozenset(TICKET_STATES) - ENDED_STATES
WITH_DEPARTMENT = frozenset({"in_progress", "tracking"})
"""In which the department that leads has the matter in hand."""

KINDS = ("consultation", "request", "service", "complaint", "report", "suggestion", "praise")
CHANNELS = ("web", "phone", "walk_in", "visit", "meeting", "hotline", "api")

_JOINABLE = frozenset({"submitted", "awaiting_info", "accepted", "in_progress", "in_review"})
_UNANSWERED = _JOINABLE | {"tracking"}

_ACCEPT_FIELDS = (
    Field("urgent", "bool", required=False),
    Field("complex", "bool", required=False),
    Field("kind", "choice", required=False, choices=KINDS),
    Field("category", "code", required=False),
)
_REFUSE_FIELDS = (Field("reason", "long"), Field("legal_route", "long"))
_DISPATCH = (
    Field("lead", "code"),
    Field("assists", "codes", required=False),
    Field("note", "long", required=False),
    Field("policy", "code", required=False),
    Field("handover_text", "long", required=False),
)
_DISPATCHED = effects(stop="dispatch", rebudget="promise", start="sign contact resolve")
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
_INSTRUCTION = (Field("text", "long"), Field("due_on", "date"), Field("departments", "codes"), *PAPER)
_REPORT = (Field("text", "long"), Field("instruction", "int", required=False, least=1, most=2**63 - 1))
_NEXT_FEEDBACK = Field("next_feedback_at", "moment")
_TRACKING = (
    Field("reason", "long"),
    Field("feedback_at", "moment"),
    Field("for_enterprise", "long", required=False),
)
_WITHDRAWAL = (Field("outcome", "choice", choices=OUTCOMES), Field("text", "long", required=False))
_CARD = (Field("card", "choice", choices=CARDS), Field("text", "long"))

TICKET: tuple[Row, ...] = (
    Row("accept", states("submitted"), DESK, "accepted", fields=_ACCEPT_FIELDS,
        effects=effects(stop="accept", start="dispatch promise"), visible=True),
    Row("accept", states("awaiting_info"), DESK, "accepted", fields=_ACCEPT_FIELDS, guards=(WAITING,),
        effects=effects(stop="accept", start="dispatch promise"), visible=True),
    Row("refuse", states("submitted"), DESK, "refused", fields=_REFUSE_FIELDS,
        effects=effects(stop="accept", cancel="*"), visible=True),
    Row("refuse", states("awaiting_info"), DESK, "refused", fields=_REFUSE_FIELDS, guards=(WAITING,),
        effects=effects(stop="accept", cancel="*"), visible=True),
    Row("ask_info", states("submitted"), DESK, "awaiting_info", fields=TEXT,
        effects=effects(pause="accept"), visible=True),
    Row("give_info", states("awaiting_info"), ENTERPRISE | DESK, "submitted", fields=TEXT,
        effects=effects(resume="accept"), visible=True),
    Row("give_info", OPEN_STATES - {"awaiting_info"}, ENTERPRISE | DESK, fields=TEXT, visible=True),
    Row("hand_to_inspector", states("submitted awaiting_info accepted"), DESK, "handed_over",
        effects=effects(stop="accept", cancel="*"), guards=(NO_CLUE, ABOUT_THE_INSPECTOR), visible=True),
    Row("answer", states("submitted accepted"), DESK, "closed", fields=TEXT, when=is_praise,
        effects=effects(stop="accept dispatch", cancel="*"), guards=(A_CLUE_TO_HAND_OVER,), visible=True),
    Row("answer", states("submitted accepted"), DESK, "closed", fields=TEXT, when=skips_callback,
        effects=effects(stop="accept dispatch", start="promise") + effects(stop="promise", cancel="*"),
        guards=(A_CLUE_TO_HAND_OVER,), visible=True),
    Row("answer", states("submitted accepted"), DESK, "in_callback", fields=TEXT,
        effects=effects(stop="accept dispatch", start="promise callback") + effects(stop="promise"),
        guards=(A_CLUE_TO_HAND_OVER,), visible=True),
    Row("dispatch", states("accepted"), DESK, "in_progress", fields=_DISPATCH, effects=_DISPATCHED,
        guards=(A_CLUE,), visible=True),
    # Rid of a department, the matter goes at once to the lead that was named with the decision.
    Row("dispatch", states("accepted"), NAMES_LEAD, "in_progress", fields=_DISPATCH, effects=_DISPATCHED,
        guards=(A_CLUE,), visible=True),
    Row("recategorise", _UNANSWERED, DESK, fields=(Field("category", "code"), Field("reason", "long")),
        effects=effects(rebudget="*"), visible=True),
    Row("set_urgent", _UNANSWERED, DESK, fields=(Field("urgent", "bool"), Field("reason", "long")),
        effects=effects(rebudget="*"), visible=True),
    Row("join", _JOINABLE, DESK, "joined", "cancelled", fields=(Field("into", "code"),),
        effects=effects(stop="accept", resume="promise", start="promise",
                        cancel="dispatch sign contact resolve review"),
        guards=(NOT_TO_BE_JOINED, FOLLOWED_BY_ITSELF), visible=True),
    # A promise runs, unless it was given up because the main matter is tracked.
    Row("unjoin", states("joined"), DESK, "accepted", effects=effects(start="dispatch promise"),
        visible=True),
    Row("pass_review", states("in_review"), DESK, "closed", "done", when=skips_callback,
        effects=effects(stop="review contact resolve promise", cancel="*"), visible=True),
    Row("pass_review", states("in_review"), DESK, "in_callback", "done",
        effects=effects(stop="review contact resolve promise", start="callback"), visible=True),
    Row("relay_contact", states("in_progress tracking in_review"), DESK, fields=CONTACT,
        effects=effects(stop="contact"), guards=(NOT_RELAYED,), visible=True),
    Row("send_back", states("in_review"), DESK, "tracking", "working", fields=REASON, when=is_tracked,
        effects=effects(stop="review", start="feedback")),
    Row("send_back", states("in_review"), DESK, "in_progress", "working", fields=REASON,
        effects=effects(stop="review", resume="resolve")),
    Row("callback", states("in_callback"), CALLER, "closed", fields=_CALL, when=is_content,
        effects=effects(stop="callback"), visible=True),
    Row("callback", states("in_callback"), CALLER, "closed", fields=_CALL, when=is_last_try,
        effects=effects(stop="callback"), visible=True),
    Row("callback", states("in_callback"), CALLER, fields=_CALL, when=is_reached,
        effects=effects(stop="callback"), visible=True),
    Row("callback", states("in_callback"), CALLER, fields=_CALL, visible=True),
    Row("judge", states("in_callback"), ENTERPRISE, "closed", fields=_JUDGEMENT, when=is_content,
        effects=effects(stop="callback"), visible=True),
    Row("judge", states("in_callback"), ENTERPRISE, fields=_JUDGEMENT,
        effects=effects(stop="callback"), visible=True),
    Row("redo", states("in_callback"), DESK, "in_progress", "to_sign", fields=REASON, when=has_lead,
        effects=RETURN_TO_LEAD, visible=True),
    Row("redo", states("in_callback"), DESK, "accepted", fields=REASON,
        effects=RETURN_TO_DESK, visible=True),
    Row("close", states("in_callback"), DESK, "closed", fields=REASON, guards=(NEVER_ASKED,),
        effects=effects(cancel="*"), visible=True),
    Row("ask_reopen", states("closed"), ENTERPRISE, fields=REASON, effects=effects(start="decide"),
        guards=(TOO_LATE_TO_REOPEN, REOPENING_ASKED), visible=True),
    Row("reopen", states("closed"), DESK, "in_progress", "to_sign", fields=REASON, when=has_lead,
        effects=RETURN_TO_LEAD, guards=(TOO_LATE_TO_REOPEN,), visible=True),
    Row("reopen", states("closed"), DESK, "accepted", fields=REASON,
        effects=RETURN_TO_DESK, guards=(TOO_LATE_TO_REOPEN,), visible=True),
    Row("request_tracking", states("in_progress"), LEAD, fields=_TRACKING, effects=effects(start="decide"),
        guards=NOT_TRACKABLE),
    Row("feedback", states("tracking"), LEAD,
        fields=(Field("text", "long"), _NEXT_FEEDBACK),
        effects=effects(stop="feedback", start="feedback"), visible=True),
    Row("request_exclusion", states("in_progress tracking in_review in_callback closed"), LEAD,
        fields=(Field("reason_code", "choice", choices=EXCLUSION_CODES), Field("reason", "long")),
        effects=effects(start="decide"), guards=(EXCLUDED, EXCLUSION_ASKED)),
    Row("withdraw", OPEN_STATES, ENTERPRISE, "withdrawn", "cancelled", fields=REASON,
        effects=effects(cancel="*"), visible=True),
    # Whether withdrawing was the enterprise's own wish; what was said, departments and the desk never read.
    Row("check_withdrawal", states("withdrawn"), ASKER, fields=_WITHDRAWAL, guards=(NOT_DRAWN,)),
    Row("reopen_withdrawn", states("withdrawn"), ASKER, "accepted", fields=REASON, effects=RETURN_TO_DESK,
        guards=(NOT_PRESSED, TOO_LATE_TO_REOPEN), visible=True),
    # The clocks of instructions are moved with the instructions (operations.instruction_effects).
    Row("instruct", OPEN_STATES | {"closed"}, LEADER, fields=_INSTRUCTION, guards=(INSTRUCTION_KEPT,)),
    Row("report_back", frozenset(TICKET_STATES), INSTRUCTED, fields=_REPORT, guards=(NOTHING_TO_REPORT,)),
    Row("urge", OPEN_STATES, DESK | LEADER | SUPERVISOR, fields=TEXT),
    Row("urge", OPEN_STATES, ENTERPRISE, fields=TEXT, visible=True),
    Row("supervise", OPEN_STATES, DESK_LEAD | LEADER | SUPERVISOR, fields=_CARD),
    Row("note", frozenset(TICKET_STATES), DESK,
        fields=(Field("text", "long"), Field("visible", "bool", required=False))),
)  # fmt: skip

# What a joined matter does when its main one has moved; nobody takes these steps by hand.
FOLLOWING: tuple[Row, ...] = (
    Row("main_answered", states("joined"), NOBODY, "closed", fields=(Field("lead", "code", required=False),),
        when=skips_callback, effects=effects(stop="promise", cancel="*"), visible=True),
    Row("main_answered", states("joined"), NOBODY, "in_callback",
        fields=(Field("lead", "code", required=False),),
        effects=effects(stop="promise", start="callback"), visible=True),
    Row("become_main", states("joined"), NOBODY, "accepted", effects=effects(start="dispatch promise"),
        visible=True),
    Row("main_tracked", states("joined"), NOBODY, fields=(_NEXT_FEEDBACK,),
        effects=effects(transfer="promise"), visible=True),
    Row("main_feedback", states("joined"), NOBODY, fields=(Field("text", "long"), _NEXT_FEEDBACK),
        visible=True),
    Row("follow_other", states("joined"), NOBODY, fields=(Field("into", "code"),)),
)  # fmt: skip
