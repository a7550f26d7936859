"""Which department is proposed as the lead of a matter, and the reason that is shown with it."""

from collections.abc import Collection, Iterable
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
    called: Named | str | None = None
    """The name of its category; None: the category of the matter itself."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed lead and assisting departments (codes), and why."""

    lead: str
    assists: tuple[str, ...]
    row: int | None
    """Of the routing table; None: a rule of its own says it."""
    reason: Text


def propose(
    rows: Iterable[RoutingRow],
    category: str,
    kind: str,
    park: str | None,
    category_name: Named | str,
    returned: Collection[str] = (),
) -> Proposal | None:
    """The proposal of the row that fits most closely; None when no row knows the category.

    `returned`: departments that have returned the matter with right; these are not proposed again.
    A row of the category itself beats one of its first level (the code's first two digits); then one that
    names the kind beats one that names the park, and either beats a row for all.
    """

    def fits(row: RoutingRow) -> bool:
        about = row.category in (category, category[:2])
        return about and row.kind in (None, kind) and row.park in (None, park) and row.lead not in returned

    best = max(
        (row for row in rows if fits(row)),
        key=lambda row: (len(row.category), row.kind is not None, row.park is not None, -row.id),
        default=None,
    )
    if best is None:
        return None
    assists = tuple(code for code in best.assists if code not in returned)
    why = reason(best.id, best.kind, best.park, best.called or category_name)
    return Proposal(best.lead, assists, best.id, why)


def propose_for_complaint(lead: str) -> Proposal:
    """Who leads a complaint about an office or a leader (rule 13), whatever the routing table says."""
    return Proposal(
        lead, (), None, text("A complaint about an office or a leader is the supervisor's; no other sees it.")
    )


def reason(row: int, kind: str | None, park: str | None, category_name: Named | str) -> Text:
    """Why a row of the table, which may be narrowed to a kind or a park, speaks about such a matter."""
    if kind is not None:
        return text(
            "Routing table: row %(row)s, for “%(category)s” of this kind.", row=row, category=category_name
        )
    if park is not None:
        return text(
            "Routing table: row %(row)s, for “%(category)s” in this park.", row=row, category=category_name
        )
    return text("Routing table: row %(row)s, for “%(category)s”.", row=row, category=category_name)
