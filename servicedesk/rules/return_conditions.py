"""How a return ends, and what stands in the way of asking for one or of disputing its refusal."""

from servicedesk.rules.conditions import Facts, Given, Guard
from servicedesk.rules.text import Text, text


def is_return(facts: Facts, given: Given) -> bool:
    """A department says that the matter is not its own."""
    return facts.request == "return"


def is_ruled_theirs(facts: Facts, given: Given) -> bool:
    """The ruling leaves the matter with the department that wanted to return it."""
    return given.get("department") == facts.holder


def _no_return(code: str, sentence: Text) -> Guard:
    return Guard(lambda facts: facts.no_return() == code, sentence)


def _no_dispute(code: str, sentence: Text) -> Guard:
    return Guard(lambda facts: facts.no_dispute() == code, sentence)


NOT_RETURNABLE = (
    Guard(
        lambda facts: facts.complaint,
        text("A complaint about an office or a leader is this office's alone; it cannot be returned."),
    ),
    _no_return("signed", text("Whoever has led a matter keeps it when it is done again.")),
    _no_return("ruled", text("A leader has ruled that this department leads the matter.")),
    _no_return(
        "late",
        text(
            "A matter can be returned until the end of the working day after its dispatch; that has passed."
        ),
    ),
)
ONLY_RETURNS = Guard(
    lambda facts: facts.request != "return", text("Only the refusal of a return can be disputed.")
)
NOT_DISPUTABLE = (
    ONLY_RETURNS,
    _no_dispute("ruled", text("A leader has ruled on this; the ruling is final.")),
    _no_dispute("older", text("The matter was asked to be returned again since; this refusal is past.")),
    _no_dispute("signed", text("The matter has been signed for; its return cannot be disputed any more.")),
    _no_dispute("late", text("A refusal can be disputed within 4 working hours; that time has passed.")),
)
