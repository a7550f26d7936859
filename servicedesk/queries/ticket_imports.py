"""Imports of past tickets: which there were, what they could not take, and what has come in before."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, select, text
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Category, Department, Enterprise, ImportedTicket, ImportLine, TicketImport
from servicedesk.models.ticket_import import WAITS
from servicedesk.queries.cursors import Page, page_of, place_of
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.ticket_map import Known

PAGE = 50
SHOWN = 50
"""Of the imports, the newest."""
ORDER = "lines of an import"


def known_codes() -> Known:
    """What a map may name; two statements."""
    categories = select(Category.code, Category.name_zh).where(
        Category.parent_id.is_not(None), Category.active
    )
    offices = select(Department.code, Department.name_zh).where(Department.active)
    return Known(_by_name(categories), _by_name(offices))


def _by_name(found: Select[str, str]) -> dict[str, str]:
    """Codes by name and by themselves; of two with the same name the first code counts, as everywhere."""
    rows = sorted(db.session.execute(found).all(), reverse=True)
    return {row.name_zh: row.code for row in rows} | {row.code: row.code for row in rows}


def imports() -> Sequence[TicketImport]:
    """The newest imports; one statement."""
    newest = select(TicketImport).order_by(TicketImport.id.desc()).limit(SHOWN)
    return db.session.scalars(newest.options(joinedload(TicketImport.by))).all()


def find_import(import_id: int, *, lock: bool = False) -> TicketImport:
    """One import; raises NotFound."""
    wanted = select(TicketImport).where(TicketImport.id == import_id)
    wanted = wanted.with_for_update() if lock else wanted.options(joinedload(TicketImport.by))
    found: TicketImport | None = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def waiting_imports() -> Sequence[int]:
    """Those that the timetable has something to do for, the oldest first; one look at an index."""
    return db.session.scalars(select(TicketImport.id).where(text(WAITS)).order_by(TicketImport.id)).all()


def lines_of(import_id: int, cursor: str | None = None) -> Page[ImportLine]:
    """A page of the lines that were not taken, by number; raises Invalid for `cursor`."""
    found = select(ImportLine).where(ImportLine.import_id == import_id).order_by(ImportLine.line)
    if cursor:
        found = found.where(ImportLine.line > place_of(cursor, ORDER, int)[0])
    return page_of(db.session.scalars(found.limit(PAGE + 1)).all(), PAGE, ORDER, lambda one: [one.line])


def all_lines_of(import_id: int) -> Sequence[ImportLine]:
    """All lines that were not taken, by number."""
    found = select(ImportLine).where(ImportLine.import_id == import_id)
    return db.session.scalars(found.order_by(ImportLine.line)).all()


def digests_of(source: str, references: Collection[str]) -> Mapping[str, str]:
    """What came in before from a source: the digest of each reference's content; one statement."""
    found = select(ImportedTicket.reference, ImportedTicket.digest).where(
        ImportedTicket.source == source, ImportedTicket.reference.in_(references)
    )
    return {row.reference: row.digest for row in db.session.execute(found)}


def enterprises_by(column: str, values: Collection[str]) -> Mapping[str, Enterprise | None]:
    """Enterprises by `credit_code` or `name`; None where several bear a name. One statement."""
    which = getattr(Enterprise, column)
    found: dict[str, Enterprise | None] = {}
    for one in db.session.scalars(select(Enterprise).where(which.in_(values))):
        key = getattr(one, column)
        found[key] = None if key in found else one
    return found
