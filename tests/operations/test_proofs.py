"""Proofs of authority: between the member and the desk."""

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.models import Event
from servicedesk.operations.attachments import prove
from servicedesk.queries.attachments import (
    find_attachment,
    proofs_of,
    proofs_of_all,
)
from servicedesk.rules.refusals import NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.factories import NOW, Stored, file, make_person
from tests.rules import documents


def test_a_proof_is_read_by_its_giver_and_the_desk_alone(cast: Cast, db: SQLAlchemy) -> None:
    member = make_person("enterprise", enterprise=cast.enterprise.enterprise, verified=False)
    proof = prove(member, NOW, file(documents.PDF), "营业执照.pdf")
    assert proofs_of(member) == [proof]
    assert proofs_of_all([member, cast.enterprise]) == {member.id: [proof], cast.enterprise.id: []}
    for reader in (member, cast.officer, cast.desk_lead):
        assert find_attachment(proof.id, reader).id == proof.id
    for other in (cast.enterprise, cast.enterprise2, cast.handler, cast.leader, cast.supervisor, cast.admin):
        with pytest.raises(NotFound):
            find_attachment(proof.id, other)
    event = db.session.scalars(select(Event).where(Event.action == "proof_given")).one()
    assert event.payload["person_id"] == member.id
    assert event.texts == {"name": "营业执照.pdf"}


def test_only_members_who_wait_give_proof(cast: Cast, stored: Stored) -> None:
    with pytest.raises(NotNow):
        prove(cast.enterprise, NOW, file(), "a.jpg")
    with pytest.raises(NotYours):
        prove(cast.officer, NOW, file(), "a.jpg")
    assert not stored()
