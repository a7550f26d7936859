"""Matters come in: by the enterprise itself or recorded for it, numbered without gaps, or refused whole."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import Clock, Enterprise, Event, Message, NumberSeries, Person, Ticket
from servicedesk.operations.tickets import CODE_ALPHABET, submit
from servicedesk.rules.refusals import Invalid, NotYours
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, credit_code, events_of, make_person, matter, submitted
from tests.operations.matters import at, clock_of, live, told

CODE = credit_code(4_000_000)
FIRM = {"credit_code": CODE, "name": "样例北湾传动部件有限公司"}


def test_what_was_given_is_kept(cast: Cast) -> None:
    ticket = submitted(
        cast.enterprise, urgent=True, external_ref="12345-7", about_department="jsj", kind="complaint"
    )
    assert (ticket.state, ticket.version, ticket.cycle, ticket.channel) == ("submitted", 1, 1, "web")
    assert (ticket.kind, ticket.title, ticket.description) == (
        "complaint", matter()["title"], matter()["description"]
    )  # fmt: skip
    assert (ticket.contact_name, ticket.contact_phone) == ("陈静", "+8613812345678")
    assert (ticket.submitter_id, ticket.recorded_by_id) == (cast.enterprise.id, None)
    assert (ticket.urgent, ticket.external_ref, ticket.submitted_at) == (True, "12345-7", NOW)
    assert (ticket.sensitive, ticket.about_desk) == (True, False)
    assert re.fullmatch(f"[{CODE_ALPHABET}]{{8}}", ticket.tracking_code)


def test_the_first_event_holds_personal_texts_beside_their_digests(cast: Cast) -> None:
    ticket = submitted(cast.enterprise)
    (event,) = events_of(ticket)
    assert (event.action, event.visible, event.at, event.seq) == ("submit_ticket", True, NOW, 1)
    assert set(event.texts) == {"title", "description", "contact_name", "contact_phone"}
    assert set(event.payload["digests"]) == set(event.texts)
    written = str(event.payload)
    assert not [words for words in event.texts.values() if words in written]


def test_without_contact_it_is_the_person_who_submits(cast: Cast) -> None:
    ticket = submitted(cast.enterprise, contact=None)
    assert (ticket.contact_name, ticket.contact_phone) == (cast.enterprise.name, cast.enterprise.phone)


def test_an_officer_records_for_an_enterprise_that_is_not_known_yet(cast: Cast) -> None:
    ticket = submitted(cast.officer, enterprise=FIRM, contact=None, channel="hotline",
                       external_due="2026-11-27T17:30:00+08:00")  # fmt: skip
    firm = db.session.get_one(Enterprise, ticket.enterprise_id)
    assert (firm.credit_code, firm.name) == (CODE, FIRM["name"])
    assert (ticket.submitter_id, ticket.recorded_by_id) == (None, cast.officer.id)
    assert (ticket.channel, ticket.contact_name, ticket.external_due) == (
        "hotline", FIRM["name"], at("11-27 17:30")
    )  # fmt: skip
    again = submitted(cast.officer2, enterprise=FIRM)
    assert (again.enterprise_id, again.channel) == (firm.id, "phone")


def test_who_records_it_is_not_told(cast: Cast) -> None:
    assert told(submitted(cast.officer, enterprise=FIRM), "submit_ticket") == {"officer2"}


@pytest.mark.parametrize(
    ("changes", "people"),
    [
        ({}, {"officer", "officer2"}),
        ({"confidential": True}, {"officer", "officer2"}),
        ({"about_department": "qyfw"}, {"supervisor"}),
    ],
)
def test_the_desk_is_told_or_the_supervisor_of_what_is_about_the_desk(
    cast: Cast, changes: dict[str, Any], people: set[str]
) -> None:
    assert told(submitted(cast.enterprise, **changes), "submit_ticket") == people


def test_an_enterprise_cannot_shorten_the_zones_limits(cast: Cast) -> None:
    ticket = submitted(cast.enterprise, external_due="2026-11-23T10:05:00+08:00")
    assert ticket.external_due is None


@pytest.mark.parametrize(
    ("moment", "urgent", "due"),
    [
        ("11-23 10:00", False, "11-23 12:00"),
        ("11-23 11:30", False, "11-23 15:30"),
        ("11-27 17:00", False, "11-30 10:00"),
        ("11-28 22:00", False, "11-30 10:30"),
        # What the enterprise proposes as urgent is looked at as urgent.
        ("11-28 22:00", True, "11-28 22:10"),
    ],
)
def test_the_accept_clock_starts_at_once(cast: Cast, moment: str, urgent: bool, due: str) -> None:
    ticket = submitted(cast.enterprise, at(moment), urgent=urgent)
    assert live(ticket) == {"accept": "running"}
    assert clock_of(ticket, "accept").due_at == ticket.next_due_at == at(due)


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"kind": "wish"}, ["kind"]),
    ({"kind": None}, ["kind"]),
    ({"category": "9999"}, ["category"]),
    # A category of the first level is none that a matter can have.
    ({"category": "01"}, ["category"]),
    ({"title": " "}, ["title"]),
    ({"title": "长" * 101}, ["title"]),
    ({"title": "两\n行"}, ["title"]),
    ({"description": "长" * 4001}, ["description"]),
    ({"description": {"text": "x"}}, ["description"]),
    ({"urgent": "perhaps"}, ["urgent"]),
    ({"channel": "fax"}, ["channel"]),
    ({"external_due": "2026-11-27"}, ["external_due"]),
    ({"about_department": "no such"}, ["about_department"]),
    ({"colour": "red"}, ["colour"]),
    ({"contact": "陈静"}, ["contact"]),
    ({"contact": {"name": ""}}, ["contact.name"]),
    ({"contact": {"name": "陈静", "phone": "110x"}}, ["contact.phone"]),
    ({"contact": {"name": "陈静", "email": "nobody"}}, ["contact.email"]),
    ({"contact": {"name": "陈静", "fax": "1"}}, ["contact.fax"]),
    ({"fields": "x"}, ["fields"]),
    ({"enterprise": FIRM}, ["enterprise.credit_code"]),
    ({"enterprise": {"credit_code": "123"}}, ["enterprise.credit_code"]),
    ({"enterprise": 7}, ["enterprise.credit_code"]),
    ({"title": "", "category": "x", "contact": {"name": "陈静", "phone": "1"}},
     ["category", "contact.phone", "title"]),
]  # fmt: skip


def test_whatever_is_wrong_is_named_and_nothing_is_written(cast: Cast) -> None:
    tables = (Ticket, Event, Clock, Message, NumberSeries, Enterprise)
    before = [db.session.scalar(select(func.count()).select_from(table)) for table in tables]
    for changes, fields in WRONG:
        with pytest.raises(Invalid) as refused:
            submitted(cast.enterprise, **changes)
        assert sorted(refused.value.errors) == fields, changes
        assert all(str(sentence) for errors in refused.value.errors.values() for sentence in errors)
    after = [db.session.scalar(select(func.count()).select_from(table)) for table in tables]
    assert after == before


def test_an_officer_must_say_for_which_enterprise(cast: Cast) -> None:
    for firm in (None, {}, {"credit_code": CODE}, {"name": "只有名称"}, {"credit_code": CODE[:-1] + "!"}):
        with pytest.raises(Invalid) as refused:
            submitted(cast.officer, enterprise=firm)
        assert all(name.startswith("enterprise.") for name in refused.value.errors)


@pytest.mark.parametrize("who", ["handler", "department_head", "leader", "supervisor", "inspector", "admin"])
def test_others_do_not_submit(cast: Cast, who: str) -> None:
    with pytest.raises(NotYours):
        submitted(getattr(cast, who), enterprise=FIRM)


def test_a_member_who_is_not_verified_submits_and_sees_it(cast: Cast) -> None:
    newcomer = make_person("enterprise", enterprise=cast.enterprise.enterprise, verified=False)
    ticket = submitted(newcomer)
    assert (ticket.submitter_id, ticket.enterprise_id) == (newcomer.id, cast.enterprise.enterprise_id)


# Numbers ----------------------------------------------------------------------------------------


def test_numbers_are_those_of_the_zones_day(cast: Cast) -> None:
    moments = ["11-23 23:59", "11-24 00:01", "11-24 07:59", "11-24 08:01"]
    numbers = [submitted(cast.enterprise, at(moment)).number for moment in moments]
    assert numbers == ["QS20261123-0001", "QS20261124-0001", "QS20261124-0002", "QS20261124-0003"]


def test_the_serial_grows_past_four_digits(cast: Cast) -> None:
    db.session.add(NumberSeries(day="20261123", last=9998))
    db.session.commit()
    assert [submitted(cast.enterprise).number for _ in range(3)] == [
        "QS20261123-9999", "QS20261123-10000", "QS20261123-10001"
    ]  # fmt: skip


def test_many_at_once_get_numbers_without_doubles_or_gaps(app: Flask, cast: Cast) -> None:
    who = cast.enterprise.id
    db.session.commit()

    def submitting(now: datetime, title: str) -> Callable[[], str]:
        def work() -> str:
            return submit(db.session.get_one(Person, who), now, matter(title=title)).number

        return work

    # Every third one is refused after all, and must not cost a number.
    works = [submitting(NOW, "" if place % 3 == 0 else f"第{place}件") for place in range(12)]
    results = at_once(app, *works)
    assert sorted(result for result in results if isinstance(result, str)) == [
        f"QS20261123-{serial:04d}" for serial in range(1, 9)
    ]
    assert [type(result) for result in results if not isinstance(result, str)] == [Invalid] * 4


def test_what_is_wrong_with_the_matter_and_with_its_enterprise_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as wrong:
        submit(cast.officer, NOW, matter(title="", enterprise={"credit_code": "", "name": "新厂有限公司"}))
    assert set(wrong.value.errors) == {"title", "enterprise.credit_code"}
    with pytest.raises(Invalid):
        submit(cast.officer, NOW, matter(title="", enterprise=FIRM))
    assert db.session.scalar(select(Enterprise).where(Enterprise.credit_code == CODE)) is None
