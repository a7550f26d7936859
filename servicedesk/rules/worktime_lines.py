"""Working time for other programs: one JSON question a line, one JSON answer a line.

A question is `{"op", "start", …, "calendar"}`; `op` is one of `add` (`seconds`), `between` (`end`),
`is_open`, `working_days` and `calendar_days` (`days`). `calendar` is the name of a stored one or one itself.
`pauses` (`[[from, to], …]`; they change no answer of `is_open`) and `strict` may be added. Times are
ISO 8601, local to the calendar without an offset.

An answer is `{"result": …}` or `{"error": "a sentence"}`; a bad line never stops the lines after it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from servicedesk.rules.calendar_spec import CalendarError
from servicedesk.rules.working_time import Calendar

FindCalendar = Callable[[str], Calendar | None]
Question = Mapping[str, Any]

OPERATIONS = ("add", "between", "is_open", "working_days", "calendar_days")
KEPT_CALENDARS = 256


class BadLine(ValueError):
    """A question that cannot be answered; the message says why."""


def answers(lines: Iterable[bytes], find: FindCalendar) -> Iterator[str]:
    """The answer to each line, as JSON, one at a time. `find` knows the stored calendars by name."""
    calendars = _Calendars(find)
    for line in lines:
        try:
            answer: dict[str, object] = {"result": _result(_question(line), calendars)}
        except (BadLine, CalendarError) as error:
            answer = {"error": str(error)}
        except RecursionError:
            answer = {"error": "The line is nested too deeply."}
        yield json.dumps(answer)


class _Calendars:
    """The calendars of this run, read once: many lines ask about the same."""

    def __init__(self, find: FindCalendar) -> None:
        self._find = find
        self._kept: dict[str, Calendar] = {}

    def named_in(self, question: Question) -> Calendar:
        wanted = _needed(question, "calendar")
        if not isinstance(wanted, str | dict):
            raise BadLine("'calendar' must be the name of a calendar or a calendar.")
        key = json.dumps(wanted)
        calendar = self._kept.get(key)
        if calendar is None:
            calendar = self._stored(wanted) if isinstance(wanted, str) else _inline(wanted)
            if len(self._kept) >= KEPT_CALENDARS:
                self._kept.clear()
            self._kept[key] = calendar
        return calendar

    def _stored(self, name: str) -> Calendar:
        calendar = self._find(name) if name.isprintable() else None
        if calendar is None:
            raise BadLine(f"There is no calendar {name!r}.")
        return calendar


def _inline(spec: Mapping[str, Any]) -> Calendar:
    # Single days may be all that a calendar opens; one that never opens answers that it finds no open time.
    return Calendar.from_spec(spec, may_stay_closed=True)


def _question(line: bytes) -> Question:
    try:
        question = json.loads(line.decode("utf-8-sig"))
    except ValueError:
        raise BadLine("The line is not JSON.") from None
    if not isinstance(question, dict):
        raise BadLine("The line is not a JSON object.")
    return question


def _result(question: Question, calendars: _Calendars) -> object:
    operation = _needed(question, "op")
    if operation not in OPERATIONS:
        raise BadLine(f"'op' must be one of {', '.join(OPERATIONS)}.")
    calendar = calendars.named_in(question)
    start = _time(calendar, "start", _needed(question, "start"))
    pauses = _pauses(calendar, question)
    match operation:
        case "add":
            reached = calendar.add(start, _whole(question, "seconds"), pauses)
        case "between":
            reached = _time(calendar, "end", _needed(question, "end"))
        case "working_days":
            reached = calendar.working_days(start, _whole(question, "days"), pauses)
        case "calendar_days":
            reached = calendar.calendar_days(start, _whole(question, "days"), pauses)
        case _:
            reached = start
    if _strict(question):
        _refuse_unknown_years(calendar, start, reached)
    if operation == "is_open":
        return calendar.is_open(start)
    return calendar.between(start, reached, pauses) if operation == "between" else reached.isoformat()


def _needed(question: Question, name: str) -> object:
    if name not in question:
        raise BadLine(f"'{name}' is missing.")
    return question[name]


def _whole(question: Question, name: str) -> int:
    value = _needed(question, name)
    if type(value) is not int:  # true and false are numbers to Python, but not to people
        raise BadLine(f"'{name}' must be a whole number.")
    return value


def _strict(question: Question) -> bool:
    strict = question.get("strict", False)
    if not isinstance(strict, bool):
        raise BadLine("'strict' must be true or false.")
    return strict


def _time(calendar: Calendar, name: str, written: object) -> datetime:
    try:
        if isinstance(written, str):
            moment = datetime.fromisoformat(written)
            return calendar.local(moment) if moment.tzinfo else calendar.from_wall(moment)
    except CalendarError:
        raise
    except ValueError:
        pass
    raise BadLine(f"'{name}' must be a time like 2026-10-08T17:00:00 or 2026-10-08T17:00:00+08:00.")


def _pauses(calendar: Calendar, question: Question) -> list[tuple[datetime, datetime]]:
    written = question.get("pauses", [])
    if not isinstance(written, list) or any(not isinstance(pair, list) or len(pair) != 2 for pair in written):
        raise BadLine("'pauses' must be a list of pairs [from, to].")
    return [(_time(calendar, "pauses", begin), _time(calendar, "pauses", end)) for begin, end in written]


def _refuse_unknown_years(calendar: Calendar, start: datetime, reached: datetime) -> None:
    """A moment only bounds the reckoning: midnight on New Year's Eve does not touch the new year."""
    low, high = sorted((start, reached))
    if low < high:
        high = calendar.local(high - timedelta(microseconds=1))
    unknown = set(range(calendar.local(low).year, calendar.local(high).year + 1)) - calendar.known_years
    if unknown:
        raise BadLine(f"The working days of {', '.join(map(str, sorted(unknown)))} are not known.")
