"""What is asked for and somebody else decides: a row for each decision."""

from servicedesk.rules.conditions import NOT_APPROVABLE, is_extension, is_suspension
from servicedesk.rules.fields import Field
from servicedesk.rules.requests import LONGEST_EXTENSION
from servicedesk.rules.workflow_rows import DECIDER, REASON, SUSPENDED_CLOCKS, Row, effects, states

_APPROVAL = (
    Field("days", "int", required=False, least=1, most=LONGEST_EXTENSION),
    Field("reason", "long", required=False),
)

REQUEST: tuple[Row, ...] = (
    Row("approve", states("pending"), DECIDER, request="approved", fields=_APPROVAL, when=is_extension,
        effects=effects(stop="decide", extend="resolve promise"), guards=NOT_APPROVABLE, visible=True),
    Row("approve", states("pending"), DECIDER, assignment="suspended", request="approved",
        fields=_APPROVAL, when=is_suspension, effects=effects(stop="decide", pause=SUSPENDED_CLOCKS),
        guards=NOT_APPROVABLE, visible=True),
    Row("refuse", states("pending"), DECIDER, request="refused", fields=REASON,
        effects=effects(stop="decide")),
)  # fmt: skip
