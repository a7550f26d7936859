"""Confidential matters (rule 12): departments work on a redacted text, the desk speaks for them."""

from typing import Any

import pytest

from servicedesk.models import Ticket
from servicedesk.operations.checking import check
from servicedesk.queries.ticket_page import ticket_page
from servicedesk.rules.refusals import Invalid, NotNow
from tests.cast import Cast
from tests.factories import NOW, RESULT
from tests.operations.matters import (
    CONTACT,
    TEXT,
    act,
    at,
    clock_of,
    decide,
    live,
    request_of,
    results_of,
    returned,
    share_of,
    told,
)

HANDOVER = "一家企业反映奖补资金拨付进度,请核实并说明何时到账。"
LONGER = {"days": 3, "reason": "须等上级批复。", "for_enterprise": "答复时间顺延。"}


def dispatched(cast: Cast, lead: str = "jfj", **changes: Any) -> Ticket:
    ticket = cast.ticket("accepted", confidential=True, **changes)
    return act(cast, ticket, "officer", "dispatch", NOW, lead=lead, handover_text=HANDOVER)


@pytest.mark.parametrize("text", [None, "请联系华远精密制造有限公司。", "请找陈静。", "电话13812345678。"])
def test_nothing_is_handed_over_without_a_text_or_with_a_name_in_it(cast: Cast, text: str | None) -> None:
    ticket = cast.ticket("accepted", confidential=True)
    with pytest.raises(Invalid) as refused:
        act(cast, ticket, "officer", "dispatch", NOW, lead="jfj", handover_text=text)
    assert set(refused.value.errors) == {"handover_text"}


def test_what_the_desk_leads_itself_needs_no_text(cast: Cast) -> None:
    ticket = cast.ticket("accepted", confidential=True)
    act(cast, ticket, "officer", "dispatch", NOW, lead="qyfw")
    assert ticket.state == "in_progress"


def test_the_contact_is_the_desks_and_ends_when_it_has_spoken_with_the_enterprise(cast: Cast) -> None:
    ticket = dispatched(cast)
    contact, desk = clock_of(ticket, "contact"), cast.officer.department_id
    assert (contact.assignment_id, contact.department_id) == (None, desk)
    assert clock_of(ticket, "sign").department_id == cast.handler.department_id
    act(cast, ticket, "handler", "sign", at("11-23 10:30"))
    for action, given in (("contact", CONTACT), ("relay_contact", CONTACT)):
        with pytest.raises(Exception, match=r"(confidential|somebody else)"):
            act(cast, ticket, "handler", action, at("11-23 10:40"), **given)
    act(cast, ticket, "handler", "ask", at("11-23 10:40"), **TEXT)
    assert told(ticket, "ask_desk") == {"officer"}
    assert told(ticket, "ask") == set()
    act(cast, ticket, "officer", "relay_contact", at("11-23 11:00"), **CONTACT)
    assert clock_of(ticket, "contact").state == "met"
    assert told(ticket, "relay_contact") == {"handler"}
    share = share_of(ticket)
    assert share is not None
    assert share.contacted_at == at("11-23 11:00")
    assert check(now=at("11-23 12:00")).differences == []


def test_a_result_is_no_contact_until_it_reaches_the_enterprise(cast: Cast) -> None:
    ticket = dispatched(cast)
    act(cast, ticket, "handler", "sign", at("11-23 10:30"))
    act(cast, ticket, "handler", "submit", at("11-23 11:00"), **RESULT)
    assert live(ticket)["contact"] == "running"
    act(cast, ticket, "officer", "pass_review", at("11-23 11:30"))
    assert ticket.state == "in_callback"
    assert clock_of(ticket, "contact").state == "met"
    (result,) = results_of(ticket)
    assert result.reached_at
    assert told(ticket, "pass_review") == {"enterprise"}
    assert check(now=at("11-23 12:00")).differences == []


def test_departments_do_not_hear_what_the_enterprise_adds(cast: Cast) -> None:
    ticket = dispatched(cast)
    act(cast, ticket, "enterprise", "give_info", at("11-23 10:30"), text="我们是华远精密。")
    assert told(ticket, "give_info") == {"officer"}
    act(cast, ticket, "enterprise", "urge", at("11-23 10:40"), text="我们是华远精密。")
    assert told(ticket, "urge") == {"handler", "department_head"}


def test_what_a_department_asks_for_a_leader_decides_on_the_text(cast: Cast) -> None:
    ticket = dispatched(cast, kind="complaint")
    act(cast, ticket, "handler", "sign", at("11-23 10:30"))
    act(cast, ticket, "handler", "request_extension", at("11-23 11:00"), **LONGER)
    assert request_of(ticket).decider == "leader"
    assert told(ticket, "request_extension") == {"leader"}
    page = ticket_page(ticket.number, cast.leader, NOW)
    assert (page.stand.reach, page.ticket.title, len(page.requests)) == ("redacted", "", 1)
    decide(cast, ticket, "leader", "approve", at("11-23 11:30"))
    assert request_of(ticket).state == "approved"


def test_a_return_that_is_upheld_hands_the_same_text_on(cast: Cast) -> None:
    ticket = dispatched(cast)
    returned(cast, ticket, at("11-23 11:00"))
    decide(cast, ticket, "desk_lead", "approve", at("11-23 11:30"), lead="jsj")
    share = share_of(ticket)
    assert share is not None
    assert (share.department_id, share.handover_text) == (cast.handler3.department_id, HANDOVER)


def test_only_of_confidential_matters_contact_is_relayed(cast: Cast) -> None:
    ticket = cast.ticket("working")
    with pytest.raises(NotNow):
        act(cast, ticket, "officer", "relay_contact", NOW, **CONTACT)
