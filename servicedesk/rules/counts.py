"""Figures out of counts: every figure is a sum over days, so what was counted day by day can be added up.

Counts are called by their source and condition: `promise.met`. Sources of which there are several sorts name
the sort: `whistles:key.base`, and `cycles:125.base` are the leads' cycles that took 125 minutes.
"""

from collections.abc import Iterable, Mapping

from servicedesk.rules.composite import NO_COMPOSITE, Composite
from servicedesk.rules.exclusions import EXCLUSION_CODES
from servicedesk.rules.figures import DEFINITIONS, Definition, Figure

Counts = Mapping[str, int]
MINUTE = 60
TENTHS = 9
"""The 90th percentile: the smallest time that nine in ten have kept."""


def figures_from(counts: Counts, group: str | None, composite: Composite = NO_COMPOSITE) -> list[Figure]:
    """All figures of one group, in the order of the definitions."""
    times = _sorts(counts, "cycles")
    found = {one.name: _figure(one, counts, group, times) for one in DEFINITIONS if one.value != "points"}
    points = composite.points(found)
    answers = found["satisfaction_rate"].denominator
    found["composite"] = Figure("composite", group, answers, answers, reckoned=points)
    return [found[one.name] for one in DEFINITIONS]


def _figure(one: Definition, counts: Counts, group: str | None, times: Mapping[str, int]) -> Figure:
    if one.source == "whistles":
        kinds = _sorts(counts, "whistles")
        blown = sum(kinds.values())
        if one.value == "per_100":
            return Figure(one.name, group, blown, counts.get("sent.base", 0))
        return Figure(one.name, group, blown, blown, sorted(kinds.items()))
    if one.source == "cycles":
        return _of_times(one, group, {int(minutes): count for minutes, count in times.items()})
    base = counts.get(f"{one.source}.{one.base}", 0)
    good = counts.get(f"{one.source}.{'total' if one.value == 'mean' else one.good}", 0)
    parts = [(name, counts.get(f"{one.source}.{name}", 0)) for name in one.parts if base]
    return Figure(one.name, group, good, base, parts, _excluded(one, counts))


def _excluded(one: Definition, counts: Counts) -> list[tuple[str, int]]:
    """What was left out, by reason, where there is any."""
    found = [(reason, counts.get(f"{one.source}.{name}", 0)) for reason, name in left_out(one).items()]
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
        for name, count in counts.items()
        if count and name.startswith(start)
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


def added(several: Iterable[Counts]) -> dict[str, int]:
    """All of them together."""
    total: dict[str, int] = {}
    for counts in several:
        for name, count in counts.items():
            total[name] = total.get(name, 0) + count
    return total
