"""Words for the codes that the product stores: states, kinds, clocks, channels, roles, actions.

Every page says them from here, so that one code has one word everywhere. Programs read the codes.
"""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from servicedesk.rules import ticket_words
from servicedesk.rules.text import Text
from servicedesk.web import whistle_words
from servicedesk.web.deeds import DEEDS
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.request_words import EXCLUSION_CODES, LEFT_OUT, SUSPENSION_CODES

Words = Mapping[str, str]


def _lazily(words: Mapping[str, Text]) -> Words:
    """The words of a rule, put into the reader's language when they are shown."""
    return {code: _l(word.msgid) for code, word in words.items()}


TICKET_STATES: Words = {
    "submitted": _l("To be accepted"),
    "awaiting_info": _l("Waiting for facts"),
    "accepted": _l("To be dispatched"),
    "in_progress": _l("In progress"),
    "in_review": _l("In review"),
    "in_callback": _l("In callback"),
    "closed": _l("Closed"),
    "refused": _l("Not accepted"),
    "withdrawn": _l("Withdrawn"),
    "joined": _l("Joined"),
    "tracking": _l("Being tracked"),
    "handed_over": _l("Handed over"),
}
ASSIGNMENT_STATES: Words = {
    "to_sign": _l("To be signed"),
    "working": _l("Being worked on"),
    "submitted": _l("Result submitted"),
    "done": _l("Done"),
    "cancelled": _l("Cancelled"),
    "returned": _l("Returned"),
    "return_asked": _l("Return asked for"),
    "disputed": _l("Disputed"),
    "suspended": _l("Suspended"),
}
ASSIGNMENT_ROLES: Words = {"lead": _l("Lead"), "assist": _l("Assist")}
KINDS: Words = _lazily(ticket_words.KINDS)
CHANNELS: Words = _lazily(ticket_words.CHANNELS)
CONTACT_WAYS: Words = {
    "phone": _l("By phone"),
    "visit": _l("By a visit"),
    "meeting": _l("In a meeting"),
    "online": _l("By message"),
}
READ_WHAT: Words = {
    "matter": _l("Read the matter"),
    "history": _l("Read its history"),
    "file": _l("Opened a file"),
    "paper": _l("Opened a paper"),
    "export": _l("Downloaded it in a list"),
    "log": _l("Read this log"),
}
CLOCK_KINDS: Words = {
    "accept": _l("Acceptance"),
    "dispatch": _l("Dispatch"),
    "promise": _l("Promised answer"),
    "sign": _l("Signing"),
    "contact": _l("First contact"),
    "resolve": _l("Result"),
    "part": _l("Assisting part"),
    "review": _l("Review"),
    "callback": _l("Callback"),
    "decide": _l("Decision"),
    "ruling": _l("Ruling"),
    "feedback": _l("Next feedback"),
    "instruction": _l("Instruction"),
    "report_in": _l("Report-in"),
    "meeting": _l("Joint meeting"),
}
CLOCK_STATES: Words = {
    "running": _l("Running"),
    "paused": _l("Paused"),
    "met": _l("In time"),
    "missed": _l("Late"),
    "transferred": _l("Moved to tracking"),
    "cancelled": _l("No longer counted"),
}
STEPS: Words = {"reminder": _l("Reminder"), **_lazily(ticket_words.CARDS)}
POLICY_CASES: Words = {
    "ordinary": _l("Ordinary matters"),
    "complex": _l("Complex matters"),
    "redo": _l("Matters done again"),
    "urgent": _l("Urgent matters"),
}
# Who is told at a step of a limit's ladder.
AUDIENCES: Words = {
    "handler": _l("Department handler"),
    "head": _l("Department head"),
    "officer": _l("Desk officer"),
    "desk_lead": _l("Desk lead"),
    "leader": _l("Zone leader"),
    "supervisor": _l("Supervisor"),
}
ROLES: Words = {
    "enterprise": _l("Enterprise member"),
    "officer": _l("Desk officer"),
    "desk_lead": _l("Desk lead"),
    "handler": _l("Department handler"),
    "department_head": _l("Department head"),
    "leader": _l("Zone leader"),
    "supervisor": _l("Supervisor"),
    "inspector": _l("Inspector"),
    "admin": _l("Administrator"),
}
DECIDERS: Words = {**ROLES, "desk": _l("The service centre")}
REQUEST_KINDS: Words = {
    "extension": _l("Extension"),
    "suspension": _l("Suspension"),
    "tracking": _l("Tracking"),
    "return": _l("Return"),
    "exclusion": _l("Exclusion from the figures"),
    "reopening": _l("Reopening"),
    "whistle": _l("Whistle"),
}
INSTRUCTION_STATES: Words = {
    "open": _l("To be reported on"),
    "reported": _l("Reported"),
    "cancelled": _l("Cancelled"),
}
RAISED: Words = {
    "redone": _l("the matter is done again for the third time"),
    "returned": _l("the matter was returned for the third time"),
}
REQUEST_STATES: Words = {
    "pending": _l("To be decided"),
    "disputed": _l("Disputed"),
    "approved": _l("Approved"),
    "refused": _l("Refused"),
    "lapsed": _l("Lapsed"),
}
SOLVED: Words = {"yes": _l("Solved"), "partly": _l("Partly solved"), "no": _l("Not solved")}
WITHDRAWAL_OUTCOMES: Words = {
    "own_wish": _l("Own wish"),
    "pressed": _l("Pressed"),
    "unreachable": _l("Not reached"),
}
SATISFACTION: Words = _lazily(ticket_words.SATISFACTION)
# What a button says.
ACTIONS: Words = {
    "accept": _l("Accept"),
    "refuse": _l("Do not accept"),
    "ask_info": _l("Ask for facts"),
    "give_info": _l("Add facts"),
    "answer": _l("Answer at once"),
    "dispatch": _l("Dispatch"),
    "hand_to_inspector": _l("Hand over to the inspector's office"),
    "relay_contact": _l("Record contact for the department"),
    "recategorise": _l("Change the category"),
    "set_urgent": _l("Change the urgency"),
    "join": _l("Join to another matter"),
    "unjoin": _l("Undo the joining"),
    "pass_review": _l("Pass the review"),
    "send_back": _l("Send back"),
    "callback": _l("Record a callback"),
    "judge": _l("Judge the service"),
    "redo": _l("Send to redo"),
    "close": _l("Close the matter"),
    "ask_reopen": _l("Ask to reopen"),
    "reopen": _l("Reopen"),
    "withdraw": _l("Withdraw"),
    "reopen_withdrawn": _l("Reopen the matter"),
    "check_withdrawal": _l("Record what was said of the withdrawal"),
    "urge": _l("Urge"),
    "instruct": _l("Instruct"),
    "report_back": _l("Report back"),
    "supervise": _l("Supervise"),
    "note": _l("Add a note"),
    "sign": _l("Sign"),
    "return": _l("Return the matter"),
    "hand_over": _l("Hand to a colleague"),
    "contact": _l("Record contact"),
    "progress": _l("Record progress"),
    "ask": _l("Ask the enterprise"),
    "ask_desk": _l("Ask the service centre"),
    "submit": _l("Submit the result"),
    "submit_part": _l("Give our part to the lead"),
    "finish": _l("Finish on the spot"),
    "request_extension": _l("Ask for an extension"),
    "request_suspension": _l("Ask for a suspension"),
    "request_tracking": _l("Ask for tracking"),
    "feedback": _l("Tell how it stands"),
    "request_exclusion": _l("Ask for an exclusion"),
    "resume": _l("Resume"),
    "approve": _l("Approve"),
    "dispute": _l("Dispute the refusal"),
    "rule": _l("Rule"),
}
_ALL: Mapping[str, Words] = {
    "state": TICKET_STATES,
    "assignment_state": ASSIGNMENT_STATES,
    "assignment_role": ASSIGNMENT_ROLES,
    "kind": KINDS,
    "channel": CHANNELS,
    "contact_way": CONTACT_WAYS,
    "read_what": READ_WHAT,
    "clock": CLOCK_KINDS,
    "clock_state": CLOCK_STATES,
    "step": STEPS,
    "case": POLICY_CASES,
    "audience": AUDIENCES,
    "role": ROLES,
    "decider": DECIDERS,
    "instruction_state": INSTRUCTION_STATES,
    "raised": RAISED,
    "request_kind": REQUEST_KINDS,
    "request_state": REQUEST_STATES,
    "suspension_code": SUSPENSION_CODES,
    "exclusion_code": EXCLUSION_CODES,
    "left_out": LEFT_OUT,
    "solved": SOLVED,
    "satisfaction": SATISFACTION,
    "outcome": WITHDRAWAL_OUTCOMES,
    "action": {**ACTIONS, **whistle_words.ACTIONS},
    "deed": {**DEEDS, **whistle_words.DEEDS},
    "whistle_state": whistle_words.WHISTLE_STATES,
    "call_state": whistle_words.CALL_STATES,
    "report_way": whistle_words.REPORT_WAYS,
    "grade": whistle_words.GRADES,
}


def word(family: str, code: object) -> str:
    """The word for a code of a family (`state kind clock role …`); raises KeyError for an unknown family.

    A code without a word is shown as it is, so that a page never fails over one; a test finds it.
    """
    return str(_ALL[family].get(str(code), str(code)))


def choices(family: str, *codes: str) -> list[SelectChoice]:
    """Codes and words of a family, for the choices of a form; all of them unless some are named.

    The words are put into the reader's language when they are shown, so a form class may call it.
    """
    return [SelectChoice(code, _ALL[family][code]) for code in (codes or _ALL[family])]
