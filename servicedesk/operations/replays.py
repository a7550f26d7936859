"""Doing a request once, however often it comes: its answer is written with what it did."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from servicedesk.extensions import db
from servicedesk.models import Person, Replay
from servicedesk.operations.transaction import transaction
from servicedesk.rules.refusals import Conflict, invalid
from servicedesk.rules.text import text

LONGEST_KEY = 100


def digest_of(*parts: object) -> str:
    """The digest of an address and a body (JSON values)."""
    written = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()


def once(
    by: Person, now: datetime, key: str | None, digest: str, do: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Run `do` and keep its answer (a JSON object) under `key`, in the same transaction.

    The same key again answers with the first answer and does nothing; raises Conflict when the digest is
    another one, Invalid for a key that is too long. Without a key `do` simply runs, in a transaction too: its
    answer always shows what it did, and nothing later.
    """
    if not key:
        with transaction():
            return do()
    if len(key) > LONGEST_KEY:
        raise invalid("Idempotency-Key", text("The key may have at most 100 characters."))
    try:
        with transaction():
            if known := _known(by, key):
                return _same(known, digest)
            # Written first: a second request with the same key waits here until the first has ended.
            replay = Replay(person_id=by.id, key=key, digest=digest, answer={}, created_at=now)
            db.session.add(replay)
            db.session.flush()
            answer = do()
            replay.answer = answer
            return answer
    except IntegrityError:
        # Two at the same moment: the other one was first and has committed.
        if known := _known(by, key):
            return _same(known, digest)
        raise


def _known(by: Person, key: str) -> Replay | None:
    return db.session.scalar(select(Replay).where(Replay.person_id == by.id, Replay.key == key))


def _same(known: Replay, digest: str) -> dict[str, Any]:
    if known.digest != digest:
        raise Conflict(text("This key was used before with another content."))
    return known.answer
