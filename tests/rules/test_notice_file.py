"""A yearly notice from an office's file: what is understood, and the sentence for each mistake."""

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicedesk.rules.holiday_notice import HolidayNotice, may_name
from servicedesk.rules.notice_file import MOST_SENTENCES, doubts, read_notice
from servicedesk.rules.refusals import Invalid

NEW_YEAR = HolidayNotice(2027, frozenset(date(2027, 1, n) for n in (1, 2, 3)), frozenset({date(2027, 1, 9)}))
WAYS = {
    "lines": "2027-01-01,off\n2027-01-02,off\n2027-01-03,off\n2027-01-09,work\n",
    "a range": "2027-01-01..2027-01-03,off\n2027-01-09,work",
    "Chinese": "年份,2027\n2027-01-01 至 2027-01-03,休,元旦\n2027年1月9日\t班",
    "a table program's": (
        "日期,类型,说明\r\n2027/1/1,休,元旦\r\n2027/1/2,休,\r\n2027/1/3,休,\r\n2027/1/9,班,调休\r\n"
    ),
    "remarks": (
        "# 国办发明电〔2026〕7号\n\n2027-01-01 .. 2027-01-03 ; off # New Year\n 2027-01-09  Work  Monday \n"
    ),
    "a byte-order mark": "\ufeff2027-01-01~2027-01-03,放假\n2027-01-09,补班",
    "wide signs": "年\uff1a2027\n2027-01-01\uff5e2027-01-03\uff0c休\uff0c元旦\n2027-01-09\uff1b班",
    "JSON": '{"year": 2027, "off": ["2027-01-01", "2027-01-02", "2027-01-03"], "work": ["2027-01-09"]}',
    "JSON with a range": '\ufeff{"off": ["2027-01-01..2027-01-03"], "work": ["2027-01-09"], "year": "2027"}',
}


def sentences(content: str | bytes, this_year: int = 2026) -> list[str]:
    """Why the file is refused."""
    with pytest.raises(Invalid) as refused:
        read_notice(content.encode() if isinstance(content, str) else content, this_year)
    assert set(refused.value.errors) == {"file"}
    return [str(sentence) for sentence in refused.value.errors["file"]]


@pytest.mark.parametrize("way", WAYS)
def test_a_notice_can_be_written_in_many_ways(way: str) -> None:
    assert read_notice(WAYS[way].encode(), 2026) == NEW_YEAR


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("2027-01-01,off\n2027-01-02,调休\n", "Line 2: '调休' is neither off nor work."),
        ("2027-01-01\n", "Line 1: a date and a word are needed, such as 2027-01-01,off."),
        ("2027-01-01,off\nNew Year 2027,off", "Line 2: 'New' is not a date like 2026-10-01."),
        ("2027-02-30,off", "Line 1: there is no day 2027-02-30."),
        ("2027-05-03..2027-05-01,off", "Line 1: the range ends before it begins."),
        ("2027-01-01..2027-12-31,off", "Line 1: the range is longer than 31 days."),
        ("2027-10-01,off\n2027-10-02,off\n2026-10-03,off",
         "Line 3: 2026-10-03 does not belong into the notice of 2027."),
        ("2027-10-01,off\n2028-01-01,off\n2027-10-02,off",
         "Line 2: 2028-01-01 does not belong into the notice of 2027."),
        ("year,2027\n2026-10-01,off", "Line 2: 2026-10-01 does not belong into the notice of 2027."),
        ("year,2027\nyear,2026\n2027-10-01,off", "Line 2: the file says another year above."),
        ("2027-01-01,off\n\n2027-01-01..2027-01-01,off", "Line 3: 2027-01-01 is named twice (line 1)."),
        ("2027-01-09,off\n2027-01-09,work", "Line 2: 2027-01-09 is both off and worked (line 1)."),
        ("2027-01-04,work", "Line 1: 2027-01-04 is no Saturday or Sunday and is worked anyway."),
        ("2028-01-01,off", "A notice for 2028 cannot exist yet."),
        ("1899-01-01,off", "Notices are kept from 1900 on; this one is for 1899."),
        ("", "The file names no day."),
        ("# nothing\n\n", "The file names no day."),
        ("{}", "The file names no day."),
        (b"\xb4\xba\xbd\xda", "The file is not UTF-8. Please save it as UTF-8 text."),
        (b"2027-01-01,off\n" * 10_000, "The file is too large for a notice: at most 100 KB."),
        ('{"year": 2027,\n "off": [2027]}', "Line 2: 2027 is not a date like 2026-10-01."),
        ('{"year": 2027,\n"off": [],\n"work": ["2027-01-09",\n"2027-01-11"]}',
         "Line 4: 2027-01-11 is no Saturday or Sunday and is worked anyway."),
        ('{"year": 2027,\n"off": ["2027-01-01",\n"2027-01-01"]}',
         "Line 3: 2027-01-01 is named twice (line 2)."),
        ('{"year": 2027,\n"of": []}', "Line 2: only 'year' and lists of dates, 'off' and 'work', are known."),
        ('{"year": 27, "off": ["2027-01-01"]}', "Line 1: 27 is not a year like 2026."),
        ('{"off": [], "off": []}', "Line 1: the file names 'year', 'off' or 'work' twice."),
        ('{"year": 2027,\n', "Line 2: this is not JSON."),
        ("[" * 5000, "Line 1: this is not JSON."),
        ('["2027-01-01"]', "Line 1: only 'year' and lists of dates, 'off' and 'work', are known."),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line(content: str | bytes, sentence: str) -> None:
    assert sentences(content) == [sentence]


def test_every_mistake_is_named_in_the_order_of_the_lines() -> None:
    found = sentences("2027-01-01,off\n2027-01-01,off\n2027-01-32,off\n2027-01-05,work")
    assert [sentence.partition(":")[0] for sentence in found] == ["Line 2", "Line 3", "Line 4"]


def test_a_long_list_of_mistakes_is_cut_and_says_so() -> None:
    found = sentences("2027-13-01,off\n" * 100)
    assert len(found) == MOST_SENTENCES + 1
    assert found[-1] == "There are 70 more mistakes."


def test_new_year_may_begin_in_the_december_before() -> None:
    notice = read_notice("2026-12-26,班\n2026-12-31..2027-01-02,休".encode(), 2026)
    assert (notice.year, notice.work) == (2027, {date(2026, 12, 26)})
    assert not may_name(2027, date(2026, 12, 20))
    assert not may_name(2027, date(2028, 1, 1))


def test_days_off_that_are_off_anyway_are_fine() -> None:
    assert date(2027, 1, 2).weekday() == 5
    assert date(2027, 1, 2) in read_notice(b"2027-01-01..2027-01-03,off", 2026).off


def test_a_part_of_a_notice_and_what_it_takes_back_are_doubted() -> None:
    whole = NEW_YEAR.off | {date(2027, 5, 1), date(2027, 10, 1)}
    assert doubts(HolidayNotice(2027, whole, frozenset()), None) == []
    part, taken = doubts(
        HolidayNotice(2027, NEW_YEAR.off, frozenset()), HolidayNotice(2027, whole, NEW_YEAR.work)
    )
    assert "2027-05-01, 2027-10-01" in str(part)
    assert "2027-01-09, 2027-05-01, 2027-10-01" in str(taken)


DAYS = st.sets(st.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=40)


@given(DAYS, DAYS)
def test_what_is_written_in_either_form_is_read(off: set[date], weekends: set[date]) -> None:
    work = {day for day in weekends if day.weekday() >= 5} - off
    if not off | work:
        return
    notice = HolidayNotice(2027, frozenset(off), frozenset(work))
    rows = [f"{day},{kind}" for kind, days in (("off", off), ("work", work)) for day in days]
    assert read_notice("\n".join(rows).encode(), 2026) == notice
    written = {"year": 2027, "off": [str(day) for day in off], "work": [str(day) for day in work]}
    assert read_notice(json.dumps(written, indent=1).encode(), 2026) == notice


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(content: str) -> None:
    with suppress(Invalid):
        assert read_notice(content.encode("utf-8", "surrogatepass"), 2026).off
