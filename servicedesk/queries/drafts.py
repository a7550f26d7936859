"""Drafts: each is its writer's alone."""

from collections.abc import Sequence

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Draft, Person
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.text import text


def find_draft(draft_id: int, by: Person, *, lock: bool = False) -> Draft:
    """One's own draft; raises NotFound. With `lock` its row is held until the end of the transaction."""
    found = select(Draft).where(Draft.id == draft_id, Draft.person_id == by.id)
    draft: Draft | None = db.session.scalar(found.with_for_update() if lock else found)
    if draft is None:
        raise NotFound(text("There is no such draft; perhaps it has been sent already."))
    return draft


def drafts_of(by: Person) -> Sequence[Draft]:
    """One's own drafts, last changed first."""
    return db.session.scalars(
        select(Draft).where(Draft.person_id == by.id).order_by(Draft.updated_at.desc(), Draft.id.desc())
    ).all()
