"""Asking and deciding on pages: what forms say of the limits, what waits for whom, one request."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Message, Ticket
from servicedesk.operations.deliveries import deliver
from tests.cast import Cast
from tests.factories import NOW, assignment_of, events_of
from tests.operations.matters import HEARING, MORE_TIME, act, at, clock_of, decide, request_of, share_of
from tests.statements import MOST, counted
from tests.web.pages import ENGLISH, sign_in, words

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.usefixtures("at_work")]


def asked(cast: Cast, action: str = "request_extension", **given: Any) -> Ticket:
    """A matter about which a request waits for a decision."""
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", action, NOW, **(given or MORE_TIME))
    return ticket


def share_address(ticket: Ticket, action: str) -> str:
    return f"/assignments/{assignment_of(ticket).id}/{action}"


def test_the_form_says_what_each_choice_gives(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    sign_in(client, "handler")
    page = words(client.get(share_address(ticket, "request_extension"), headers=ENGLISH))
    assert "The limit is Mon 30 Nov, 17:30. It may be extended by at most 5 working days." in page
    assert "It must be asked for by Fri 27 Nov, 17:30." in page
    assert "Desk lead decides." in page
    assert "1 working day: until Tue 1 Dec, 17:30" in page
    assert "5 working days: until Mon 7 Dec, 17:30" in page
    assert "6 working days" not in page


def test_what_is_asked_for_stands_on_the_departments_page(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    sign_in(client, "handler")
    answer = client.post(share_address(ticket, "request_extension"), data=MORE_TIME)
    assert answer.status_code == 303
    page = words(client.get(answer.location, headers=ENGLISH))
    for said in ("Extension by 3 working days", "To be decided", "须等上级批复。", "Desk lead decides."):
        assert said in page
    assert "Ask for an extension" not in page


def test_a_wrong_field_keeps_what_was_typed_and_asks_for_nothing(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    sign_in(client, "handler")
    answer = client.post(
        share_address(ticket, "request_suspension"),
        data={"code": "", "until": "2026-11-23T09:00", "reason": "听证会改期。"},
        headers=ENGLISH,
    )
    assert answer.status_code == 422
    assert "听证会改期。" in answer.text
    assert 'value="2026-11-23T09:00"' in answer.text
    assert "Why does it stand still: Please fill this in." in words(answer)
    assert [event.action for event in events_of(ticket)][-1] == "sign"


def test_an_end_is_taken_in_the_zones_time(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    sign_in(client, "handler")
    data = {"code": "hearing", "until": "2026-12-04T10:00", "reason": "听证。"}
    assert client.post(share_address(ticket, "request_suspension"), data=data).status_code == 303
    assert request_of(ticket).params["until"] == at("12-04 10:00").isoformat()


def test_the_desk_lead_finds_what_waits_and_decides(client: FlaskClient, cast: Cast) -> None:
    ticket = asked(cast)
    sign_in(client, "desk_lead")
    page = client.get("/decisions/", headers=ENGLISH)
    assert "Extension by 3 working days" in words(page)
    assert "To decide 1" in words(page)
    address = f"/decisions/{request_of(ticket).id}"
    assert address in page.text
    page = words(client.get(address, headers=ENGLISH))
    assert "Result Mon 30 Nov, 17:30 Thu 3 Dec, 17:30" in page
    assert "Promised answer Mon 30 Nov, 17:30 Thu 3 Dec, 17:30" in page
    answer = client.post(address, data={"days": "2", "reason": "从快。", "approve": "1"})
    assert (answer.status_code, answer.location) == (303, "/decisions/")
    assert clock_of(ticket, "resolve").due_at == at("12-02 17:30")
    page = words(client.get("/decisions/decided", headers=ENGLISH))
    assert "郑华 approved 2 working days on Mon 23 Nov, 10:00." in page
    assert "Nothing waits for your decision" in words(client.get("/decisions/", headers=ENGLISH))


def test_a_refusal_without_a_reason_is_said_beside_the_field(client: FlaskClient, cast: Cast) -> None:
    ticket = asked(cast)
    sign_in(client, "desk_lead")
    address = f"/decisions/{request_of(ticket).id}"
    answer = client.post(address, data={"days": "3", "reason": "", "refuse": "1"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "Your words to it: Please fill this in." in words(answer)
    assert request_of(ticket).state == "pending"
    client.post(address, data={"reason": "理由不足。", "refuse": "1"})
    assert request_of(ticket).state == "refused"


def test_who_is_second_is_told_what_was_decided(client: FlaskClient, cast: Cast) -> None:
    ticket = asked(cast)
    decide(cast, ticket, "desk_lead", "approve", NOW)
    sign_in(client, "desk_lead")
    address = f"/decisions/{request_of(ticket).id}"
    answer = client.post(address, data={"reason": "不行。", "refuse": "1"}, headers=ENGLISH)
    assert answer.status_code == 409
    assert "郑华 has approved this request already." in words(answer)


@pytest.mark.parametrize(
    ("who", "status"), [("leader", 200), ("officer", 200), ("handler", 403), ("enterprise", 403)]
)
def test_whose_the_pages_are(client: FlaskClient, cast: Cast, who: str, status: int) -> None:
    ticket = asked(cast)
    sign_in(client, who)
    answer = client.get(f"/decisions/{request_of(ticket).id}", headers=ENGLISH)
    assert answer.status_code == status
    if status == 200:
        assert "Somebody else decides this." in words(answer)
        assert client.post(answer.request.path, data={"approve": "1"}).status_code == 403


def test_what_is_suspended_says_until_when_and_why(client: FlaskClient, cast: Cast) -> None:
    ticket = asked(cast, "request_suspension", **HEARING)
    decide(cast, ticket, "desk_lead", "approve", NOW)
    sign_in(client, "handler")
    page = client.get(f"/department/a/{assignment_of(ticket).id}", headers=ENGLISH)
    assert "Suspended until 4 December 2026, 10:00; it goes on by itself then." in words(page)
    assert "Reason: Hearing" in words(page)
    assert "chip-paused" in page.text
    # What the limit will be when it goes on at its end, and if it goes on now.
    assert "Result Fri 11 Dec, 17:30 Mon 30 Nov, 17:30" in words(page)
    queue = words(client.get("/department/?queue=suspended", headers=ENGLISH))
    assert "Goes on Fri 4 Dec, 10:00" in queue
    assert client.post(share_address(ticket, "resume")).status_code == 303
    share = share_of(ticket)
    assert share is not None
    assert share.state == "working"


def test_the_enterprise_reads_the_old_promise_and_the_new_one(client: FlaskClient, cast: Cast) -> None:
    ticket = asked(cast)
    sign_in(client, "enterprise")
    address = f"/portal/m/{ticket.number}"
    assert "须等上级批复。" not in words(client.get(address, headers=ENGLISH))
    decide(cast, ticket, "desk_lead", "approve", NOW, reason="内部意见。")
    page = words(client.get(address, headers=ENGLISH))
    assert "Originally promised by Mon 30 Nov, 17:30, now promised by Thu 3 Dec, 17:30." in page
    assert "因须上级批复,答复时间顺延。" in page
    assert "须等上级批复。" not in page
    assert "内部意见。" not in page
    act(cast, ticket, "handler", "request_suspension", NOW, **HEARING)
    decide(cast, ticket, "desk_lead", "approve", NOW)
    page = words(client.get(address, headers=ENGLISH))
    assert "Your matter waits until Fri 4 Dec, 10:00; then 经济发展局 李强 goes on" in page.replace(
        "Economic Development Bureau", "经济发展局"
    )
    assert "you get an answer by Wed 16 Dec, 17:30" in page


def test_an_officer_is_told_what_becomes_of_the_limits(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    sign_in(client, "officer")
    page = words(client.get(f"/matters/{ticket.number}/set_urgent", headers=ENGLISH))
    assert "The matter becomes urgent: its limits run day and night." in page
    assert "Result Mon 30 Nov, 17:30 Tue 24 Nov, 10:00" in page
    answer = client.post(f"/matters/{ticket.number}/set_urgent", data={"urgent": "yes", "reason": "停产。"})
    assert answer.status_code == 303
    assert "Result Mon 30 Nov, 17:30 → Tue 24 Nov, 10:00" in words(
        client.get(answer.location, headers=ENGLISH)
    )
    page = client.get(f"/matters/{ticket.number}/recategorise", headers=ENGLISH)
    assert '<option selected value="0103">' in page.text
    assert "(complex)" in page.text


def test_a_message_leads_to_the_decision(client: FlaskClient, db: SQLAlchemy, cast: Cast) -> None:
    ticket = asked(cast)
    deliver(NOW)
    message = db.session.query(Message).filter_by(person_id=cast.desk_lead.id).one()
    sign_in(client, "desk_lead")
    answer = client.get(f"/account/messages/{message.id}?number={ticket.number}")
    assert answer.location == f"/decisions/{request_of(ticket).id}"


@pytest.mark.parametrize(
    ("due", "said"),
    [("2026-11-26T12:00", "Thu 26 Nov, 12:00"), ("2026-11-20T12:00", "Fri 20 Nov, 12:00")],
    ids=["ahead", "passed when it came"],
)
def test_the_limit_of_the_hotline_stands_on_the_page_and_in_the_reckoning(
    client: FlaskClient, db: SQLAlchemy, cast: Cast, due: str, said: str
) -> None:
    sign_in(client, "officer")
    firm = cast.enterprise.enterprise
    assert firm is not None
    data = {
        "channel": "hotline", "credit_code": firm.credit_code, "contact_name": "陈静", "kind": "request",
        "category": "0103", "title": "热线转来", "description": "请办理。", "external_ref": "RX-1",
        "external_due": due,
    }  # fmt: skip
    answer = client.post("/desk/record", data=data)
    page = words(client.get(answer.location, headers=ENGLISH))
    assert f"The hotline 12345 wants the result by {said}. RX-1" in page
    ticket = db.session.query(Ticket).filter_by(external_ref="RX-1").one()
    act(cast, ticket, "officer", "accept", NOW)
    act(cast, ticket, "officer", "dispatch", NOW, lead="jfj")
    for kind in ("promise", "resolve"):
        reckoning = words(client.get(f"/clocks/{clock_of(ticket, kind).id}", headers=ENGLISH))
        assert "A limit set from outside ends it here." in reckoning
        assert said in reckoning


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("desk_lead", "/decisions/"),
        ("desk_lead", "/decisions/{request}"),
        ("desk_lead", "/desk/t/{number}"),
        ("leader", "/decisions/{request}"),
        ("handler", "/department/a/{share}"),
        ("handler", "/assignments/{share}/request_suspension"),
        ("officer", "/matters/{number}/set_urgent"),
        ("enterprise", "/portal/m/{number}"),
        ("enterprise", "/portal/m/{number}/receipt"),
    ],
)
def test_a_page_runs_few_statements(
    client: FlaskClient, db: SQLAlchemy, cast: Cast, who: str, address: str
) -> None:
    ticket = cast.ticket("in_callback")
    act(cast, ticket, "enterprise", "judge", NOW, solved="no", satisfaction=1)
    act(cast, ticket, "officer", "redo", NOW, reason="没有解决。")
    act(cast, ticket, "handler", "sign", NOW)
    act(cast, ticket, "handler", "request_suspension", NOW, **HEARING)
    parts = {"number": ticket.number, "request": request_of(ticket).id, "share": assignment_of(ticket).id}
    # Asked for already, so that its form is not possible; one of another matter has it.
    other = cast.ticket("working")
    if address.endswith("request_suspension"):
        parts["share"] = assignment_of(other).id
    sign_in(client, who)
    db.session.remove()
    with counted(db) as statements:
        assert client.get(address.format(**parts)).status_code == 200
    assert len(statements) <= MOST, "\n".join(statements)


def test_kinds_are_chosen_where_there_are_several(client: FlaskClient, cast: Cast) -> None:
    asked(cast)
    sign_in(client, "desk_lead")
    assert "All kinds" not in words(client.get("/decisions/", headers=ENGLISH))
    asked(cast, "request_suspension", **HEARING)
    page = words(client.get("/decisions/", headers=ENGLISH))
    assert "All kinds 2 Extension 1 Suspension 1" in page
    page = words(client.get("/decisions/?kind=suspension", headers=ENGLISH))
    assert "Suspension until" in page
    assert "Extension by" not in page


def test_the_page_says_what_the_office_asked_for_in_other_matters(client: FlaskClient, cast: Cast) -> None:
    first = asked(cast)
    decide(cast, first, "desk_lead", "refuse", NOW, reason="理由不足。")
    ticket = asked(cast)
    sign_in(client, "desk_lead")
    page = words(client.get(f"/decisions/{request_of(ticket).id}", headers=ENGLISH))
    assert f"Extension by 3 working days Refused Mon 23 Nov, 10:00 · {first.number}" in page
    assert "理由不足。" in page


def test_what_came_of_a_matter_stands_beside_the_wish_to_exclude_it(
    client: FlaskClient, cast: Cast, db: SQLAlchemy
) -> None:
    ticket = cast.ticket("closed")
    act(cast, ticket, "handler", "request_exclusion", NOW, reason_code="repeat", reason="与上月同一事项。")
    sign_in(client, "desk_lead")
    address = f"/decisions/{request_of(ticket).id}"
    client.get(address)
    with counted(db) as statements:
        page = words(client.get(address, headers=ENGLISH))
    assert len(statements) <= MOST, "\n".join(statements)
    assert "Exclusion from the figures (Repeat or joined)" in page
    assert "Solved · Very satisfied" in page
