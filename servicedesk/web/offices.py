"""The open departments, read once for a page, and the names of those that are known by their codes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from flask import g

from servicedesk.languages import name_of
from servicedesk.queries.categories import all_departments


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
