"""Urging and supervising: how often, which card stands, and when a leader has to look."""

from datetime import datetime

import pytest

from servicedesk.rules.cards import Card, standing_card
from servicedesk.rules.supervision import higher_card, raised_because, urged_again_from
from tests.rules.facts import CALENDAR, at


@pytest.mark.parametrize(
    ("last", "by_enterprise", "again"),
    [
        ("11-23 10:00", False, "11-23 11:00"),
        ("11-23 17:20", False, "11-23 18:20"),
        # The enterprise: once a working day.
        ("11-23 10:00", True, "11-23 17:30"),
        ("11-23 19:00", True, "11-24 17:30"),
        ("11-28 10:00", True, "11-30 17:30"),
    ],
)
def test_nobody_urges_again_and_again(last: str, by_enterprise: bool, again: str) -> None:
    assert urged_again_from(CALENDAR, at(last), by_enterprise=by_enterprise) == at(again)


@pytest.mark.parametrize(
    ("before", "shown", "stands"),
    [
        (None, "blue", "blue"),
        ("blue", "yellow", "yellow"),
        ("red", "blue", "red"),
        ("yellow", "yellow", "yellow"),
    ],
)
def test_the_highest_card_stands(before: str | None, shown: str, stands: str) -> None:
    assert higher_card(before, shown) == stands


@pytest.mark.parametrize(
    ("cycle", "returns", "card", "why"),
    [
        (1, 0, None, None),
        (3, 2, None, None),
        (4, 0, None, "redone"),
        (4, 0, "yellow", "redone"),
        (5, 3, None, "redone"),
        (1, 3, None, "returned"),
        (1, 4, "blue", "returned"),
        # What stands under a red card is not raised again.
        (4, 0, "red", None),
        (1, 3, "red", None),
    ],
)
def test_the_third_redo_or_return_is_a_leaders(
    cycle: int, returns: int, card: str | None, why: str | None
) -> None:
    assert raised_because(cycle, returns, card) == why


class Shown:
    limit_no, step, at = 1, "yellow", at("11-24 09:00")


class Limit:
    kind, state, limit_no, cards = "contact", "running", 1, (Shown(),)


class Matter:
    def __init__(self, card: str | None, card_at: datetime | None) -> None:
        self.card, self.card_at = card, card_at


@pytest.mark.parametrize(
    ("card", "shown_at", "stands"),
    [
        (None, None, Card("yellow", at("11-24 09:00"), "contact")),
        ("blue", "11-23 09:00", Card("yellow", at("11-24 09:00"), "contact")),
        ("red", "11-25 09:00", Card("red", at("11-25 09:00"), None)),
        # Among equals the one that stands longest.
        ("yellow", "11-23 09:00", Card("yellow", at("11-23 09:00"), None)),
        ("yellow", "11-25 09:00", Card("yellow", at("11-24 09:00"), "contact")),
    ],
)
def test_cards_by_hand_stand_beside_those_of_limits(
    card: str | None, shown_at: str | None, stands: Card
) -> None:
    assert standing_card([Limit()], Matter(card, at(shown_at) if shown_at else None)) == stands
