"""The form of a workflow step, made from the step's row in the workflow table.

The form draws fields, keeps what was typed and shows errors; what is right is decided by the rules, once.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import DateInput, NumberInput

from servicedesk.rules import workflow
from servicedesk.rules.fields import LONGEST_LINE, LONGEST_TEXT
from servicedesk.rules.fields import Field as Taken
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import NOTHING, Offices, RowsField, SelectChoice
from servicedesk.web.forms.moment import MomentField
from servicedesk.web.words import choices

TABLES = {"ticket": workflow.TICKET, "assignment": workflow.ASSIGNMENT}

# What programs may say already, but pages do not ask for: texts for what cannot be dispatched yet.
NOT_ASKED = frozenset({"handover_text", "instruction"})
GIVING = frozenset({"submit", "finish"})
"""How a share ends: with the result, or with the part of one that helps."""

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


class StepForm(Form):
    """Base of all step forms. `version` is the matter's version that the page showed."""

    version = HiddenField()
    once = HiddenField()

    def given(self) -> dict[str, Any]:
        """What was entered, by the names of the workflow's fields."""
        return {
            name: field.given() if isinstance(field, MomentField) else field.data
            for name, field in self._fields.items()
            if name not in ("version", "once", "csrf_token")
        }

    def seen_version(self) -> int | None:
        """The version that the page showed."""
        seen = self.version.data or ""
        return int(seen) if seen.isdecimal() else None


def step_form(
    subject: str,
    action: str,
    options: Mapping[str, Sequence[Any]] | None = None,
    *,
    of_part: bool = False,
    not_asked: Collection[str] = (),
    **start: Any,
) -> StepForm:
    """The form of an action on a `ticket` or an `assignment` (`of_part`: on one that helps).

    `options` are the choices of fields that name things (`lead`, `category`; of `assists` the proposed ones
    and the others) or of which each has consequences (`days`); `not_asked` what goes without saying here;
    `start` what stands in the fields at first.
    """
    rows = [row for row in TABLES[subject] if row.action == action]
    row = next((row for row in rows if of_part and "assist" in row.who), rows[0])
    # What else belongs to a result is the lead's to say.
    asked = [field for field in row.fields if field.required or not (of_part and action in GIVING)]
    fields = {
        needed.name: _field("part" if of_part and action in GIVING else action, needed, options or {})
        for needed in asked
        if needed.name not in NOT_ASKED and needed.name not in not_asked
    }
    shown = {name: field for name, field in fields.items() if field is not None}
    return type(f"{action.title()}Form", (StepForm,), shown)(data=start)  # type: ignore[no-any-return]


def _field(action: str, needed: Taken, options: Mapping[str, Sequence[Any]]) -> Field | None:
    label = LABELS.get(f"{action}.{needed.name}") or LABELS.get(needed.name) or needed.name
    hint = HINTS.get(f"{action}.{needed.name}") or HINTS.get(needed.name) or ""
    shared: dict[str, Any] = {
        "label": label,
        "description": hint,
        "validators": [Needed()] if needed.required else [],
    }
    match needed.kind:
        case "line" if needed.name in options:
            return SelectField(choices=options[needed.name], validate_choice=False, **shared)
        case "line":
            return StringField(**_with(shared, maxlength=needed.longest or LONGEST_LINE))
        case "long":
            return TextAreaField(**_with(shared, maxlength=needed.longest or LONGEST_TEXT, rows=4))
        case "bool" if action == "set_urgent":
            # Only the other one is possible, and the page says what becomes of it.
            return HiddenField(label)
        case "bool" if needed.required:
            return RadioField(choices=_yes_no(needed.name), validate_choice=False, **shared)
        case "bool":
            return BooleanField(label=label, description=hint)
        case "date":
            return StringField(widget=DateInput(), **shared)
        case "moment":
            return MomentField(**shared)
        case "int" if needed.name == "satisfaction":
            return RadioField(choices=choices("satisfaction"), validate_choice=False, **shared)
        case "int" if needed.name in options:
            return RowsField(choices=options[needed.name], validate_choice=False, **shared)
        case "int":
            return StringField(widget=NumberInput(min=needed.least, max=needed.most), **shared)
        case "choice" if needed.name == "code":
            return SelectField(choices=[NOTHING, *_choices(needed)], validate_choice=False, **shared)
        case "choice" if len(needed.choices) > 5:
            return SelectField(choices=_choices(needed), validate_choice=False, **shared)
        case "choice":
            return RadioField(choices=_choices(needed), validate_choice=False, **shared)
        case "codes":
            proposed, others = options.get(needed.name) or ([], [])
            return Offices(choices=[*proposed, *others], proposed=len(proposed), **shared)
        case "code" if needed.name == "into" and not options.get("into"):
            return StringField(**_with(shared, maxlength=20))
        case "code" if options.get(needed.name):
            return SelectField(choices=options.get(needed.name, []), validate_choice=False, **shared)
    return None


def _with(shared: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**shared, "render_kw": more}


def _yes_no(name: str) -> list[SelectChoice]:
    if name == "reached":
        return [SelectChoice("yes", _l("Yes, reached")), SelectChoice("no", _l("No, not reached"))]
    return [SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("Not yet"))]


def _choices(needed: Taken) -> list[SelectChoice]:
    families = {
        "how": "contact_way",
        "code": "suspension_code",
        "card": "step",
        "reason_code": "exclusion_code",
    }
    family = families.get(needed.name, needed.name)
    return choices(family, *needed.choices)
