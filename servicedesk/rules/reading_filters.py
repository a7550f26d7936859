"""What the read log can be narrowed to: read from an address's query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from servicedesk.rules.refusals import Invalid
from servicedesk.rules.text import Text
from servicedesk.rules.ticket_filters import NO_MOMENT, moment_or_day

LOG_READERS = frozenset({"supervisor", "inspector"})
"""Who reads the log: of them too, every read of it stands in it."""
LONGEST = 100


@dataclass(frozen=True, slots=True)
class ReadingFilters:
    """Empty or None: not narrowed."""

    person: str = ""
    """A user name, or a part of a person's name."""
    ticket: str = ""
    """A number, or its beginning."""
    since: datetime | None = None
    until: datetime | None = None
    """Before this moment."""


def read_reading_filters(given: Mapping[str, str], zone: tzinfo) -> ReadingFilters:
    """The filters of `{"person", "ticket", "from", "to"}`; days of the zone, both included, or moments.

    Raises Invalid.
    """
    errors: dict[str, list[Text]] = {}

    def moment(name: str) -> datetime | None:
        try:
            value = given.get(name, "").strip()
            return moment_or_day(value, zone, end=name == "to") if value else None
        except ValueError:
            errors[name] = [NO_MOMENT]
            return None

    since, until = moment("from"), moment("to")
    if errors:
        raise Invalid(errors)
    person, ticket = (given.get(name, "").strip()[:LONGEST] for name in ("person", "ticket"))
    return ReadingFilters(person, ticket, since, until)
