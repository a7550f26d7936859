"""What happens to the call of one department: it reports in, gets a grade afterwards, and may answer once."""

from servicedesk.rules.conditions import Guard
from servicedesk.rules.fields import Field
from servicedesk.rules.text import text
from servicedesk.rules.whistle_workflow import holds
from servicedesk.rules.whistles import CALL_STATES, REPORT_WAYS
from servicedesk.rules.workflow_rows import TEXT, Row, effects, states

CALLED = frozenset({"called"})
BLOWER = frozenset({"blower"})

STILL_BLOWN = Guard(
    holds(lambda facts: not facts.closed), text("Grades are given when the whistle has been closed.")
)
GRADED = Guard(holds(lambda facts: facts.graded), text("This department has its grade already."))
NOT_GRADED = Guard(holds(lambda facts: not facts.graded), text("There is no grade yet to answer to."))
ANSWERED = Guard(
    holds(lambda facts: facts.answered_grade), text("The department has answered to its grade already.")
)

_REPORT = (
    Field("how", "choice", choices=REPORT_WAYS),
    Field("person", "line", required=False),
    Field("rank", "line", required=False, longest=60),
    Field("finding", "long", required=False),
    Field("commitment", "long", required=False),
)
_GRADE = (Field("grade", "int", least=1, most=5), Field("reason", "long", required=False))

CALL: tuple[Row, ...] = (
    Row("report_in", states("called"), CALLED, call="reported_in", fields=_REPORT,
        effects=effects(stop="report_in")),
    Row("score", frozenset(CALL_STATES), BLOWER, fields=_GRADE, guards=(STILL_BLOWN, GRADED)),
    Row("answer", states("reported_in absent"), CALLED, fields=TEXT, guards=(NOT_GRADED, ANSWERED)),
)  # fmt: skip
