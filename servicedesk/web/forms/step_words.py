"""What the fields of workflow steps are called, and the hints beside them."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

# What each field is called, under its action where the action gives it a meaning of its own.
LABELS: Mapping[str, Any] = {
    "reason": _l("Reason"),
    "text": _l("Text"),
    "comment": _l("Comment"),
    "note": _l("Note for the department"),
    "assists": _l("Assisting departments"),
    "without_assists": _l("Why without the other departments?"),
    "handover_text": _l("Hand-over text"),
    "lead": _l("Lead department"),
    "into": _l("Main matter"),
    "part.measures": _l("Our part: what was found or done"),
    "kind": _l("Kind"),
    "category": _l("Category"),
    "urgent": _l("Urgent: limits run day and night"),
    "complex": _l("Complex: several offices or long procedures"),
    "policy": _l("Limits"),
    "legal_route": _l("Legal route open to the enterprise"),
    "solved": _l("Is the matter solved?"),
    "satisfaction": _l("How satisfied are you?"),
    "reached": _l("Was the enterprise reached?"),
    "how": _l("How"),
    "person": _l("Spoken to"),
    "taken_at": _l("Taken up on"),
    "spoken_to": _l("Spoken to"),
    "measures": _l("What was done"),
    "solved_when": _l("Solved (or will be solved) on"),
    "visible": _l("The enterprise may see this"),
    "relay_contact.text": _l("What was said"),
    "ask_info.text": _l("Which facts are missing?"),
    "give_info.text": _l("Your facts"),
    "answer.text": _l("Answer"),
    "callback.satisfaction": _l("How satisfied is the enterprise?"),
    "callback.comment": _l("What the enterprise said"),
    "hand_over.person": _l("To which colleague?"),
    "contact.text": _l("What was said"),
    "progress.text": _l("What has been done"),
    "ask.text": _l("Your question"),
    "note.text": _l("Note"),
    "judge.comment": _l("Anything you would like to add?"),
    "redo.reason": _l("Why is it done again, and what is missing?"),
    "send_back.reason": _l("What is missing in the result?"),
    "ask_reopen.reason": _l("What is new?"),
    "withdraw.reason": _l("Why do you withdraw?"),
    "outcome": _l("Was it the enterprise's own wish?"),
    "check_withdrawal.text": _l("What the enterprise said"),
    "recategorise.reason": _l("Why is the category changed?"),
    "set_urgent.reason": _l("Why is the urgency changed?"),
    "days": _l("By how many working days?"),
    "for_enterprise": _l("Sentence for the enterprise"),
    "code": _l("Why does it stand still?"),
    "until": _l("Suspended until"),
    "request_extension.reason": _l("Why is more time needed?"),
    "request_suspension.reason": _l("What is waited for?"),
    "instruct.text": _l("Your instruction"),
    "due_on": _l("Reported back by"),
    "departments": _l("To which departments?"),
    "report_back.text": _l("Your report"),
    "urge.text": _l("What do you want to say?"),
    "supervise.text": _l("Why, and what is asked for?"),
    "card": _l("Card"),
    "return.reason": _l("Why is the matter not your department's?"),
    "basis": _l("On what is this based?"),
    "proposed": _l("Which department should have it?"),
    "request_tracking.reason": _l("Why can it not be solved within the longest limit?"),
    "request_tracking.for_enterprise": _l("Sentence for the enterprise"),
    "feedback_at": _l("First feedback by"),
    "feedback.text": _l("How does it stand?"),
    "next_feedback_at": _l("Next feedback by"),
    "reason_code": _l("Why should it not count?"),
    "request_exclusion.reason": _l("What shows that?"),
}
HINTS: Mapping[str, Any] = {
    "ask_info.text": _l(
        "The enterprise reads this. While it has not answered, the acceptance limit stands still."
    ),
    "refuse.reason": _l("The enterprise reads this; it is printed on the notice."),
    "refuse.legal_route": _l(
        "Where the enterprise can turn instead, for example administrative reconsideration."
    ),
    "into": _l("The same matter, of this or another enterprise: it is handled once, and each is answered."),
    "answer.text": _l("The enterprise reads this at once and can judge it."),
    "dispatch.note": _l("What the department should look at; the enterprise does not see it."),
    "handover_text": _l("What is to be done, in words that could be anybody's. It is printed on the slip."),
    "relay_contact.text": _l(
        "The department and the enterprise read this; whom you spoke with stays with the desk."
    ),
    "dispatch.policy": _l("Another choice moves the promised answer; the enterprise is told."),
    "hand_over.person": _l("They are in charge from now on; the limits run on. Both of you are told."),
    "contact.text": _l("In one or two sentences. An automatic message does not count as a contact."),
    "part.measures": _l("The lead department reads this and answers the enterprise for the whole."),
    "assists": _l(
        "Each gets a part of its own, 3 working days at most. The matter then counts as complex, unless you "
        "choose its limits."
    ),
    "without_assists": _l(
        "Some departments have not given their part yet. Say why the result does without them."
    ),
    "measures": _l("The enterprise reads this when the review has passed."),
    "withdraw.reason": _l("Withdrawing is your decision alone; nobody may press you to do it."),
    "check_withdrawal.text": _l("Read by supervisors and leaders only, never by departments or the desk."),
    "close.reason": _l("Why the matter ends although the enterprise is not content or was not reached."),
    "recategorise.reason": _l("The enterprise reads this."),
    "set_urgent.reason": _l("The enterprise reads this."),
    "request_extension.reason": _l("For whoever decides; the enterprise does not see it."),
    "for_enterprise": _l("The enterprise reads this with its new promise, when the extension is approved."),
    "request_suspension.reason": _l("For whoever decides; the enterprise does not see it."),
    "instruct.text": _l("The departments and the desk read this; the enterprise does not."),
    "due_on": _l("Until close of business. A day off moves to the next working day."),
    "departments": _l("Each sees the matter, has its own limit and reports by itself."),
    "report_back.text": _l("The leader who gave the instruction reads this; the enterprise does not."),
    "urge.text": _l("Whoever is in charge gets this at once."),
    "supervise.text": _l("It is printed on the supervision slip; the enterprise does not see it."),
    "card": _l(
        "Blue is told to the department and its head, yellow to the desk lead as well, red to the leaders as "
        "well. The card stands until the matter ends."
    ),
    "return.reason": _l("For whoever decides and for the next department; the enterprise does not see it."),
    "basis": _l("For example the list of duties, a law, or an earlier agreement."),
    "request_tracking.reason": _l("For the leader who decides; the enterprise does not see it."),
    "request_tracking.for_enterprise": _l(
        "The enterprise reads this when it is approved: why it takes longer, and what is done meanwhile."
    ),
    "feedback_at": _l("By then you tell the enterprise how it stands, whatever has come of it."),
    "next_feedback_at": _l("The enterprise is promised to hear again by then. Half a year at most."),
    "feedback.text": _l("What has been done since, and what comes next."),
    "request_exclusion.reason": _l("For the desk lead, who decides; the enterprise does not see it."),
    "until": _l("Then it goes on by itself. It can go on earlier whenever you say so."),
}
