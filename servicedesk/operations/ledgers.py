"""Keeping a choice of columns, and putting on record what was downloaded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import LedgerChoice, Person
from servicedesk.operations import events
from servicedesk.operations.readings import note_exported, note_log
from servicedesk.operations.transaction import transaction
from servicedesk.rules.ledger import check_choice, find_ledger
from servicedesk.rules.refusals import NotFound, invalid
from servicedesk.rules.text import text


@dataclass(frozen=True, slots=True)
class Export:
    """What stands in a file: of which list, narrowed to what, which columns, how many rows."""

    ledger: str
    filters: Mapping[str, str]
    columns: Sequence[str]
    format: str
    rows: int
    cut: bool
    """Whether the list was longer."""
    sha256: str
    matters: Collection[int] = ()
    """Ids of the matters that are read in full in it and whose reads are watched."""


def keep_choice(
    by: Person, now: datetime, ledger: str, recipient: str, columns: Sequence[str], form: str
) -> LedgerChoice:
    """Keep columns and their order for a recipient, instead of what was kept. Raises Invalid. Commits."""
    recipient = recipient.strip()
    if not recipient:
        raise invalid("recipient", text("Please say for whom these columns are."))
    check_choice(find_ledger(ledger), columns, form, recipient)
    with transaction():
        row = _put(by, now, ledger, recipient, columns, form)
        payload = {"ledger": ledger, "columns": list(columns)}
        events.append_administration(by, "ledger_choice_kept", now, payload, {"recipient": recipient})
    return row


def forget_choice(by: Person, now: datetime, choice_id: int) -> None:
    """Take away one of one's own choices. Raises NotFound. Commits."""
    with transaction():
        row = db.session.get(LedgerChoice, choice_id)
        if row is None or row.person_id != by.id:
            raise NotFound
        payload = {"ledger": row.ledger}
        events.append_administration(by, "ledger_choice_removed", now, payload, {"recipient": row.recipient})
        db.session.delete(row)


def record_export(by: Person, now: datetime, export: Export, address: str) -> None:
    """Put on record that a list was downloaded, before the file leaves; its columns are proposed next time.

    What was searched for stands among the texts: it can be a name. Commits.
    """
    with transaction():
        _put(by, now, export.ledger, "", export.columns, export.format)
        payload = {
            "ledger": export.ledger, "columns": list(export.columns), "format": export.format,
            "rows": export.rows, "cut": export.cut, "sha256": export.sha256,
        }  # fmt: skip
        filters = "&".join(f"{name}={value}" for name, value in export.filters.items())
        events.append_administration(by, "ledger_exported", now, payload, {"filters": filters})
        note_exported(by, now, export.matters, address)
        if export.ledger == "read_log":
            note_log(by, now, address)


def _put(
    by: Person, now: datetime, ledger: str, recipient: str, columns: Sequence[str], form: str
) -> LedgerChoice:
    own = select(LedgerChoice).where(
        LedgerChoice.person_id == by.id, LedgerChoice.ledger == ledger, LedgerChoice.recipient == recipient
    )
    # The administration's chain is written by one at a time, so nobody keeps the same choice meanwhile.
    events.wait_for_administration()
    row = db.session.scalar(own)
    if row is None:
        row = LedgerChoice(person_id=by.id, ledger=ledger, recipient=recipient)
        db.session.add(row)
    row.columns, row.format, row.saved_at = list(columns), form, now
    return row
