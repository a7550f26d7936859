"""Drafts: what is typed is kept as it is, right or wrong, until it is sent."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import Draft, Person
from servicedesk.operations.attachments import discard_files
from servicedesk.operations.transaction import transaction
from servicedesk.queries.drafts import find_draft
from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import text

MOST_DRAFTS = 20
LONGEST_CONTENT = 64 * 1024
"""Characters of a draft as JSON; a description has at most 4,000."""
NAMES = frozenset(
    {
        "kind", "category", "title", "description", "urgent", "confidential", "channel", "external_ref",
        "external_due", "enterprise", "contact", "fields", "about_department", "about_leader",
    }
)  # fmt: skip


def save_draft(by: Person, now: datetime, content: Mapping[str, Any], draft_id: int | None = None) -> Draft:
    """Keep what somebody has typed: a new draft, or the new content of an old one; commits.

    `content` has the names of the API's ticket and JSON values, which need not be right yet. Raises
    NotFound for another's draft, Invalid for an unknown name, too long a content or too many drafts.
    """
    _check_content(content)
    with transaction():
        if draft_id is None:
            _check_room(by)
            draft = Draft(person_id=by.id, created_at=now)
            db.session.add(draft)
        else:
            draft = find_draft(draft_id, by, lock=True)
        draft.content = dict(content)
        draft.updated_at = now
        # A new draft gets its id here: an operation around this one has not committed yet.
        db.session.flush()
    return draft


def discard(by: Person, now: datetime, draft_id: int) -> None:
    """Throw one's own draft away, with its files; commits. Raises NotFound."""
    with transaction():
        draft = find_draft(draft_id, by, lock=True)
        discard_files(draft)
        db.session.delete(draft)


def _check_content(content: Mapping[str, Any]) -> None:
    if unknown := sorted(set(content) - NAMES):
        raise Invalid({name: [text("A matter has no such field.")] for name in unknown})
    if len(json.dumps(dict(content), ensure_ascii=False)) > LONGEST_CONTENT:
        raise invalid("description", text("This is too long to be kept as a draft."))


def _check_room(by: Person) -> None:
    # The person's row is held, so that two pages at once do not both find room for the last one.
    db.session.scalar(select(Person.id).where(Person.id == by.id).with_for_update())
    kept = db.session.scalar(select(func.count()).select_from(Draft).where(Draft.person_id == by.id))
    if (kept or 0) >= MOST_DRAFTS:
        raise invalid(
            "draft",
            text(
                "You have %(most)s drafts already. Please send one or throw one away first.", most=MOST_DRAFTS
            ),
        )
