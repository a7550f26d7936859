"""What the codes of matters are called, wherever they are read: on pages, in reports, in files."""

from collections.abc import Mapping

from servicedesk.rules.text import Text, text

KINDS: Mapping[str, Text] = {
    "consultation": text("Consultation"),
    "request": text("Request"),
    "service": text("Service"),
    "complaint": text("Complaint"),
    "report": text("Report of misconduct"),
    "suggestion": text("Suggestion"),
    "praise": text("Praise"),
}
CHANNELS: Mapping[str, Text] = {
    "web": text("Online"),
    "phone": text("Phone"),
    "walk_in": text("At the desk"),
    "visit": text("Company visit"),
    "meeting": text("Meeting"),
    "hotline": text("Hotline 12345"),
    "api": text("Partner system"),
}
EXCLUSIONS: Mapping[str, Text] = {
    "no_demand": text("No demand, or abuse"),
    "beyond_law": text("Beyond law and policy"),
    "tracking": text("Moved to tracking"),
    "repeat": text("Repeat or joined"),
    "unreachable": text("Enterprise unreachable"),
}
CARDS: Mapping[str, Text] = {
    "blue": text("Blue card"),
    "yellow": text("Yellow card"),
    "red": text("Red card"),
}
SATISFACTION: Mapping[str, Text] = {
    "5": text("Very satisfied"),
    "4": text("Satisfied"),
    "3": text("Fairly satisfied"),
    "2": text("Dissatisfied"),
    "1": text("Very dissatisfied"),
}
