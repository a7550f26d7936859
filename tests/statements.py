"""Counting the statements that run while a page or a call is answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

MOST = 12
"""No page may run more."""


@contextmanager
def counted(db: SQLAlchemy) -> Iterator[list[str]]:
    """The statements that run meanwhile, without the beginnings of transactions."""
    found: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
