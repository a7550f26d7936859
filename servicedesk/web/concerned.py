"""Cards, instructions and tracked matters: whom they concern, and of which department somebody sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_login import current_user

from servicedesk.rules.access import CONCERNED_ROLES, OVERSEEING_ROLES
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text
from servicedesk.web.offices import offices


@dataclass(frozen=True, slots=True)
class Narrowing:
    """To which department a list is narrowed."""

    department: str | None
    """Its code; None: to none."""
    is_choice: bool
    """Whether the reader may choose another one, or all."""

    @property
    def in_address(self) -> str | None:
        """What the addresses of the list say of it; None where there is no choice."""
        return self.department if self.is_choice else None

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """The departments that may be chosen, by code and name."""
        return [(office.code, office.name) for office in offices()] if self.is_choice else []


def check_concerned() -> None:
    """Raises NotYours for whom these lists do not concern."""
    if not current_user.roles & CONCERNED_ROLES:
        raise NotYours(text("This page belongs to leaders, the service centre and the departments."))


def narrowing(given: Mapping[str, str]) -> Narrowing:
    """As an address says, for those who oversee all departments; others see what is their own's."""
    if current_user.roles & OVERSEEING_ROLES:
        return Narrowing(given.get("department") or None, is_choice=True)
    return Narrowing(current_user.actor().department or "-", is_choice=False)
