"""The duty roster by tables: who answers, who is rung next, which hours are open, how a week is planned."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from servicedesk.rules.duty import (
    Turn,
    answering,
    besides_duty,
    gaps,
    may_plan,
    next_to_ring,
    plan_week,
    rung_office,
    still_rings,
)
from servicedesk.rules.standing_in import Reached

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DESK, OFFICE = 1, 10


def turn(person: int, start: int, end: int, place: int = 1) -> Turn:
    return Turn(person, NOW + start * HOUR, NOW + end * HOUR, place)


@pytest.mark.parametrize(
    ("turns", "answer"),
    [
        ([], []),
        ([turn(1, -1, 0)], []),
        ([turn(1, 0, 1)], [1]),
        ([turn(2, -1, 1, 2), turn(1, -1, 1, 1)], [1, 2]),
        # Who begins later comes after whoever stands at the same place already.
        ([turn(2, -1, 1), turn(1, -2, 1)], [1, 2]),
        ([turn(1, -1, 1), turn(1, -1, 1, 2)], [1]),
    ],
)
def test_the_list_of_a_moment(turns: list[Turn], answer: list[int]) -> None:
    assert answering(turns, NOW) == answer


@pytest.mark.parametrize(
    ("on_duty", "heads", "told", "away", "who"),
    [
        ([1, 2], [9], [], {}, 1),
        ([1, 2], [9], [1], {}, 2),
        ([1, 2], [9], [1, 2], {}, 9),
        ([1, 2], [9], [1, 2, 9], {}, None),
        # Who is away is stood in for, and nobody is rung twice for it.
        ([1, 2], [9], [], {1: 5}, 5),
        ([1, 2], [9], [2], {1: 2}, 9),
        # The shift has changed meanwhile.
        ([3, 4], [9], [1, 2], {}, 3),
        ([], [9], [1], {}, 9),
    ],
)
def test_a_ring_goes_down_the_list(
    on_duty: list[int], heads: list[int], told: list[int], away: dict[int, int], who: int | None
) -> None:
    found = next_to_ring(on_duty, heads, told, lambda id_: Reached(away.get(id_, id_)))
    assert (found.id if found else None) == who


@pytest.mark.parametrize(
    ("turns", "open_"),
    [
        ([], [(0, 10)]),
        ([turn(1, -5, 20)], []),
        ([turn(1, 0, 4), turn(2, 6, 10)], [(4, 6)]),
        ([turn(1, 2, 4), turn(2, 1, 8)], [(0, 1), (8, 10)]),
        ([turn(1, 12, 14)], [(0, 10)]),
    ],
)
def test_hours_in_which_nobody_answers(turns: list[Turn], open_: list[tuple[int, int]]) -> None:
    found = gaps(turns, NOW, NOW + 10 * HOUR)
    assert found == [(NOW + start * HOUR, NOW + end * HOUR) for start, end in open_]


def test_a_week_of_days_and_nights_goes_round() -> None:
    shifts = plan_week(date(2026, 11, 23), [1, 2, 3], "day_night", time(8, 30), time(17, 30))
    assert len(shifts) == 14
    assert [shift.people for shift in shifts[:4]] == [(1, 2), (2, 3), (3, 1), (1, 2)]
    assert (shifts[0].starts, shifts[-1].ends) == (
        datetime(2026, 11, 23, 8, 30),
        datetime(2026, 11, 30, 8, 30),
    )
    assert all(one.ends == other.starts for one, other in pairwise(shifts))


def test_one_person_alone_has_nobody_to_stand_by() -> None:
    shifts = plan_week(date(2026, 11, 23), [1], "whole_day", time(8), time(20))
    assert [shift.people for shift in shifts] == [(1,)] * 7


@pytest.mark.parametrize(
    ("kind", "about_desk", "decider", "office"),
    [
        ("accept", False, None, DESK),
        ("promise", False, None, DESK),
        ("accept", True, None, None),
        ("sign", False, None, OFFICE),
        ("part", False, None, OFFICE),
        ("report_in", False, None, OFFICE),
        ("meeting", False, None, DESK),
        ("decide", False, "desk_lead", DESK),
        ("decide", False, "leader", None),
        ("decide", False, None, None),
    ],
)
def test_whose_roster_is_rung(kind: str, about_desk: bool, decider: str | None, office: int | None) -> None:
    assert rung_office(kind, OFFICE, DESK, about_desk=about_desk, decider=decider) == office


def test_heads_and_leaders_hear_it_beside_whoever_is_on_duty() -> None:
    assert besides_duty(("handler", "head"), in_charge=False) == ("head",)
    assert besides_duty(("handler", "head"), in_charge=True) == ("handler", "head")


@pytest.mark.parametrize(
    ("state", "over", "rings"),
    [("running", False, True), ("paused", False, False), ("met", False, False), (None, False, True),
     (None, True, False), ("running", True, False)],
)  # fmt: skip
def test_a_ring_ends_with_what_it_is_for(state: str | None, over: bool, rings: bool) -> None:
    assert still_rings(state, over) is rings


@pytest.mark.parametrize(
    ("roles", "department", "plans"),
    [({"admin"}, None, True), ({"department_head"}, "jfj", True), ({"desk_lead"}, "qyfw", False),
     ({"handler"}, "jfj", False), ({"leader"}, None, False)],
)  # fmt: skip
def test_heads_plan_their_own_office_administrators_every_one(
    roles: set[str], department: str | None, plans: bool
) -> None:
    assert may_plan(frozenset(roles), department, "jfj") is plans
