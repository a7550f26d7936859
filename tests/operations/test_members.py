"""The desk, or a verified colleague, says that a member speaks for the enterprise."""

from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.models import Message, Person
from servicedesk.operations.attachments import prove
from servicedesk.operations.members import admit, refuse_verification, verify
from servicedesk.queries.finding import find_ticket
from servicedesk.queries.members import colleagues, refused_members, waiting_members
from servicedesk.rules.access import DESK_ROLES
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.factories import NOW, file, last_administration, make_person


def messages_to(db: SQLAlchemy, person: Person) -> list[tuple[str, dict[str, Any]]]:
    found = db.session.scalars(select(Message).where(Message.person_id == person.id).order_by(Message.id))
    return [(message.kind, message.params) for message in found]


def unverified(cast: Cast) -> Person:
    return make_person("enterprise", enterprise=cast.enterprise.enterprise, verified=False)


@pytest.mark.parametrize("how", ["licence", "authorisation", "call_back"])
def test_the_desk_verifies_a_member(cast: Cast, db: SQLAlchemy, how: str) -> None:
    member = unverified(cast)
    verify(cast.officer, NOW, member.id, how)
    assert (member.verified_at, member.verified_by_id) == (NOW, cast.officer.id)
    event = last_administration()
    assert (event.action, event.actor_id) == ("member_verified", cast.officer.id)
    assert (event.payload["person_id"], event.payload["how"]) == (member.id, how)
    assert messages_to(db, member) == [("member_verified", {"enterprise": "华远精密制造有限公司"})]


def test_a_verified_member_sees_the_enterprises_matters(cast: Cast) -> None:
    ticket = cast.ticket()
    member = unverified(cast)
    with pytest.raises(NotFound):
        find_ticket(ticket.number, member.actor())
    verify(cast.desk_lead, NOW, member.id, "licence")
    assert find_ticket(ticket.number, member.actor()).id == ticket.id


def test_only_the_desk_verifies(cast: Cast) -> None:
    member = unverified(cast)
    others = [person for person in cast.everybody().values() if not person.roles & DESK_ROLES]
    for other in (*others, member):
        with pytest.raises(NotYours):
            verify(other, NOW, member.id, "licence")
        with pytest.raises(NotYours):
            refuse_verification(other, NOW, member.id, "看不清")
        with pytest.raises(NotYours):
            waiting_members(other.actor())
        with pytest.raises(NotYours):
            refused_members(other.actor())
    assert member.verified_at is None


def test_a_member_is_verified_once(cast: Cast) -> None:
    with pytest.raises(NotNow):
        verify(cast.officer, NOW, cast.enterprise.id, "licence")
    with pytest.raises(NotNow):
        refuse_verification(cast.officer, NOW, cast.enterprise.id, "看不清")


def test_only_members_are_verified(cast: Cast) -> None:
    for nobody in (cast.handler.id, cast.admin.id, 10**6):
        with pytest.raises(NotFound):
            verify(cast.officer, NOW, nobody, "licence")


def test_how_must_be_said(cast: Cast) -> None:
    for how in ("", "guess"):
        with pytest.raises(Invalid) as refused:
            verify(cast.officer, NOW, unverified(cast).id, how)
        assert set(refused.value.errors) == {"how"}


def test_a_refusal_is_explained_to_the_member(cast: Cast, db: SQLAlchemy) -> None:
    member = unverified(cast)
    refuse_verification(cast.officer, NOW, member.id, " 执照照片看不清,请重新拍摄。 ")
    assert member.verified_at is None
    assert member.verification_refused == "执照照片看不清,请重新拍摄。"
    assert messages_to(db, member) == [("member_refused", {"reason": "执照照片看不清,请重新拍摄。"})]
    event = last_administration()
    assert event.action == "member_refused"
    assert event.texts == {"reason": "执照照片看不清,请重新拍摄。"}


@pytest.mark.parametrize("reason", ["", "  ", "长" * 1001])
def test_a_refusal_needs_a_reason(cast: Cast, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_verification(cast.officer, NOW, unverified(cast).id, reason)
    assert set(refused.value.errors) == {"reason"}


def test_after_a_refusal_new_proof_puts_the_member_back_in_the_queue(cast: Cast) -> None:
    member = unverified(cast)
    assert waiting_members(cast.officer.actor()) == [member]
    refuse_verification(cast.officer, NOW, member.id, "看不清")
    assert waiting_members(cast.officer.actor()) == []
    assert refused_members(cast.officer.actor()) == [member]
    prove(member, NOW, file(), "执照.jpg")
    assert waiting_members(cast.officer.actor()) == [member]
    verify(cast.officer, NOW, member.id, "licence")
    assert waiting_members(cast.officer.actor()) == []
    assert refused_members(cast.officer.actor()) == []


def test_the_queue_is_read_in_pages(cast: Cast) -> None:
    members = [unverified(cast) for _ in range(3)]
    first = waiting_members(cast.officer.actor(), limit=2)
    assert first == members[:2]
    assert waiting_members(cast.officer.actor(), after=first[-1].id, limit=2) == members[2:]


def test_a_verified_member_admits_a_colleague(cast: Cast, db: SQLAlchemy) -> None:
    colleague = unverified(cast)
    admit(cast.enterprise, NOW, colleague.id)
    assert (colleague.verified_at, colleague.verified_by_id) == (NOW, cast.enterprise.id)
    assert last_administration().action == "member_admitted"
    assert [kind for kind, _ in messages_to(db, colleague)] == ["member_verified"]


def test_an_unverified_member_admits_nobody_least_of_all_themselves(cast: Cast) -> None:
    member, colleague = unverified(cast), unverified(cast)
    for who in (colleague, member):
        with pytest.raises(NotYours):
            admit(member, NOW, who.id)


def test_nobody_is_admitted_to_another_enterprise(cast: Cast) -> None:
    with pytest.raises(NotFound):
        admit(cast.enterprise2, NOW, unverified(cast).id)


def test_staff_admit_nobody(cast: Cast) -> None:
    for other in (cast.officer, cast.handler, cast.admin, cast.leader):
        with pytest.raises(NotYours):
            admit(other, NOW, unverified(cast).id)


def test_who_is_verified_already_is_not_admitted_again(cast: Cast) -> None:
    colleague = make_person("enterprise", enterprise=cast.enterprise.enterprise)
    for who in (colleague, cast.enterprise):
        with pytest.raises(NotNow):
            admit(cast.enterprise, NOW, who.id)


def test_a_closed_account_is_not_verified(cast: Cast, db: SQLAlchemy) -> None:
    member = unverified(cast)
    member.active = False
    db.session.commit()
    with pytest.raises(NotFound):
        verify(cast.officer, NOW, member.id, "licence")
    assert waiting_members(cast.officer.actor()) == []
    assert colleagues(cast.enterprise) == []


def test_colleagues_are_those_of_the_same_enterprise(cast: Cast) -> None:
    waiting = unverified(cast)
    verified = make_person("enterprise", enterprise=cast.enterprise.enterprise)
    assert colleagues(cast.enterprise) == [verified, waiting]
    assert colleagues(waiting) == []
    assert colleagues(cast.enterprise2) == []
    assert colleagues(cast.officer) == []
