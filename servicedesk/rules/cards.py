"""The card that stands on a matter: the highest that its limits have been shown and that still holds.

A blue card warns of one limit, and goes when a new one is granted. Yellow and red say that a limit was
broken: a fact that no later limit takes back, so they stand as long as the clock lives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servicedesk.rules.clocks import LIVE_CLOCK_STATES

CARDS = ("blue", "yellow", "red")
"""The lower first."""


class Shown(Protocol):
    """A step of a ladder that was taken and shows a card."""

    limit_no: int
    step: str
    at: datetime


class CardedClock(Protocol):
    """A clock with the cards that it was shown."""

    kind: str
    state: str
    limit_no: int

    @property
    def cards(self) -> Sequence[Shown]:
        """In any order."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card: its colour (one of CARDS), since when it stands, and on what kind of clock (None: by hand)."""

    colour: str
    since: datetime
    clock: str | None


class Carded(Protocol):
    """A ticket with the highest card that was shown by hand and stands."""

    @property
    def card(self) -> str | None:
        """One of CARDS, or none."""

    @property
    def card_at(self) -> datetime | None:
        """Since when."""


def standing_card(clocks: Iterable[CardedClock], ticket: Carded | None = None) -> Card | None:
    """The highest card that stands on live clocks, or by hand; among equals the one that stands longest."""
    standing = [
        Card(shown.step, shown.at, clock.kind)
        for clock in clocks
        if clock.state in LIVE_CLOCK_STATES
        for shown in clock.cards
        if shown.step != "blue" or shown.limit_no == clock.limit_no
    ]
    if ticket and ticket.card and ticket.card_at:
        standing.append(Card(ticket.card, ticket.card_at, None))
    return min(standing, key=lambda card: (-CARDS.index(card.colour), card.since), default=None)
