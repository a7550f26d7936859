"""Returning a matter on pages: the form, the decision with the next lead, the dispute, the ruling."""

import pytest
import time_machine
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Message, Ticket
from servicedesk.operations.deliveries import deliver
from tests.cast import Cast
from tests.factories import NOW, assignment_of
from tests.operations.matters import NOT_OURS, at, decide, request_of, returned
from tests.operations.returning import NO, OURS_NOT, asked, disputed, lead_of, refused, states
from tests.statements import MOST, counted
from tests.web.pages import ENGLISH, sign_in, words

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.usefixtures("at_work")]


def test_the_form_says_until_when_and_who_decides(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    sign_in(client, "handler")
    share = f"/department/a/{assignment_of(ticket).id}"
    page = words(client.get(share, headers=ENGLISH))
    assert "Dispatched by 周敏." in page
    assert "Routing table: row" in page
    address = f"/assignments/{assignment_of(ticket).id}/return"
    page = client.get(address, headers=ENGLISH)
    for said in ("It can be returned until Tue 24 Nov, 17:30.", "Desk lead decides."):
        assert said in words(page)
    assert 'value="jsj"' in page.text
    assert 'value="jfj"' not in page.text
    answer = client.post(address, data=NOT_OURS | {"basis": ""}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "On what is this based: Please fill this in." in words(answer)
    assert NOT_OURS["reason"] in answer.text
    answer = client.post(address, data=NOT_OURS)
    assert answer.status_code == 303
    page = words(client.get(answer.location, headers=ENGLISH))
    for said in (
        "Return asked for",
        "whether it keeps it is decided",
        NOT_OURS["basis"],
        "Construction Bureau",
    ):
        assert said in page
    queue = words(client.get("/department/?queue=returning", headers=ENGLISH))
    assert "Return asked for 1" in queue
    assert ticket.title in queue


def test_after_the_window_there_is_no_button(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    with time_machine.travel(at("11-24 17:31"), tick=False):
        sign_in(client, "handler")
        address = f"/department/a/{assignment_of(ticket).id}"
        page = client.get(address, headers=ENGLISH)
        assert "/return" not in page.text
        answer = client.post(
            f"/assignments/{assignment_of(ticket).id}/return", data=NOT_OURS, headers=ENGLISH
        )
        assert answer.status_code == 409
        assert "until the end of the working day after its dispatch" in words(answer)


def test_the_desk_lead_upholds_and_names_the_next_lead(client: FlaskClient, cast: Cast) -> None:
    ticket = asked(cast)
    sign_in(client, "desk_lead")
    assert "To decide 1" in words(client.get("/decisions/", headers=ENGLISH))
    address = f"/decisions/{request_of(ticket).id}"
    page = client.get(address, headers=ENGLISH)
    for said in (NOT_OURS["reason"], NOT_OURS["basis"], "Routing table: row", "Promised answer"):
        assert said in words(page)
    assert '<option selected value="jsj">' in page.text
    answer = client.post(address, data={"lead": "jsj", "reason": "同意。", "approve": "1"})
    assert (answer.status_code, answer.location) == (303, "/decisions/")
    assert lead_of(ticket) == "jsj"
    page = words(client.get("/decisions/decided", headers=ENGLISH))
    assert "郑华 upheld it on Mon 23 Nov, 10:00." in page


def test_without_a_next_lead_the_desk_sees_who_returned_it_and_why(client: FlaskClient, cast: Cast) -> None:
    ticket = asked(cast)
    sign_in(client, "desk_lead")
    client.post(f"/decisions/{request_of(ticket).id}", data={"lead": "", "reason": "", "approve": "1"})
    assert states(ticket)[0] == "accepted"
    for address in (f"/desk/t/{ticket.number}", f"/matters/{ticket.number}/dispatch"):
        page = client.get(address, headers=ENGLISH)
        for said in ("asked to return the matter", NOT_OURS["reason"], NOT_OURS["basis"]):
            assert said in words(page)
        assert '<option selected value="jsj">' in page.text


def test_a_refusal_needs_a_reason_and_keeps_the_choice(client: FlaskClient, cast: Cast) -> None:
    ticket = asked(cast)
    sign_in(client, "desk_lead")
    address = f"/decisions/{request_of(ticket).id}"
    answer = client.post(address, data={"lead": "rsj", "reason": "", "refuse": "1"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "Your words to it: Please fill this in." in words(answer)
    assert '<option selected value="rsj">' in answer.text
    assert client.post(address, data={"reason": "属贵局。", "refuse": "1"}).status_code == 303
    answer = client.post(address, data={"reason": "再来。", "approve": "1"}, headers=ENGLISH)
    assert answer.status_code == 409
    assert "郑华 has refused this request already." in words(answer)


def test_the_department_disputes_a_refusal_in_time(client: FlaskClient, cast: Cast) -> None:
    ticket = refused(cast)
    sign_in(client, "handler")
    page = client.get(f"/department/a/{assignment_of(ticket).id}", headers=ENGLISH)
    assert "Dispute until Mon 23 Nov, 16:00 4 working hours left" in words(page)
    address = f"/disputes/{request_of(ticket).id}"
    assert address in page.text
    assert NO["reason"] in words(client.get(address, headers=ENGLISH))
    answer = client.post(address, data={"reason": " "}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "Why is the refusal wrong: Please fill this in." in words(answer)
    answer = client.post(address, data=OURS_NOT)
    assert answer.status_code == 303
    page = words(client.get(answer.location, headers=ENGLISH, follow_redirects=True))
    for said in (
        "Disputed",
        "a leader rules",
        OURS_NOT["reason"],
        NO["reason"],
        "Zone leader rules, finally.",
    ):
        assert said in page
    assert client.get(address).status_code == 302
    answer = client.post(address, data=OURS_NOT, headers=ENGLISH)
    assert answer.status_code == 409


def test_after_four_hours_there_is_no_dispute(client: FlaskClient, cast: Cast) -> None:
    ticket = refused(cast)
    with time_machine.travel(at("11-23 16:01"), tick=False):
        sign_in(client, "handler")
        page = client.get(f"/department/a/{assignment_of(ticket).id}", headers=ENGLISH)
        assert "/disputes/" not in page.text
        answer = client.post(f"/disputes/{request_of(ticket).id}", data=OURS_NOT, headers=ENGLISH)
        assert (answer.status_code, "4 working hours" in words(answer)) == (409, True)


@pytest.mark.parametrize(("to", "ends"), [("jfj", ("to_sign", "refused")), ("jsj", ("to_sign", "approved"))])
def test_a_leader_rules(client: FlaskClient, cast: Cast, to: str, ends: tuple[str, str]) -> None:
    ticket = disputed(cast)
    sign_in(client, "leader")
    assert "To decide 1" in words(client.get("/decisions/", headers=ENGLISH))
    address = f"/decisions/{request_of(ticket).id}"
    page = words(client.get(address, headers=ENGLISH))
    for said in (NO["reason"], OURS_NOT["reason"], "(keeps the matter)", "The ruling is final."):
        assert said in page
    answer = client.post(address, data={"department": "", "reason": "裁定。", "rule": "1"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "Which department leads the matter: Please fill this in." in words(answer)
    assert client.post(address, data={"department": to, "reason": "裁定。", "rule": "1"}).status_code == 303
    assert states(ticket)[1:] == ends
    assert lead_of(ticket) == to
    assert "finally" in words(client.get("/decisions/decided", headers=ENGLISH))


def test_links_of_who_returned_it_lead_nowhere_any_more(
    client: FlaskClient, db: SQLAlchemy, cast: Cast
) -> None:
    ticket = asked(cast)
    share = assignment_of(ticket).id
    decide(cast, ticket, "desk_lead", "approve", NOW, lead="jsj")
    deliver(NOW)
    sign_in(client, "handler")
    page = words(client.get("/account/messages", headers=ENGLISH))
    assert f"Your return was upheld: {ticket.number} is not your department's any more." in page
    assert ticket.title not in page
    dispatch = db.session.query(Message).filter_by(person_id=cast.handler.id, kind="dispatch").one()
    answer = client.get(f"/account/messages/{dispatch.id}?number={ticket.number}")
    for address in (answer.location, f"/department/a/{share}", f"/disputes/{request_of(ticket).id}"):
        assert client.get(address).status_code == 404


def test_the_enterprise_reads_that_it_is_being_checked_and_keeps_its_promise(
    client: FlaskClient, cast: Cast
) -> None:
    ticket = asked(cast)
    sign_in(client, "enterprise")
    address = f"/portal/m/{ticket.number}"
    page = words(client.get(address, headers=ENGLISH))
    assert "It is being checked which department is in charge" in page
    assert "Mon 30 Nov, 17:30" in page
    decide(cast, ticket, "desk_lead", "approve", NOW, lead="jsj", reason="内部意见。")
    page = words(client.get(address, headers=ENGLISH))
    for hidden in (NOT_OURS["reason"], NOT_OURS["basis"], "内部意见。", "upheld"):
        assert hidden not in page


def test_the_administrator_sees_which_rows_come_back(client: FlaskClient, cast: Cast) -> None:
    returned(cast, cast.ticket("to_sign"), NOW)
    decide(cast, asked(cast), "desk_lead", "approve", NOW)
    sign_in(client, "admin")
    page = words(client.get("/admin/routing", headers=ENGLISH))
    first = page.split("Rate", 1)[1]
    assert "Economic Development Bureau" in first.split("%")[0]
    assert "2 1 50.0%" in first


@pytest.mark.parametrize(
    ("who", "address", "made"),
    [
        ("desk_lead", "/decisions/", asked),
        ("desk_lead", "/decisions/{request}", asked),
        ("leader", "/decisions/{request}", disputed),
        ("handler", "/department/a/{share}", refused),
        ("handler", "/disputes/{request}", refused),
        ("handler", "/department/?queue=returning", asked),
        ("admin", "/admin/routing", asked),
    ],
)
def test_a_page_runs_few_statements(
    client: FlaskClient, db: SQLAlchemy, cast: Cast, who: str, address: str, made: object
) -> None:
    ticket: Ticket = made(cast)  # type: ignore[operator]
    parts = {"request": request_of(ticket).id, "share": assignment_of(ticket).id}
    sign_in(client, who)
    db.session.remove()
    with counted(db) as statements:
        assert client.get(address.format(**parts)).status_code == 200
    assert len(statements) <= MOST, "\n".join(statements)


def test_the_dispatch_page_of_a_returned_matter_runs_few_statements(
    client: FlaskClient, db: SQLAlchemy, cast: Cast
) -> None:
    ticket = decide(cast, asked(cast), "desk_lead", "approve", NOW)
    number = ticket.number
    sign_in(client, "officer")
    for address in (f"/desk/t/{number}", f"/matters/{number}/dispatch"):
        db.session.remove()
        with counted(db) as statements:
            assert client.get(address).status_code == 200
        assert len(statements) <= MOST, "\n".join(statements)
