"""Files and rows keep step: bytes of a row that was not committed go, and so do those of a row that went."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

from servicedesk.adapters.storage import storage
from servicedesk.extensions import db
from servicedesk.operations.transaction import transaction


@contextmanager
def keeping(content: bytes) -> Iterator[str]:
    """A transaction for the row of a new file; gives the key under which its bytes are kept.

    The bytes are on the disk before the transaction begins, so that nobody waits for the disk while it
    holds its locks. They go again when it, or the operation around it, is rolled back.
    """
    files = storage()
    key = files.put(content)
    try:
        with transaction():
            _after("rollback", lambda: files.delete(key))
            yield key
    except BaseException:
        files.delete(key)
        raise


def forget(key: str) -> None:
    """Delete the bytes once the transaction that deletes their row is committed."""
    files = storage()
    _after("commit", lambda: files.delete(key))


_WAITING = "work on stored files that waits for the end of the transaction"


def _after(end: str, work: Callable[[], None]) -> None:
    db.session().info.setdefault(_WAITING, []).append((end, work))


def _finish(session: Session, end: str) -> None:
    # The end of a savepoint decides nothing yet, only that of the outermost transaction.
    if session.in_nested_transaction():
        return
    for when, work in session.info.pop(_WAITING, []):
        if when == end:
            work()


@event.listens_for(db.session, "after_commit")
def _committed(session: Session) -> None:
    _finish(session, "commit")


@event.listens_for(db.session, "after_rollback")
def _rolled_back(session: Session) -> None:
    _finish(session, "rollback")
