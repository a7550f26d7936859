"""The words for what belongs to whistles; `words.word` and `notices.sentence` find them here."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

WHISTLE_STATES: Mapping[str, Any] = {
    "asked": _l("Waits for approval"),
    "blown": _l("Departments are called"),
    "closed": _l("Closed"),
    "refused": _l("Not approved"),
}
CALL_STATES: Mapping[str, Any] = {
    "called": _l("Called"),
    "reported_in": _l("Reported in"),
    "absent": _l("Absent"),
}
REPORT_WAYS: Mapping[str, Any] = {
    "on_site": _l("On the spot"),
    "online": _l("Online meeting"),
    "phone": _l("Over the phone"),
}
GRADES: Mapping[str, Any] = {
    "5": _l("5, outstanding"),
    "4": _l("4, good"),
    "3": _l("3, as it should be"),
    "2": _l("2, weak"),
    "1": _l("1, did not do its part"),
}
# What a button says.
ACTIONS: Mapping[str, Any] = {
    "ratify": _l("Ratify the whistle"),
    "hold_meeting": _l("Record the joint meeting"),
    "report_in": _l("Report in"),
    "score": _l("Give a grade"),
}
# What a history says after the name of whoever did it.
DEEDS: Mapping[str, Any] = {
    "ask_whistle": _l("asked for a whistle"),
    "blow_whistle": _l("blew the whistle"),
    "approve_whistle": _l("approved the whistle"),
    "refuse_whistle": _l("did not approve the whistle"),
    "ratify_whistle": _l("ratified the whistle"),
    "note_whistle": _l("noted on the spot"),
    "hold_meeting": _l("recorded the joint meeting"),
    "meeting_tasks": _l("gave departments their parts after the joint meeting"),
    "close_whistle": _l("closed the whistle"),
    "report_in": _l("reported in"),
    "score": _l("graded a department"),
    "answer_grade": _l("answered to the grade"),
}
# What a message says.
SENTENCES: Mapping[str, Any] = {
    "ask_whistle": _l("A whistle waits for your approval."),
    "blow_whistle": _l("The whistle was blown: your department is called; please report in."),
    "approve_whistle": _l("The whistle was blown: your department is called; please report in."),
    "refuse_whistle": _l("Your whistle was not approved; please read why."),
    "ratify_whistle": _l("The emergency whistle was ratified."),
    "hold_meeting": _l("The minutes of the joint meeting are there; please see what your department does."),
    "close_whistle": _l("The whistle was closed."),
    "report_in": _l("A department has reported in."),
    "score": _l("Your department was graded for the whistle; it may answer once."),
    "answer_grade": _l("A department has answered to its grade."),
}
