"""Files given to matters, to drafts and in proof; who may give them and who may read them."""

import hashlib
import io

import pytest

from servicedesk.models import Attachment, Person, Ticket
from servicedesk.operations import attachments
from servicedesk.operations.attachments import attach
from servicedesk.operations.replays import once
from servicedesk.operations.transaction import transaction
from servicedesk.queries.attachments import (
    attachments_of,
    find_attachment,
)
from servicedesk.rules.chain import texts_fit
from servicedesk.rules.files import LARGEST, MOST_FILES
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours
from tests.cast import STAGES, Cast
from tests.factories import NOW, Stored, events_of, file, make_person
from tests.rules import documents

OPEN = [stage for stage in STAGES if stage not in ("closed", "refused", "withdrawn")]
BEFORE_DISPATCH = ("submitted", "awaiting_info", "accepted", "refused", "withdrawn")


def give(by: Person, ticket: Ticket, content: bytes = documents.JPEG, name: str = "漏水.jpg") -> Attachment:
    return attach(by, NOW, ticket.number, file(content), name)


def test_a_file_is_kept_as_it_came(cast: Cast, stored: Stored) -> None:
    ticket = cast.ticket()
    attachment = give(cast.enterprise, ticket, name="现场/漏水.png")
    assert (attachment.name, attachment.media_type, attachment.size) == (
        "漏水.jpg", "image/jpeg", len(documents.JPEG),
    )  # fmt: skip
    assert attachment.sha256 == hashlib.sha256(documents.JPEG).hexdigest()
    assert attachment.uploaded_by_id == cast.enterprise.id
    with attachments.opened(attachment) as opened:
        assert opened.read() == documents.JPEG
    assert len(stored()) == 1


def test_a_file_is_put_on_record_where_the_enterprise_sees_it(cast: Cast) -> None:
    ticket = cast.ticket()
    version = ticket.version
    attachment = give(cast.officer, ticket)
    event = events_of(ticket)[-1]
    assert (event.action, event.actor_id, event.visible) == ("attach", cast.officer.id, True)
    assert event.payload["id"] == attachment.id
    assert event.payload["sha256"] == attachment.sha256
    assert event.payload["size"] == len(documents.JPEG)
    assert event.payload["media_type"] == "image/jpeg"
    assert "漏水" not in str(event.payload)
    assert event.texts == {"name": "漏水.jpg"}
    assert texts_fit(event.payload, event.texts)
    assert ticket.version == version, "a file is no step: nobody's page grows stale by it"


@pytest.mark.parametrize("stage", OPEN)
def test_enterprise_and_desk_add_files_while_the_matter_is_open(cast: Cast, stage: str) -> None:
    ticket = cast.ticket(stage)
    for by in (cast.enterprise, cast.officer, cast.desk_lead):
        give(by, ticket)
    assert len(attachments_of(ticket)) == 3


@pytest.mark.parametrize("stage", [stage for stage in OPEN if stage not in BEFORE_DISPATCH])
def test_the_department_adds_files_once_it_has_the_matter(cast: Cast, stage: str) -> None:
    ticket = cast.ticket(stage)
    give(cast.handler, ticket)
    give(cast.department_head, ticket)


@pytest.mark.parametrize("stage", ["closed", "refused", "withdrawn"])
def test_an_ended_matter_takes_no_files(cast: Cast, stage: str, stored: Stored) -> None:
    ticket = cast.ticket(stage)
    for by in (cast.enterprise, cast.officer):
        with pytest.raises(NotNow) as refused:
            give(by, ticket)
        assert "attach" not in refused.value.actions
    assert not stored()


def test_a_leader_reads_but_adds_nothing(cast: Cast, stored: Stored) -> None:
    ticket = cast.ticket("working")
    attachment = give(cast.handler, ticket)
    for reader in (cast.leader, cast.supervisor):
        with pytest.raises(NotYours):
            give(reader, ticket)
        assert find_attachment(attachment.id, reader).id == attachment.id
    assert len(stored()) == 1


def test_strangers_neither_add_nor_read(cast: Cast, stored: Stored) -> None:
    ticket = cast.ticket("working")
    attachment = give(cast.handler, ticket)
    unverified = make_person("enterprise", enterprise=cast.enterprise.enterprise, verified=False)
    for stranger in (cast.enterprise2, cast.handler2, cast.handler3, cast.inspector, cast.admin, unverified):
        with pytest.raises(NotFound):
            give(stranger, ticket)
        with pytest.raises(NotFound):
            find_attachment(attachment.id, stranger)
    assert len(stored()) == 1


def test_files_of_a_confidential_matter_stay_at_the_desk(cast: Cast) -> None:
    ticket = cast.ticket("accepted", confidential=True)
    attachment = give(cast.enterprise, ticket)
    give(cast.officer, ticket)
    for other in (cast.handler, cast.leader, cast.supervisor, cast.inspector, cast.admin):
        with pytest.raises(NotFound):
            find_attachment(attachment.id, other)
        with pytest.raises(NotFound):
            give(other, ticket)


def test_files_about_the_desk_are_the_supervisors(cast: Cast) -> None:
    ticket = cast.ticket(kind="complaint", about_department="qyfw")
    attachment = give(cast.enterprise, ticket)
    give(cast.supervisor, ticket)
    with pytest.raises(NotFound):
        find_attachment(attachment.id, cast.officer)
    with pytest.raises(NotFound):
        give(cast.officer, ticket)


def test_colleagues_share_what_their_enterprise_gave(cast: Cast) -> None:
    colleague = make_person("enterprise", enterprise=cast.enterprise.enterprise)
    ticket = cast.ticket()
    attachment = give(cast.enterprise, ticket)
    assert find_attachment(attachment.id, colleague).id == attachment.id
    give(colleague, ticket)


def test_what_does_not_exist_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        find_attachment(10**9, cast.officer)
    with pytest.raises(NotFound):
        attach(cast.officer, NOW, "QS20261123-9999", file(), "a.jpg")


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00" + bytes(99), b"<html>"])
def test_a_file_that_is_not_taken_changes_nothing(cast: Cast, stored: Stored, content: bytes) -> None:
    ticket = cast.ticket()
    events = ticket.event_count
    with pytest.raises(Invalid) as refused:
        give(cast.enterprise, ticket, content)
    assert set(refused.value.errors) == {"file"}
    assert not stored()
    assert not attachments_of(ticket)
    assert ticket.event_count == events


class Endless(io.RawIOBase):
    """A stream that never ends and counts what was read of it."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "asks for everything"
        part = min(size, 1024 * 1024)
        self.given += part
        return bytes(part)


def test_of_an_endless_file_no_more_is_read_than_shows_it(cast: Cast) -> None:
    endless = Endless()
    with pytest.raises(Invalid):
        attach(cast.enterprise, NOW, cast.ticket().number, endless, "a.jpg")  # type: ignore[arg-type]
    assert endless.given == LARGEST + 1


def test_a_ticket_holds_twenty_files(cast: Cast, stored: Stored) -> None:
    ticket = cast.ticket()
    for _ in range(MOST_FILES):
        give(cast.enterprise, ticket)
    with pytest.raises(Invalid) as refused:
        give(cast.officer, ticket)
    assert "20" in str(refused.value.errors["file"][0])
    assert len(stored()) == MOST_FILES


def test_a_failed_write_leaves_no_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = cast.ticket()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        give(cast.enterprise, ticket)
    assert not attachments_of(ticket)
    assert ticket.event_count == 1


def test_a_failed_commit_leaves_no_file(cast: Cast, stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = cast.ticket()
    monkeypatch.setattr(attachments, "facts_on_record", lambda _: {"id": object()})
    with pytest.raises(TypeError):
        give(cast.enterprise, ticket)
    assert not stored()
    assert not attachments_of(ticket)


def test_a_rollback_of_the_operation_around_it_takes_the_file_along(cast: Cast, stored: Stored) -> None:
    ticket = cast.ticket()

    def give_and_fail() -> None:
        with transaction():
            give(cast.enterprise, ticket)
            assert len(stored()) == 1
            raise RuntimeError("something later fails")

    with pytest.raises(RuntimeError):
        give_and_fail()
    assert not stored()
    assert not attachments_of(ticket)


def test_a_file_kept_once_outlives_later_rollbacks(cast: Cast, stored: Stored) -> None:
    ticket = cast.ticket()
    give(cast.enterprise, ticket)
    with pytest.raises(RuntimeError), transaction():
        raise RuntimeError("something else fails")
    assert len(stored()) == 1


def test_the_same_request_sent_twice_gives_one_file(cast: Cast, stored: Stored) -> None:
    ticket = cast.ticket()

    def request() -> dict[str, object]:
        return once(cast.enterprise, NOW, "k1", "d1", lambda: {"id": give(cast.enterprise, ticket).id})

    assert request() == request()
    assert len(stored()) == 1


def test_a_lost_file_is_said_to_be_lost(cast: Cast, stored: Stored) -> None:
    attachment = give(cast.enterprise, cast.ticket())
    stored()[0].unlink()
    with pytest.raises(NotFound) as refused:
        attachments.opened(attachment)
    assert "tell the administrator" in str(refused.value.sentence)
