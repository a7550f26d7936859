"""The facts of days and months: as they are counted anew from what is stored, and as they were made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, select

from servicedesk.extensions import db
from servicedesk.models import Category, DailyFact, Department
from servicedesk.queries.counted import SIGHT, Question
from servicedesk.queries.facts import FACT_COLUMNS
from servicedesk.queries.figures import counted_rows
from servicedesk.rules.counts import Counts, added, kept_times, read_times
from servicedesk.rules.facts import ALL, DAY, FACT_GROUPINGS, INTAKE, MONTH, ONE_DAY, Sight, month_after
from servicedesk.rules.figures import NO_GROUP

BESIDE = ("category", "kind", "enterprise", "park", "channel")
Fact = tuple[str, str, date, str, str, Mapping[str, int], list[int]]
"""The values of FACT_COLUMNS."""
Key = tuple[str, date, str, str]
"""Grouping, day, group and sight."""


def facts_of_days(days: Sequence[date], now: datetime, zone: ZoneInfo) -> list[Fact]:
    """What counts on these days, counted from what is stored; three statements."""
    codes = {row.id: row.code for row in db.session.execute(select(Department.id, Department.code))}
    strands = {row.code: row.strand for row in db.session.execute(select(Category.code, Category.strand))}
    spans = [
        (day.isoformat(), datetime.combine(day, time(), zone), datetime.combine(day + ONE_DAY, time(), zone))
        for day in days
    ]
    asked = Question(None, spans, now, "department", live=True, beside=BESIDE)
    parts: dict[Key, list[Counts]] = defaultdict(list)
    for row, counts in counted_rows(asked):
        groups = {
            ALL: ALL,
            "department": row.group_code,
            "strand": strands.get(row.group_category, NO_GROUP),
            **{by: getattr(row, f"group_{by}") for by in BESIDE},
        }
        day, sight = date.fromisoformat(row.span) if len(days) > 1 else days[0], str(_sight(row, codes))
        for by, group in groups.items():
            parts[by, day, group, sight].append(counts)
    found = {key: added(several) for key, several in parts.items()}
    found |= _intake(found)
    return [
        _fact(by, DAY, day, group, sight, total) for (by, day, group, sight), total in found.items() if total
    ]


def _fact(by: str, grain: str, day: date, group: str, sight: str, total: Counts) -> Fact:
    return by, grain, day, group, sight, total.numbers, kept_times(total.times)


def _intake(found: Mapping[Key, Counts]) -> dict[Key, Counts]:
    """What came in: the categories and enterprises of a day in one row, so that a month is read at once."""
    intake: dict[Key, dict[str, int]] = defaultdict(dict)
    kept = {"category": ("categories", "sent.base"), "enterprise": ("repeats", "sent.repeated")}
    for (by, day, group, sight), counts in found.items():
        name, condition = kept.get(by, ("", ""))
        if number := counts.get(condition):
            intake[INTAKE, day, ALL, sight][f"{name}:{group}.base"] = number
    return {key: Counts(numbers) for key, numbers in intake.items()}


def _sight(row: Row[Any], codes: Mapping[int, str]) -> Sight:
    flags = {name: getattr(row, f"sees_{name}") for name in SIGHT}
    about = flags.pop("about_department_id")
    return Sight(
        **{name: bool(value) for name, value in flags.items()}, about=codes[about] if about else None
    )


def facts_of_month(month: date) -> list[Fact]:
    """The facts of the days of a month, given by its first day, added up; one statement."""
    found: dict[tuple[str, str, str], list[Counts]] = defaultdict(list)
    for row in _rows(DAY, DailyFact.day.between(month, month_after(month) - ONE_DAY)):
        found[row.by, row.group_code, row.sight].append(Counts(row.counts, read_times(row.times)))
    return [
        _fact(by, MONTH, month, group, sight, added(counts)) for (by, group, sight), counts in found.items()
    ]


def stored_facts(grain: str, days: Sequence[date]) -> list[Any]:
    """The facts that these days (or months, by their first days) have; one statement."""
    return [tuple(row) for row in _rows(grain, DailyFact.day.in_(days))]


def _rows(grain: str, of_days: ColumnElement[bool]) -> Iterable[Row[Any]]:
    columns = (getattr(DailyFact, name) for name in FACT_COLUMNS)
    return db.session.execute(
        select(*columns).where(DailyFact.by.in_(FACT_GROUPINGS), DailyFact.grain == grain, of_days)
    )
