"""The duty roster (值班表): who answers urgent matters, who is rung next, and which hours are open.

An urgent ring goes down the list of whoever is on duty when it is said, until somebody confirms; then the
heads are told, and then it stays open where everybody of the office sees it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from servicedesk.rules.clocks import DEPARTMENT_CLOCKS, DESK_CLOCKS
from servicedesk.rules.requests import THE_DESK
from servicedesk.rules.standing_in import Reached
from servicedesk.rules.whistles import WHISTLE_KINDS

DEFAULT_MINUTES = 5
"""How long the next one waits for a confirmation, in natural minutes; an administrator may change it."""
LEAST_MINUTES, MOST_MINUTES = 1, 120
MOST_IN_TURN = 6
"""How many people share out a week."""
PATTERNS = ("day_night", "whole_day")
URGENT_WHISTLE = WHISTLE_KINDS[0]
"""The kind of whistle (应急哨) that rings whoever is on duty."""
# Steps with which an urgent matter is new to an office, and which limit waits for it there.
NEW_TO: dict[str, str] = {"submit_ticket": "accept", "dispatch": "sign", "assist_asked": "sign"}
# Words of a ladder that mean whoever works on it, as distinct from heads and leaders.
WORKING = frozenset({"handler", "officer"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One entry of the roster: somebody is on duty, at a place of the list, until just before a moment."""

    person_id: int
    starts_at: datetime
    ends_at: datetime
    place: int = 1


@dataclass(frozen=True, slots=True)
class Shift:
    """A turn of a planned week, by the zone's clocks; the last people in the list stand by."""

    starts: datetime
    ends: datetime
    people: tuple[int, ...]


def answering(turns: Iterable[Turn], at: datetime) -> list[int]:
    """Ids of those who answer at a moment, in the order in which they are rung; each once."""
    here = [turn for turn in turns if turn.starts_at <= at < turn.ends_at]
    return list(dict.fromkeys(t.person_id for t in sorted(here, key=lambda t: (t.place, t.starts_at))))


def next_to_ring(
    on_duty: Sequence[int],
    heads: Sequence[int],
    told: Collection[int],
    reached: Callable[[int], Reached],
) -> Reached | None:
    """Who is rung next: the list in its order, then the heads; whoever is away is stood in for.

    Nobody is rung twice. None: everybody has been.
    """
    found = (reached(person_id) for person_id in (*on_duty, *heads))
    return next((one for one in found if one.id not in told), None)


def gaps(turns: Iterable[Turn], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The spans from `start` to `end` in which nobody answers."""
    found, covered = [], start
    for turn in sorted(turns, key=lambda one: one.starts_at):
        if turn.starts_at > covered and covered < end:
            found.append((covered, min(turn.starts_at, end)))
        covered = max(covered, turn.ends_at)
    return [*found, (covered, end)] if covered < end else found


def plan_week(
    monday: date, people: Sequence[int], pattern: str, day_begins: time, night_begins: time
) -> list[Shift]:
    """A week in turns: each shift the next of the people, and the one after that stands by.

    `day_night` are two shifts a day, `whole_day` is one from `day_begins` to the next day's. The times are
    by the zone's clocks, without an offset.
    """
    shifts, number = [], 0
    for day in (monday + timedelta(days=n) for n in range(7)):
        begin, end = datetime.combine(day, day_begins), datetime.combine(day + timedelta(days=1), day_begins)
        middle = datetime.combine(day, night_begins)
        spans = [(begin, middle), (middle, end)] if pattern == "day_night" else [(begin, end)]
        for starts, ends in spans:
            two = (people[number % len(people)], people[(number + 1) % len(people)])
            shifts.append(Shift(starts, ends, tuple(dict.fromkeys(two))))
            number += 1
    return shifts


def rung_office(
    clock_kind: str, department_id: int | None, desk_id: int, *, about_desk: bool, decider: str | None
) -> int | None:
    """Whose roster answers for a limit of an urgent matter: a department's, the desk's, or nobody's.

    What is about the desk is the supervisor's, and decisions of leaders are theirs.
    """
    if clock_kind in DEPARTMENT_CLOCKS:
        return department_id
    if about_desk or (clock_kind == "decide" and decider not in (THE_DESK, "desk_lead")):
        return None
    return desk_id if clock_kind in DESK_CLOCKS | {"promise", "feedback", "meeting"} else None


def besides_duty(to: Sequence[str], in_charge: bool) -> Sequence[str]:
    """Whom a step of a ladder is said to beside the one on duty: heads and leaders, and who is in charge.

    Where nobody is in charge yet, the roster takes the place of everybody of the office.
    """
    return to if in_charge else tuple(word for word in to if word not in WORKING)


def still_rings(clock_state: str | None, whistle_over: bool) -> bool:
    """Whether what was rung for still waits: its limit runs, its whistle is not closed."""
    return clock_state in (None, "running") and not whistle_over


def may_plan(roles: frozenset[str], department: str | None, whose: str | None) -> bool:
    """Whether somebody plans a department's roster (by code): its head, or an administrator."""
    return "admin" in roles or (
        department is not None and department == whose and bool(roles & {"department_head", "desk_lead"})
    )
