"""Files that belong to matters, drafts and proofs: only for those who see what they belong to."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Attachment, Draft, Person, Ticket
from servicedesk.queries.visible import visible
from servicedesk.rules.access import DESK_ROLES, STAFF_ROLES, Actor
from servicedesk.rules.refusals import NotFound


def attachments_of(ticket: Ticket) -> Sequence[Attachment]:
    """A ticket's files, oldest first, with who gave them. The ticket must come from `visible`."""
    return _listed(Attachment.ticket_id == ticket.id)


def attachments_of_draft(draft: Draft) -> Sequence[Attachment]:
    """A draft's files, oldest first. The draft must come from `find_draft`."""
    return _listed(Attachment.draft_id == draft.id)


def proofs_of(person: Person) -> Sequence[Attachment]:
    """What a person gave to prove that they speak for their enterprise, oldest first."""
    return _listed(Attachment.proof_of_id == person.id)


def proofs_of_all(people: Sequence[Person]) -> dict[int, list[Attachment]]:
    """The proofs of several people by the person's id, in one statement."""
    found: dict[int, list[Attachment]] = {person.id: [] for person in people}
    for proof in _listed(Attachment.proof_of_id.in_(found)):
        assert proof.proof_of_id is not None
        found[proof.proof_of_id].append(proof)
    return found


def find_attachment(attachment_id: int, person: Person) -> Attachment:
    """A file, when the person sees its ticket, wrote its draft, or may judge what it proves.

    Raises NotFound otherwise; that it exists is not said.
    """
    attachment: Attachment | None = db.session.scalar(
        select(Attachment)
        .where(Attachment.id == attachment_id, _sight(person.actor()))
        .options(joinedload(Attachment.uploaded_by))
    )
    if attachment is None:
        raise NotFound
    return attachment


def file_with_giver(file_id: int, ticket_id: int) -> Attachment | None:
    """A file of this ticket, with who gave it and their roles; one statement. The ticket must be visible."""
    mine = select(Attachment).where(Attachment.id == file_id, Attachment.ticket_id == ticket_id)
    loaded = mine.options(joinedload(Attachment.uploaded_by).joinedload(Person.role_rows))
    return db.session.scalars(loaded).unique().one_or_none()


def check_sight(number: str, actor: Actor) -> None:
    """Raises NotFound when the actor may not know of the ticket, and loads nothing of it."""
    if db.session.scalar(visible(actor).where(Ticket.number == number).with_only_columns(Ticket.id)) is None:
        raise NotFound


def count_of(owner: ColumnElement[bool]) -> int:
    """How many files an owner has, such as `Attachment.ticket_id == 7`."""
    return db.session.scalar(select(func.count()).select_from(Attachment).where(owner)) or 0


def _sight(actor: Actor) -> ColumnElement[bool]:
    seen = visible(actor).where(Ticket.id == Attachment.ticket_id)
    if not actor.roles & STAFF_ROLES:
        seen = seen.where(Attachment.internal.is_(False))
    own_draft = select(Draft.id).where(Draft.id == Attachment.draft_id, Draft.person_id == actor.id)
    views = [
        and_(Attachment.ticket_id.is_not(None), seen.correlate(Attachment).exists()),
        and_(Attachment.draft_id.is_not(None), own_draft.correlate(Attachment).exists()),
        Attachment.proof_of_id == actor.id,
    ]
    if actor.roles & DESK_ROLES:
        views.append(Attachment.proof_of_id.is_not(None))
    return or_(*views)


def _listed(owner: ColumnElement[bool]) -> Sequence[Attachment]:
    return db.session.scalars(
        select(Attachment).where(owner).options(joinedload(Attachment.uploaded_by)).order_by(Attachment.id)
    ).all()
