"""Cards stand on the ticket, for who works on it; never for the enterprise."""

import pytest
import time_machine
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Ticket
from servicedesk.operations.sweep import sweep
from servicedesk.operations.tokens import create_token
from tests.cast import Cast
from tests.factories import assignment_of
from tests.operations.matters import act, at
from tests.statements import MOST, counted
from tests.web.pages import sign_in, words

# The contact clock of a matter of Monday, 10:00: six working hours.
LATE = at("11-24 10:00")
CARD = "Yellow card since Tue 24 Nov, 09:00 (First contact)"


@pytest.fixture
def carded(cast: Cast) -> Ticket:
    ticket = cast.ticket("working")
    sweep(LATE)
    return ticket


def read(client: FlaskClient, username: str, path: str) -> str:
    with time_machine.travel(LATE, tick=False):
        sign_in(client, username)
        answer = client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return words(answer)


@pytest.mark.parametrize("username", ["officer", "desk_lead", "leader", "supervisor"])
def test_staff_see_it_on_the_page_of_the_matter(client: FlaskClient, carded: Ticket, username: str) -> None:
    assert CARD in read(client, username, f"/desk/t/{carded.number}")


def test_the_department_sees_it_on_its_assignment(client: FlaskClient, carded: Ticket) -> None:
    assert CARD in read(client, "handler", f"/department/a/{assignment_of(carded).id}")


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("officer", "/desk/?queue=in_progress"),
        ("officer", "/desk/search?q=奖补"),
        ("handler", "/department/?queue=working"),
    ],
)
def test_lists_show_its_colour(client: FlaskClient, carded: Ticket, username: str, path: str) -> None:
    assert f"{carded.title} Yellow card" in read(client, username, path)


def test_it_goes_with_its_clock(client: FlaskClient, carded: Ticket, cast: Cast) -> None:
    act(cast, carded, "handler", "contact", LATE, how="phone", person="陈静", text="已了解情况。")
    said = read(client, "officer", f"/desk/t/{carded.number}")
    assert "Yellow card since" not in said
    assert "Yellow card" not in read(client, "officer", "/desk/?queue=in_progress")


@pytest.mark.parametrize("path", ["/portal/", "/portal/m/{number}"])
def test_the_enterprise_never_sees_one(client: FlaskClient, carded: Ticket, path: str) -> None:
    sweep(at("12-30 10:00"))
    said = read(client, "enterprise", path.format(number=carded.number))
    assert carded.title in said
    assert "card" not in said.lower()


def test_the_api_says_it_to_staff_alone(client: FlaskClient, carded: Ticket, cast: Cast) -> None:
    found = {}
    for person in (cast.officer, cast.handler, cast.enterprise):
        bearer = {"Authorization": f"Bearer {create_token(person.username, LATE)}"}
        found[person.username] = client.get(f"/api/v1/tickets/{carded.number}", headers=bearer).json["card"]
    expected = {"colour": "yellow", "since": "2026-11-24T09:00:00+08:00", "clock": "contact"}
    assert found == {"officer": expected, "handler": expected, "enterprise": None}


@pytest.mark.database("sqlite")
def test_it_costs_no_statement(client: FlaskClient, carded: Ticket, db: SQLAlchemy) -> None:
    with time_machine.travel(LATE, tick=False):
        sign_in(client, "officer")
        for path in (f"/desk/t/{carded.number}", "/desk/?queue=in_progress"):
            db.session.remove()
            with counted(db) as statements:
                assert client.get(path).status_code == 200
            assert sum("clock_step" in statement for statement in statements) == 1
            assert len(statements) <= MOST, "\n".join(statements)
