"""Putting on record that all papers of a matter were taken as one file."""

from datetime import datetime

from servicedesk.models import Person, Ticket
from servicedesk.operations import events
from servicedesk.operations.readings import note_matter
from servicedesk.operations.transaction import transaction


def record_dossier(
    by: Person, now: datetime, ticket: Ticket, reach: str, files: int, sha256: str, address: str
) -> None:
    """Before the file leaves: whose papers, how many files, its digest; and the read of what is watched.

    `ticket` may be the copy of what the reader reads (queries.redacted). Commits.
    """
    with transaction():
        payload = {"files": files, "sha256": sha256, "reach": reach}
        events.append_administration(by, "dossier_taken", now, payload, {"matter": ticket.number})
        note_matter(by, now, ticket, reach, "export", address)
