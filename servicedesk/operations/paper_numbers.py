"""Giving a paper its document number."""

from datetime import datetime, tzinfo

from servicedesk.extensions import db
from servicedesk.models import PaperNumber, Person
from servicedesk.operations import events
from servicedesk.operations.transaction import transaction
from servicedesk.queries.paper_numbers import last_serial, numbers_of
from servicedesk.rules.paper_numbers import PaperKey, check_issuer, written


def give_number(
    by: Person, now: datetime, key: PaperKey, relations: frozenset[str], prefix: str, zone: tzinfo
) -> str:
    """The number of a paper: the next one of its form and year, or the one that it has already.

    `relations`: what `by` is to the matter or whistle. Raises NotYours. Commits.
    """
    check_issuer(key.form, relations)
    with transaction():
        # The administration's chain is written by one at a time: no number is given twice, and none is left
        # out, because it is taken in the same transaction as it is written.
        events.wait_for_administration()
        given = numbers_of([key])
        return given[key] if key in given else _next(by, now, key, prefix, now.astimezone(zone).year)


def _next(by: Person, now: datetime, key: PaperKey, prefix: str, year: int) -> str:
    serial = last_serial(key.form, year) + 1
    number = written(prefix, key.form, year, serial)
    db.session.add(
        PaperNumber(
            form=key.form, year=year, serial=serial, number=number, about=key.about,
            ticket_id=key.ticket_id, issued_at=now, issued_by_id=by.id,
        )
    )  # fmt: skip
    events.append_administration(
        by, "paper_numbered", now, {"form": key.form, "number": number}, {"about": key.about}
    )
    return number
