"""Somebody registers as a member of an enterprise, which proves nothing yet."""

from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.models import Enterprise, Event, Person
from servicedesk.operations.accounts import verify_login
from servicedesk.operations.events import ADMINISTRATION
from servicedesk.operations.members import register
from servicedesk.queries.finding import find_ticket
from servicedesk.queries.members import colleagues
from servicedesk.rules.refusals import Invalid, NotFound
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import (
    NOW,
    PASSWORD,
    credit_code,
    last_administration,
    make_enterprise,
    submitted,
)

NEW = credit_code(7_000_000)


def given(**changes: Any) -> dict[str, Any]:
    return {
        "username": "chenjing",
        "name": "陈静",
        "phone": "13812345678",
        "email": "chen.jing@example.cn",
        "password": PASSWORD,
        "credit_code": NEW,
        "enterprise_name": "华远精密制造有限公司",
    } | changes


def test_whoever_registers_is_an_unverified_member(db: SQLAlchemy) -> None:
    person = register(NOW, given())
    assert person.roles == {"enterprise"}
    assert (person.username, person.phone, person.email) == (
        "chenjing", "+8613812345678", "chen.jing@example.cn",
    )  # fmt: skip
    assert person.verified_at is None
    assert person.enterprise is not None
    assert (person.enterprise.credit_code, person.enterprise.name) == (NEW, "华远精密制造有限公司")


def test_whoever_registers_can_sign_in_at_once(db: SQLAlchemy) -> None:
    person = register(NOW, given(username="Chen.Jing"))
    assert verify_login("chen.jing", PASSWORD, NOW).id == person.id
    assert PASSWORD not in person.password_hash


def test_registering_is_put_on_record_without_the_password(db: SQLAlchemy) -> None:
    person = register(NOW, given())
    event = last_administration()
    assert (event.action, event.actor_id) == ("member_registered", person.id)
    assert event.payload["person_id"] == person.id
    assert event.payload["enterprise"] == NEW
    assert event.texts["name"] == "陈静"
    assert "138" not in str(event.payload["person_id"])
    assert PASSWORD not in str(event.texts) + str(event.payload)


def test_a_known_enterprise_keeps_its_name(db: SQLAlchemy) -> None:
    known = make_enterprise("新辰电子有限公司")
    person = register(NOW, given(credit_code=known.credit_code, enterprise_name="随便什么公司"))
    assert person.enterprise_id == known.id
    assert known.name == "新辰电子有限公司"


def test_a_user_name_is_given_once(cast: Cast, db: SQLAlchemy) -> None:
    for taken in ("enterprise", "Officer"):
        with pytest.raises(Invalid) as refused:
            register(NOW, given(username=taken))
        assert set(refused.value.errors) == {"username"}
    assert db.session.scalar(select(Enterprise).where(Enterprise.credit_code == NEW)) is None


def test_wrong_answers_make_nobody(db: SQLAlchemy) -> None:
    with pytest.raises(Invalid) as refused:
        register(NOW, given(credit_code=NEW[:-1] + "?", phone="1", password="password"))
    assert set(refused.value.errors) == {"credit_code", "phone", "password"}
    assert not db.session.scalars(select(Person)).all()


def test_registering_under_a_public_code_shows_nothing_of_the_enterprise(cast: Cast) -> None:
    ticket = cast.ticket()
    assert cast.enterprise.enterprise is not None
    stranger = register(NOW, given(credit_code=cast.enterprise.enterprise.credit_code))
    with pytest.raises(NotFound):
        find_ticket(ticket.number, stranger.actor())
    assert colleagues(stranger) == []
    own = submitted(stranger)
    assert find_ticket(own.number, stranger.actor()).id == own.id


def test_several_register_at_the_same_moment(app: Flask, db: SQLAlchemy) -> None:
    """All of them get in, and the administration's chain has no gap."""
    db.session.rollback()
    ways = [
        lambda n=n: register(NOW, given(username=f"member{n}", credit_code=credit_code(7_000_100 + n))).id
        for n in range(6)
    ]
    results = at_once(app, *ways)
    assert all(isinstance(result, int) for result in results), results
    chain = db.session.scalars(select(Event).where(Event.chain == ADMINISTRATION).order_by(Event.seq)).all()
    assert [event.seq for event in chain] == list(range(1, len(chain) + 1))
    assert all(later.previous_hash == earlier.hash for earlier, later in pairwise(chain))


def test_of_two_who_want_one_name_one_gets_it(app: Flask, db: SQLAlchemy) -> None:
    db.session.rollback()
    results = at_once(app, *[lambda: register(NOW, given()).id] * 2)
    first, second = sorted(results, key=lambda result: isinstance(result, Exception))
    assert isinstance(first, int)
    assert isinstance(second, Invalid)
    assert set(second.errors) <= {"username", "credit_code"}
