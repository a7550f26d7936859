"""What a message says: one sentence for each kind, in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from servicedesk.web import duty_words
from servicedesk.web.filters import day, moment
from servicedesk.web.whistle_words import SENTENCES as OF_WHISTLES
from servicedesk.web.words import word

if TYPE_CHECKING:
    from servicedesk.models import Message

_TRACKED = _l(
    "Your matter takes longer than the longest limit and is followed to its end; you hear by %(until)s how "
    "it stands."
)
_STANDS = _l("This is how your matter stands; you hear again by %(until)s.")
SENTENCES: Mapping[str, Any] = {
    **duty_words.SENTENCES,
    "submit_ticket": _l("A new matter waits to be accepted."),
    "accept": _l("Your matter has been accepted."),
    "refuse": _l("Your matter was not accepted; please read why, and where else you can turn."),
    "ask_info": _l("The desk asks you for further facts."),
    "give_info": _l("The enterprise has added facts."),
    "answer": _l("Your matter has been answered; please judge the answer."),
    "dispatch": _l("A matter has been dispatched to you; please sign for it."),
    "assist_asked": _l("Your department is asked to help in a matter; please sign for your part."),
    "assist_ended": _l("Your department's part in the matter is not needed any more."),
    "submit_part": _l("A department that helps has given its part."),
    "resume_part": _l("Your part of the matter goes on after its suspension."),
    "ask": _l("The department in charge asks you a question."),
    "ask_desk": _l("A department asks you to speak with the enterprise of a confidential matter."),
    "relay_contact": _l(
        "The service centre has spoken with the enterprise for you; please read what it says."
    ),
    "hand_to_inspector": _l("The matter was handed over to the inspector's office."),
    "submit": _l("A result has been submitted and waits to be reviewed."),
    "finish": _l("A matter was finished on the spot; its result waits to be reviewed."),
    "send_back": _l("The result was sent back; please complete it."),
    "pass_review": _l("Your matter has a result; please judge it."),
    "join": _l("The matter is handled together with another one from now on."),
    "unjoin": _l("Your matter is handled by itself again."),
    "become_main": _l("The matter that this one was joined to has ended; please dispatch it."),
    "judge": _l("The enterprise has judged the service."),
    "redo": _l("The matter is being redone."),
    "reopen": _l("The matter has been reopened."),
    "reopen_withdrawn": _l("The matter that was withdrawn has been reopened."),
    "ask_reopen": _l("The enterprise asks to reopen the matter; please decide."),
    "withdraw": _l("The enterprise has withdrawn the matter."),
    "close": _l("Your matter has been closed."),
    "recategorise": _l("The category of the matter was changed; its limits may have moved."),
    "set_urgent": _l("The urgency of the matter was changed, and its limits with it."),
    "request_extension": _l("A department asks for an extension; please decide."),
    "request_suspension": _l("A department asks for a suspension; please decide."),
    "approve_extension": _l("The limit of the matter was extended."),
    "approve_suspension": _l("The matter was suspended; it resumes by itself."),
    "approve_suspension_part": _l("Your part of the matter was suspended; it resumes by itself."),
    "refuse_extension": _l("The extension was refused; the limit stays as it is."),
    "refuse_suspension": _l("The suspension was refused; please go on with the matter."),
    "request_tracking": _l("A department asks to have a matter tracked; please decide."),
    "approve_tracking": _l(
        "The matter is tracked from now on; tell the enterprise by %(until)s how it stands."
    ),
    "refuse_tracking": _l("Tracking was refused; the limits stay as they are."),
    "feedback": _l("The enterprise was told how it stands; it hears again by %(until)s."),
    "main_tracked": _TRACKED,
    "main_feedback": _STANDS,
    "request_exclusion": _l("A department asks for an exclusion from the figures; please decide."),
    "approve_exclusion": _l("The matter was excluded from the figures."),
    "refuse_exclusion": _l("The exclusion was refused; the matter counts as before."),
    "approve_reopening": _l("The matter was reopened at the enterprise's wish; please take it up."),
    "refuse_reopening": _l("The matter is not reopened."),
    "resume": _l("The matter goes on after its suspension."),
    "instruct": _l("A leader has given an instruction on the matter."),
    "instructed": _l("A leader instructs your department on this matter; please report back by %(day)s."),
    "report_back": _l("A department has reported back on an instruction."),
    "urge": _l("You are urged in this matter; please go on with it."),
    "supervise_blue": _l("The matter is under supervision (blue card)."),
    "supervise_yellow": _l("The matter is under supervision (yellow card)."),
    "supervise_red": _l("The matter is under supervision (red card)."),
    "supervision_raised": _l("The matter is under a leader's supervision from now on: %(why)s."),
    "draw_withdrawal": _l("A withdrawal was drawn: please ask the enterprise whether it was its own wish."),
    "withdrawal_pressed": _l("An enterprise was pressed to withdraw its matter; please see what follows."),
    "return": _l("A department says that a matter is not its own; please decide."),
    "approve_return": _l("A return was upheld; please see who leads the matter now, or dispatch it anew."),
    "refuse_return": _l(
        "The return was refused; please sign for the matter, or dispute the refusal in time."
    ),
    "dispute_return": _l("A department disputes the refusal of its return; a leader rules."),
    "rule_return": _l("A leader has ruled: the department keeps the matter."),
    "return_ruled_away": _l("A leader has ruled: the matter goes to another department."),
    "return_upheld": _l("Your return was upheld: %(number)s is not your department's any more."),
    "result_closed": _l("Your matter has a result and is closed."),
    "member_verified": _l("The desk has verified that you speak for your enterprise."),
    "member_refused": _l("The desk could not verify that you speak for your enterprise."),
    "clock_aside": _l("A limit could not be judged and was set aside; please look at what went wrong."),
    "report_ready": _l("A report has been made for you: %(title)s."),
    "notice_missed": _l("The notice of public holidays for %(year)s is not loaded yet; please load it."),
}
# What the enterprise is told differently from those who work for it.
TO_ENTERPRISES: Mapping[str, Any] = {
    "approve_extension": _l("Your answer will take longer; please see why and by when it is promised now."),
    "approve_suspension": _l("Your matter waits for the time being; please see why and until when."),
    "approve_reopening": _l("Your matter is taken up again; please see by when it is answered."),
    "refuse_reopening": _l("Your matter is not reopened; please read why."),
    "approve_tracking": _TRACKED,
    "feedback": _STANDS,
    "resume": _l("Your matter goes on."),
    "recategorise": _l("The category of your matter was changed; please see by when it is answered."),
    "set_urgent": _l("The urgency of your matter was changed; please see by when it is answered."),
}
DATED: Mapping[str, Any] = {
    "promise_moved": _l("The promised moment has changed: your matter is answered by %(due)s."),
    "ring_reminder": _l("Reminder (%(clock)s): the limit is %(due)s."),
    "ring_blue": _l("Blue card (%(clock)s): the limit is near, %(due)s."),
    "ring_yellow": _l("Yellow card (%(clock)s): the limit passed at %(due)s."),
    "ring_red": _l("Red card (%(clock)s): long past the limit, %(due)s."),
}
ICONS: Mapping[str, str] = {
    **duty_words.ICONS,
    "draw_withdrawal": "phone-call", "withdrawal_pressed": "alert-triangle",
    "instruct": "writing-sign", "instructed": "writing-sign", "report_back": "circle-check",
    "urge": "speakerphone", "supervise_blue": "hourglass", "supervise_yellow": "alarm",
    "supervise_red": "alert-triangle", "supervision_raised": "alert-triangle",
    "ring_reminder": "clock", "ring_blue": "hourglass", "ring_yellow": "alarm", "ring_red": "alert-triangle",
    "accept": "circle-check", "refuse": "circle-x", "ask_info": "help", "ask": "help", "answer": "message",
    "pass_review": "circle-check", "judge": "star", "dispatch": "inbox", "submit_ticket": "inbox",
    "promise_moved": "clock", "result_closed": "circle-check", "redo": "repeat",
    "member_verified": "shield-check", "member_refused": "alert-circle",
    "reopen": "repeat", "send_back": "arrow-back-up", "notice_missed": "calendar",
    "report_ready": "file-text", "clock_aside": "tools",
    "request_extension": "gavel", "request_suspension": "gavel", "approve_extension": "hourglass",
    "approve_suspension": "player-pause",
    "approve_suspension_part": "player-pause", "refuse_extension": "circle-x",
    "refuse_suspension": "circle-x",
    "request_tracking": "gavel", "approve_tracking": "route", "refuse_tracking": "circle-x",
    "feedback": "message", "main_tracked": "route", "main_feedback": "message",
    "request_exclusion": "gavel", "approve_exclusion": "circle-check", "refuse_exclusion": "circle-x",
    "approve_reopening": "repeat", "refuse_reopening": "circle-x", "ask_reopen": "gavel",
    "resume": "player-play", "resume_part": "player-play",
    "assist_asked": "inbox", "assist_ended": "circle-x", "submit_part": "circle-check",
    "set_urgent": "urgent", "return": "gavel", "dispute_return": "gavel",
    "rule_return": "gavel", "return_ruled_away": "gavel", "approve_return": "arrow-back-up",
    "refuse_return": "circle-x", "return_upheld": "circle-check",
}  # fmt: skip
# Those that wait for a decision lead to where it is made.
TO_DECIDE = frozenset(
    {
        "request_extension",
        "request_suspension",
        "request_tracking",
        "request_exclusion",
        "ask_reopen",
        "return",
        "dispute_return",
    }
)
TONES: Mapping[str, str] = {
    "ring_blue": "blue", "ring_yellow": "amber", "ring_red": "red", "supervise_blue": "blue",
    "supervise_yellow": "amber", "supervise_red": "red", "supervision_raised": "red",
    "withdrawal_pressed": "red",
}  # fmt: skip


def sentence(message: "Message | Any") -> str:
    """The message in words, and for whom it is where its reader stands in for somebody."""
    return duty_words.for_whom(_sentence(message), message.params)


def _sentence(message: "Message") -> str:
    """A kind without words of its own says that something has happened."""
    if dated := DATED.get(message.kind):
        due = moment(datetime.fromisoformat(message.params["due_at"]))
        if message.params.get("provisional"):
            due += gettext(", provisional")
        return str(dated) % {"clock": word("clock", message.params.get("clock", "promise")), "due": due}
    params = dict(message.params)
    if "due_on" in params:
        params["day"] = day(date.fromisoformat(params["due_on"]))
    params |= duty_words.moments(params)
    if "until" in params:
        params["until"] = moment(datetime.fromisoformat(params["until"]))
    if "why" in params:
        params["why"] = word("raised", params["why"])
    known = None if current_user.is_staff else TO_ENTERPRISES.get(message.kind)
    known = known or (OF_WHISTLES if "whistle" in message.params else SENTENCES).get(message.kind)
    return str(known) % params if known else gettext("Something has happened in this matter.")


def detail(message: "Message") -> str:
    """Somebody's own words that belong to the message."""
    return str(message.params.get("reason", ""))


def icon_of(message: "Message") -> str:
    """The name of the picture beside it."""
    return ICONS.get(message.kind, "bell")


def tone_of(message: "Message") -> str:
    """`blue`, `amber` or `red` for a card, else nothing."""
    return TONES.get(message.kind, "")
