"""Urging, supervising and what is under supervision, on pages."""

from collections.abc import Iterator

import pytest
import time_machine
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Ticket
from servicedesk.operations.deliveries import deliver
from servicedesk.operations.sweep import sweep
from tests.cast import STAGES, Cast
from tests.factories import NOW
from tests.operations.matters import act, at
from tests.statements import MOST, counted
from tests.web.pages import ENGLISH, read, send, sign_in, words

pytestmark = pytest.mark.database("sqlite")
SAID = "企业已两次来电，请抓紧办理。"
LATE = at("11-24 10:00")


@pytest.fixture(autouse=True)
def on_that_tuesday() -> Iterator[None]:
    with time_machine.travel(LATE, tick=False):
        yield


@pytest.fixture
def late(cast: Cast) -> Ticket:
    """A matter whose first contact is late."""
    ticket = cast.ticket("working")
    sweep(LATE)
    return ticket


def test_a_card_by_hand_stands_on_the_page_and_in_lists(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working", now=LATE)
    form = {"card": "red", "text": SAID}
    status, _ = send(client, "supervisor", f"/matters/{ticket.number}/supervise", **form)
    assert status == 303
    shown = read(client, "leader", f"/desk/t/{ticket.number}")
    assert "Red card since Tue 24 Nov, 10:00 (under supervision)" in shown
    assert "put the matter under supervision (red card)" in shown
    assert SAID in shown
    for username, path in (
        ("officer", "/desk/?queue=in_progress"),
        ("handler", "/department/?queue=working"),
    ):
        assert "Red card" in read(client, username, path)
    portal = read(client, "enterprise", f"/portal/m/{ticket.number}")
    assert "supervision" not in portal
    assert SAID not in portal


def test_the_list_names_limit_time_and_who_is_in_charge(client: FlaskClient, late: Ticket) -> None:
    for username in ("desk_lead", "supervisor", "leader", "handler"):
        shown = read(client, username, "/supervision/")
        assert late.number in shown, username
        assert "Yellow card" in shown
        assert "First contact" in shown
        assert "李强" in shown
    assert late.number not in read(client, "handler2", "/supervision/")
    assert late.number not in read(client, "leader", "/supervision/?department=rsj")
    sign_in(client, "enterprise")
    assert client.get("/supervision/").status_code == 403


def test_the_supervision_slip_is_printed_on_one_page(client: FlaskClient, cast: Cast, late: Ticket) -> None:
    sign_in(client, "leader")
    address = f"/matters/{late.number}/papers/supervision"
    assert client.get(address).status_code == 404
    act(cast, late, "supervisor", "supervise", LATE, card="yellow", text=SAID)
    paper = words(client.get(address, headers=ENGLISH))
    for part in ("Supervision slip", late.number, SAID, "何平", "Yellow card", "(stamp)"):
        assert part in paper, part


def test_the_instruction_sheet_names_leader_departments_and_reports(
    client: FlaskClient, cast: Cast, late: Ticket
) -> None:
    given = {"text": SAID, "due_on": "2026-11-27", "departments": ["rsj"]}
    act(cast, late, "leader", "instruct", LATE, **given)
    act(cast, late, "handler2", "report_back", LATE, text="已办结。")
    paper = read(client, "handler2", f"/matters/{late.number}/papers/instruction")
    for part in ("Instruction sheet", SAID, "林志远", "27 November 2026", "已办结。"):
        assert part in paper, part


def test_the_enterprise_urges_from_its_page_once_a_working_day(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working", now=LATE)
    assert "Urge" in read(client, "enterprise", f"/portal/m/{ticket.number}")
    address = f"/matters/{ticket.number}/urge"
    assert send(client, "enterprise", address, text=SAID)[0] == 303
    assert SAID in read(client, "enterprise", f"/portal/m/{ticket.number}")
    deliver(LATE)
    assert SAID in read(client, "handler", "/account/messages")
    status, page = send(client, "enterprise", address, text="再催一次。")
    assert status == 409
    assert "You can urge again from 24 November 2026, 17:30 on" in page
    assert "再催一次。" in page


@pytest.mark.parametrize("username", ["leader", "officer", "supervisor", "handler"])
def test_the_list_runs_few_statements(client: FlaskClient, cast: Cast, db: SQLAlchemy, username: str) -> None:
    for n in range(30):
        ticket = cast.ticket(STAGES[n % len(STAGES)], NOW)
        if n % 3 == 0 and ticket.state in ("accepted", "in_progress"):
            act(cast, ticket, "supervisor", "supervise", NOW, card="yellow", text=SAID)
    sweep(LATE)
    sign_in(client, username)
    db.session.remove()
    with counted(db) as statements:
        assert client.get("/supervision/").status_code == 200
    assert len(statements) <= MOST, "\n".join(statements)
