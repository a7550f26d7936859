"""The return rate: each dispatch to a lead once, returned rightly or not, whatever is done again since."""

from datetime import datetime, timedelta

from servicedesk.models import Ticket
from servicedesk.operations.checking import check
from servicedesk.queries.behind import page_behind, sizes_behind
from servicedesk.queries.counted import Question
from servicedesk.queries.figures import figures
from servicedesk.rules.figures import Figure
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.matters import REASON, UNHAPPY, act, at, decide
from tests.operations.returning import NO, asked, disputed, refused

SOON = NOW + timedelta(minutes=5)


def question(cast: Cast, as_of: datetime, by: str | None = None, month: int = 11) -> Question:
    until = at("12-01 00:00") if month == 11 else at("2027-01-01 00:00")
    span = (f"2026-{month}", at(f"{month}-01 00:00"), until)
    return Question(cast.leader.actor(), [span], as_of, by)


def rates(cast: Cast, as_of: datetime, by: str | None = None, month: int = 11) -> dict[str | None, Figure]:
    found = figures(question(cast, as_of, by, month))
    return {figure.group: figure for figure in found if figure.name == "return_rate"}


def upheld(cast: Cast) -> Ticket:
    return decide(cast, asked(cast), "desk_lead", "approve", SOON, lead="jsj")


def test_each_dispatch_counts_and_what_was_returned_rightly(cast: Cast) -> None:
    cast.ticket("working")
    upheld(cast)
    refused(cast)
    whole = rates(cast, SOON)[None]
    assert (whole.numerator, whole.denominator, list(whole.parts)) == (1, 4, [("refused", 1)])
    by_office = rates(cast, SOON, "department")
    assert {group: (one.numerator, one.denominator) for group, one in by_office.items()} == {
        "jfj": (1, 3), "jsj": (0, 1)
    }  # fmt: skip
    # As of a moment before it was decided, nothing was.
    before = rates(cast, SOON - timedelta(seconds=1))[None]
    assert (before.numerator, before.denominator) == (0, 3)


def test_a_dispute_is_refused_until_a_leader_rules(cast: Cast) -> None:
    ticket = disputed(cast)
    assert rates(cast, NOW)[None].parts == [("refused", 1)]
    decide(cast, ticket, "leader", "rule", SOON, department="jsj", reason=NO["reason"])
    ruled = rates(cast, SOON)[None]
    assert (ruled.numerator, ruled.denominator, list(ruled.parts)) == (1, 2, [("refused", 0)])
    assert rates(cast, NOW)[None].parts == [("refused", 1)]


def test_doing_again_leaves_the_dispatch_where_it_was(cast: Cast) -> None:
    ticket, later = cast.ticket("in_callback"), at("12-02 10:00")
    act(cast, ticket, "enterprise", "judge", later, **UNHAPPY)
    act(cast, ticket, "officer", "redo", later, **REASON)
    assert rates(cast, later)[None].denominator == 1
    assert rates(cast, later, month=12)[None].denominator == 0
    assert check(now=later).differences == []


def test_the_list_behind_says_what_was_decided(cast: Cast) -> None:
    numbers = [upheld(cast).number, refused(cast).number]
    about = question(cast, SOON)
    sizes = sizes_behind(about, "return_rate", None)
    assert sizes == {"denominator": 3, "numerator": 1, "missed": 2, "excluded": 0}
    (returned,) = page_behind(about, "return_rate", None, "numerator").items
    assert (returned.number, returned.outcome) == (numbers[0], True)
    kept = page_behind(about, "return_rate", None, "missed").items
    assert {row.number for row in kept if row.refused} == {numbers[1]}
