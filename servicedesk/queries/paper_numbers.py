"""The numbers that papers were given."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

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
