"""Working time as JSON lines: each line gets its answer, and a bad one stops nothing."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicedesk.rules.working_time import Calendar
from servicedesk.rules.worktime_lines import answers
from tests.rules.calendars import OFFICE, ZONE

WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)
INLINE = {
    "timezone": "Asia/Shanghai",
    "weekly": WEEK,
    "days": {f"2026-10-{day:02}": [] for day in range(1, 8)} | {"2026-10-10": OFFICE},
}
ROUND_THE_CLOCK = {"timezone": "UTC", "weekly": {day: [["00:00", "24:00"]] for day in (*WEEK, "sat", "sun")}}
START = "2026-10-08T09:00:00"


def find(name: str) -> Calendar | None:
    return {"zone": ZONE, "园区": ZONE}.get(name)


def ask_raw(line: bytes | str) -> dict[str, Any]:
    [answer] = answers([line.encode() if isinstance(line, str) else line], find)
    return json.loads(answer)


def ask(op: Any, start: Any = START, calendar: Any = INLINE, **more: Any) -> dict[str, Any]:
    return ask_raw(json.dumps({"op": op, "start": start, "calendar": calendar, **more}))


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ({"op": "add", "start": "2026-09-30T17:00:00", "seconds": 1800}, "2026-09-30T17:30:00+08:00"),
        ({"op": "add", "start": "2026-09-30T17:00:00", "seconds": 25200}, "2026-10-08T17:00:00+08:00"),
        ({"op": "add", "start": "2026-09-30T09:00:00Z", "seconds": 25200}, "2026-10-08T17:00:00+08:00"),
        ({"op": "add", "start": "2026-10-08T08:30:00", "seconds": -1}, "2026-09-30T17:29:59+08:00"),
        ({"op": "add", "start": "2026-10-03T03:00:00", "seconds": 0}, "2026-10-03T03:00:00+08:00"),
        ({"op": "between", "start": "2026-09-30T17:00:00", "end": "2026-10-08T17:00:00"}, 25200),
        ({"op": "between", "start": "2026-10-08T17:00:00", "end": "2026-09-30T17:00:00"}, -25200),
        ({"op": "is_open", "start": "2026-10-10T08:30:00"}, True),
        ({"op": "is_open", "start": "2026-10-10T12:00:00"}, False),
        ({"op": "is_open", "start": "2026-10-10T04:00:00+00:00"}, False),
        ({"op": "working_days", "start": "2026-09-30T09:00:00", "days": 3}, "2026-10-10T17:30:00+08:00"),
        ({"op": "calendar_days", "start": "2026-09-25T09:00:00", "days": 7}, "2026-10-08T17:30:00+08:00"),
    ],
)
def test_each_operation_answers(question: dict[str, Any], result: object) -> None:
    for calendar in (INLINE, "zone", "园区"):
        assert ask_raw(json.dumps(question | {"calendar": calendar})) == {"result": result}


def test_times_without_an_offset_are_local_to_the_calendar() -> None:
    berlin = {"timezone": "Europe/Berlin", "weekly": WEEK}
    assert ask("add", "2026-11-23T09:00", berlin, seconds=3600) == {"result": "2026-11-23T10:00:00+01:00"}
    assert ask("add", "2026-11-23T09:00+08:00", berlin, seconds=3600) == {
        "result": "2026-11-23T09:30:00+01:00"
    }


def test_pauses_are_not_counted() -> None:
    away = [["2026-10-08T10:00:00", "2026-10-08T11:00:00+08:00"]]
    assert ask("add", seconds=7200, pauses=away) == {"result": "2026-10-08T12:00:00+08:00"}
    assert ask("between", end="2026-10-08T12:00:00", pauses=away) == {"result": 7200}
    assert ask("working_days", days=1, pauses=away) == {"result": "2026-10-10T17:30:00+08:00"}
    assert ask("calendar_days", days=1, pauses=away) == {"result": "2026-10-10T17:30:00+08:00"}
    assert ask("is_open", "2026-10-08T10:30:00", pauses=away) == {"result": True}


def test_single_days_may_be_all_that_a_calendar_opens() -> None:
    days = {"2026-10-10": [["22:00", "24:00"]]}
    only = {"timezone": "Asia/Shanghai", "weekly": {}, "days": days}
    assert ask("add", calendar=only, seconds=7200) == {"result": "2026-10-11T00:00:00+08:00"}
    assert "no open time within 10 years" in ask("add", calendar=only, seconds=7201)["error"]


def test_strict_refuses_a_year_whose_days_are_unknown() -> None:
    assert ask("working_days", days=3, strict=True) == {"result": "2026-10-12T17:30:00+08:00"}
    assert "2027" in ask("working_days", days=100, strict=True)["error"]
    assert "result" in ask("working_days", days=100, strict=False)
    assert "2025" in ask("add", seconds=-(10**7), strict=True)["error"]
    assert "2027, 2028" in ask("between", end="2028-01-01T09:00:00", strict=True)["error"]
    assert "2025" in ask("is_open", "2025-05-05T09:00:00", strict=True)["error"]
    assert ask("is_open", "2025-05-05T09:00:00", "zone", strict=True) == {"result": False}
    assert "not known" in ask("is_open", calendar=ROUND_THE_CLOCK, strict=True)["error"]


def test_the_last_midnight_of_a_known_year_does_not_touch_the_next() -> None:
    known = ROUND_THE_CLOCK | {"days": {"2026-12-31": [["00:00", "24:00"]]}}
    midnight = "2027-01-01T00:00:00+00:00"
    assert ask("add", "2026-12-31T00:00:00", known, seconds=86400, strict=True) == {"result": midnight}
    assert "2027" in ask("add", "2026-12-31T00:00:00", known, seconds=86401, strict=True)["error"]
    assert "2027" in ask("is_open", midnight, known, strict=True)["error"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"", "not JSON"),
        (b"  \n", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe{}", "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"9" * 5000, "not JSON"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'"add"', "not a JSON object"),
        (b"{}", "'op' is missing"),
        (b'{"op": "add"}', "'calendar' is missing"),
        (b'{"op": "add", "calendar": "zone"}', "'start' is missing"),
    ],
)
def test_a_line_that_is_no_question_gets_a_sentence(line: bytes, sentence: str) -> None:
    assert sentence in ask_raw(line)["error"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"op": "multiply"}, "'op' must be one of add, between"),
        ({"op": None}, "'op' must be one of"),
        ({"op": ["add"]}, "'op' must be one of"),
        ({"op": "between"}, "'end' is missing"),
        ({"op": "working_days"}, "'days' is missing"),
        ({"op": "working_days", "days": -1}, "cannot be negative"),
        ({"op": "calendar_days", "days": 2.5}, "'days' must be a whole number"),
        ({"op": "calendar_days", "days": 10**30}, "1900 to 2199"),
        ({"seconds": True}, "'seconds' must be a whole number"),
        ({"seconds": "60"}, "'seconds' must be a whole number"),
        ({"seconds": 60.5}, "'seconds' must be a whole number"),
        ({"seconds": float("nan")}, "'seconds' must be a whole number"),
        ({"seconds": float("inf")}, "'seconds' must be a whole number"),
        ({"seconds": None}, "'seconds' must be a whole number"),
        ({"seconds": 10**100}, "1900 to 2199"),
        ({"seconds": -(10**100)}, "1900 to 2199"),
        ({"start": None}, "'start' must be a time"),
        ({"start": 1791421200}, "'start' must be a time"),
        ({"start": "tomorrow"}, "'start' must be a time"),
        ({"start": "2026-02-30T09:00:00"}, "'start' must be a time"),
        ({"start": "2026-10-08T09:00:00+99:00"}, "'start' must be a time"),
        ({"start": "0001-01-01T00:00:00"}, "1900 to 2199"),
        ({"start": "0001-01-01T00:00:00+14:00"}, "1900 to 2199"),
        ({"start": "9999-12-31T23:59:59-12:00"}, "1900 to 2199"),
        ({"op": "between", "end": 5}, "'end' must be a time"),
        ({"pauses": "none"}, "'pauses' must be a list of pairs"),
        ({"pauses": [["2026-10-08T10:00:00"]]}, "'pauses' must be a list of pairs"),
        ({"pauses": [["2026-10-08T10:00:00", None]]}, "'pauses' must be a time"),
        ({"pauses": [["2026-10-08T11:00:00", "2026-10-08T10:00:00"]]}, "A pause ends before it begins"),
        ({"strict": 1}, "'strict' must be true or false"),
        ({"calendar": "moon"}, "There is no calendar 'moon'"),
        ({"calendar": "\ud800\x00"}, "There is no calendar"),
        ({"calendar": 7}, "'calendar' must be the name"),
        ({"calendar": {}}, "'weekly' must name"),
        ({"calendar": INLINE | {"timezone": "Asia/Nowhere"}}, "'Asia/Nowhere' is not a known time zone"),
        ({"calendar": {"timezone": "UTC", "weekly": {"mon": [["9", "17"]]}}}, "is not a time like 08:30"),
        ({"calendar": {"timezone": "UTC", "weekly": {}}}, "no open time within 10 years"),
    ],
)
def test_bad_input_gets_a_sentence(changed: dict[str, Any], sentence: str) -> None:
    question = {"op": "add", "start": START, "calendar": INLINE, "seconds": 60} | changed
    answer = ask_raw(json.dumps(question))
    assert list(answer) == ["error"]
    assert sentence in answer["error"]


def test_a_bad_line_does_not_stop_the_lines_after_it() -> None:
    good = json.dumps({"op": "is_open", "start": START, "calendar": INLINE}).encode()
    kinds = [next(iter(json.loads(answer))) for answer in answers([good, b"?", b"", good], find)]
    assert kinds == ["result", "error", "error", "result"]


def test_a_stored_calendar_is_looked_up_once() -> None:
    asked: list[str] = []

    def counted(name: str) -> Calendar | None:
        asked.append(name)
        return find(name)

    line = json.dumps({"op": "is_open", "start": START, "calendar": "zone"}).encode()
    assert len(list(answers([line] * 5, counted))) == 5
    assert asked == ["zone"]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(START),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.sampled_from(["add", "between", "is_open", "working_days", "calendar_days"]),
    st.sampled_from(["op", "start", "end", "seconds", "days", "calendar", "pauses", "strict"]),
    values,
    st.sampled_from([None, "timezone", "weekly", "days", "known_years"]),
)
def test_whatever_one_field_holds_the_line_has_one_answer(
    op: str, field: str, value: Any, inner: str | None
) -> None:
    question = {"op": op, "start": START, "end": START, "seconds": 1, "days": 1, "calendar": INLINE}
    wrong = INLINE | {inner: value} if inner and field == "calendar" else value
    answer = ask_raw(json.dumps(question | {field: wrong}))
    assert list(answer) in (["result"], ["error"])


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.binary(max_size=40))
def test_whatever_bytes_a_line_holds_it_has_one_answer(line: bytes) -> None:
    assert list(ask_raw(line)) == ["error"]
