"""The calendars in the administration: a year to look at, and changes that say first what they move."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from servicedesk.operations.calendars import change_calendars
from servicedesk.queries.calendars import find_calendar, newest_versions
from servicedesk.queries.limits import limits
from servicedesk.rules.calendar_change import days_set
from servicedesk.rules.working_time import Calendar
from tests.cast import Cast
from tests.factories import NOW, last_administration
from tests.operations.matters import at, clock_of
from tests.statements import MOST, counted
from tests.web.pages import ENGLISH, sign_in, words

OFFICE = "08:30-12:00, 14:00-17:30"
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)
PAGES = (
    "calendar", "calendar/zone?year=2027", "calendars/zone/week", "calendars/zone/season",
    "calendars/zone/days/2026-10-01", "calendars/notice", "calendars/new",
)  # fmt: skip
SNOW = "calendars/zone/days/2026-11-24"
NOTICE = "2027-01-01..2027-01-03,off\n2027-01-09,work\n2027-05-01,off\n2027-10-01,off"
Send = Callable[..., TestResponse]


@pytest.fixture
def admin(client: FlaskClient, cast: Cast) -> FlaskClient:
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "admin")
    return client


@pytest.fixture
def send(admin: FlaskClient) -> Send:
    """Send a form of the administration; `confirmed="yes"` is the second step."""

    def send(page: str, **given: Any) -> TestResponse:
        with time_machine.travel(NOW, tick=False):
            return admin.post(f"/admin/{page}", data=given, headers=ENGLISH)

    return send


def read(client: FlaskClient, page: str) -> TestResponse:
    with time_machine.travel(NOW, tick=False):
        return client.get(f"/admin/{page}", headers=ENGLISH)


def zone(name: str = "zone") -> Calendar:
    found = find_calendar(name)
    assert found is not None
    return found


def label_of(page: TestResponse, day: str) -> str:
    """What the picture of the year says about a day."""
    found = re.search(rf'href="[^"]*/days/{day}" aria-label="([^"]+)"', page.text)
    assert found
    return found[1]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("username", ["officer", "leader", "desk_lead", "enterprise"])
def test_nobody_but_administrators_opens_or_sends_these(
    client: FlaskClient, cast: Cast, page: str, username: str
) -> None:
    sign_in(client, username)
    assert client.get(f"/admin/{page}").status_code == 403
    assert client.post(f"/admin/{page}", data={"confirmed": "yes"}).status_code in (403, 405)
    assert newest_versions() == {"zone": 1}


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_few_statements(admin: FlaskClient, db: SQLAlchemy, page: str) -> None:
    db.session.remove()
    with counted(db) as statements:
        assert read(admin, page).status_code == 200
    assert len(statements) <= MOST, "\n".join(statements)


def test_the_year_says_what_every_day_is(admin: FlaskClient, cast: Cast) -> None:
    change_calendars(cast.admin, NOW, days_set(date(2026, 11, 24), date(2026, 11, 24), ()))
    page = read(admin, "calendar")
    assert page.text.count('class="cal-month"') == 12
    assert label_of(page, "2026-10-01") == "Thursday, 1 October 2026: Day off by the notice"
    assert label_of(page, "2026-10-10") == "Saturday, 10 October 2026: Make-up working day"
    assert label_of(page, "2026-11-24") == "Tuesday, 24 November 2026: Closed by hand"
    assert label_of(page, "2026-11-25") == "Wednesday, 25 November 2026: Working day"
    assert label_of(page, "2026-11-28") == "Saturday, 28 November 2026: No working day"
    assert "Notice loaded" in words(page)
    assert "No notice yet" in words(read(admin, "calendar?year=2027"))


@pytest.mark.parametrize(
    "page",
    [
        "calendar/nobody", "calendar?year=1899", "calendar?year=99999", "calendars/nobody/week",
        "calendars/zone/season/06-01", "calendars/zone/season/summer", "calendars/zone/days/2026-02-30",
        "calendars/zone/days/0001-01-01", "calendars/nobody/days/2026-01-01",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(admin: FlaskClient, page: str) -> None:
    assert read(admin, page).status_code == 404


def test_a_day_is_closed_after_its_moves_were_confirmed(send: Send, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    snow = {"what": "closed", "last": "2026-11-25", "reason": "大雪"}
    shown = send(SNOW, **snow)
    assert shown.status_code == 200
    assert re.search(rf"{ticket.number} Promised answer Mon 30 Nov, 17:30 Wed 2 Dec, 17:30", words(shown))
    assert newest_versions() == {"zone": 1}
    assert send(SNOW, **snow, seen="1", confirmed="yes").status_code == 303
    assert not zone().is_working_day(date(2026, 11, 25))
    assert clock_of(ticket, "promise").due_at == at("12-02 17:30")
    event = last_administration()
    assert (event.action, event.actor_id, event.texts) == (
        "calendar_days_set",
        cast.admin.id,
        {"reason": "大雪"},
    )


def test_the_confirmation_carries_all_that_was_typed(send: Send) -> None:
    shown = send(SNOW, what="hours", hours="9-12", last="", reason="<b>")
    assert shown.status_code == 422
    shown = send(SNOW, what="hours", hours="09:00-12:00", last="2026-11-25", reason="<b>")
    fields = re.findall(r'<textarea name="(\w+)" hidden>\n([^<]*)</textarea>', shown.text)
    kept = {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in fields}
    assert kept == {
        "what": "hours",
        "hours": "09:00-12:00",
        "last": "2026-11-25",
        "reason": "<b>",
        "seen": "",
    }
    back = send(SNOW, **kept, edit="yes")
    assert back.status_code == 200
    assert 'value="09:00-12:00"' in back.text
    assert newest_versions() == {"zone": 1}


@pytest.mark.parametrize(
    ("what", "day", "opens", "closes"),
    [("morning", "2026-11-24", "08:30", "12:00"), ("afternoon", "2026-11-28", "14:00", "17:30")],
)
def test_a_day_is_halved(send: Send, what: str, day: str, opens: str, closes: str) -> None:
    assert send(f"calendars/zone/days/{day}", what=what, confirmed="yes").status_code == 303
    (hours,) = zone().to_spec()["days"].values()
    assert hours == [[opens, closes]]


def test_a_day_can_be_given_back_to_week_and_notice(send: Send, cast: Cast) -> None:
    change_calendars(cast.admin, NOW, days_set(date(2026, 11, 24), date(2026, 11, 24), ()))
    assert send(SNOW, what="usual", confirmed="yes").status_code == 303
    assert zone().days == {}


@pytest.mark.parametrize(
    ("page", "given", "sentences"),
    [
        ("calendars/zone/week", WEEK | {"mon": "08:30-12:00, 11:00-13:00"},
         ["08:30-12:00 and 11:00-13:00 overlap."]),
        ("calendars/zone/week", WEEK | {"tue": "12:00-08:30"}, ["12:00-08:30 ends before it begins."]),
        ("calendars/zone/week", WEEK | {"sun": "all day"}, ["&#39;all day&#39; are no hours like"]),
        ("calendars/zone/week", {"mon": "", "sun": "closed"}, ["The week has no open time."]),
        ("calendars/zone/season", WEEK | {"first": "6/1", "last": "09-31"},
         ["&#39;6/1&#39; is not a date", "&#39;09-31&#39; is not"]),
        ("calendars/zone/season", {"first": "06-01", "last": "09-30"}, ["The week has no open time."]),
        (SNOW, {}, ["Please choose one of the given possibilities."]),
        (SNOW, {"what": "maybe"}, ["Please choose one of the given possibilities."]),
        (SNOW, {"what": "hours", "hours": ""}, ["Please fill this in."]),
        (SNOW, {"what": "hours", "hours": "12:00-08:00"}, ["12:00-08:00 ends before it begins."]),
        (SNOW, {"what": "closed", "last": "soon"}, ["Please give a date such as 2026-11-23."]),
        (SNOW, {"what": "closed", "last": "2026-11-23"},
         ["This must be from 0 to 61 days after the first day."]),
        (SNOW, {"what": "closed", "last": "2027-11-23"}, ["This must be from 0 to 61 days"]),
        ("calendars/notice", {"lines": ""}, ["The file names no day."]),
        ("calendars/notice", {"lines": "2027-01-01,off\n2027-01-01,off"},
         ["Line 2: 2027-01-01 is named twice (line 1)."]),
        ("calendars/notice", {"lines": "2029-01-01,off"}, ["A notice for 2029 cannot exist yet."]),
        ("calendars/new", {"department": "zone"}, ["Please choose one of the given possibilities."]),
        ("calendars/new", {}, ["Please choose one of the given possibilities."]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_a_mistake_stands_beside_its_field_and_changes_nothing(
    send: Send, page: str, given: dict[str, str], sentences: list[str], confirmed: dict[str, str]
) -> None:
    answer = send(page, **given, **confirmed)
    assert answer.status_code == 422
    for sentence in sentences:
        assert sentence in answer.text
    typed = [value for name, value in given.items() if name not in ("what", "department")]
    assert all((value.splitlines() or [""])[0] in answer.text for value in typed)
    assert newest_versions() == {"zone": 1}


def test_what_the_calendar_says_already_is_no_change(send: Send) -> None:
    answer = send("calendars/zone/week", **WEEK)
    assert (answer.status_code, "This would change nothing" in answer.text) == (422, True)
    # A double click on the confirmation.
    assert send("calendars/zone/week", **WEEK, confirmed="yes").status_code == 303
    assert newest_versions() == {"zone": 1}


def test_the_week_gets_other_hours(send: Send) -> None:
    saturday = WEEK | {"sat": "9:00-11:00、13:00-14:00, 15:00-16:00"}
    shown = words(send("calendars/zone/week", **saturday))
    assert "Sat 09:00–11:00, 13:00–14:00, 15:00–16:00" in shown
    assert send("calendars/zone/week", **saturday, seen="1", confirmed="yes").status_code == 303
    assert len(zone().weekly[5]) == 3


def test_a_season_comes_changes_and_goes(send: Send, admin: FlaskClient) -> None:
    summer = {"first": "06-01", "last": "09-30", **WEEK, "mon": "08:00-12:00, 15:00-18:00"}
    assert send("calendars/zone/season", **summer, confirmed="yes").status_code == 303
    assert "Season from 1 June to 30 September" in words(read(admin, "calendar"))
    again = send("calendars/zone/season", **{**summer, "first": "09-30", "last": "10-31"})
    assert (again.status_code, "overlap" in again.text) == (422, True)
    assert (
        send("calendars/zone/season/06-01", **{**summer, "first": "05-01"}, confirmed="yes").status_code
        == 303
    )
    assert [season.name for season in zone().seasons] == ["05-01..09-30"]
    asked = send("calendars/zone/season/05-01", **summer, remove="yes")
    assert 'name="remove" value="yes"' in asked.text
    assert send("calendars/zone/season/05-01", **summer, remove="yes", confirmed="yes").status_code == 303
    assert zone().seasons == ()


def test_who_was_slower_keeps_what_was_typed_and_can_send_it_again(send: Send, cast: Cast) -> None:
    change_calendars(cast.admin, NOW, days_set(date(2026, 12, 1), date(2026, 12, 1), ()))
    given = WEEK | {"sat": "09:00-12:00"}
    late = send("calendars/zone/week", **given, seen="1", confirmed="yes")
    assert late.status_code == 422
    assert "Somebody has changed this calendar" in late.text
    assert 'value="09:00-12:00"' in late.text
    assert 'name="seen" type="hidden" value="2"' in late.text
    assert newest_versions() == {"zone": 2}


@pytest.mark.parametrize("name", ["notice.csv", "通知.json"])
def test_a_notice_is_uploaded_looked_at_and_applied(send: Send, admin: FlaskClient, name: str) -> None:
    file = (io.BytesIO(b"\xef\xbb\xbf" + NOTICE.encode()), name)
    shown = send("calendars/notice", file=file)
    assert "5 days off, 1 make-up working day" in words(shown)
    lines = re.search(r'<textarea name="lines" hidden>\n([^<]*)</textarea>', shown.text)
    assert lines
    assert send("calendars/notice", lines=lines[1], confirmed="yes").status_code == 303
    assert 2027 in zone().known_years
    assert "No notice of public holidays" not in words(read(admin, ""))
    journal = words(read(admin, "record"))
    assert "loaded a year's notice of public holidays" in journal
    assert "The whole zone, version 2" in journal


def test_a_wrong_file_is_shown_in_the_page_with_its_mistakes(send: Send) -> None:
    answer = send("calendars/notice", file=(io.BytesIO(b"2027-01-01,off\n2027-13-01,off"), "n.csv"))
    assert answer.status_code == 422
    assert "Line 2: there is no day 2027-13-01." in answer.text
    assert "2027-01-01,off\n2027-13-01,off</textarea>" in answer.text
    other = send("calendars/notice", file=(io.BytesIO(b"\xff\xfe\x00\x01"), "n.csv"))
    assert (other.status_code, "The file is not UTF-8." in other.text) == (422, True)


def test_a_part_of_a_notice_is_doubted_before_it_is_applied(send: Send) -> None:
    shown = send("calendars/notice", lines="2026-10-01..2026-10-07,off")
    assert "Is the notice whole?" in shown.text
    assert "2026-01-01, 2026-05-01" in shown.text


def test_a_department_gets_a_calendar_and_its_own_hours(send: Send, admin: FlaskClient, cast: Cast) -> None:
    assert send("calendars/new", department="jfj").status_code == 303
    assert zone("jfj").to_spec() == zone().to_spec()
    send("calendars/jfj/week", **(WEEK | {"sat": "09:00-12:00"}), confirmed="yes")
    assert newest_versions() == {"zone": 1, "jfj": 2}
    assert "Economic Development Bureau" in words(read(admin, "calendar/jfj"))
    ticket = cast.ticket("to_sign")
    assert limits(NOW).calendar_names[clock_of(ticket, "sign").calendar_id] == "jfj"
