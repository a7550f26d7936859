"""Who should lead: the row of the routing table that fits most closely, and its reason."""

import pytest

from servicedesk.rules.routing import Proposal, RoutingRow, propose

ROWS = [
    RoutingRow(1, "05", "jsj"),
    RoutingRow(2, "0501", "gdgs", ("jsj",)),
    RoutingRow(3, "0501", "yjj", kind="complaint"),
    RoutingRow(4, "0501", "ptgs", park="北园"),
    RoutingRow(5, "0501", "dcs", kind="complaint", park="北园"),
    RoutingRow(6, "0501", "cgj"),
    RoutingRow(7, "05", "xfdd", kind="report"),
    RoutingRow(8, "0502", "swgs", kind="complaint"),
]


def proposal(category: str, kind: str = "request", park: str | None = None) -> Proposal | None:
    return propose(ROWS, category, kind, park, "供电")


@pytest.mark.parametrize(
    ("category", "kind", "park", "row"),
    [
        # Of two rows that fit alike, the older one.
        ("0501", "request", None, 2),
        ("0501", "request", "南园", 2),
        ("0501", "request", "北园", 4),
        # The kind beats the park, both beat either.
        ("0501", "complaint", "南园", 3),
        ("0501", "complaint", "北园", 5),
        # The category's own row beats one of its first level, however narrow that is.
        ("0501", "report", None, 2),
        ("0503", "report", None, 7),
        ("0503", "request", None, 1),
        # A row for another kind is none.
        ("0502", "request", None, 1),
        ("0502", "complaint", None, 8),
    ],
)
def test_the_row_that_fits_most_closely_proposes(
    category: str, kind: str, park: str | None, row: int
) -> None:
    found = proposal(category, kind, park)
    assert found is not None
    assert found.row == row
    assert found.lead == ROWS[row - 1].lead


def test_the_order_of_the_rows_does_not_matter() -> None:
    assert propose(reversed(ROWS), "0501", "request", None, "供电") == proposal("0501")


def test_no_row_no_proposal() -> None:
    assert proposal("0601") is None
    assert propose([], "0501", "request", None, "供电") is None


def test_assisting_departments_come_with_it() -> None:
    found = proposal("0501")
    assert found is not None
    assert found.assists == ("jsj",)


@pytest.mark.parametrize(
    ("kind", "park", "reason"),
    [
        ("request", None, "Routing table: row 2, for “供电”."),
        ("complaint", None, "Routing table: row 3, for “供电” of this kind."),
        ("request", "北园", "Routing table: row 4, for “供电” in this park."),
    ],
)
def test_the_reason_names_the_row(kind: str, park: str | None, reason: str) -> None:
    found = proposal("0501", kind, park)
    assert found is not None
    assert str(found.reason) == reason


def test_the_reason_names_what_the_row_speaks_about_not_what_the_matter_is_about() -> None:
    of_the_group = RoutingRow(19, "12", "cgj", called="园区配套")
    found = propose([of_the_group], "1202", "request", None, "停车")
    assert found
    assert str(found.reason) == "Routing table: row 19, for “园区配套”."
