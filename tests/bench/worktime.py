"""How many reckonings of working time a second, on the calendar that the product ships."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import quantiles
from time import perf_counter
from zoneinfo import ZoneInfo

from servicedesk.rules.chinese_calendar import zone_calendar
from servicedesk.rules.working_time import Calendar

QUESTIONS = 20_000
BATCH = 100
LIMIT_SHARE = 0.2
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
Question = tuple[datetime, int, datetime]


def run(seconds: float) -> dict[str, object]:
    """Reckons for about that long and returns the benchmark's line without tickets and database.

    Half are `add`, half `between`, as function calls on moments in UTC (as they are stored) over five years.
    The limit is what the same calls reach that only turn moments into seconds and back. Times are those of
    one reckoning, measured in batches because a single one is shorter than the clock can tell.
    """
    calendar = Calendar.from_spec(zone_calendar())
    questions = _questions()
    _reckon(calendar, questions)  # lays out the years
    spent = _measure(lambda batch: _reckon(calendar, batch), questions, seconds * (1 - LIMIT_SHARE))
    limit = _measure(_convert, questions, seconds * LIMIT_SHARE)
    per_second, limit_per_second = _rate(spent), _rate(limit)
    twentieths = quantiles(spent, n=20)
    return {
        "case": "worktime",
        "p50_ms": round(twentieths[9] * 1000, 6),
        "p95_ms": round(twentieths[18] * 1000, 6),
        "per_second": round(per_second),
        "limit_per_second": round(limit_per_second),
        "ratio": round(per_second / limit_per_second, 3),
    }


def _questions() -> list[Question]:
    """The same moments and amounts on every run: up to 30 working days from 2022 to 2026."""
    random, first = Random(1), datetime(2022, 1, 1, tzinfo=UTC)
    found = []
    for _ in range(QUESTIONS):
        start = first + timedelta(seconds=random.randrange(5 * 365 * 86_400))
        found.append(
            (start, random.randrange(1, 30 * 7 * 3600), start + timedelta(hours=random.randrange(720)))
        )
    return found


def _measure(
    work: Callable[[list[Question]], None], questions: list[Question], seconds: float
) -> list[float]:
    """Seconds of one call, for each batch that fits into the time (at least one round of all questions)."""
    spent: list[float] = []
    end = perf_counter() + seconds
    while not spent or perf_counter() < end:
        for at in range(0, len(questions), BATCH):
            batch = questions[at : at + BATCH]
            begin = perf_counter()
            work(batch)
            spent.append((perf_counter() - begin) / (2 * len(batch)))
    return spent


def _rate(spent: list[float]) -> float:
    return len(spent) / sum(spent)


def _reckon(calendar: Calendar, batch: list[Question]) -> None:
    for start, seconds, end in batch:
        calendar.add(start, seconds)
        calendar.between(start, end)


def _convert(batch: list[Question]) -> None:
    """The same number of calls, moments and answers, with nothing reckoned."""
    for start, seconds, end in batch:
        _moment(start, seconds)
        _seconds(start, end)


def _moment(start: datetime, seconds: int) -> datetime:
    since = start - EPOCH
    return datetime.fromtimestamp(since.days * 86_400 + since.seconds + seconds, ZONE)


def _seconds(start: datetime, end: datetime) -> int:
    since, until = start - EPOCH, end - EPOCH
    return (until.days - since.days) * 86_400 + until.seconds - since.seconds
