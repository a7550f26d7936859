"""Figures out of counts: every figure is a sum over days, so what was counted day by day can be added up.

Numbers are called by their source and condition: `promise.met`. Sources of which there are several sorts name
the sort: `whistles:key.base`. How long the leads' cycles took stands beside them, minute by minute.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from servicedesk.rules.composite import NO_COMPOSITE, Composite
from servicedesk.rules.exclusions import EXCLUSION_CODES
from servicedesk.rules.figure_definitions import DEFINITIONS, Definition
from servicedesk.rules.figures import Figure

MINUTE = 60
TENTHS = 9
"""The 90th percentile: the smallest time that nine in ten have kept."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is of everything that figures are reckoned from, without what is 0."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    times: Mapping[int, int] = field(default_factory=dict)
    """How many cycles took so many minutes."""

    def get(self, name: str) -> int:
        """A number; 0 where there is none."""
        return self.numbers.get(name, 0)

    def __bool__(self) -> bool:
        return bool(self.numbers or self.times)


def counted(source: str, sort: str | None, numbers: Iterable[tuple[str, int]]) -> Counts:
    """The counts of one sort of a source, out of its conditions with their numbers."""
    return Counts({f"{source}{sort or ''}.{condition}": number for condition, number in numbers if number})


def counted_times(minutes: str) -> Counts:
    """The counts of times, out of the minutes of each thing with commas between them."""
    return Counts({}, Counter(map(int, minutes.split(","))))


def added(several: Iterable[Counts]) -> Counts:
    """All of them together."""
    rest = iter(several)
    # The first is copied: it is often all there is, or by far the largest.
    first = next(rest, Counts())
    numbers, times = dict(first.numbers), dict(first.times)
    for counts in rest:
        for name, number in counts.numbers.items():
            numbers[name] = numbers.get(name, 0) + number
        for minutes, number in counts.times.items():
            times[minutes] = times.get(minutes, 0) + number
    return Counts(numbers, times)


def kept_times(times: Mapping[int, int]) -> list[int]:
    """Times as they are stored: minutes and how many, in turn, in order of the minutes."""
    return [number for one in sorted(times.items()) for number in one]


def read_times(kept: Sequence[int]) -> dict[int, int]:
    """The same, read again."""
    return dict(zip(kept[::2], kept[1::2], strict=True))


def figures_from(counts: Counts, group: str | None, composite: Composite = NO_COMPOSITE) -> list[Figure]:
    """All figures of one group, in the order of the definitions."""
    times = dict(sorted(counts.times.items()))
    found = {one.name: _figure(one, counts, group, times) for one in DEFINITIONS if one.value != "points"}
    points = composite.points(found)
    answers = found["satisfaction_rate"].denominator
    found["composite"] = Figure("composite", group, answers, answers, reckoned=points)
    return [found[one.name] for one in DEFINITIONS]


def _figure(one: Definition, counts: Counts, group: str | None, times: Mapping[int, int]) -> Figure:
    if one.source == "whistles":
        kinds = _sorts(counts, "whistles")
        blown = sum(kinds.values())
        if one.value == "per_100":
            return Figure(one.name, group, blown, counts.get("sent.base"))
        return Figure(one.name, group, blown, blown, sorted(kinds.items()))
    if one.source == "cycles":
        return _of_times(one, group, times)
    base = counts.get(f"{one.source}.{one.base}")
    good = counts.get(f"{one.source}.{'total' if one.value == 'mean' else one.good}")
    parts = [(name, counts.get(f"{one.source}.{name}")) for name in one.parts if base]
    return Figure(one.name, group, good, base, parts, _excluded(one, counts))


def _excluded(one: Definition, counts: Counts) -> list[tuple[str, int]]:
    """What was left out, by reason, where there is any."""
    found = [(reason, counts.get(f"{one.source}.{name}")) for reason, name in left_out(one).items()]
    return [(reason, count) for reason, count in found if count]


def left_out(one: Definition) -> Mapping[str, str]:
    """The names of the conditions under which a thing is left out of a figure, by reason."""
    cancelled = {"cancelled": "cancelled"} if one.excludes and one.source != "results" else {}
    coded = {code: f"out_{code}" for code in EXCLUSION_CODES} if one.excludes == "out" else {}
    return cancelled | coded


def _sorts(counts: Counts, source: str) -> dict[str, int]:
    """How many there are of each sort of a source."""
    start, end = f"{source}:", ".base"
    return {
        name[len(start) : -len(end)]: count
        for name, count in counts.numbers.items()
        if name.startswith(start)
    }


def most_repeated(counts: Counts, most: int) -> list[tuple[str, int]]:
    """The enterprises (by credit code) with the most repeated matters, and how many, out of INTAKE."""
    found = _sorts(counts, "repeats")
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))[:most]


def sent_by_category(counts: Counts) -> dict[str, int]:
    """How many matters came in each category (by code), out of INTAKE."""
    return _sorts(counts, "categories")


def _of_times(one: Definition, group: str | None, minutes: Mapping[int, int]) -> Figure:
    number = sum(minutes.values())
    if one.value == "mean_time":
        total = sum(length * count for length, count in minutes.items())
        return Figure(one.name, group, total * MINUTE, number)
    worth = median(minutes) if one.value == "median_time" else percentile_90(minutes)
    return Figure(one.name, group, number, number, reckoned=None if worth is None else worth * MINUTE)


def median(lengths: Mapping[int, int]) -> float | None:
    """The middle one, or the mean of the two in the middle; `lengths` says how often each one occurs."""
    number = sum(lengths.values())
    if not number:
        return None
    lower, upper = (_at(lengths, place) for place in ((number + 1) // 2, number // 2 + 1))
    return (lower + upper) / 2


def percentile_90(lengths: Mapping[int, int]) -> float | None:
    """The smallest one that at least nine in ten do not exceed (nearest rank)."""
    number = sum(lengths.values())
    return float(_at(lengths, -(-number * TENTHS // 10))) if number else None


def _at(lengths: Mapping[int, int], place: int) -> int:
    """The one at a place, from 1, in order of size."""
    passed = 0
    for length in sorted(lengths):
        passed += lengths[length]
        if passed >= place:
            return length
    raise IndexError(place)
