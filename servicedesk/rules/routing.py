"""Which department is proposed as the lead of a matter, and the reason that is shown with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from servicedesk.rules.text import Named, Text, text


@dataclass(frozen=True, slots=True)
class RoutingRow:
    """One line of the routing table. None for kind or park: any."""

    id: int
    category: str
    lead: str
    assists: tuple[str, ...] = ()
    kind: str | None = None
    park: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed lead and assisting departments (codes), and why."""

    lead: str
    assists: tuple[str, ...]
    row: int
    reason: Text


def propose(
    rows: Iterable[RoutingRow], category: str, kind: str, park: str | None, category_name: Named | str
) -> Proposal | None:
    """The proposal of the row that fits most closely; None when no row knows the category.

    A row of the category itself beats one of its first level (the code's first two digits); then one that
    names the kind beats one that names the park, and either beats a row for all.
    """

    def fits(row: RoutingRow) -> bool:
        return (
            row.category in (category, category[:2]) and row.kind in (None, kind) and row.park in (None, park)
        )

    best = max(
        (row for row in rows if fits(row)),
        key=lambda row: (len(row.category), row.kind is not None, row.park is not None, -row.id),
        default=None,
    )
    if best is None:
        return None
    return Proposal(best.lead, best.assists, best.id, _reason(best, category_name))


def _reason(row: RoutingRow, category_name: Named | str) -> Text:
    if row.kind is not None:
        return text(
            "Routing table: row %(row)s, for “%(category)s” of this kind.", row=row.id, category=category_name
        )
    if row.park is not None:
        return text(
            "Routing table: row %(row)s, for “%(category)s” in this park.", row=row.id, category=category_name
        )
    return text("Routing table: row %(row)s, for “%(category)s”.", row=row.id, category=category_name)
