"""What happens to a whistle: a row for each action. What each call goes through stands in `call_workflow`."""

from collections.abc import Callable
from dataclasses import dataclass

from servicedesk.rules.conditions import Facts, Guard
from servicedesk.rules.fields import Field
from servicedesk.rules.paper import with_paper
from servicedesk.rules.text import text
from servicedesk.rules.workflow_rows import DECIDER, REASON, TEXT, Row, effects, states

LONGEST_MINUTES = 50
"""So many minutes of one meeting at most."""

CHAIR = frozenset({"blower", "desk", "leader"})
"""Who leads what follows the whistle."""
THERE = CHAIR | {"called"}
"""Everybody who is there."""


@dataclass(frozen=True, slots=True)
class WhistleFacts(Facts):
    """What the guards of whistles and calls may ask beside."""

    ratification: str = ""
    """Why it is not to be ratified: `unneeded done`; empty: it waits for it."""
    meets: bool = True
    closed: bool = True
    graded: bool = False
    answered_grade: bool = False


def holds(test: Callable[[WhistleFacts], bool]) -> Callable[[Facts], bool]:
    """A guard's question about a whistle."""
    return lambda facts: isinstance(facts, WhistleFacts) and test(facts)


NO_RATIFICATION = (
    Guard(holds(lambda facts: facts.ratification == "unneeded"), text("This whistle needs no ratification.")),
    Guard(holds(lambda facts: facts.ratification == "done"), text("This whistle has been ratified already.")),
)
NO_MEETING = Guard(
    holds(lambda facts: not facts.meets), text("No joint meeting belongs to this kind of whistle.")
)

_MINUTE = (Field("text", "long"), Field("department", "code"), Field("due_on", "date"))
_MEETING = (Field("at", "moment"), Field("minutes", "rows", rows=_MINUTE, most=LONGEST_MINUTES))

WHISTLE: tuple[Row, ...] = with_paper((
    Row("approve", states("asked"), DECIDER, whistle="blown",
        effects=effects(stop="decide", start="report_in meeting")),
    Row("refuse", states("asked"), DECIDER, whistle="refused", fields=REASON,
        effects=effects(stop="decide")),
    Row("ratify", states("blown closed"), DECIDER, effects=effects(stop="decide"), guards=NO_RATIFICATION),
    Row("note", states("blown closed"), THERE, fields=TEXT),
    Row("hold_meeting", states("blown"), CHAIR, fields=_MEETING, effects=effects(stop="meeting"),
        guards=(NO_MEETING,)),
    Row("close", states("blown"), CHAIR, whistle="closed", fields=TEXT,
        effects=effects(end="report_in meeting")),
))  # fmt: skip
