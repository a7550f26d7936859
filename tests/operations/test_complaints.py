"""Complaints about a department, the desk or a leader (rule 13), and clues of misconduct (rule 14)."""

from typing import Any

import pytest

from servicedesk.models import Ticket
from servicedesk.operations.checking import check
from servicedesk.operations.sweep import sweep
from servicedesk.queries.ticket_page import ticket_page
from servicedesk.rules.refusals import Invalid, NotAllowed, NotFound, NotNow
from tests.cast import Cast
from tests.factories import NOW, RESULT, make_person, submitted
from tests.operations.matters import CONTACT, act, at, clock_of, outcomes, told

CALLED = {"reached": True, "solved": "yes", "satisfaction": 4}


def complaint(cast: Cast, about: str | None = "jfj", **changes: Any) -> Ticket:
    return submitted(cast.enterprise, kind="complaint", category="1403", about_department=about, **changes)


def test_the_supervisors_office_alone_leads_it(cast: Cast) -> None:
    ticket = complaint(cast)
    act(cast, ticket, "officer", "accept", NOW)
    page = ticket_page(ticket.number, cast.officer, NOW)
    assert page.proposal is not None
    assert (page.proposal.lead, page.proposal.assists) == ("dcs", ())
    for lead in ("jfj", "rsj", "qyfw"):
        with pytest.raises(Invalid):
            act(cast, ticket, "officer", "dispatch", NOW, lead=lead)
    act(cast, ticket, "officer", "dispatch", NOW, lead="dcs")
    assert told(ticket, "dispatch") == {"supervisor"}
    for stranger in (cast.handler, cast.department_head, cast.handler2):
        with pytest.raises(NotFound):
            ticket_page(ticket.number, stranger, NOW)


def test_what_is_about_the_supervisor_the_desk_keeps(cast: Cast) -> None:
    ticket = complaint(cast, "dcs")
    act(cast, ticket, "officer", "accept", NOW)
    with pytest.raises(Invalid):
        act(cast, ticket, "officer", "dispatch", NOW, lead="dcs")
    act(cast, ticket, "officer", "dispatch", NOW, lead="qyfw")
    with pytest.raises(NotFound):
        ticket_page(ticket.number, cast.supervisor, NOW)


def test_a_complaint_about_the_desk_goes_its_way_without_it(cast: Cast) -> None:
    ticket = complaint(cast, "qyfw")
    assert told(ticket, "submit_ticket") == {"supervisor"}
    for action, given in (("accept", {}), ("dispatch", {"lead": "dcs"})):
        act(cast, ticket, "supervisor", action, NOW, **given)
    for action, given in (("sign", {}), ("contact", CONTACT), ("submit", RESULT)):
        act(cast, ticket, "supervisor", action, NOW, **given)
    act(cast, ticket, "supervisor", "pass_review", NOW)
    # Who handled never calls back.
    for person in ("supervisor", "officer"):
        with pytest.raises((NotAllowed, NotFound)):
            act(cast, ticket, person, "callback", NOW, **CALLED)
    act(cast, ticket, "leader", "callback", NOW, **CALLED)
    assert ticket.state == "closed"
    assert check(now=NOW).differences == []


def test_leaders_hear_nothing_of_what_is_about_one_of_them(cast: Cast) -> None:
    ticket = complaint(cast, None, about_leader=True)
    act(cast, ticket, "officer", "accept", NOW)
    act(cast, ticket, "officer", "dispatch", NOW, lead="dcs")
    act(cast, ticket, "desk_lead", "supervise", NOW, card="red", text="请尽快。")
    assert told(ticket, "supervise_red") == {"supervisor"}
    with pytest.raises(NotFound):
        ticket_page(ticket.number, cast.leader, NOW)


def test_what_the_supervisor_leads_rings_with_the_supervisor(cast: Cast) -> None:
    other = make_person("supervisor", department="dcs")
    leads_elsewhere = make_person("leader", department="jfj")
    ticket = complaint(cast)
    act(cast, ticket, "officer", "accept", NOW)
    act(cast, ticket, "officer", "dispatch", NOW, lead="dcs")
    for moment in ("11-30 17:45", "12-09 10:00"):
        sweep(at(moment))
    assert clock_of(ticket, "resolve").breached_at
    for ring in ("ring_reminder", "ring_yellow", "ring_red"):
        assert not told(ticket, ring) & {"handler", "department_head", "desk_lead", leads_elsewhere.username}
    assert told(ticket, "ring_yellow") == {"supervisor", other.username}
    assert told(ticket, "ring_red") == {"leader"}


def test_a_clue_is_handed_over_and_nobody_at_the_desk_sees_it_any_more(cast: Cast) -> None:
    ticket = submitted(cast.enterprise, kind="report", category="1406")
    for action, given in (("dispatch", {"lead": "jjgw"}), ("answer", {"text": "请补充。"})):
        with pytest.raises(NotNow):
            act(cast, ticket, "officer", action, NOW, **given)
    act(cast, ticket, "officer", "hand_to_inspector", at("11-23 10:30"))
    assert ticket.state == "handed_over"
    assert outcomes(ticket) == {"accept": "met"}
    assert told(ticket, "hand_to_inspector") == {"inspector", "enterprise"}
    receipt = ticket_page(ticket.number, cast.officer, NOW)
    assert (receipt.stand.reach, receipt.ticket.title, receipt.ticket.description) == ("receipt", "", "")
    assert [event.action for event in receipt.events] == ["hand_to_inspector"]
    assert receipt.stand.ticket_actions() == ()
    whole = ticket_page(ticket.number, cast.inspector, NOW)
    assert (whole.stand.reach, whole.ticket.title) == ("full", ticket.title)
    for stranger in (cast.leader, cast.supervisor, cast.handler):
        with pytest.raises(NotFound):
            ticket_page(ticket.number, stranger, NOW)
    assert check(now=NOW).differences == []


def test_after_acceptance_its_other_limits_end_uncounted(cast: Cast) -> None:
    ticket = submitted(cast.enterprise)
    act(cast, ticket, "officer", "accept", NOW, kind="report")
    act(cast, ticket, "officer", "hand_to_inspector", at("11-23 10:30"))
    assert outcomes(ticket) == {"accept": "met", "dispatch": "cancelled", "promise": "cancelled"}


def test_the_inspectors_office_is_not_given_what_is_about_itself(cast: Cast) -> None:
    ticket = submitted(cast.enterprise, kind="report", category="1406", about_department="jjgw")
    with pytest.raises(NotNow):
        act(cast, ticket, "officer", "hand_to_inspector", NOW)
