"""How quickly people work in the demo: most in time, some late; each office in its own way."""

import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Protocol

from servicedesk.demo.beats import Share, Wait, When

MINUTE, HOUR = 60, 3600

# Of each limit: how often it is missed, and which share of it is used otherwise.
USUAL = {
    "accept": (0.03, 0.04, 0.7),
    "dispatch": (0.03, 0.05, 0.7),
    "sign": (0.06, 0.05, 0.8),
    "contact": (0.07, 0.3, 0.9),
    "resolve": (0.085, 0.25, 0.82),
    "part": (0.1, 0.2, 0.85),
    "review": (0.04, 0.05, 0.5),
    "callback": (0.03, 0.3, 0.9),
}
# Minutes that each step takes in matters that are to stand somewhere at a given moment.
MEASURED = {
    "accept": (15, 70),
    "dispatch": (10, 60),
    "sign": (20, 110),
    "contact": (25, 100),
    "resolve": (240, 700),
    "part": (120, 300),
    "review": (40, 200),
    "callback": (90, 500),
}
BY_THE_OFFICE = frozenset({"sign", "contact", "resolve"})


class Pace(Protocol):
    """When the next step comes."""

    def within(self, clock: str, least: float = 0.0, most: float = 1.0) -> When:
        """Within the limit of a clock, somewhere between these shares of what is usual."""

    def pause(self, least: int, most: int) -> Wait:
        """After some minutes, for what has no limit."""


class Lively:
    """By the limits themselves: mostly in time, sometimes late."""

    def __init__(self, rng: random.Random, office: str) -> None:
        self._rng = rng
        self._slowness = _slowness(office)

    def within(self, clock: str, least: float = 0.0, most: float = 1.0) -> When:
        """A share of the limit; above 1 when it is missed."""
        missed, low, high = USUAL[clock]
        if clock in BY_THE_OFFICE:
            missed *= self._slowness
        gap = Wait(self._rng.randint(3 * MINUTE, 25 * MINUTE))
        if most == 1.0 and self._rng.random() < missed:
            return Share(clock, 1 + self._rng.uniform(0.03, 0.6), gap)
        share = low + (high - low) * self._rng.uniform(least, most)
        return Share(clock, share, gap)

    def pause(self, least: int, most: int) -> Wait:
        """After some minutes of working time."""
        return Wait(self._rng.randint(least * MINUTE, most * MINUTE))


@cache
def _slowness(office: str) -> float:
    return 0.45 + 1.1 * random.Random(office).random()


class Measured:
    """By the minute, so that one knows beforehand how long a history takes."""

    def __init__(self, rng: random.Random, natural: bool) -> None:
        self._rng = rng
        self._natural = natural

    def within(self, clock: str, least: float = 0.0, most: float = 1.0) -> When:
        """After some minutes; urgent matters go ten times as fast, day and night."""
        low, high = MEASURED[clock]
        seconds = int(self._rng.uniform(low, high) * MINUTE * (most if most < 1 else 1))
        return Wait(max(MINUTE, seconds // 10), natural=True) if self._natural else Wait(seconds)

    def pause(self, least: int, most: int) -> Wait:
        """After some minutes."""
        return Wait(self._rng.randint(least * MINUTE, most * MINUTE), self._natural)


def _within(clock: str, least: float = 0.0, most: float = 1.0) -> Callable[[Pace], When]:
    return lambda pace: pace.within(clock, least, most)


def _pause(least: int, most: int) -> Callable[[Pace], When]:
    return lambda pace: pace.pause(least, most)


# When each move comes.
WHEN: Mapping[str, Callable[[Pace], When]] = {
    "ask_info": _within("accept"),
    "give_info": _pause(40, 900),
    "accept": _within("accept"),
    "accept_complex": _within("accept"),
    "refuse": _within("accept"),
    "answer": _within("dispatch"),
    "thank": _within("accept"),
    "note": _pause(3, 20),
    "dispatch": _within("dispatch"),
    "dispatch_shared": _within("dispatch"),
    "help_sign": _pause(5, 60),
    "help_submit": _within("part"),
    "sign": _within("sign"),
    "acknowledge": _within("sign"),
    "contact": _within("contact"),
    "relay_contact": _within("contact"),
    "hand_to_inspector": _within("accept"),
    "progress": _within("resolve", 0.1, 0.7),
    "ask": _pause(20, 200),
    "reply": _pause(40, 500),
    "submit": _within("resolve"),
    "submit_thin": _within("resolve", 0.0, 0.6),
    "submit_again": _within("resolve"),
    "submit_unsolved": _within("resolve"),
    "finish": _within("sign"),
    "pass_review": _within("review"),
    "send_back": _within("review"),
    "judge_good": _within("callback", 0.0, 0.35),
    "judge_bad": _within("callback", 0.0, 0.35),
    "call_good": _within("callback"),
    "call_bad": _within("callback"),
    "call_in_vain": _pause(150, 520),
    "redo": _pause(20, 300),
    "close": _pause(60, 600),
    "ask_reopen": _pause(800, 5000),
    "reopen": _pause(20, 300),
    "leave_closed": _pause(20, 300),
    "withdraw": _pause(5, 90),
}


def seconds_of(moves: Sequence[str], pace: Measured) -> int:
    """How long these moves take together."""
    return sum(when.seconds for move in moves if isinstance(when := WHEN[move](pace), Wait))
