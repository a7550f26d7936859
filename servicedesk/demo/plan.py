"""The plan of a demo: how many matters are brought when, under which number, and where some are to stand."""

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

from servicedesk.demo.aims import Aim, aims
from servicedesk.demo.matter import Wish
from servicedesk.demo.paces import HOUR, Measured, seconds_of
from servicedesk.demo.present import Present
from servicedesk.demo.records import Attachment
from servicedesk.demo.world import World
from servicedesk.rules.working_time import Calendar

# At most this share of the matters is placed; the others come as they come.
PLACED = 0.36
# Days off bring some as well, through the portal.
DAY_OFF = 0.12
LATEST = time(23, 0)
IN_OPEN_HOURS = 0.88
# How much more comes at the end of the months than at their beginning.
GROWTH = 0.5
# How many of all matters the desk may not take.
REFUSED = 0.025


@dataclass(frozen=True)
class Spec:
    """One matter to be played."""

    place: int
    """Its place among all of them, in the order of time."""
    number: str
    submitted_at: datetime
    seed: str
    wish: Wish
    aim: Aim | None = None
    attachments: Sequence[Attachment] = ()


def make_plan(
    world: World, present: Present, tickets: int, months: int, seed: int, last_serials: Mapping[str, int]
) -> list[Spec]:
    """All matters in the order of time; the same seed on the same day gives the same plan."""
    calendar = world.limits.calendar
    rng = random.Random(f"{seed} plan")
    placed = aims(int(tickets * PLACED))
    times = sorted(_moments(rng, calendar, present, tickets - len(placed), months))
    wishes = _wishes(rng, world, len(times))
    found: list[tuple[datetime, str, Wish, Aim | None]] = [
        (at, f"{seed} {n}", wish, None) for n, (at, wish) in enumerate(zip(times, wishes, strict=True))
    ]
    for n, aim in enumerate(placed):
        own = f"{seed} placed {n}"
        found.append((_begin(aim, own, calendar, present), own, aim.wish, aim))
    found.sort(key=lambda one: one[:2])
    serials = Counter(last_serials)
    specs = []
    for place, (at, own, wish, goal) in enumerate(found):
        day = calendar.local(at).strftime("%Y%m%d")
        serials[day] += 1
        specs.append(Spec(place, f"QS{day}-{serials[day]:04d}", at, own, wish, goal))
    return specs


def measured(aim: Aim, seed: str) -> Measured:
    """The pace of a matter that is to stand somewhere; always the same for the same seed."""
    return Measured(random.Random(f"{seed} pace"), natural=bool(aim.wish.urgent))


def _begin(aim: Aim, seed: str, calendar: Calendar, present: Present) -> datetime:
    """When a matter must be submitted to stand where it is to stand, since when it is to stand there."""
    until, idle = aim.moves, aim.idle
    if aim.since_dispatch is not None:
        until, idle = until[: until.index("dispatch") + 1], aim.since_dispatch
    seconds = int(idle * HOUR) + seconds_of(until, measured(aim, seed))
    if aim.wish.urgent:
        return present.moment - timedelta(seconds=seconds)
    return calendar.add(present.moment, -seconds).astimezone(UTC)


def _wishes(rng: random.Random, world: World, number: int) -> list[Wish]:
    """Every category in turn at first, then what comes most often more often."""
    codes = sorted({subject.code for subject in world.subjects.values()})
    weights = [rng.choice((1, 1, 2, 3)) for _ in codes]
    first = rng.sample(codes, len(codes))[:number]
    others = rng.choices(codes, weights, k=number - len(first))
    refused = min(len(others), round(number * REFUSED))
    wishes = [Wish(code, refused=place >= len(others) - refused) for place, code in enumerate(others)]
    return rng.sample([*map(Wish, first), *wishes], number)


def _moments(
    rng: random.Random, calendar: Calendar, present: Present, number: int, months: int
) -> list[datetime]:
    today = calendar.local(present.moment).date()
    days = [today - timedelta(n) for n in range((today - _months_before(today, months)).days, -1, -1)]
    weights = [
        (1 + GROWTH * n / len(days)) * (1 if calendar.is_working_day(day) else DAY_OFF)
        for n, day in enumerate(days)
    ]
    sums = list(accumulate(weights))
    found: list[datetime] = []
    while len(found) < number:
        day = days[min(bisect_left(sums, rng.random() * sums[-1]), len(days) - 1)]
        at = _hour(rng, calendar, day)
        if at < present.moment:
            found.append(at)
    return found


def _hour(rng: random.Random, calendar: Calendar, day: date) -> datetime:
    morning = calendar.from_wall(datetime.combine(day, time(8, 30)))
    if calendar.is_working_day(day) and rng.random() < IN_OPEN_HOURS:
        close = calendar.close_of_business(morning)
        return calendar.add(morning, rng.randrange(1, calendar.between(morning, close))).astimezone(UTC)
    evening = calendar.from_wall(datetime.combine(day, LATEST))
    return (morning + rng.random() * (evening - morning)).replace(microsecond=0).astimezone(UTC)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
