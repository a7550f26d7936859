"""Past matters that are taken up again: by the lead that they had, where the rules let it lead."""

from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Ticket
from servicedesk.rules.refusals import Invalid
from tests.cast import Cast
from tests.factories import NOW, RESULT, assignment_of, department_of
from tests.importing import TEMPLATE_MAP, row, sound, taken_in, ticket_of, written
from tests.operations.matters import CONTACT, act, decide, live, told

AGAIN = {"reason": "又有新的事实。"}


def past(cast: Cast, lead: str, **fixed: str) -> Ticket:
    """A matter of the cast's enterprise that an import brought in as closed, ten days ago."""
    fields = TEMPLATE_MAP["fields"] | {name: {"value": value} for name, value in fixed.items()}
    fields |= {"department": {"value": lead}, "kind": {"value": "complaint"}}
    closed = row(
        提出时间="2026-11-09 09:00", 交办时间="2026-11-09 10:00", 答复时间="2026-11-12 15:00",
        办结时间="2026-11-13 09:00", 办理时限="2026-11-16 17:30",
        信用代码=cast.enterprise.enterprise.credit_code,
    )  # fmt: skip
    taken_in(NOW, written([closed]), TEMPLATE_MAP | {"fields": fields})
    return ticket_of(closed["编号"])


def reopen(cast: Cast, ticket: Ticket, *, asked: bool) -> None:
    """At once, or as the enterprise asks for it."""
    if not asked:
        act(cast, ticket, "officer", "reopen", NOW, **AGAIN)
        return
    act(cast, ticket, "enterprise", "ask_reopen", NOW, **AGAIN)
    decide(cast, ticket, "desk_lead", "approve", NOW)


@pytest.mark.parametrize("asked", [False, True])
def test_a_complaint_about_an_office_goes_to_the_supervisor_whoever_led_it_before(
    db: SQLAlchemy, cast: Cast, asked: bool
) -> None:
    ticket = past(cast, "jfj", about_department="rsj")
    before = assignment_of(ticket)
    reopen(cast, ticket, asked=asked)
    assert (ticket.state, ticket.lead_id, before.state) == ("accepted", None, "cancelled")
    assert live(ticket) == {"dispatch": "running", "promise": "running"}
    for message in ("reopen", "approve_reopening", "assist_ended"):
        assert told(ticket, message) <= {"enterprise"}
    with pytest.raises(Invalid):
        act(cast, ticket, "officer", "dispatch", NOW, lead="jfj")
    act(cast, ticket, "officer", "dispatch", NOW, lead="dcs")
    assert (ticket.state, assignment_of(ticket).department_id) == ("in_progress", department_of("dcs").id)
    assert sound()


@pytest.mark.parametrize("asked", [False, True])
def test_a_confidential_matter_without_a_text_for_departments_waits_for_one(
    db: SQLAlchemy, cast: Cast, asked: bool
) -> None:
    ticket = past(cast, "jfj", confidential="yes")
    reopen(cast, ticket, asked=asked)
    assert (ticket.state, ticket.lead_id) == ("accepted", None)
    with pytest.raises(Invalid):
        act(cast, ticket, "officer", "dispatch", NOW, lead="jfj")
    act(cast, ticket, "officer", "dispatch", NOW, lead="jfj", handover_text="一家企业反映奖补未到账。")
    assert (ticket.state, assignment_of(ticket).state) == ("in_progress", "to_sign")
    assert sound()


def test_a_confidential_matter_goes_back_to_the_lead_for_which_a_text_was_written(
    db: SQLAlchemy, cast: Cast
) -> None:
    ticket = past(cast, "jfj", confidential="yes")
    reopen(cast, ticket, asked=False)
    act(cast, ticket, "officer", "dispatch", NOW, lead="jfj", handover_text="一家企业反映奖补未到账。")
    act(cast, ticket, "handler", "sign", NOW)
    act(cast, ticket, "officer", "relay_contact", NOW, **CONTACT)
    act(cast, ticket, "handler", "submit", NOW, **RESULT)
    act(cast, ticket, "officer", "pass_review", NOW)
    act(cast, ticket, "enterprise", "judge", NOW, solved="no", satisfaction=1)
    act(cast, ticket, "officer", "redo", NOW, **AGAIN)
    assert (ticket.state, assignment_of(ticket).state) == ("in_progress", "to_sign")
    assert sound()


@pytest.mark.parametrize("fixed", [{}, {"about_department": "rsj"}])
def test_a_lead_that_may_lead_takes_it_up_again(db: SQLAlchemy, cast: Cast, fixed: dict[str, Any]) -> None:
    lead = "dcs" if fixed else "jfj"
    ticket = past(cast, lead, **fixed)
    reopen(cast, ticket, asked=False)
    share = assignment_of(ticket)
    assert (ticket.state, share.state) == ("in_progress", "to_sign")
    assert share.department_id == ticket.lead_id == department_of(lead).id
    assert sound()
