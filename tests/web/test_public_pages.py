"""What anybody may read: the way in, the promises, the help."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import PolicyVersion
from tests.factories import NOW
from tests.web.pages import ENGLISH, words

CHINESE = {"Accept-Language": "zh-CN"}

pytestmark = pytest.mark.database("sqlite")


def test_the_way_in_offers_the_four_plain_words_in_the_readers_language(client: FlaskClient) -> None:
    page = client.get("/", headers=CHINESE)
    for entry, name in (
        ("ask", "我想问"),
        ("apply", "我要办"),
        ("complain", "我要投诉"),
        ("suggest", "我有建议"),
    ):
        assert name in words(page)
        assert f'href="/portal/submit?entry={entry}"' in page.text
    assert "I want to complain" in words(client.get("/", headers=ENGLISH))


def test_the_way_in_names_the_duty_phone(client: FlaskClient) -> None:
    client.application.config["SERVICEDESK_DUTY_PHONE"] = "0553 555 0199"
    assert 'href="tel:05535550199"' in client.get("/").text


def test_the_promises_are_those_of_the_policies_in_force(client: FlaskClient) -> None:
    said = words(client.get("/promises", headers=ENGLISH))
    assert "Consultation Accepted within 2 working hours" in said
    assert "Answered within 1 working day" in said
    assert "24 hours, day and night" in said


def test_a_new_policy_changes_the_promises(client: FlaskClient, db: SQLAlchemy) -> None:
    old = db.session.query(PolicyVersion).filter_by(code="consultation").one()
    budgets = {**old.spec["budgets"], "promise": {"unit": "working_days", "amount": 3}}
    db.session.add(
        PolicyVersion(
            code="consultation",
            version=2,
            effective_from=NOW - timedelta(days=400),
            spec={**old.spec, "budgets": budgets},
        )
    )
    db.session.commit()
    assert "Consultation answered within 3 working days" in words(client.get("/", headers=ENGLISH))


def test_limits_for_some_categories_stand_on_the_promises_alone(client: FlaskClient, db: SQLAlchemy) -> None:
    urgent = db.session.query(PolicyVersion).filter_by(code="urgent").one()
    spec = {**urgent.spec, "name_en": "Power outage", "categories": ["0501"]}
    spec["budgets"] = {"promise": {"unit": "natural_minutes", "amount": 120}}
    db.session.add(
        PolicyVersion(code="outage", version=1, effective_from=NOW - timedelta(days=400), spec=spec)
    )
    db.session.commit()
    said = words(client.get("/promises", headers=ENGLISH))
    # What it does not say, the general one for urgent matters says.
    assert "Power outage Outages, safety, many workers involved: Power Accepted within 10 minutes" in said
    assert "Answered within 2 hours, day and night" in said
    assert "Power outage" not in words(client.get("/", headers=ENGLISH))


def test_what_is_out_of_force_is_promised_no_more(client: FlaskClient, db: SQLAlchemy) -> None:
    old = db.session.query(PolicyVersion).filter_by(code="complex").one()
    row = {"code": "complex", "version": 2, "effective_from": NOW - timedelta(days=400)}
    db.session.add(PolicyVersion(**row, spec={**old.spec, "active": False}))
    db.session.commit()
    assert "Complex matters" not in words(client.get("/promises", headers=ENGLISH))


def test_help_says_the_legal_ways_and_the_opening_hours(client: FlaskClient) -> None:
    said = words(client.get("/help", headers=ENGLISH))
    assert "Administrative reconsideration" in said
    assert "08:30–12:00, 14:00–17:30" in said
