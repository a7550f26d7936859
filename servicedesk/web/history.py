"""The history of a matter as a story: who did what when, newest first, texts in full."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from servicedesk.languages import name_of
from servicedesk.queries.ticket_page import TicketPage
from servicedesk.rules.disclosure import sees_names, told
from servicedesk.web.filters import day, moment
from servicedesk.web.history_limits import limit_facts
from servicedesk.web.offices import office_name
from servicedesk.web.views import TimelineEntry
from servicedesk.web.words import word

if TYPE_CHECKING:
    from servicedesk.models import Event

ICONS: Mapping[str, str] = {
    "instruct": "writing-sign", "report_back": "circle-check", "urge": "speakerphone", "supervise": "eye",
    "ask_whistle": "speakerphone", "blow_whistle": "speakerphone", "approve_whistle": "speakerphone",
    "report_in": "users", "hold_meeting": "users", "meeting_tasks": "hierarchy", "close_whistle": "check",
    "submit_ticket": "send", "import_ticket": "download",
    "accept": "circle-check", "refuse": "circle-x", "ask_info": "help",
    "give_info": "message", "answer": "message", "dispatch": "arrow-right", "pass_review": "check",
    "send_back": "rotate", "callback": "phone", "judge": "star", "redo": "refresh", "close": "check",
    "draw_withdrawal": "phone-call", "check_withdrawal": "phone-call",
    "join": "arrow-right", "unjoin": "arrow-left", "take_in": "link",
    "main_answered": "check", "become_main": "arrow-left",
    "follow_other": "arrow-right",
    "ask_reopen": "refresh", "reopen_withdrawn": "refresh",
    "reopen": "refresh", "withdraw": "arrow-left", "note": "edit", "sign": "edit",
    "sign_part": "edit", "submit_part": "circle-check", "resume_part": "player-play",
    "hand_over": "users", "rung": "bell", "ring_confirmed": "check",
    "hand_to_inspector": "shield-lock", "relay_contact": "phone", "ask_desk": "help",
    "contact": "phone", "progress": "tools", "ask": "help", "submit": "circle-check", "finish": "bolt",
    "attach": "paperclip", "clock_step": "bell", "recategorise": "tag", "set_urgent": "urgent",
    "request_extension": "hourglass", "request_suspension": "player-pause", "approve_extension": "gavel",
    "approve_suspension": "player-pause",
    "approve_suspension_part": "player-pause", "refuse_extension": "gavel", "refuse_suspension": "gavel",
    "request_tracking": "route", "approve_tracking": "route", "refuse_tracking": "gavel",
    "feedback": "message", "main_tracked": "route", "main_feedback": "message",
    "request_exclusion": "flag", "approve_exclusion": "gavel", "refuse_exclusion": "gavel",
    "approve_reopening": "refresh", "refuse_reopening": "gavel", "resume": "player-play",
    "calendar_changed": "calendar", "return": "arrow-back-up", "approve_return": "gavel",
    "refuse_return": "gavel", "dispute_return": "message", "rule_return": "gavel",
}  # fmt: skip
TONES: Mapping[str, str] = {
    "supervise_blue": "warn", "supervise_yellow": "bad", "supervise_red": "bad", "raised_redone": "bad",
    "raised_returned": "bad", "report_back": "good",
    "accept": "good", "pass_review": "good", "close": "good", "refuse": "bad", "send_back": "warn",
    "redo": "warn", "reopen": "warn", "approve_extension": "good", "refuse_extension": "bad",
    "refuse_suspension": "bad", "approve_tracking": "warn", "refuse_tracking": "bad",
    "approve_reopening": "warn", "return": "warn", "refuse_return": "bad",
    "dispute_return": "warn", "rule_return": "warn", "blue": "warn", "yellow": "bad", "red": "bad",
}  # fmt: skip
# The texts of an event that are somebody's own words, the main one first.
WORDS_OF = (
    "text", "reason", "measures", "comment", "for_enterprise", "note", "handover_text",
    "legal_route",
)  # fmt: skip
TEXT_LABELS: Mapping[str, Any] = {
    "basis": _l("Basis"),
    "person": _l("Spoken to"),
    "spoken_to": _l("Spoken to"),
    "note": _l("Note for the department"),
    "handover_text": _l("Hand-over text"),
    "legal_route": _l("Legal route open to the enterprise"),
    "without_assists": _l("Why without the other departments"),
    "for_enterprise": _l("For the enterprise"),
    # Inside, even where what was decided is for the enterprise.
    "decision": _l("Remark (internal)"),
    "name": _l("File"),
    "to": _l("Rung person"),
}


def timeline(page: TicketPage) -> list[TimelineEntry]:
    """The events that the reader may see, newest first."""
    return [entry(event, page) for event in reversed(page.events)]


def entry(event: "Event", page: TicketPage) -> TimelineEntry:
    """One event of the page's matter."""
    names = {a.department.code: name_of(a.department) for a in page.stand.assignments}
    names |= {one.department.code: name_of(one.department) for one in page.instructions}
    action = _called(event)
    names_shown = shows_names(page)
    payload = told(event.payload, page.stand.relations, contact=False, names=names_shown)
    words = told(event.texts, page.stand.relations, contact=False, names=names_shown)
    main = next((name for name in WORDS_OF if words.get(name)), None)
    return TimelineEntry(
        at=event.at,
        who=_who(event, page),
        did=_did(event, action),
        text=words[main] if main else "",
        details=[*_details(event, payload, words, main, names), *limit_facts(event, page)],
        icon=ICONS.get(event.action, "point"),
        tone=TONES.get(action, ""),
        visible=None if page.from_outside else event.visible,
    )


def shows_names(page: TicketPage) -> bool:
    """Whether the reader learns whom of the enterprise others have spoken with (rule 16)."""
    own = current_user.department
    return sees_names(page.stand.relations, own is not None and own.outside, page.ticket.share_outside)


def _called(event: "Event") -> str:
    """Under which name DEEDS and TONES know it."""
    payload = event.payload
    match event.action:
        case "clock_step":
            return str(payload["step"])
        case "supervise":
            return f"raised_{payload['why']}" if "why" in payload else f"supervise_{payload['card']}"
        case "import_ticket":
            return f"import_{payload['moment']}"
    return event.action


def _did(event: "Event", action: str) -> str:
    if event.action == "clock_step":
        return gettext(
            "%(deed)s (%(clock)s)", deed=word("deed", action), clock=word("clock", event.payload["clock"])
        )
    return word("deed", action)


def _who(event: "Event", page: TicketPage) -> str:
    if decider := event.texts.get("decider"):
        return str(decider)
    actor = event.actor
    if event.action == "import_ticket":
        return gettext("Taken over from another system")
    if actor is None and event.payload.get("through") == "link":
        return gettext("The enterprise's contact")
    if actor is None:
        return gettext("The desk's timetable")
    if actor.department is None:
        return actor.name
    office = name_of(actor.department)
    return f"{office} {actor.name}"


def _details(
    event: "Event",
    payload: Mapping[str, Any],
    words: Mapping[str, str],
    main: str | None,
    names: Mapping[str, str],
) -> Sequence[tuple[str, str]]:
    found = []
    if "paper" in payload and event.actor:
        found.append((gettext("Recorded from paper"), f"{event.actor.name} · {moment(event.recorded_at)}"))
    for name, label in TEXT_LABELS.items():
        if name != main and words.get(name):
            label = gettext("Handed to") if (event.action, name) == ("hand_over", "person") else label
            found.append((str(label), words[name]))
    if "how" in payload and event.action in ("contact", "relay_contact"):
        found.append((gettext("How"), word("contact_way", payload["how"])))
    if "proposed" in payload:
        found.append((gettext("Proposed department"), office_name(payload["proposed"])))
    if "reason_code" in payload:
        found.append((gettext("Why"), word("exclusion_code", payload["reason_code"])))
    if "lead" in payload:
        found.append((gettext("Lead department"), names.get(payload["lead"]) or office_name(payload["lead"])))
    if payload.get("into"):
        found.append((gettext("Main matter"), payload["into"]))
    if payload.get("joined"):
        found.append((gettext("Joined matter"), payload["joined"]))
    if payload.get("assists"):
        helping = gettext(", ").join(names.get(code, code) for code in payload["assists"])
        found.append((gettext("Assisting departments"), helping))
    if event.action == "instruct":
        told = [names.get(code, code) for code in payload["departments"]]
        found.append((gettext("Instructed departments"), gettext(", ").join(told)))
        found.append((gettext("Reported back by"), day(date.fromisoformat(payload["due_on"]))))
    if "whistle" in payload:
        found.append((gettext("Whistle"), payload["whistle"]))
    if payload.get("source"):
        found.append((gettext("Source system"), f"{payload['source']} · {payload['external_ref']}"))
    if payload.get("through") == "link":
        found.append((gettext("How"), gettext("By the signed link of the message")))
    if "outcome" in payload:
        found.append((gettext("Outcome"), word("outcome", payload["outcome"])))
    if payload.get("reached") is False:
        found.append((gettext("Outcome"), gettext("not reached")))
    if payload.get("satisfaction"):
        solved = word("solved", payload["solved"])
        found.append((gettext("Is the matter solved?"), solved))
        found.append((gettext("Satisfaction"), word("satisfaction", payload["satisfaction"])))
    if event.action in ("accept", "submit_ticket"):
        for flag, label in (("urgent", gettext("Urgent")), ("complex", gettext("Complex"))):
            if payload.get(flag):
                found.append((label, gettext("Yes")))
    if event.action in ("submit", "finish"):
        found.append(
            (gettext("Solved (or will be solved) on"), day(date.fromisoformat(payload["solved_when"])))
        )
    return found
