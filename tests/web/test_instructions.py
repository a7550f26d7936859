"""Instructions on pages: given by a leader, kept in the ledger, reported on by departments."""

import re

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Instruction, Ticket
from tests.cast import Cast
from tests.factories import NOW, events_of
from tests.operations.matters import act
from tests.statements import MOST, counted
from tests.web.pages import ENGLISH, csrf_token, read, sign_in, words

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.usefixtures("at_work")]
WORD = "请两部门会商，按期书面报告。"
REPORT = "已会商，拟于周五前解决。"


@pytest.fixture
def instructed(cast: Cast) -> Ticket:
    """A matter led by jfj on which rsj is instructed as well."""
    ticket = cast.ticket("working")
    given = {"text": WORD, "due_on": "2026-11-27", "departments": ["jfj", "rsj"]}
    return act(cast, ticket, "leader", "instruct", NOW, **given)


def the_one(db: SQLAlchemy, department: str) -> Instruction:
    db.session.rollback()
    found = db.session.query(Instruction).join(Instruction.department).filter_by(code=department)
    return found.one()


def send(client: FlaskClient, path: str, **form: object) -> tuple[int, str]:
    token = csrf_token(client.get(path, headers=ENGLISH))
    answer = client.post(path, data={"csrf_token": token, **form}, headers=ENGLISH)
    return answer.status_code, words(answer)


def test_a_leader_instructs_from_the_page_of_the_matter(
    client: FlaskClient, cast: Cast, db: SQLAlchemy
) -> None:
    ticket = cast.ticket("working")
    assert "Instruct" in read(client, "leader", f"/desk/t/{ticket.number}")
    form = {"text": WORD, "due_on": "2026-11-27", "departments": ["jfj", "rsj"]}
    sign_in(client, "leader")
    status, _ = send(client, f"/matters/{ticket.number}/instruct", **form)
    assert status == 303
    shown = read(client, "leader", f"/desk/t/{ticket.number}")
    assert shown.count("To be reported on") == 2
    assert WORD in shown


def test_a_past_date_is_refused_beside_its_field_and_all_is_kept(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    sign_in(client, "leader")
    form = {"text": WORD, "due_on": "2026-11-20", "departments": ["rsj"]}
    status, page = send(client, f"/matters/{ticket.number}/instruct", **form)
    assert status == 422
    assert "This day has passed" in page
    assert WORD in page


def test_a_department_reports_in_place_on_its_home_page(
    client: FlaskClient, instructed: Ticket, db: SQLAlchemy
) -> None:
    shown = read(client, "handler2", "/department/")
    assert "To report back" in shown
    assert WORD in shown
    one = the_one(db, "rsj").id
    sign_in(client, "handler2")
    status, _ = send(client, f"/instructions/{one}", text=REPORT)
    assert status == 303
    assert (the_one(db, "rsj").state, the_one(db, "jfj").state) == ("reported", "open")
    assert "To report back" not in read(client, "handler2", "/department/")
    assert REPORT in read(client, "leader", "/instructions/?list=reported")


def test_an_empty_report_is_refused_in_place(client: FlaskClient, instructed: Ticket, db: SQLAlchemy) -> None:
    sign_in(client, "handler2")
    status, page = send(client, f"/instructions/{the_one(db, 'rsj').id}", text=" ")
    assert status == 422
    assert "Please fill this in" in page
    assert the_one(db, "rsj").state == "open"


def test_the_ledger_is_for_those_whom_it_concerns(client: FlaskClient, instructed: Ticket) -> None:
    for username in ("leader", "officer", "supervisor"):
        shown = read(client, username, "/instructions/")
        assert shown.count(instructed.number) == 2, username
        narrowed = read(client, username, "/instructions/?department=rsj")
        assert narrowed.count(instructed.number) == 1, username
    for username in ("handler", "handler2"):
        assert read(client, username, "/instructions/?department=jsj").count(instructed.number) == 1
    assert instructed.number not in read(client, "handler3", "/instructions/")
    sign_in(client, "enterprise")
    assert client.get("/instructions/").status_code == 403


def test_another_departments_instruction_is_not_to_be_found(
    client: FlaskClient, instructed: Ticket, db: SQLAlchemy
) -> None:
    one = the_one(db, "rsj").id
    for username in ("handler", "handler3", "leader", "officer"):
        theirs = client.application.test_client()
        sign_in(theirs, username)
        assert theirs.get(f"/instructions/{one}").status_code == 404, username


def test_whom_it_names_reads_the_matter_and_the_enterprise_nothing_of_it(
    client: FlaskClient, instructed: Ticket
) -> None:
    shown = read(client, "handler2", f"/matters/{instructed.number}")
    assert WORD in shown
    assert "Report back" in shown
    assert WORD not in read(client, "enterprise", f"/portal/m/{instructed.number}")
    assert not [event for event in events_of(instructed) if event.visible and event.action == "instruct"]


@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("leader", "/instructions/"),
        ("officer", "/instructions/?department=rsj"),
        ("handler2", "/instructions/"),
        ("handler2", "/department/"),
        ("leader", "/desk/t/{number}"),
        ("officer", "/desk/t/{number}"),
        ("handler2", "/desk/t/{number}"),
        ("leader", "/matters/{new}/instruct"),
    ],
)
def test_pages_run_few_statements(
    client: FlaskClient, cast: Cast, instructed: Ticket, db: SQLAlchemy, username: str, address: str
) -> None:
    sign_in(client, username)
    number, new = instructed.number, cast.ticket("working").number
    db.session.remove()
    with counted(db) as statements:
        assert client.get(address.format(number=number, new=new)).status_code == 200
    assert len(statements) <= MOST, "\n".join(statements)


def boxes(client: FlaskClient, ticket: Ticket) -> tuple[list[str], list[str]]:
    """The departments of the leader's form that stand open, and those that are folded away."""
    sign_in(client, "leader")
    form = client.get(f"/matters/{ticket.number}/instruct").text
    box = re.compile(r"<input[^>]*name=\"departments\"[^>]*>")
    shown, _, folded = form.partition('<details class="more-offices"')
    first, others = ([*map(_value, box.findall(part))] for part in (shown, folded))
    return first, others


def _value(box: str) -> str:
    found = re.search(r'value="(\w+)"', box)
    assert found
    return found[1]


def test_a_leader_finds_the_lead_at_once_and_the_others_folded_away(client: FlaskClient, cast: Cast) -> None:
    first, others = boxes(client, cast.ticket("working"))
    assert first == ["jfj"]
    assert len(others) > 20


def test_where_nobody_leads_yet_all_departments_stand_open(client: FlaskClient, cast: Cast) -> None:
    first, others = boxes(client, cast.ticket("submitted"))
    assert len(first) > 20
    assert not others
