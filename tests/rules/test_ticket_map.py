"""Maps of imports: what is wrong with one is said entry by entry, and rows are read as it says."""

from datetime import UTC, datetime
from typing import Any

import pytest

from servicedesk.rules.past_ticket import PastTicket, RowReader, Wrong
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.ticket_map import Known, read_map

OFFICES = ("cgj", "jfj", "dcs", "qyfw")
KNOWN = Known({"1206": "1206", "环卫绿化": "1206", "1406": "1406"}, {code: code for code in OFFICES})
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ROW = {
    "no": "A-1", "what": "路灯不亮", "type": "环卫绿化", "in": "2025-03-03 09:00", "due": "2025-03-05",
    "out": "2025-03-04 10:00", "dept": "城管局", "tel": "13812345678", "code": "", "end": "",
}  # fmt: skip


def a_map(**fields: Any) -> dict[str, Any]:
    return {
        "source": "old",
        "timezone": "Asia/Shanghai",
        "dates": ["%Y-%m-%d %H:%M", "%Y-%m-%d"],
        "fields": {
            "reference": {"column": "no"},
            "title": {"column": "what"},
            "kind": {"value": "request"},
            "category": {"column": "type"},
            "submitted_at": {"column": "in"},
            "due_at": {"column": "due"},
            "closed_at": {"column": "out"},
        }
        | fields,
    }


def read(row: dict[str, Any] | None = None, **fields: Any) -> PastTicket:
    return RowReader(read_map(a_map(**fields), KNOWN), NOW).read(ROW | (row or {}))


def reasons(row: dict[str, Any], **fields: Any) -> str:
    with pytest.raises(Wrong) as wrong:
        read(row, **fields)
    return str(wrong.value)


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ([], "The map must be a JSON object."),
        (a_map() | {"source": "old\ud800"}, "half of a surrogate pair (\\ud800), which is no character"),
        (a_map() | {"about": ["\udfff"]}, "half of a surrogate pair (\\udfff)"),
        (a_map() | {"\ud83d": 1}, "half of a surrogate pair (\\ud83d)"),
        (a_map(category={"column": "type", "values": {"\udc00": "1206"}}), "half of a surrogate pair"),
        (a_map() | {"about": float("nan")}, "a number that JSON does not know (NaN or Infinity)"),
        (a_map() | {"timezone": "Mars/Here"}, "Entry timezone: “Mars/Here” is no time zone"),
        (a_map() | {"colour": 1}, "Entry colour: is not an entry of a map."),
        (a_map() | {"encoding": "latin-1"}, "Entry encoding: must be one of utf-8, gb18030."),
        (a_map() | {"dates": ["%Y-%m"]}, "Entry dates: “%Y-%m” is no format of dates."),
        (a_map() | {"dates": ["%Y-%m-%d %Y"]}, "“%Y-%m-%d %Y” is no format of dates."),
        (a_map(title={}), "Entry fields.title: needs exactly one of value, column, columns and lines."),
        (a_map(category={"value": "9999"}), "Entry fields.category.value: “9999” is none of ours."),
        (
            a_map(category={"column": "type", "values": {"x": "9999"}}),
            "Entry fields.category.values.x: “9999” is none of ours.",
        ),
        (
            a_map(kind={"column": "type", "otherwise": "wish"}),
            "Entry fields.kind.otherwise: “wish” is none of ours.",
        ),
        (a_map(submitted_at={"value": "2025-01-01"}), "Entry fields.submitted_at.value: cannot be the same"),
        (a_map(due_at={"columns": ["due", "out"]}), "Entry fields.due_at: is read from one column alone."),
        (a_map(due_at={"column": "due", "time": "late"}), "Entry fields.due_at.time: must be an hour"),
        (a_map(mayor={"column": "no"}), "Entry fields.mayor: is not an entry of a map."),
    ],
)  # fmt: skip
def test_an_error_in_a_map_names_the_entry(spec: Any, said: str) -> None:
    with pytest.raises(Invalid) as wrong:
        read_map(spec, KNOWN)
    assert said in " ".join(map(str, wrong.value.errors["map"]))


def test_a_map_without_what_is_needed_names_all_of_it() -> None:
    with pytest.raises(Invalid) as wrong:
        read_map({"source": "old", "timezone": "Asia/Shanghai", "fields": {}}, KNOWN)
    said = " ".join(map(str, wrong.value.errors["map"]))
    for field in ("reference", "title", "kind", "category", "submitted_at", "state"):
        assert f"Entry fields.{field}: is missing" in said


def test_a_row_is_read_in_its_own_time_zone() -> None:
    past = read()
    assert past.submitted_at == datetime(2025, 3, 3, 1, 0, tzinfo=UTC)
    assert (past.category, past.kind, past.channel, past.state) == ("1206", "request", "phone", "closed")
    # A limit that is a date alone lasts until that day is over.
    assert past.due_at == datetime(2025, 3, 5, 15, 59, 59, tzinfo=UTC)
    assert read(due_at={"column": "due", "time": "17:30"}).due_at == datetime(2025, 3, 5, 9, 30, tzinfo=UTC)
    # Excel's own moments, and those with an offset.
    assert read({"in": datetime(2025, 3, 3, 9, 0)}).submitted_at == past.submitted_at
    offset = read({"in": "2025-03-03T02:00+01:00"}, submitted_at={"column": "in", "dates": ["iso"]})
    assert offset.submitted_at == past.submitted_at


def test_cells_are_joined_translated_and_kept() -> None:
    past = read(
        {"what": "很" * 120},
        description={"lines": {"部门": "dept", "备注": "end"}},
        department={"column": "dept", "values": {"城管局": "cgj"}, "otherwise": ""},
        contact_phone={"column": "tel"},
    )
    assert (past.department, past.contact_phone) == ("cgj", "+8613812345678")
    # What is too long for a title stands in full in the description.
    assert past.title == "很" * 99 + "…"
    assert past.description == "很" * 120 + "\n部门: 城管局"
    assert (
        read({"dept": "某局"}, department={"column": "dept", "values": {}, "otherwise": ""}).department == ""
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"no": ""}, "Column “no” is empty."),
        ({"in": ""}, "Column “in” is empty."),
        ({"in": "3 March"}, "“3 March” in column “in” is no date"),
        ({"type": "未知"}, "The map does not translate “未知” in column “type”."),
        ({"type": "1406"}, "Clues of misconduct are not imported"),
        ({"out": "2025-03-02 10:00"}, "Its moments are not in the order"),
        ({"out": "2027-03-02 10:00"}, "It lies in the future."),
        ({"in": "1999-03-02 10:00"}, "It is from before 2000."),
        ({"due": "2025-03-01"}, "Its limit lies before the moment at which it was submitted."),
    ],
)
def test_a_row_that_cannot_be_says_why(row: dict[str, Any], said: str) -> None:
    assert said in reasons(row)


def test_a_row_says_all_that_is_wrong_with_it() -> None:
    assert (
        reasons({"no": "", "in": "x"}).count("column") + 1
        == 2
        == len(reasons({"no": "", "in": "x"}).split(";"))
    )


def test_a_moment_that_no_clock_shows_is_no_date() -> None:
    endless = datetime(9999, 12, 31, 23, 0)
    west = a_map() | {"timezone": "America/New_York"}
    with pytest.raises(Wrong, match="is no date as the map writes it"):
        RowReader(read_map(west, KNOWN), NOW).read(ROW | {"due": endless})


def test_what_a_map_puts_between_cells_is_tidied_like_the_cells() -> None:
    read_as = {
        "description": {"columns": ["what", "type"], "join": "\0"},
        "result": {"lines": {"\0Office": "dept"}},
    }
    found = read(**read_as)
    assert (found.description, found.result) == ("路灯不亮环卫绿化", "Office: 城管局")


def test_state_and_moments_must_agree() -> None:
    state = {"column": "end", "values": {"完": "closed", "在办": "open", "撤": "withdrawn"}}
    assert "It has ended, but when is not said." in reasons({"out": "", "end": "完"}, state=state)
    assert "It is open and has a result or a closing moment." in reasons({"end": "在办"}, state=state)
    assert read({"end": "在办", "out": ""}, state=state).state == "open"
    assert read({"end": "撤"}, state=state).state == "withdrawn"
    # A result alone ends it, where the map says that it has ended.
    result = read({"end": "完"}, state=state, closed_at={"column": "code"}, result_at={"column": "out"})
    assert result.closed_at == result.result_at == datetime(2025, 3, 4, 2, 0, tzinfo=UTC)


def led(lead: str, about: str, **row: str) -> dict[str, Any]:
    """A row about an office, with its fields in the map; open unless it says when it ended."""
    fields = {"department": {"column": "dept"}, "about_department": {"column": "about"}}
    return {"row": {"out": "", "dept": lead, "about": about} | row, **fields}


@pytest.mark.parametrize(
    ("lead", "about", "said"),
    [
        ("jfj", "cgj", "only the supervisor's office leads it"),
        ("qyfw", "cgj", "only the supervisor's office leads it"),
        ("jfj", "qyfw", "only the supervisor's office leads it"),
        ("jfj", "dcs", "only the desk leads it"),
        ("cgj", "cgj", "The department that is complained of cannot have led it."),
    ],
)
def test_an_open_complaint_about_an_office_has_no_ordinary_lead(lead: str, about: str, said: str) -> None:
    assert said in reasons(**led(lead, about))


@pytest.mark.parametrize(("lead", "about"), [("dcs", "cgj"), ("", "cgj"), ("dcs", "qyfw"), ("qyfw", "dcs")])
def test_an_open_complaint_is_led_by_whom_rule_13_says_or_waits_to_be_dispatched(
    lead: str, about: str
) -> None:
    assert read(**led(lead, about)).department == lead


def test_who_led_a_complaint_that_has_ended_stays_as_it_was() -> None:
    assert read(**led("jfj", "cgj", out="2025-03-04 10:00")).department == "jfj"


def kept_secret(lead: str, **row: str) -> dict[str, Any]:
    """A confidential row, with its fields in the map; open unless it says when it ended."""
    fields = {"department": {"column": "dept"}, "confidential": {"value": "yes"}}
    return {"row": {"out": "", "dept": lead} | row, **fields}


def test_an_open_confidential_matter_has_no_department_because_no_text_was_written_for_one() -> None:
    for lead in ("jfj", "dcs"):
        assert "It is open and confidential" in reasons(**kept_secret(lead)), lead


@pytest.mark.parametrize("lead", ["", "qyfw"])
def test_an_open_confidential_matter_waits_at_the_desk(lead: str) -> None:
    assert read(**kept_secret(lead)).department == lead


def test_who_led_a_confidential_matter_that_has_ended_stays_as_it_was() -> None:
    assert read(**kept_secret("jfj", out="2025-03-04 10:00")).department == "jfj"


def test_the_same_row_has_the_same_digest_whatever_file_it_stands_in() -> None:
    assert read().digest() == read({"in": datetime(2025, 3, 3, 9, 0)}).digest()
    assert read().digest() != read({"what": "路灯又不亮"}).digest()
