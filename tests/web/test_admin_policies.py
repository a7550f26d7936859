"""Administrators make new versions of policies: typed, looked at, confirmed; and only they."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from servicedesk.models import PolicyVersion
from servicedesk.queries.limits import limits
from servicedesk.web.forms.policy import start_of
from tests.cast import Cast
from tests.factories import NOW, last_administration
from tests.statements import MOST, counted
from tests.web.pages import ENGLISH, sign_in, words

LATER = NOW + timedelta(days=1)
EDIT, NEW = "/admin/policies/standard/edit", "/admin/policies/new"
OUTAGE = {
    "code": "outage", "name_zh": "停电", "name_en": "Power outage", "case": "urgent",
    "kinds": ["request", "service"], "categories": ["0501"],
}  # fmt: skip


@pytest.fixture
def admin(client: FlaskClient, cast: Cast) -> FlaskClient:
    with time_machine.travel(LATER, tick=False):
        sign_in(client, "admin")
    return client


def typed(like: str, do: str = "look", /, **changes: Any) -> dict[str, Any]:
    """The editor's fields as they first stand, with changes (`__` stands for a dot), and a button."""
    policy = limits(NOW).policies[like]
    start = start_of(policy, policy.version, "once") | {"do": do}
    given = start | {name.replace("__", "."): value for name, value in changes.items()}
    return {
        name: "y" if value is True else value for name, value in given.items() if value not in (False, None)
    }


def ask(client: FlaskClient, address: str, given: dict[str, Any] | None = None) -> TestResponse:
    with time_machine.travel(LATER, tick=False):
        if given is None:
            return client.get(address, headers=ENGLISH)
        return client.post(address, data=given, headers=ENGLISH)


def versions(db: SQLAlchemy) -> int:
    return db.session.query(PolicyVersion).count()


def test_the_editor_stands_filled_with_what_is_in_force(admin: FlaskClient) -> None:
    page = ask(admin, EDIT)
    assert re.search(r'name="budgets.contact.amount"[^>]*value="6"', page.text)
    assert '<option selected value="working_hours">' in page.text
    assert re.search(r'name="ladder.1.amount"[^>]*value="80"', page.text)
    assert "Matters that were submitted before it holds keep the limits that they have." in words(page)


def test_what_changes_is_shown_before_it_is_confirmed(admin: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    cast.ticket("working")
    cast.ticket(kind="complaint")
    before = versions(db)
    page = ask(admin, EDIT, typed("standard", budgets__contact__amount="3", review=False))
    said = words(page)
    assert "First contact Until then 6 working hours From then on 3 working hours" in said
    assert "Result is reviewed Until then required From then on not required" in said
    assert "1 of 2 matters would have gone by it; 1 as things stand" in said
    assert versions(db) == before


def test_confirming_makes_the_version_and_puts_it_on_record(admin: FlaskClient, db: SQLAlchemy) -> None:
    given = typed("standard", budgets__contact__amount="3", effective_from="2026-12-01T08:30")
    look = ask(admin, EDIT, given)
    sent = dict(re.findall(r'hidden" name="([^"]+)" value="([^"]*)"', look.text))
    assert sent["budgets.contact.amount"] == "3"
    answer = ask(admin, EDIT, given | {"do": "store"})
    assert (answer.status_code, answer.location) == (303, "/admin/policies/standard")
    event = last_administration()
    assert event.payload["changes"] == {
        "budgets.contact": [
            {"unit": "working_minutes", "amount": 360},
            {"unit": "working_minutes", "amount": 180},
        ]
    }
    assert event.payload["effective_from"] == "2026-12-01T00:30:00+00:00"
    said = words(ask(admin, "/admin/policies/standard"))
    assert "There is a newer version: 2" in said
    assert "Version 2 Tue 1 Dec, 08:30 – coming" in said
    assert "version 2 holds from Tue 1 Dec, 08:30" in words(ask(admin, "/admin/policies"))
    assert "First contact 6 working hours → 3 working hours" in words(ask(admin, "/admin/record"))


def test_a_second_press_makes_no_second_version(admin: FlaskClient, db: SQLAlchemy) -> None:
    before = versions(db)
    for _ in range(2):
        assert ask(admin, EDIT, typed("standard", "store", review=False)).status_code == 303
    assert versions(db) == before + 1


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"budgets__contact__amount": "0"}, "budgets.contact.amount", "This must be more than nothing."),
    ({"budgets__contact__amount": "soon"}, "budgets.contact.amount", "This must be a whole number."),
    ({"budgets__contact__amount": "99999999"}, "budgets.contact.amount", "This is longer than a year"),
    ({"budgets__contact__amount": "", "budgets__contact__unit": ""}, "budgets.contact.amount", "every step"),
    ({"budgets__contact__unit": "moment"}, "budgets.contact.at", "Please give an hour such as 12:00."),
    ({"budgets__contact__unit": ""}, "budgets.contact.unit", "Please choose a unit."),
    ({"extension__max_days": "0"}, "extension.max_days", "This must be from 1 to 60."),
    ({"ladder__1__amount": "50"}, "ladder.1.amount", "This step must come later"),
    ({"ladder__1__amount": "half"}, "ladder.1.amount", "A share of the time"),
    ({"ladder__0__to": []}, "ladder.0.to-0", "Please choose who is told."),
    ({"kinds": ["request"]}, "kinds-0", "left for this kind: Service."),
    ({"categories": ["9999"]}, "categories-0", "9999 is not a category."),
    ({"ended": True}, "ended", "left for this kind: Request."),
    ({"effective_from": "2026-11-23T10:00"}, "effective_from", "This lies in the past"),
    ({"effective_from": "tomorrow"}, "effective_from", "Please give a date and time."),
    ({"name_zh": " "}, "name_zh", "Please fill this in."),
]


@pytest.mark.database("sqlite")
@pytest.mark.parametrize(("changes", "field", "sentence"), WRONG, ids=lambda value: str(value)[:50])
@pytest.mark.parametrize("do", ["look", "store"])
def test_what_is_wrong_is_said_beside_its_field(
    admin: FlaskClient, db: SQLAlchemy, changes: dict[str, Any], field: str, sentence: str, do: str
) -> None:
    before = versions(db)
    page = ask(admin, EDIT, typed("standard", do, **{"name_en": "Kept as typed", **changes}))
    assert page.status_code == 422
    assert re.search(rf'href="#{re.escape(field)}">[^<]*{re.escape(sentence)}', page.text), words(page)[:900]
    assert f'id="{field}"' in page.text
    assert "Kept as typed" in page.text
    assert versions(db) == before


def test_lines_of_the_ladder_come_and_go_and_what_was_typed_stays(admin: FlaskClient) -> None:
    more = ask(admin, EDIT, typed("standard", "add", name_en="Kept as typed", ladder__0__amount="45"))
    assert "Step 5" in words(more)
    assert 'name="rungs" type="hidden" value="5"' in more.text
    fewer = ask(admin, EDIT, typed("standard", "drop-0", name_en="Kept as typed"))
    assert re.search(r'name="ladder.0.amount"[^>]*value="80"', fewer.text)
    assert "Step 4" not in words(fewer)
    for page in (more, fewer):
        assert 'value="Kept as typed"' in page.text


@pytest.mark.parametrize("do", ["drop-99", "drop-", "drop-x", "nonsense", ""])
@pytest.mark.parametrize("rungs", ["4", "-1", "x", "999999999999", "²"])
@pytest.mark.database("sqlite")
def test_a_form_that_nobody_has_drawn_harms_nothing(admin: FlaskClient, do: str, rungs: str) -> None:
    assert ask(admin, EDIT, typed("standard", do, rungs=rungs)).status_code in (200, 422)


def test_a_new_policy_begins_like_another_and_is_made_for_a_category(
    admin: FlaskClient, db: SQLAlchemy
) -> None:
    assert re.search(r'name="budgets.accept.amount"[^>]*value="10"', ask(admin, f"{NEW}?like=urgent").text)
    look = ask(admin, NEW, typed("urgent", seen="0", **OUTAGE))
    assert "Categories From then on Power" in words(look)
    assert ask(admin, NEW, typed("urgent", "store", seen="0", **OUTAGE)).location == "/admin/policies/outage"
    said = words(ask(admin, "/admin/policies"))
    assert "Power outage only: Power" in said
    assert "made a policy Tue 24 Nov, 10:00 Policy Power outage (outage)" in words(
        ask(admin, "/admin/record")
    )
    ask(
        admin,
        "/admin/policies/outage/edit",
        typed("urgent", "store", seen="1", once="another", ended=True, **OUTAGE),
    )
    assert "Out of force Power outage" in words(ask(admin, "/admin/policies"))


def test_a_code_that_is_taken_is_said_beside_it(admin: FlaskClient) -> None:
    page = ask(admin, NEW, typed("urgent", seen="0", **{**OUTAGE, "code": "urgent"}))
    assert page.status_code == 422
    assert re.search(r'href="#code">[^<]*A policy with this code is there already', page.text)


def test_who_was_slower_is_told(admin: FlaskClient, db: SQLAlchemy) -> None:
    late = typed("standard", "store", review=False, once="another")
    ask(admin, EDIT, typed("standard", "store", callback=False))
    page = ask(admin, EDIT, late)
    assert page.status_code == 422
    assert "Somebody has made a newer version meanwhile" in words(page)


@pytest.mark.database("sqlite")
@pytest.mark.parametrize(
    "username", ["officer", "desk_lead", "leader", "supervisor", "handler", "enterprise"]
)
def test_nobody_else_reads_or_changes_policies(
    client: FlaskClient, cast: Cast, db: SQLAlchemy, username: str
) -> None:
    before = versions(db)
    with time_machine.travel(LATER, tick=False):
        sign_in(client, username)
    for address in ("/admin/policies", "/admin/policies/standard", EDIT, NEW):
        assert ask(client, address).status_code == 403
    assert ask(client, EDIT, typed("standard", "store", review=False)).status_code == 403
    assert versions(db) == before


@pytest.mark.parametrize("address", ["/admin/policies/nothing", "/admin/policies/nothing/edit"])
def test_a_policy_that_is_not_there(admin: FlaskClient, address: str) -> None:
    assert ask(admin, address).status_code == 404
    assert ask(admin, "/admin/policies/standard?version=9").status_code == 404


@pytest.mark.database("sqlite")
def test_the_pages_run_few_statements(admin: FlaskClient, db: SQLAlchemy) -> None:
    asked: list[tuple[str, dict[str, Any] | None]] = [
        ("/admin/policies", None), ("/admin/policies/standard", None), (EDIT, None), (NEW, None),
        (EDIT, typed("standard", review=False)), (EDIT, typed("standard", "add")),
    ]  # fmt: skip
    db.session.remove()
    for address, given in asked:
        with counted(db) as statements:
            assert ask(admin, address, given).status_code == 200
        assert len(statements) <= MOST, "\n".join(statements)
