"""The board: who opens it, what it says, and that every number on it leads to as many things."""

import html
import json
import re
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.operations.figure_settings import change_figure_settings
from servicedesk.rules.figure_settings import FigureSettings
from servicedesk.rules.figures import GROUPINGS
from tests.cast import STAGES, Cast
from tests.factories import NOW, step
from tests.statements import MOST, counted
from tests.web.boards import LATER, come, page, shown
from tests.web.pages import words


@pytest.fixture
def matters(cast: Cast) -> None:
    """One at each stage, all sent on the same Monday."""
    for stage in STAGES:
        cast.ticket(stage)


@pytest.mark.parametrize(
    "username",
    ["leader", "supervisor", "desk_lead", "officer", "department_head", "handler", "handler2", "inspector"],
)
def test_the_zones_own_people_see_figures(client: FlaskClient, cast: Cast, username: str) -> None:
    come(client, username)
    assert "Promises kept" in page(client)
    assert "Signed in time" in page(client, "/board/behind?figure=sign_on_time")
    assert "Nothing is overdue" in page(client, "/board/overdue")


@pytest.mark.parametrize("username", ["enterprise", "admin"])
@pytest.mark.parametrize("address", ["/board/", "/board/behind?figure=sign_on_time", "/board/overdue"])
def test_others_do_not(client: FlaskClient, cast: Cast, username: str, address: str) -> None:
    come(client, username)
    page(client, address, 403)


LINE = 13
"""So many figures stand in a line of the table by groups."""


@pytest.mark.usefixtures("matters")
@pytest.mark.parametrize("by", GROUPINGS)
def test_every_number_leads_to_as_many_things(client: FlaskClient, cast: Cast, by: str) -> None:
    come(client, "leader")
    board = page(client, f"/board/?by={by}")
    cells = re.findall(r'class="board-cell" href="([^"]+)".*?class="board-base">(\d+) / (\d+)<', board)
    assert len(cells) > 10
    # Those of the first line, and some of the others: each is two pages.
    for address, numerator, denominator in [*cells[:LINE], *cells[LINE :: LINE + 2]]:
        behind = page(client, html.unescape(address))
        assert f"{numerator} / {denominator}" in shown(behind)
        assert behind.count("data-row") == int(denominator)
        missed = page(client, html.unescape(address) + "&part=missed")
        assert missed.count("data-row") == int(denominator) - int(numerator), address


@pytest.mark.usefixtures("matters")
def test_a_card_has_value_base_and_a_way_on(client: FlaskClient, cast: Cast) -> None:
    come(client, "leader")
    board = page(client)
    cards = re.findall(
        r'class="stretched-link" href="([^"]+)">([\d.]+%)<.*?<span>(\d+) / (\d+)<', board, re.S
    )
    assert len(cards) == 6
    for address, value, numerator, denominator in cards:
        assert value == f"{int(numerator) / int(denominator) * 100:.1f}%"
        assert f"{numerator} / {denominator}" in shown(page(client, html.unescape(address)))


def test_where_nothing_was_due_a_dash_stands_and_says_so(client: FlaskClient, cast: Cast) -> None:
    come(client, "leader")
    board = page(client)
    assert "–" in shown(board)
    assert "Nothing was due." in shown(board)
    assert "No enterprise has answered." in shown(board)
    assert "0.0%" not in board


def test_what_was_left_out_is_named_and_shown(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    step(cast.enterprise, ticket, "withdraw", LATER, reason="已自行解决。")
    come(client, "leader")
    board = page(client)
    assert "Not counted: Promises kept: No longer counted 1" in shown(board)
    (address,) = set(re.findall(r'href="([^"]*figure=promise_kept_rate[^"]*part=excluded[^"]*)"', board))
    assert ticket.number in page(client, html.unescape(address))


def test_the_change_on_the_period_before_stands_beside_the_number(client: FlaskClient, cast: Cast) -> None:
    cast.ticket("working", NOW - timedelta(days=28))
    cast.ticket("working")
    cast.ticket("to_sign")
    come(client, "leader")
    said = shown(page(client, "/board/?period=2026-11"))
    assert "Changes are against: 1 October 2026 – 27 October 2026" in said
    assert "Signed in time 50.0% 1 / 2 too few to compare" in said
    change_figure_settings(cast.admin, NOW, FigureSettings(least_due=1), 0)
    said = shown(page(client, "/board/?period=2026-11"))
    assert "Signed in time 50.0% 1 / 2 -50.0 points" in said


def test_a_month_that_goes_on_is_drawn_only_with_enough_in_it(client: FlaskClient, cast: Cast) -> None:
    cast.ticket("working", NOW - timedelta(days=28))
    cast.ticket("working")
    come(client, "leader")
    drawn = re.compile(r'data-figures="([^"]*)"')
    (picture,) = drawn.findall(page(client))
    assert json.loads(html.unescape(picture))["series"][0]["values"][-1] is None
    change_figure_settings(cast.admin, NOW, FigureSettings(least_due=1), 0)
    (picture,) = drawn.findall(page(client))
    assert json.loads(html.unescape(picture))["series"][0]["values"][-1] is not None


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "November 2026"),
        ("period=2026-10", "October 2026"),
        ("period=2026-Q3", "Quarter 3 of 2026"),
        ("period=2026-H2", "Second half of 2026"),
        ("period=2026", "The year 2026"),
        ("period=2026-W47", "Week 47 of 2026"),
        ("period=2026-11-23", "23 November 2026"),
        ("period=2026-11-01..2026-11-15", "1 November 2026 – 15 November 2026"),
        ("from=2026-07-01&to=2026-09-30", "Quarter 3 of 2026"),
        ("from=2026-11-03&to=2026-11-09&by=kind", "3 November 2026 – 9 November 2026"),
        ("period=2026-10&from=&to=", "October 2026"),
    ],
)
def test_any_period_can_be_asked_for(client: FlaskClient, cast: Cast, query: str, title: str) -> None:
    come(client, "leader")
    assert f"Figures: {title} " in shown(page(client, f"/board/?{query}"))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("period=soon", "Please give a period such as"),
        ("period=3000", "This is too far from now."),
        ("from=2026-11-09&to=2026-11-01", "This is before the first day."),
        ("from=2026-11-09", "Please give a date such as"),
        ("by=colour", "Please choose one of the given possibilities."),
        ("as_of=soon", "Please give a day such as"),
    ],
)
def test_what_is_no_period_is_said_beside_the_field(
    client: FlaskClient, cast: Cast, query: str, says: str
) -> None:
    come(client, "leader")
    board = page(client, f"/board/?{query}", 422)
    assert says in shown(board)
    assert 'value="2026-11-09"' in board or "from=" not in query


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 404), ("period=2026", 422), ("figure=happiness", 422), ("figure=sign_on_time&group=jfj", 422),
     ("figure=sign_on_time&cursor=x", 422)],
)  # fmt: skip
def test_behind_nothing_stands_nothing(client: FlaskClient, cast: Cast, query: str, status: int) -> None:
    come(client, "leader")
    page(client, f"/board/behind?{query}", status)


def test_behind_the_number_of_matters_stand_matters_not_whistles(client: FlaskClient, cast: Cast) -> None:
    cast.ticket("working")
    come(client, "leader")
    found = re.findall(r'href="([^"]*whistles_per_100[^"]*by=strand[^"]*)">1<', page(client))
    listed = page(client, html.unescape(found[0]))
    assert '<h1 class="page-head-title">Matters sent</h1>' in listed
    assert "Whistles per 100" not in shown(listed)
    assert "Outcome" not in shown(listed)
    assert listed.count("data-row") == 1


def test_the_same_question_as_of_the_same_moment_has_the_same_answer(client: FlaskClient, cast: Cast) -> None:
    cast.ticket("closed")
    come(client, "leader")
    address = "/board/behind?figure=sign_on_time&period=2026-11&as_of=2026-11-25T00:00:00Z"
    before = page(client, address)
    cast.ticket("closed", LATER - timedelta(hours=1))
    assert page(client, address) == before
    assert "2 / 2" in shown(page(client, "/board/behind?figure=sign_on_time&period=2026-11"))


@pytest.mark.parametrize(
    ("username", "says"),
    [("handler", "Signed in time 100.0% 1 / 1"), ("handler2", "Signed in time – Nothing")],
)
def test_a_department_reads_its_own_figures(
    client: FlaskClient, cast: Cast, username: str, says: str
) -> None:
    cast.ticket("closed")
    come(client, username)
    assert says in shown(page(client))


def test_what_is_overdue_stands_on_the_board(client: FlaskClient, cast: Cast) -> None:
    late = [cast.ticket("submitted", NOW - timedelta(minutes=n)) for n in range(12)]
    come(client, "leader")
    board = page(client)
    assert "Overdue now 12 with the service centre 12" in shown(board)
    assert len(re.findall(r'class="board-late"', board)) == 10
    assert {ticket.number for ticket in late} == set(re.findall(r"QS\d+-\d+", page(client, "/board/overdue")))


def test_what_has_no_lead_stands_below_the_departments(client: FlaskClient, cast: Cast) -> None:
    direct = cast.ticket("accepted")
    step(cast.officer, direct, "answer", text="可以申报。")
    cast.ticket("in_callback")
    come(client, "leader")
    results = page(client, "/board/?by=department").split("<caption")[2]
    heads = re.findall(r'<th scope="row">([^<]+)</th>', results)
    assert heads[: heads.index("All together")] == [
        "Economic Development Bureau", "Enterprise Service Centre", "No lead department"
    ]  # fmt: skip


def test_the_picture_says_what_the_table_says(client: FlaskClient, cast: Cast) -> None:
    change_figure_settings(cast.admin, NOW, FigureSettings(least_due=1), 0)
    cast.ticket("closed")
    come(client, "leader")
    board = page(client)
    (drawn,) = re.findall(r'data-figures="([^"]+)"', board)
    assert '"values": [null, null, null, null, null, 100.0]' in html.unescape(drawn)
    assert "November 2026 100.0% 1 / 1" in shown(board)


@pytest.mark.database("sqlite")
@pytest.mark.usefixtures("matters")
@pytest.mark.parametrize(
    "address",
    [
        *(f"/board/?by={by}" for by in GROUPINGS),
        "/board/?period=2026",
        "/board/?from=2026-11-01&to=2026-11-09",
        "/board/behind?figure=sign_on_time&by=department&group=jfj",
        "/board/behind?figure=satisfaction_rate&part=missed",
        "/board/overdue",
    ],
)
def test_a_page_of_the_board_runs_few_statements(client: FlaskClient, db: SQLAlchemy, address: str) -> None:
    for username in ("leader", "department_head"):
        come(client, username)
        db.session.remove()
        with counted(db) as statements:
            page(client, address)
        assert len(statements) <= MOST, "\n".join(statements)
        client.post("/logout")


def test_a_chinese_page_has_no_english(client: FlaskClient, cast: Cast) -> None:
    cast.ticket("closed")
    come(client, "leader")
    with time_machine.travel(LATER, tick=False):
        said = words(client.get("/board/?by=strand", headers={"Accept-Language": "zh-CN"}))
    assert "承诺兑现率" in said
    assert "2026年11月" in said
    assert set(re.findall(r"[A-Za-z]{2,}", said)) <= {"English", "EN"}
