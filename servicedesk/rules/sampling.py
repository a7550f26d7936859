"""Which withdrawals are asked about: a share that the number itself decides, so that nobody's hand chooses.

Source: DOMAIN 4, rule 11 (Yantai): withdrawing is the enterprise's word alone; a sample is called back, so
that no department presses for it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from servicedesk.rules.text import Text, text

OUTCOMES = ("own_wish", "pressed", "unreachable")
_WHOLE = 2**32

QUESTIONS = (
    text("Did you withdraw the matter of your own accord?"),
    text("Did anybody of a department or the desk ask or urge you to withdraw it?"),
    text("Is the matter solved, or do you still want it to be handled?"),
)
"""What the supervisor asks, in this order."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How many withdrawals are asked about: a share in percent, and so many in a month at least."""

    percent: int
    least: int


DEFAULT = Sampling(10, 1)
MOST_PERCENT, MOST_LEAST = 100, 100


def weight(number: str) -> int:
    """Where a matter's number stands among all that could be: from 0 to 2**32, the same for ever."""
    return int.from_bytes(hashlib.sha256(f"withdrawal {number}".encode()).digest()[:4], "big")


def is_drawn(number: str, sampling: Sampling) -> bool:
    """Whether the withdrawal of the matter with this number is among the share that is asked about."""
    return weight(number) * 100 < sampling.percent * _WHOLE


def made_up(left: Iterable[str], drawn: int, sampling: Sampling) -> list[str]:
    """Which of a month's other withdrawals are asked about as well, where too few were drawn."""
    return sorted(left, key=lambda number: (weight(number), number))[: max(0, sampling.least - drawn)]


def faults(sampling: Sampling) -> dict[str, list[Text]]:
    """What is wrong with a share, by field."""
    found: dict[str, list[Text]] = {}
    if not 0 <= sampling.percent <= MOST_PERCENT:
        found["percent"] = [text("Please enter a whole number from 0 to 100.")]
    if not 0 <= sampling.least <= MOST_LEAST:
        found["least"] = [text("Please enter a whole number from 0 to 100.")]
    return found
