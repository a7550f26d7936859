"""Writing the read log: every read of what is kept from most is noted, whoever reads."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from servicedesk.extensions import db
from servicedesk.models import Person, Reading, Ticket
from servicedesk.rules.access import STAFF_ROLES

LONGEST_ADDRESS = 200


def note_matter(by: Person, now: datetime, ticket: Ticket, reach: str, what: str, address: str) -> None:
    """Somebody has read a matter as far as `reach` says, at an address; noted where it is one to be watched.

    What an enterprise reads of its own matters is not noted: its people's names would say whose they are.
    """
    watched = ticket.confidential or ticket.misconduct
    if watched and reach == "full" and by.roles & STAFF_ROLES:
        _write(by, now, ticket.id, what, address)


def note_file(by: Person, now: datetime, ticket_id: int | None, address: str) -> None:
    """Somebody has opened a file of a matter (or of none)."""
    ticket = db.session.get(Ticket, ticket_id) if ticket_id else None
    if ticket is not None:
        note_matter(by, now, ticket, "full", "file", address)


def note_exported(by: Person, now: datetime, ticket_ids: Collection[int], address: str) -> None:
    """Somebody has downloaded a list in which these matters, whose reads are watched, stand in full."""
    if by.roles & STAFF_ROLES:
        _write_all([_row(by, now, id_, "export", address) for id_ in ticket_ids])


def note_log(by: Person, now: datetime, address: str) -> None:
    """Somebody has read the read log itself."""
    _write(by, now, None, "log", address)


def _write(by: Person, now: datetime, ticket_id: int | None, what: str, address: str) -> None:
    _write_all([_row(by, now, ticket_id, what, address)])


def _row(by: Person, now: datetime, ticket_id: int | None, what: str, address: str) -> dict[str, Any]:
    return {
        "at": now,
        "person_id": by.id,
        "ticket_id": ticket_id,
        "what": what,
        "address": address[:LONGEST_ADDRESS],
    }


def _write_all(rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    if db.session().info.get("in_operation"):
        db.session.execute(insert(Reading), rows)
        return
    # Beside the session, which holds what is being shown and must not let it go.
    with db.engine.connect() as connection:
        writing = connection.execution_options(sqlite_immediate=True)
        with writing.begin():
            writing.execute(insert(Reading), rows)
