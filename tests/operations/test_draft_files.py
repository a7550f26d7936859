"""Files of a draft: its writer's alone until it is sent, then the matter's."""

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.models import Draft, Person, Ticket
from servicedesk.operations.attachments import attach, attach_to_draft, remove_from_draft
from servicedesk.operations.drafts import discard, save_draft
from servicedesk.operations.tickets import submit
from servicedesk.operations.transaction import transaction
from servicedesk.queries.attachments import (
    attachments_of,
    attachments_of_draft,
    find_attachment,
)
from servicedesk.queries.drafts import drafts_of
from servicedesk.rules.files import MOST_FILES
from servicedesk.rules.refusals import Invalid, NotFound
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, Stored, events_of, file, make_person, matter


def draft_of(by: Person) -> Draft:
    return save_draft(by, NOW, matter())


def test_a_drafts_files_come_along_when_it_is_sent(cast: Cast, stored: Stored) -> None:
    draft = draft_of(cast.enterprise)
    for name in ("a.jpg", "b.jpg"):
        attach_to_draft(cast.enterprise, NOW, draft.id, file(), name)
    ticket = submit(cast.enterprise, NOW, matter(), draft_id=draft.id)
    assert [attachment.name for attachment in attachments_of(ticket)] == ["a.jpg", "b.jpg"]
    actions = [event.action for event in events_of(ticket)]
    assert actions == ["submit_ticket", "attach", "attach"]
    assert not drafts_of(cast.enterprise)
    assert len(stored()) == 2
    assert find_attachment(attachments_of(ticket)[0].id, cast.officer)


def test_a_draft_is_sent_once(cast: Cast, db: SQLAlchemy) -> None:
    draft_id = draft_of(cast.enterprise).id
    submit(cast.enterprise, NOW, matter(), draft_id=draft_id)
    with pytest.raises(NotFound):
        submit(cast.enterprise, NOW, matter(), draft_id=draft_id)
    assert len(db.session.scalars(select(Ticket)).all()) == 1


def test_a_double_click_sends_a_draft_once(app: Flask, cast: Cast, db: SQLAlchemy) -> None:
    draft_id, by_id = draft_of(cast.enterprise).id, cast.enterprise.id
    db.session.rollback()

    def send() -> str:
        return submit(db.session.get_one(Person, by_id), NOW, matter(), draft_id=draft_id).number

    results = at_once(app, send, send)
    assert {type(result) for result in results} == {NotFound, str}, results
    assert len(db.session.scalars(select(Ticket)).all()) == 1


def test_another_persons_draft_cannot_be_sent(cast: Cast, db: SQLAlchemy) -> None:
    colleague = make_person("enterprise", enterprise=cast.enterprise.enterprise)
    draft = draft_of(cast.enterprise)
    attach_to_draft(cast.enterprise, NOW, draft.id, file(), "a.jpg")
    for other in (cast.enterprise2, colleague):
        with pytest.raises(NotFound):
            submit(other, NOW, matter(), draft_id=draft.id)
    assert not db.session.scalars(select(Ticket)).all()
    assert len(attachments_of_draft(draft)) == 1


def test_a_drafts_files_are_its_writers_alone(cast: Cast) -> None:
    draft = draft_of(cast.enterprise)
    attachment = attach_to_draft(cast.enterprise, NOW, draft.id, file(), "a.jpg")
    assert find_attachment(attachment.id, cast.enterprise).id == attachment.id
    colleague = make_person("enterprise", enterprise=cast.enterprise.enterprise)
    for other in (colleague, cast.enterprise2, cast.officer, cast.supervisor, cast.leader, cast.admin):
        with pytest.raises(NotFound):
            find_attachment(attachment.id, other)
        with pytest.raises(NotFound):
            attach_to_draft(other, NOW, draft.id, file(), "b.jpg")
        with pytest.raises(NotFound):
            remove_from_draft(other, NOW, attachment.id)
    assert len(attachments_of_draft(draft)) == 1


def test_a_draft_holds_twenty_files(cast: Cast) -> None:
    draft = draft_of(cast.enterprise)
    for _ in range(MOST_FILES):
        attach_to_draft(cast.enterprise, NOW, draft.id, file(), "a.jpg")
    with pytest.raises(Invalid):
        attach_to_draft(cast.enterprise, NOW, draft.id, file(), "a.jpg")


def test_a_file_taken_out_of_a_draft_is_gone(cast: Cast, stored: Stored) -> None:
    draft = draft_of(cast.enterprise)
    first = attach_to_draft(cast.enterprise, NOW, draft.id, file(), "a.jpg")
    attach_to_draft(cast.enterprise, NOW, draft.id, file(), "b.jpg")
    remove_from_draft(cast.enterprise, NOW, first.id)
    assert [attachment.name for attachment in attachments_of_draft(draft)] == ["b.jpg"]
    assert len(stored()) == 1


def test_a_file_of_a_matter_cannot_be_taken_out(cast: Cast, stored: Stored) -> None:
    attachment = attach(cast.enterprise, NOW, cast.ticket().number, file(), "a.jpg")
    with pytest.raises(NotFound):
        remove_from_draft(cast.enterprise, NOW, attachment.id)
    assert len(stored()) == 1


def test_a_file_stays_when_taking_it_out_fails(cast: Cast, stored: Stored) -> None:
    draft = draft_of(cast.enterprise)
    attachment = attach_to_draft(cast.enterprise, NOW, draft.id, file(), "a.jpg")

    def remove_and_fail() -> None:
        with transaction():
            remove_from_draft(cast.enterprise, NOW, attachment.id)
            raise RuntimeError("something later fails")

    with pytest.raises(RuntimeError):
        remove_and_fail()
    assert len(stored()) == 1
    assert len(attachments_of_draft(draft)) == 1


def test_a_draft_thrown_away_takes_its_files_along(cast: Cast, stored: Stored) -> None:
    draft = draft_of(cast.enterprise)
    attach_to_draft(cast.enterprise, NOW, draft.id, file(), "a.jpg")
    discard(cast.enterprise, NOW, draft.id)
    assert not stored()
