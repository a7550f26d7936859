"""What is asked for and somebody else decides: a row for each decision."""

from servicedesk.rules.conditions import (
    NOT_APPROVABLE,
    is_exclusion,
    is_extension,
    is_reopening,
    is_reopening_with_lead,
    is_suspension,
    is_suspension_of_part,
)
from servicedesk.rules.fields import Field
from servicedesk.rules.paper import with_paper
from servicedesk.rules.requests import LONGEST_EXTENSION
from servicedesk.rules.return_conditions import NOT_DISPUTABLE, is_return, is_ruled_theirs
from servicedesk.rules.tracking import FEEDBACK_OVER, is_tracking
from servicedesk.rules.workflow_rows import (
    DECIDER,
    HANDLER,
    REASON,
    RETURN_TO_DESK,
    RETURN_TO_LEAD,
    RETURNED_CLOCKS,
    SUSPENDED_CLOCKS,
    SUSPENDED_PART,
    Row,
    effects,
    states,
)

_APPROVAL = (
    Field("days", "int", required=False, least=1, most=LONGEST_EXTENSION),
    Field("reason", "long", required=False),
    Field("lead", "code", required=False),
)
_DECIDED = effects(stop="decide")
_RULING = (Field("department", "code"), Field("reason", "long"))
# The department is rid of it, and the desk dispatches it anew; the promise runs on.
_UPHELD = _DECIDED + effects(cancel=RETURNED_CLOCKS, start="dispatch")
_KEPT = _DECIDED + effects(resume=RETURNED_CLOCKS)
# Work that stood still goes on; instead of the result the next feedback is promised.
_TRACKED = _DECIDED + effects(resume="contact", transfer="promise resolve", start="feedback")

REQUEST: tuple[Row, ...] = with_paper((
    Row("approve", states("pending"), DECIDER, request="approved", fields=_APPROVAL, when=is_extension,
        effects=_DECIDED + effects(extend="resolve promise"), guards=NOT_APPROVABLE, visible=True),
    Row("approve", states("pending"), DECIDER, assignment="suspended", request="approved",
        fields=_APPROVAL, when=is_suspension, effects=_DECIDED + effects(pause=SUSPENDED_CLOCKS),
        guards=NOT_APPROVABLE, visible=True),
    Row("approve", states("pending"), DECIDER, assignment="suspended", request="approved",
        fields=_APPROVAL, when=is_suspension_of_part, effects=_DECIDED + effects(pause=SUSPENDED_PART),
        guards=NOT_APPROVABLE, recorded="approve_suspension_part"),
    Row("approve", states("pending"), DECIDER, "in_progress", "to_sign", "approved", fields=_APPROVAL,
        when=is_reopening_with_lead, effects=_DECIDED + RETURN_TO_LEAD, guards=NOT_APPROVABLE, visible=True),
    Row("approve", states("pending"), DECIDER, "accepted", request="approved", fields=_APPROVAL,
        when=is_reopening, effects=_DECIDED + RETURN_TO_DESK, guards=NOT_APPROVABLE, visible=True),
    Row("approve", states("pending"), DECIDER, request="approved", fields=_APPROVAL, when=is_exclusion,
        effects=_DECIDED, guards=NOT_APPROVABLE),
    Row("approve", states("pending"), DECIDER, "tracking", "working", "approved", fields=_APPROVAL,
        when=is_tracking, effects=_TRACKED, guards=(FEEDBACK_OVER,), visible=True),
    Row("refuse", states("pending"), DECIDER, request="refused", fields=REASON, when=is_reopening,
        effects=_DECIDED, visible=True),
    Row("approve", states("pending"), DECIDER, "accepted", "returned", "approved", fields=_APPROVAL,
        when=is_return, effects=_UPHELD),
    Row("refuse", states("pending"), DECIDER, assignment="to_sign", request="refused", fields=REASON,
        when=is_return, effects=_KEPT),
    Row("refuse", states("pending"), DECIDER, request="refused", fields=REASON, effects=_DECIDED),
    Row("rule", states("disputed"), DECIDER, assignment="to_sign", request="refused", fields=_RULING,
        when=is_ruled_theirs, effects=_KEPT),
    Row("rule", states("disputed"), DECIDER, "accepted", "returned", "approved", fields=_RULING,
        effects=_UPHELD),
    Row("dispute", states("refused"), HANDLER, assignment="disputed", request="disputed", fields=REASON,
        effects=effects(pause=RETURNED_CLOCKS, start="ruling"), guards=NOT_DISPUTABLE),
))  # fmt: skip
