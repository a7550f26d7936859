"""What holds for working time on every calendar, and an oracle that walks it minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicedesk.rules.working_time import Calendar

DAYS = 12
MINUTE = timedelta(minutes=1)
# A zone and a day in the middle of the stretch that is tried: the clocks change on it where they ever do.
PLACES = [
    ("Asia/Shanghai", date(2026, 10, 4)),
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Asia/Kathmandu", date(2025, 12, 31)),
]
steady = settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

# Edges of intervals in minutes of the day. None lies in the small hours that clocks skip or repeat: there the
# wall clock alone does not say what is open.
edges = st.sampled_from([0, *range(4 * 60, 24 * 60), 24 * 60])
hours = st.lists(edges, max_size=6, unique=True).map(
    lambda found: tuple(
        (a * 60, b * 60) for a, b in zip(sorted(found)[::2], sorted(found)[1::2], strict=False)
    )
)
# Little enough for a calendar that opens one minute a week.
seconds = st.integers(1, 86_400)


class Place:
    """A calendar with moments around it, and its open minutes counted by walking them."""

    def __init__(self, zone: str, middle: date, weekly: list, singles: dict[int, tuple]) -> None:
        self.begin = datetime(middle.year, middle.month, middle.day, tzinfo=UTC) - timedelta(days=DAYS / 2)
        self.days = {middle + timedelta(days=offset): found for offset, found in singles.items()}
        self.weekly, self.zone = weekly, ZoneInfo(zone)
        self.calendar = Calendar(zone, tuple(weekly), self.days, frozenset())

    def moment(self, second: int) -> datetime:
        return self.begin + timedelta(seconds=second)

    def walk(
        self, low: datetime, high: datetime, pauses: list[tuple[datetime, datetime]] | None = None
    ) -> int:
        """Open seconds between the moments; pauses begin and end on whole minutes."""
        counted, minute = 0.0, low.replace(second=0)
        while minute < high:
            if self.opens(minute) and not any(begin <= minute < end for begin, end in pauses or ()):
                counted += (min(high, minute + MINUTE) - max(low, minute)).total_seconds()
            minute += MINUTE
        return int(counted)

    def opens(self, minute: datetime) -> bool:
        wall = minute.astimezone(self.zone)
        shown = wall.hour * 3600 + wall.minute * 60
        found = self.days.get(wall.date(), self.weekly[wall.weekday()])
        return any(begin <= shown < end for begin, end in found)


@st.composite
def places(draw: st.DrawFn) -> Place:
    weekly = draw(st.lists(hours, min_size=7, max_size=7).filter(any))
    singles = draw(st.dictionaries(st.integers(-5, 5), hours, max_size=4))
    return Place(*draw(st.sampled_from(PLACES)), weekly, singles)


within = st.integers(0, DAYS * 86_400)
spans = st.lists(
    st.tuples(st.integers(0, DAYS * 1440), st.integers(0, 2 * 1440)).map(lambda pair: (pair[0], sum(pair))),
    max_size=4,
)


def paused(place: Place, minutes: list[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
    return [(place.moment(begin * 60), place.moment(end * 60)) for begin, end in minutes]


@settings(steady, max_examples=80)
@given(places(), within, within, spans)
def test_between_is_what_walking_minute_by_minute_counts(place: Place, a: int, b: int, away: list) -> None:
    low, high, pauses = place.moment(min(a, b)), place.moment(max(a, b)), paused(place, away)
    assert place.calendar.between(low, high, pauses) == place.walk(low, high, pauses)


@settings(steady, max_examples=80)
@given(places(), within, st.integers(-86_400, 86_400), spans)
def test_add_finds_the_moment_that_walking_finds(place: Place, a: int, n: int, away: list) -> None:
    start, pauses = place.moment(a), paused(place, away)
    end, second = place.calendar.add(start, n, pauses), timedelta(seconds=1)
    if n > 0:  # the earliest moment: a second before it, one open second is still missing
        assert place.walk(start, end, pauses) == n
        assert place.walk(start, end - second, pauses) == n - 1
    elif n < 0:
        assert place.walk(end, start, pauses) == -n
        assert place.walk(end + second, start, pauses) == -n - 1
    else:
        assert end == start


@steady
@given(places(), within, within, st.floats(0, 1, exclude_max=True), spans)
def test_a_part_of_the_time_is_added_to_the_start(
    place: Place, a: int, b: int, share: float, away: list
) -> None:
    start, end = place.moment(a), place.moment(b)
    for pauses in ([], paused(place, away)):
        whole = place.calendar.between(start, end, pauses)
        expected = place.calendar.add(start, int(whole * share), pauses)
        assert place.calendar.part(start, end, share, pauses) == expected


@steady
@given(places(), within, st.integers(-86_400, 86_400), spans)
def test_between_undoes_add(place: Place, a: int, n: int, away: list) -> None:
    start, pauses = place.moment(a), paused(place, away)
    assert place.calendar.between(start, place.calendar.add(start, n)) == n
    assert place.calendar.between(start, place.calendar.add(start, n, pauses), pauses) == n


@steady
@given(places(), within, within, seconds, seconds, spans)
def test_later_starts_and_longer_times_never_end_earlier(
    place: Place, a: int, b: int, n: int, more: int, away: list
) -> None:
    first, second, pauses = place.moment(min(a, b)), place.moment(max(a, b)), paused(place, away)
    add = place.calendar.add
    assert add(first, n, pauses) <= add(second, n, pauses)
    assert add(first, n, pauses) < add(first, n + more, pauses)
    assert add(first, -n - more, pauses) < add(first, -n, pauses)
    assert add(first, n) <= add(first, n, pauses)


@steady
@given(places(), within, within, within, spans)
def test_stretches_add_up_and_turn_round(place: Place, a: int, b: int, c: int, away: list) -> None:
    first, second, third, pauses = *map(place.moment, (a, b, c)), paused(place, away)
    between = place.calendar.between
    whole = between(first, third, pauses)
    assert whole == between(first, second, pauses) + between(second, third, pauses)
    assert whole == -between(third, first, pauses)


@steady
@given(places(), within, within, st.lists(st.integers(0, DAYS * 1440), max_size=8, unique=True).map(sorted))
def test_pauses_that_do_not_overlap_add_up(place: Place, a: int, b: int, cuts: list[int]) -> None:
    away = paused(place, list(zip(cuts[::2], cuts[1::2], strict=False)))
    low, high = place.moment(min(a, b)), place.moment(max(a, b))
    between = place.calendar.between
    lost = [between(low, high) - between(low, high, [pause]) for pause in away]
    assert between(low, high, away) == between(low, high) - sum(lost)


@steady
@given(places(), within, seconds, seconds)
def test_adding_twice_is_adding_the_sum(place: Place, a: int, n: int, m: int) -> None:
    start, add = place.moment(a), place.calendar.add
    assert add(add(start, n), m) == add(start, n + m)
    assert add(add(start, -n), -m) == add(start, -n - m)


@steady
@given(places(), within, st.integers(0, 40), spans)
def test_limits_in_days_end_at_a_close_that_pauses_only_move_on(
    place: Place, a: int, n: int, away: list
) -> None:
    start, here = place.moment(a), place.calendar
    for reckon in (here.working_days, here.calendar_days):
        due, later = reckon(start, n), reckon(start, n, paused(place, away))
        assert start <= due <= later == here.close_of_business(later)
        assert due == here.close_of_business(due) == reckon(start, n, [(due, due + timedelta(days=3))])
    assert here.calendar_days(start, n) <= here.working_days(start, n)


@steady
@given(places(), within, st.integers(1, 10))
def test_working_days_are_those_that_have_open_time(place: Place, a: int, n: int) -> None:
    start, here = place.moment(a), place.calendar
    day, left = here.local(start).date(), n
    while left:
        day += timedelta(days=1)
        left -= here.is_working_day(day)
    inside = here.from_wall(datetime(day.year, day.month, day.day, 12))
    whole_day = list(here.intervals(inside - timedelta(days=1), inside + timedelta(days=1)))
    assert here.working_days(start, n) == max(end for found, _, end in whole_day if found == day)


@steady
@given(places(), within, within)
def test_intervals_are_the_open_time(place: Place, a: int, b: int) -> None:
    low, high, here = place.moment(min(a, b)), place.moment(max(a, b)), place.calendar
    found = list(here.intervals(low, high))
    assert sum(here.between(begin, end) for _, begin, end in found) == here.between(low, high)
    for day, begin, end in found:
        assert here.is_open(begin)
        assert here.between(begin, end) == (end - begin).total_seconds()
        assert here.local(begin).date() == day


@steady
@given(places(), within)
def test_the_next_opening_is_open_and_nothing_before_it(place: Place, a: int) -> None:
    moment, here = place.moment(a), place.calendar
    opening = here.next_opening(moment)
    assert here.is_open(opening)
    assert here.between(moment, opening) == 0
    assert opening == moment or not here.is_open(moment)
