"""Who is reached in place of somebody who is away, by tables."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from servicedesk.rules.access import HANDLING_ROLES, Actor, Matter, sees
from servicedesk.rules.standing_in import (
    Away,
    Colleague,
    away_until,
    looks_after,
    may_stand_in,
    reached,
    share_out,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HANDLER, HEAD = frozenset({"handler"}), frozenset({"department_head"})
TEAM = {
    1: Colleague(1, "李强", 10, HANDLER, deputy_id=2),
    2: Colleague(2, "王敏", 10, HANDLER, deputy_id=1),
    3: Colleague(3, "孙涛", 10, HEAD),
    4: Colleague(4, "赵蕾", 20, HANDLER, deputy_id=1),
    5: Colleague(5, "林志远", None, frozenset({"leader"})),
}


def away(*ids: int) -> dict[int, list[Away]]:
    return {id_: [Away(NOW - HOUR, NOW + HOUR)] for id_ in ids}


@pytest.mark.parametrize(
    ("person", "absent", "who"),
    [
        (1, (), 1),
        (1, (2, 3), 1),
        (1, (1,), 2),
        (1, (1, 2), 3),
        # Nobody is there: it waits.
        (1, (1, 2, 3), 1),
        # The head has no deputy, and no handler was named.
        (3, (3,), 3),
        # A deputy of another department, from before somebody moved, stands in for nobody.
        (4, (4,), 4),
        (5, (5,), 5),
        # Not known any more.
        (9, (9,), 9),
    ],
)
def test_the_deputy_is_reached_then_the_head(person: int, absent: tuple[int, ...], who: int) -> None:
    found = reached(person, NOW, TEAM, away(*absent))
    assert found.id == who
    assert (found.absent, found.until) == ((TEAM[person], NOW + HOUR) if who != person else (None, None))


@pytest.mark.parametrize(
    ("spans", "until"),
    [
        ([], None),
        ([(-2, -1)], None),
        ([(-1, 0)], None),
        ([(0, 1)], 1),
        ([(1, 2)], None),
        # Absences that adjoin or overlap are one.
        ([(1, 3), (-1, 1)], 3),
        ([(-3, 2), (-1, 1), (4, 5)], 2),
    ],
)
def test_absences_that_adjoin_are_one(spans: list[tuple[int, int]], until: int | None) -> None:
    absences = [Away(NOW + start * HOUR, NOW + end * HOUR) for start, end in spans]
    assert away_until(absences, NOW) == (None if until is None else NOW + until * HOUR)


@pytest.mark.parametrize(
    ("ids", "absent", "but", "told"),
    [
        ([1, 3], (), (), [(1, None), (3, None)]),
        ([1, 4], (1,), (), [(2, 1), (4, None)]),
        # Whoever is told anyhow is not told for somebody else.
        ([1, 2], (1,), (), [(2, None)]),
        # Who did it hears of it for nobody.
        ([1], (1,), (2,), []),
        ([1, 1], (), (1,), [(1, None)]),
    ],
)
def test_everybody_is_told_once(
    ids: list[int], absent: tuple[int, ...], but: tuple[int, ...], told: list[tuple[int, int | None]]
) -> None:
    found = share_out(ids, NOW, TEAM, away(*absent), but)
    assert [(one.id, one.absent.id if one.absent else None) for one in found] == told


ROLES = ("officer", "desk_lead", "handler", "department_head", "supervisor", "leader", "inspector")


def test_nobody_stands_in_who_sees_less() -> None:
    offices = frozenset({"jfj", "qyfw"})
    kept: tuple[dict[str, Any], ...] = (
        {}, {"confidential": True}, {"confidential": True, "dispatched": True}, {"misconduct": True},
        {"misconduct": True, "handed_over": True}, {"about": "jfj"}, {"about": "qyfw"}, {"about": "dcs"},
        {"about_leader": True},
    )  # fmt: skip
    matters = [Matter(1, 9, offices, lead, **how) for how in kept for lead in (None, "jfj", "qyfw", "dcs")]
    pairs = [frozenset({one, other}) for one, other in product(ROLES, ROLES)]
    for department, own, others in product(("jfj", "qyfw"), pairs, pairs):
        if not may_stand_in(Colleague(2, "", 1, own), Colleague(1, "", 1, others)):
            continue
        for matter in matters:
            meant, stands_in = (Actor(id_, roles, department) for id_, roles in ((1, others), (2, own)))
            assert not sees(meant, matter) or sees(stands_in, matter), (own, others, matter)


@pytest.mark.parametrize(
    ("roles", "department", "whose", "looks"),
    [
        ({"department_head"}, "jfj", "jfj", True),
        ({"department_head"}, "jfj", "rsj", False),
        ({"desk_lead"}, "qyfw", "qyfw", True),
        ({"desk_lead"}, "qyfw", "jfj", False),
        ({"supervisor"}, "dcs", "dcs", True),
        ({"handler"}, "jfj", "jfj", False),
        ({"leader"}, None, None, False),
    ],
)
def test_the_head_looks_after_the_own_office(
    roles: set[str], department: str | None, whose: str | None, looks: bool
) -> None:
    assert looks_after(frozenset(roles), department, whose) is looks


def test_every_role_that_handles_is_known_here() -> None:
    assert set(ROLES) >= HANDLING_ROLES
