"""What the page of a decision shows of a return: who may lead next, and what hangs on it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from servicedesk.queries.categories import why_theirs
from servicedesk.queries.standing import Standing
from servicedesk.web import request_time
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.returns import ReturnForm, RulingForm
from servicedesk.web.matter_view import chip_of
from servicedesk.web.offices import offices
from servicedesk.web.returned import keeps

if TYPE_CHECKING:
    from servicedesk.models import Assignment, Request


def return_form(
    request: "Request", share: "Assignment", stand: Standing, *, data: Mapping[str, Any], **filled: Any
) -> ReturnForm | RulingForm:
    """The form of a return's decision, or of the ruling on it, with what can be chosen."""
    out = {share.department_id, stand.ticket.about_department_id}
    others = [SelectChoice(one.code, one.name) for one in offices() if one.id not in out]
    proposed = request.params["proposed"]
    if request.state != "disputed":
        form = ReturnForm(data={**data, "lead": proposed}, **filled)
        form.offers([SelectChoice("", gettext("The desk decides later")), *others])
        return form
    ruling = RulingForm(data=data, **filled)
    ruling.offers(leads(request, share, others))
    return ruling


def leads(
    request: "Request", share: "Assignment", others: Sequence[SelectChoice] | None = None
) -> list[SelectChoice]:
    """Who may be ruled to lead: the two of the dispute first, then all others."""
    proposed = request.params["proposed"]
    if others is None:
        others = [SelectChoice(one.code, one.name) for one in offices() if one.id != share.department_id]
    between = gettext("The two of the dispute")
    first = [SelectChoice(share.department.code, keeps(share), optgroup=between)]
    first += [SelectChoice(c.value, c.label, optgroup=between) for c in others if c.value == proposed]
    rest = [SelectChoice(c.value, c.label, optgroup=gettext("Others")) for c in others if c.value != proposed]
    return [SelectChoice("", gettext("Please choose")), *first, *rest]


def hangs_on_it(share: "Assignment", stand: Standing) -> dict[str, Any]:
    """How the matter came to the department, and by when the enterprise has its answer in any case."""
    now = request_time.now()
    promise = next((clock for clock in stand.live_clocks if clock.kind == "promise"), None)
    return {
        "note": share.note,
        "dispatched_at": share.dispatched_at,
        "dispatched_by": share.dispatched_by,
        "routing": why_theirs(share),
        "promise": chip_of(promise, stand.limits, now) if promise else None,
    }
