"""Imports of past tickets: each run, what it could not take, and which rows have come in."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import BigId, db, partial_index
from servicedesk.models.person import Person

WAITS = "state IN ('checking', 'running')"


class TicketImport(db.Model):
    """One file with its map: `checking`, `checked`, `running`, then `done`, `failed` or `dropped`.

    The counts are those of the check until it is confirmed, and then grow with what has been written.
    """

    __tablename__ = "ticket_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(150))
    """Of the file."""
    sha256: Mapped[str] = mapped_column(String(64))
    file_key: Mapped[str | None] = mapped_column(String(40))
    """Where the bytes are kept until it has ended."""
    map: Mapped[dict[str, Any]]
    """As `rules.ticket_map` reads it."""
    state: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None: a command on the server."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    rows: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    """Rows that have been looked at."""
    added: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    """Rows that had come in before."""
    changed: Mapped[int] = mapped_column(default=0)
    """Of these, so many say something else than they did; they are left as they came."""
    refused: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """Why it failed, as the reasons of a line."""

    by: Mapped[Person | None] = relationship(lazy="raise")

    __table_args__ = (partial_index("ix_ticket_import_waits", "id", where=WAITS),)


class ImportLine(db.Model):
    """A line that was not taken: `refused`, or `changed` since it came in, and why."""

    __tablename__ = "import_line"

    import_id: Mapped[int] = mapped_column(ForeignKey("ticket_import.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(10))
    reasons: Mapped[list[Any]]
    """Sentences as `[msgid, params]`."""


class ImportedTicket(db.Model):
    """A ticket that came in by an import; its source and reference come in once."""

    __tablename__ = "imported_ticket"

    ticket_id: Mapped[int] = mapped_column(BigId, ForeignKey("ticket.id"), primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("ticket_import.id"), index=True)
    source: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(100))
    line: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    """Of what the row said (rules.past_ticket)."""

    __table_args__ = (UniqueConstraint("source", "reference"),)
