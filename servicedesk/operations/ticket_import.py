"""Importing past tickets: a file and its map are checked, confirmed, and taken in batch by batch.

Each batch is a transaction of its own and says how far it came, so that an import that is broken off goes on
where it stood; a reference that has come in is never taken again.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from servicedesk.adapters.storage import NoSuchFile, storage
from servicedesk.extensions import db
from servicedesk.models import ImportedTicket, ImportLine, Person, TicketImport
from servicedesk.operations import bulk, events
from servicedesk.operations.import_rows import CHANGED, REFUSED, Row, Sorted, Source, open_source, sort_out
from servicedesk.operations.import_writing import write_tickets
from servicedesk.operations.stored_files import forget, keeping
from servicedesk.operations.transaction import one_at_a_time, transaction
from servicedesk.queries.ticket_imports import find_import, waiting_imports
from servicedesk.rules.batches import in_batches
from servicedesk.rules.fields import tidy
from servicedesk.rules.files import LONGEST_NAME
from servicedesk.rules.refusals import Invalid, NotNow, NotYours
from servicedesk.rules.text import Text, stored, text

BATCH = 500
"""Rows taken in one transaction."""
IMPORTERS = frozenset({"desk_lead"})
"""Whoever imports reads what they import, which administrators do not."""


def propose(by: Person, now: datetime, name: str, content: bytes, spec: object) -> TicketImport:
    """Keep a file with its map to be checked by the timetable; commits.

    Raises NotYours, and Invalid for `map` and `file` where either cannot be read at all.
    """
    _may(by)
    open_source(content, spec)
    with keeping(content) as key:
        run = _new(by, now, name, content, spec)
        run.file_key, run.state = key, "checking"
        db.session.flush()
    return run


def confirm(by: Person, now: datetime, import_id: int) -> None:
    """Let a checked import run; commits. Raises NotYours, NotFound, NotNow."""
    _may(by)
    with transaction():
        run = _checked(import_id)
        run.state, run.done, run.added, run.repeated, run.changed, run.refused = "running", 0, 0, 0, 0, 0
        db.session.execute(delete(ImportLine).where(ImportLine.import_id == run.id))


def drop(by: Person, now: datetime, import_id: int) -> None:
    """Give a checked import up, and its file; commits. Raises NotYours, NotFound, NotNow."""
    _may(by)
    with transaction():
        _end(_checked(import_id), "dropped", now)


def import_at_once(now: datetime, name: str, content: bytes, spec: object) -> TicketImport:
    """Take everything in now, as a command on the server does; commits batch by batch. Raises Invalid."""
    source = open_source(content, spec)
    with transaction():
        run = _new(None, now, name, content, spec)
        run.rows = len(source.table.rows)
        run.state = "command"
        db.session.flush()
    _take_all(run.id, source, now)
    return find_import(run.id)


def try_out(now: datetime, content: bytes, spec: object) -> tuple[Source, Iterator[Sorted]]:
    """What an import would do, batch by batch; nothing is written. Raises Invalid."""
    source = open_source(content, spec)
    return source, (sort_out(source.map.source, rows) for rows in in_batches(source.rows(now), BATCH))


def go_on(now: datetime) -> None:
    """Check what is to be checked, and take in what was confirmed; for the timetable."""
    for import_id in waiting_imports():
        _go_on_with(import_id, now)


def _go_on_with(import_id: int, now: datetime) -> None:
    run = find_import(import_id)
    try:
        source = open_source(_content(run), run.map)
    except (Invalid, NoSuchFile) as gone:
        # What it names was closed since, or the file is lost: nothing will come of it.
        reasons = [text("The file is not there any more.")]
        if isinstance(gone, Invalid):
            reasons = [reason for found in gone.errors.values() for reason in found]
        _fail(import_id, reasons, now)
        return
    if run.state == "checking":
        _check(import_id, source, now)
    else:
        _take_all(import_id, source, now)


def _fail(import_id: int, reasons: Sequence[Text], now: datetime) -> None:
    with transaction():
        run = find_import(import_id, lock=True)
        # Another timetable may have brought it to its end meanwhile, and let its file go.
        if run.state in ("checking", "running"):
            run.trouble = list(map(stored, reasons))
            _end(run, "failed", now)


def _content(run: TicketImport) -> bytes:
    if run.file_key is None:
        raise NoSuchFile(run.name)
    with storage().open(run.file_key) as file:
        return file.read()


def _check(import_id: int, source: Source, now: datetime) -> None:
    """Count what an import would do, and keep the lines that it would not take."""
    # Looked up first, so that nobody waits for it who has something to write.
    batches = in_batches(source.rows(now), BATCH)
    sorted_out = [(rows, sort_out(source.map.source, rows)) for rows in batches]
    with transaction():
        run = find_import(import_id, lock=True)
        if run.state != "checking":
            return
        run.rows = len(source.table.rows)
        for rows, found in sorted_out:
            _note(run, rows, found)
        run.state = "checked"


def _take_all(import_id: int, source: Source, now: datetime) -> None:
    rows = list(source.rows(now))
    while _take_batch(import_id, rows, now):
        pass


def _take_batch(import_id: int, rows: Sequence[Row], now: datetime) -> bool:
    """Take the next rows in; whether there may be more."""
    with transaction():
        run = find_import(import_id, lock=True)
        if run.state not in ("running", "command"):
            return False
        batch = rows[run.done : run.done + BATCH]
        by = db.session.get(Person, run.by_id) if run.by_id is not None else None
        # What another import takes in now is there before these rows are looked up.
        one_at_a_time(ImportedTicket)
        found = sort_out(run.source, batch)
        write_tickets(run, by, now, found)
        _note(run, batch, found)
        if run.done < len(rows):
            return True
        _end(run, "done", now)
        counts = {name: getattr(run, name) for name in ("rows", "added", "repeated", "changed", "refused")}
        payload = {"import": run.id, "source": run.source, "sha256": run.sha256, **counts}
        events.append_administration(by, "tickets_imported", now, payload, {"name": run.name})
    return False


def _note(run: TicketImport, rows: Sequence[Row], found: Sorted) -> None:
    """How far it came, and what was left."""
    run.done += len(rows)
    run.added += len(found.new)
    run.repeated += found.repeated
    run.refused += found.count(REFUSED)
    run.changed += found.count(CHANGED)
    bulk.add(
        ImportLine,
        [
            {"import_id": run.id, "line": line, "what": what, "reasons": list(map(stored, reasons))}
            for line, what, reasons in found.left
        ],
    )


def _new(by: Person | None, now: datetime, name: str, content: bytes, spec: Any) -> TicketImport:
    run = TicketImport(
        source=spec["source"].strip(),
        name=tidy(name)[-LONGEST_NAME:],
        sha256=hashlib.sha256(content).hexdigest(),
        map=spec,
        by_id=by.id if by else None,
        created_at=now,
    )
    db.session.add(run)
    return run


def _end(run: TicketImport, state: str, now: datetime) -> None:
    run.state, run.ended_at = state, now
    if run.file_key is not None:
        forget(run.file_key)
        run.file_key = None


def _checked(import_id: int) -> TicketImport:
    run = find_import(import_id, lock=True)
    if run.state != "checked":
        raise NotNow(text("This import is not waiting to be confirmed any more."))
    return run


def _may(by: Person) -> None:
    if not by.roles & IMPORTERS:
        raise NotYours(text("Past tickets are imported by the desk lead."))
