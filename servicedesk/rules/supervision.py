"""Urging (催办) and supervising (督办): a reminder, and a card shown by hand, beside those of the ladder."""

from datetime import datetime, timedelta

from servicedesk.rules.cards import CARDS
from servicedesk.rules.working_time import Calendar

URGING_REST = timedelta(hours=1)
"""For so long somebody does not urge again on the same matter, so that being urged keeps its meaning."""
MOST_REDOS, MOST_RETURNS = 3, 3
"""With the third redo, or the third return, of the same ticket a leader supervises it (提级督办)."""


def urged_again_from(calendar: Calendar, last: datetime, *, by_enterprise: bool) -> datetime:
    """From when on somebody may urge again who did so at `last`.

    The enterprise urges once a working day; people of the zone once an hour.
    """
    return calendar.working_days(last, 0) if by_enterprise else last + URGING_REST


def higher_card(before: str | None, shown: str) -> str:
    """The card that stands when a further one is shown: the higher; a red one is not taken back by a blue."""
    return max(before or shown, shown, key=CARDS.index)


def raised_because(cycle: int, returns: int, card: str | None) -> str | None:
    """Why a leader has to supervise the matter from now on: `redone` or `returned`; None: there is no need.

    `cycle` counts redos and reopenings, which are redos too. What stands under a red card already is not
    raised again.
    """
    if card == CARDS[-1]:
        return None
    if cycle > MOST_REDOS:
        return "redone"
    return "returned" if returns >= MOST_RETURNS else None
