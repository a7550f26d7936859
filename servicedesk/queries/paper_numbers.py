"""The numbers that papers were given."""

from collections.abc import Iterable, Mapping

from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import PaperNumber
from servicedesk.rules.paper_numbers import PaperKey


def numbers_of(keys: Iterable[PaperKey]) -> Mapping[PaperKey, str]:
    """The numbers of those of these papers that have one; one statement."""
    wanted = {(key.form, key.about): key for key in keys}
    if not wanted:
        return {}
    found = select(PaperNumber).where(PaperNumber.about.in_({about for _, about in wanted}))
    rows = db.session.scalars(found)
    return {wanted[row.form, row.about]: row.number for row in rows if (row.form, row.about) in wanted}


def last_serial(form: str, year: int) -> int:
    """The number of the last paper of this form within a year, 0 where there is none; one statement."""
    of_series = select(func.max(PaperNumber.serial)).where(PaperNumber.form == form, PaperNumber.year == year)
    return db.session.scalar(of_series) or 0
