"""The same question as of the same moment has the same answer, whatever happened since; and facts add up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from servicedesk.operations.facts import differing_days, fold
from servicedesk.queries.counted import Place, Question
from servicedesk.queries.facts import put_together_for
from servicedesk.queries.figures import count, counts_of, counts_of_all, of_periods
from servicedesk.rules.counts import Counts
from servicedesk.rules.facts import INTAKE
from servicedesk.rules.figures import GROUPINGS
from servicedesk.rules.periods import parse
from tests.cast import Cast
from tests.histories import Zone

ZONE = ZoneInfo("Asia/Shanghai")
PERIODS = [
    parse(name) for name in ("2026", "2026-09", "2026-10", "2026-W40", "2026-09-23", "2026-09-22..2026-10-13")
]
Counted = Mapping[Place, Counts]


def question(person: object, now: datetime, by: str | None, *, live: bool) -> Question:
    return of_periods(Question(person.actor(), (), now, by, live), PERIODS, ZONE)  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", [3])
def test_a_moment_that_has_passed_is_answered_as_it_was_then(cast: Cast, seed: int) -> None:
    zone, kept = Zone(cast, seed), dict[tuple[datetime, str | None], Counted]()

    def remember() -> None:
        if zone.rng.random() < 0.05:
            by = zone.rng.choice([None, *GROUPINGS])
            # Moments are asked about to the second, and what happens has whole seconds here.
            kept[zone.now, by] = some(count(question(cast.leader, zone.now, by, live=True)))

    zone.play(matters=7, steps=36, then=remember)
    assert len(kept) > 8
    for (then, by), counts in kept.items():
        again = some(count(question(cast.leader, then, by, live=False)))
        assert again == counts, (then, by, differing(again, counts))


@pytest.mark.parametrize("seed", [5])
def test_daily_facts_are_what_is_counted(cast: Cast, seed: int) -> None:
    zone = Zone(cast, seed)

    def fold_now_and_then() -> None:
        if zone.rng.random() < 0.03:
            fold(zone.now, ZONE, most=zone.rng.choice([3, None]))
        if zone.rng.random() < 0.05:
            by = zone.rng.choice([None, *GROUPINGS, INTAKE])
            person = zone.rng.choice([cast.leader, cast.officer, cast.supervisor, cast.desk_lead])
            asked = question(person, zone.now, by, live=True)
            served.append(put_together_for(asked) is not None)
            together = counts_of_all([asked, replace(asked, by=None), asked])
            assert [some(one) for one in together] == [
                some(count(one)) for one in (asked, replace(asked, by=None), asked)
            ], (zone.now, by)

    served: list[bool] = []
    zone.play(matters=7, steps=36, then=fold_now_and_then)
    assert served.count(True) > 3
    fold(zone.now, ZONE)
    assert differing_days(zone.now, ZONE) == []
    later = replace(question(cast.leader, zone.now, None, live=True), as_of=zone.now + timedelta(days=3))
    puzzles = put_together_for(later)
    assert puzzles is not None
    assert all(day < date(2027, 1, 1) for day in puzzles[0].months)
    assert some(counts_of(later)) == some(count(later))


def some(found: Counted) -> Counted:
    """Without what is nothing."""
    return {place: counts for place, counts in found.items() if counts}


def differing(one: Counted, other: Counted) -> list[object]:
    """What differs, for whoever reads a failure."""
    nothing = Counts()
    return [
        (place, what, name, left.get(name), right.get(name))
        for place in one.keys() | other.keys()
        for what in ("numbers", "times")
        for left, right in [(getattr(found.get(place, nothing), what) for found in (one, other))]
        for name in left.keys() | right.keys()
        if left.get(name) != right.get(name)
    ]
