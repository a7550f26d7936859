"""The choices of columns that somebody can use for a list."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager

from servicedesk.extensions import db
from servicedesk.models import LedgerChoice, Person


def choices_for(person: Person, ledger: str) -> Sequence[LedgerChoice]:
    """The person's own choices, and what colleagues of the same office keep for recipients; one statement."""
    found = (
        select(LedgerChoice)
        .join(LedgerChoice.person)
        .where(LedgerChoice.ledger == ledger)
        .options(contains_eager(LedgerChoice.person))
        .order_by(LedgerChoice.recipient, LedgerChoice.id)
    )
    mine = LedgerChoice.person_id == person.id
    if person.department_id is None:
        return db.session.scalars(found.where(mine)).all()
    of_office = and_(Person.department_id == person.department_id, LedgerChoice.recipient != "")
    return db.session.scalars(found.where(or_(mine, of_office))).all()
