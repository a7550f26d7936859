"""Which card stands on a matter."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from servicedesk.rules.cards import Card, standing_card

FIRST = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
THEN = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@dataclass
class Shown:
    step: str
    at: datetime = FIRST
    limit_no: int = 1


@dataclass
class Clock:
    cards: list[Shown]
    state: str = "running"
    kind: str = "resolve"
    limit_no: int = 1


# clocks, and the colour that stands
STANDING: list[tuple[list[Clock], str | None]] = [
    ([], None),
    ([Clock([])], None),
    ([Clock([Shown("blue")])], "blue"),
    ([Clock([Shown("yellow"), Shown("blue")])], "yellow"),
    ([Clock([Shown("blue"), Shown("yellow"), Shown("red")])], "red"),
    ([Clock([Shown("blue")]), Clock([Shown("yellow")], kind="promise")], "yellow"),
    # What stands still has not ended.
    ([Clock([Shown("yellow")], state="paused")], "yellow"),
    *(
        ([Clock([Shown("red")], state=state)], None)
        for state in ("met", "missed", "transferred", "cancelled")
    ),
    # A new limit is not near because the old one was; but that one was broken stays a fact.
    ([Clock([Shown("blue")], limit_no=2)], None),
    ([Clock([Shown("blue"), Shown("yellow")], limit_no=2)], "yellow"),
    ([Clock([Shown("blue"), Shown("blue", limit_no=2)], limit_no=2)], "blue"),
]


@pytest.mark.parametrize(("clocks", "colour"), STANDING)
def test_the_highest_of_live_clocks_stands(clocks: list[Clock], colour: str | None) -> None:
    card = standing_card(clocks)
    assert (card.colour if card else None) == colour


def test_among_equals_the_one_that_stands_longest_is_named() -> None:
    later, earlier = Clock([Shown("yellow", THEN)]), Clock([Shown("yellow", FIRST)], kind="promise")
    assert standing_card([later, earlier]) == Card("yellow", FIRST, "promise")
