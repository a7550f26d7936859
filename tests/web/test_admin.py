"""The administrator's overview: everything about the desk, nothing of any matter."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.operations.deliveries import deliver
from servicedesk.operations.seals import seal_days
from tests.cast import Cast
from tests.factories import NOW, make_person
from tests.statements import MOST, counted
from tests.web.pages import ENGLISH, sign_in, words

PAGES = ("", "departments", "people", "categories", "policies", "calendar", "record")
LATER = NOW + timedelta(days=1)


def read(client: FlaskClient, name: str = "") -> str:
    """What the page says to an English reader a day later."""
    with time_machine.travel(LATER, tick=False):
        answer = client.get(f"/admin/{name}", headers=ENGLISH)
    assert answer.status_code == 200
    return words(answer)


@pytest.fixture
def admin(client: FlaskClient, cast: Cast) -> FlaskClient:
    with time_machine.travel(LATER, tick=False):
        sign_in(client, "admin")
    return client


@pytest.mark.parametrize("username", sorted({*Cast.__dataclass_fields__} - {"admin"}))
def test_nobody_else_opens_the_administration(client: FlaskClient, cast: Cast, username: str) -> None:
    assert client.get("/admin/people").status_code == 302
    sign_in(client, username)
    assert [client.get(f"/admin/{name}").status_code for name in PAGES] == [403] * len(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_shows_anything_of_a_matter(admin: FlaskClient, cast: Cast, name: str) -> None:
    ticket = cast.ticket("working", title="绝不能让管理员看到的标题")
    said = read(admin, name)
    assert ticket.title not in said
    assert ticket.number not in said


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_few_statements(admin: FlaskClient, db: SQLAlchemy, name: str) -> None:
    db.session.remove()
    with counted(db) as statements:
        read(admin, name)
    assert len(statements) <= MOST, "\n".join(statements)


def test_departments_stand_with_their_names_and_the_number_of_people(admin: FlaskClient) -> None:
    said = read(admin, "departments")
    assert re.search(r"jfj 经济发展局 \S+ Economic Development Bureau Office of the zone 2\b", said)


def test_people_stand_with_roles_office_and_last_sign_in(admin: FlaskClient) -> None:
    said = read(admin, "people")
    assert "李强 handler Department handler Economic Development Bureau Open not in the last 90 days" in said
    assert "系统管理员 admin Administrator Open Tue 24 Nov, 10:00" in said


def test_closed_locked_and_unverified_accounts_are_marked(
    admin: FlaskClient, cast: Cast, db: SQLAlchemy
) -> None:
    cast.officer2.active = False
    cast.handler3.locked_until = LATER + timedelta(minutes=5)
    make_person("enterprise", username="new", enterprise=cast.enterprise.enterprise, verified=False)
    db.session.commit()
    said = read(admin, "people")
    assert re.search(r"officer2 Desk officer \D+ Out of use", said)
    assert re.search(r"handler3 Department handler \D+ Locked until Tue 24 Nov, 10:05", said)
    assert re.search(r"new Enterprise member \S+ Not verified yet", said)


def test_people_go_on_page_after_page(admin: FlaskClient, cast: Cast) -> None:
    for n in range(45):
        make_person("handler", username=f"colleague{n}", department="jfj")
    with time_machine.travel(LATER, tick=False):
        first = admin.get("/admin/people", headers=ENGLISH)
        (following,) = re.findall(r'rel="next" href="([^"]+)"', first.text)
        second = admin.get(following, headers=ENGLISH)
    pages = [re.findall(r'<td class="number">(\w+)</td>\s*<td>\D', answer.text) for answer in (first, second)]
    assert len(pages[0]) == 50
    assert set(pages[0]) | set(pages[1]) == {*cast.everybody(), *(f"colleague{n}" for n in range(45))}
    assert not set(pages[0]) & set(pages[1])


def test_categories_name_who_leads_and_who_assists(admin: FlaskClient) -> None:
    said = read(admin, "categories")
    assert "01 Policy benefits Business environment Economic Development Bureau Finance Bureau" in said
    assert "0501 Power Power Supply Company Construction Bureau" in said


def test_policies_stand_as_a_table_of_limits(admin: FlaskClient) -> None:
    said = read(admin, "policies")
    days = "1 working day 5 working days 15 working days 5 working days"
    assert f"Result {days} 24 hours, day and night 3 working days –" in said
    assert "10 minutes, day and night" in said


def test_a_year_without_a_notice_is_pointed_out(admin: FlaskClient) -> None:
    warning = "No notice of public holidays is loaded for 2027: limits that reach into it are provisional."
    assert warning in read(admin)
    said = read(admin, "calendar")
    assert warning in said
    assert "Thu 1 Oct – Wed 7 Oct 7 days" in said
    assert "Make-up working days" in said


def test_what_waits_for_the_timetable_is_counted(admin: FlaskClient, cast: Cast) -> None:
    cast.ticket("to_sign")
    before = read(admin)
    waiting = re.search(r"Messages to be delivered now (\d+)", before)
    assert waiting
    assert int(waiting[1]) > 0
    assert re.search(r"Limits with a step due [1-9]", before)
    deliver(LATER)
    assert "Messages to be delivered now 0" in read(admin)


def test_a_missing_seal_is_pointed_out(admin: FlaskClient, cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False):
        cast.ticket()
    assert "Yesterday is not sealed yet" in read(admin)
    seal_days(LATER)
    said = read(admin)
    assert "Yesterday is not sealed yet" not in said
    assert "23 November 2026" in said


def test_the_journal_says_who_did_what(admin: FlaskClient) -> None:
    said = read(admin, "record")
    assert "系统管理员 signed in" in said
    assert "The desk itself loaded reference data" in said
