"""Changing what a kind of whistle is: a new version, from a moment on; what was blown keeps its own."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Person, WhistleKind
from servicedesk.operations import events
from servicedesk.operations.transaction import transaction
from servicedesk.queries.whistle_kinds import kind_in_force
from servicedesk.rules.refusals import NotYours, invalid
from servicedesk.rules.text import text
from servicedesk.rules.whistle_spec import differences, read_kind, write_kind
from servicedesk.rules.whistles import Kind

FURTHEST = timedelta(days=2 * 366)


def change_kind(
    by: Person, now: datetime, code: str, spec: Mapping[str, Any], effective_from: datetime | None, seen: int
) -> WhistleKind:
    """Store a new version, and put on record what it changes; commits.

    `effective_from`: None is now; `seen` is the newest version that the page showed. Raises NotYours for
    whoever is no administrator, Invalid (naming each field, `version` where somebody was faster or nothing
    differs).
    """
    if "admin" not in by.roles:
        raise NotYours(text("This page belongs to the administrator."))
    new, at = read_kind(code, spec), effective_from or now
    if at < now:
        raise invalid("effective_from", text("This lies in the past; what was blown keeps its limits."))
    if at > now + FURTHEST:
        raise invalid("effective_from", text("This is too far from now."))
    with transaction():
        newest = db.session.scalars(
            select(WhistleKind)
            .where(WhistleKind.code == code)
            .order_by(WhistleKind.version.desc())
            .with_for_update()
        ).first()
        version = newest.version if newest else 0
        if version != seen:
            sentence = text("Somebody has made a newer version meanwhile; please open the page again.")
            raise invalid("version", sentence)
        held = kind_in_force(code, at)
        changed = differences(Kind.from_spec(code, held.spec), new)
        if not changed:
            raise invalid("version", text("Nothing differs from what holds then."))
        row = WhistleKind(code=code, version=version + 1, effective_from=at, spec=write_kind(new))
        db.session.add(row)
        payload = {
            "code": code,
            "version": row.version,
            "effective_from": at.astimezone(UTC).isoformat(),
            "name_zh": new.name_zh,
            "name_en": new.name_en,
            "changes": {field: list(pair) for field, pair in changed.items()},
        }
        events.append_administration(by, "whistle_kind_changed", now, payload)
    return row
