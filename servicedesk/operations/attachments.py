"""Files: given to a matter, to a draft of one, or in proof of a person's authority."""

from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select

from servicedesk.adapters.storage import storage
from servicedesk.extensions import db
from servicedesk.models import Attachment, Draft, Person, Ticket
from servicedesk.operations import events
from servicedesk.operations.stored_files import forget, keeping
from servicedesk.operations.transaction import transaction
from servicedesk.queries.attachments import attachments_of_draft, check_sight, count_of
from servicedesk.queries.drafts import find_draft
from servicedesk.queries.finding import find_ticket
from servicedesk.queries.limits import limits
from servicedesk.queries.standing import standing
from servicedesk.rules.access import STAFF_ROLES
from servicedesk.rules.files import LARGEST, AcceptedFile, check_count, check_file
from servicedesk.rules.refusals import NotFound, NotNow, NotYours
from servicedesk.rules.text import text
from servicedesk.rules.workflow import OPEN_STATES

MAY_ATTACH = frozenset({"enterprise", "desk", "handler"})


def attach(
    by: Person, now: datetime, number: str, stream: BinaryIO, name: str, *, internal: bool = False
) -> Attachment:
    """Add a file to a ticket; commits. An `internal` one is for the staff only.

    For whoever has a part in the matter, while it is open or something about it waits to be decided. Raises
    NotFound without sight of it, NotYours, NotNow, Invalid for `file`.
    """
    check_sight(number, by.actor())
    content, file = _taken(stream, name)
    with keeping(content) as key:
        ticket = _writable(by, now, number)
        check_count(count_of(Attachment.ticket_id == ticket.id))
        attachment = _add(file, key, by, now)
        attachment.ticket_id = ticket.id
        attachment.internal = internal and bool(by.roles & STAFF_ROLES)
        db.session.flush()
        _put_on_record(ticket, attachment, by, now)
    return attachment


def attach_to_draft(by: Person, now: datetime, draft_id: int, stream: BinaryIO, name: str) -> Attachment:
    """Add a file to one's own draft; commits. Raises NotFound, Invalid for `file`."""
    find_draft(draft_id, by)
    content, file = _taken(stream, name)
    with keeping(content) as key:
        draft = find_draft(draft_id, by, lock=True)
        check_count(count_of(Attachment.draft_id == draft.id))
        attachment = _add(file, key, by, now)
        attachment.draft_id = draft.id
        draft.updated_at = now
    return attachment


def remove_from_draft(by: Person, now: datetime, attachment_id: int) -> None:
    """Take a file out of one's own draft again; commits. Raises NotFound."""
    with transaction():
        attachment = db.session.scalar(
            select(Attachment)
            .join(Draft, Draft.id == Attachment.draft_id)
            .where(Attachment.id == attachment_id, Draft.person_id == by.id)
        )
        if attachment is None:
            raise NotFound
        assert attachment.draft_id is not None
        find_draft(attachment.draft_id, by, lock=True).updated_at = now
        _remove(attachment)


def prove(by: Person, now: datetime, stream: BinaryIO, name: str) -> Attachment:
    """Give the desk a licence or a stamped authorisation as proof of speaking for the enterprise; commits.

    Raises NotYours for staff, NotNow once verified, Invalid for `file`. Whoever was refused waits again.
    """
    _unverified_member(by)
    content, file = _taken(stream, name)
    with keeping(content) as key:
        person = db.session.get_one(Person, by.id, with_for_update=True, populate_existing=True)
        _unverified_member(person)
        check_count(count_of(Attachment.proof_of_id == person.id))
        attachment = _add(file, key, by, now)
        attachment.proof_of_id = person.id
        person.verification_refused = None
        db.session.flush()
        facts = {"person_id": person.id, **facts_on_record(attachment)}
        events.append_administration(person, "proof_given", now, facts, {"name": attachment.name})
    return attachment


def adopt(ticket: Ticket, draft_id: int | None, by: Person, now: datetime) -> None:
    """Move a draft's files to the ticket that came of it, and end the draft.

    Takes part in the transaction of submitting. Raises NotFound for a draft that is not the person's own
    or is no more: of two submits of the same draft only one makes a ticket.
    """
    if draft_id is None:
        return
    draft = find_draft(draft_id, by, lock=True)
    for attachment in attachments_of_draft(draft):
        attachment.draft_id, attachment.ticket_id = None, ticket.id
        _put_on_record(ticket, attachment, by, now)
    db.session.flush()
    db.session.delete(draft)


def discard_files(draft: Draft) -> None:
    """Take all files out of a draft that is thrown away, in the caller's transaction."""
    for attachment in attachments_of_draft(draft):
        _remove(attachment)
    db.session.flush()


def opened(attachment: Attachment) -> BinaryIO:
    """The bytes of a file that `queries.attachments` gave; raises NotFound when they are lost."""
    try:
        return storage().open(attachment.storage_key)
    except LookupError:
        raise NotFound(text("The file is not there any more; please tell the administrator.")) from None


def _taken(stream: BinaryIO, name: str) -> tuple[bytes, AcceptedFile]:
    """Read no more than is needed to know that a file is too large."""
    parts, left = [], LARGEST + 1
    while left > 0 and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    content = b"".join(parts)
    return content, check_file(content, name)


def _writable(by: Person, now: datetime, number: str) -> Ticket:
    """The ticket, locked, when `by` may add files to it now; see `attach`."""
    ticket = find_ticket(number, by.actor(), lock=True)
    stand = standing(ticket, by, limits(now), now)
    possible = stand.ticket_actions()
    if not stand.relations & MAY_ATTACH:
        raise NotYours(text("Files are added by those who have a part in the matter."), possible)
    if ticket.state not in OPEN_STATES and not any(one.state == "pending" for one in stand.requests):
        raise NotNow(text("The matter has ended; files can no longer be added."), possible)
    return ticket


def _unverified_member(person: Person) -> None:
    if "enterprise" not in person.roles:
        raise NotYours(text("Only members of an enterprise give proof of speaking for it."))
    if person.verified_at is not None:
        raise NotNow(text("This person has been verified already."))


def _add(file: AcceptedFile, key: str, by: Person, now: datetime) -> Attachment:
    attachment = Attachment(
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        storage_key=key,
        uploaded_by_id=by.id,
        uploaded_at=now,
    )
    db.session.add(attachment)
    return attachment


def _remove(attachment: Attachment) -> None:
    forget(attachment.storage_key)
    db.session.delete(attachment)


def facts_on_record(attachment: Attachment) -> dict[str, object]:
    """What the events of a file say about it."""
    return {
        "id": attachment.id,
        "media_type": attachment.media_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
    }


def _put_on_record(ticket: Ticket, attachment: Attachment, by: Person, now: datetime) -> None:
    events.append(
        ticket, by, "attach", now, facts_on_record(attachment), {"name": attachment.name},
        visible=not attachment.internal,
    )  # fmt: skip
