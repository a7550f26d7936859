"""The open departments, read once for a page, and the names of those that are known by their codes only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import g

from servicedesk.languages import name_of
from servicedesk.queries.categories import all_departments
from servicedesk.web.forms.choice import SelectChoice

if TYPE_CHECKING:
    from servicedesk.models import Ticket


@dataclass(frozen=True, slots=True)
class Office:
    """A department, with its name in the reader's language."""

    id: int
    code: str
    name: str


def offices() -> Sequence[Office]:
    """All open departments, in their stored order."""
    if "offices" not in g:
        # Plain values outlast the end of a step's transaction.
        g.offices = [Office(one.id, one.code, name_of(one)) for one in all_departments()]
    return cast("Sequence[Office]", g.offices)


def office_name(code: str) -> str:
    """A department's name in the reader's language; its code where it was closed since."""
    return next((office.name for office in offices() if office.code == code), code)


def in_two(first: Collection[str]) -> list[list[SelectChoice]]:
    """The departments to be chosen from: these, which stand open, and all others."""
    groups = ([o for o in offices() if o.code in first], [o for o in offices() if o.code not in first])
    return [[SelectChoice(office.code, office.name) for office in group] for group in groups]


def to_instruct(ticket: "Ticket") -> list[list[SelectChoice]]:
    """Those to whom a leader's instruction may go: the lead, and folded away all others; without one, all."""
    lead = ticket.lead.code if ticket.lead else ""
    known = [office.code for office in offices()]
    return in_two([lead] if lead in known else known)
