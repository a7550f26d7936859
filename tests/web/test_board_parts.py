"""The parts of the board: bands, what waits now, what came in, the view for a wall, a department's own."""

import html
import re
from datetime import timedelta

from flask.testing import FlaskClient

from servicedesk.operations.figure_settings import change_figure_settings
from servicedesk.rules.figure_settings import FigureSettings
from tests.cast import STAGES, Cast
from tests.factories import NOW, step
from tests.importing import ROWS, taken_in, written
from tests.web.boards import come, page, shown


def test_every_count_of_strands_hot_matters_and_who_came_again_leads_to_as_many(
    client: FlaskClient, cast: Cast
) -> None:
    for stage in STAGES:
        cast.ticket(stage)
    come(client, "leader")
    counts = re.findall(r'class="board-value" href="([^"]+)">(\d+)<', page(client))
    assert {"strand", "category", "enterprise"} == {
        by for address, _ in counts for by in re.findall(r"by=(\w+)", address)
    }
    for address, count in counts:
        assert page(client, html.unescape(address)).count("data-row") == int(count), address


def test_departments_stand_in_bands_and_are_ranked_only_where_the_reader_asks(
    client: FlaskClient, cast: Cast
) -> None:
    cast.ticket("closed")
    come(client, "leader")
    assert "In no band 1 too little due Economic Development Bureau 1 / 1" in shown(page(client))
    change_figure_settings(cast.admin, NOW, FigureSettings(least_due=1, composite=True, least_answers=1), 0)
    board = shown(page(client))
    assert "First band from 98% 1" in board
    assert "Third band below 90% 0" in board
    assert "Rank " not in board
    ranked = shown(page(client, "/board/?ranking=1"))
    assert "Ranked by: Composite score." in ranked
    assert "1 Economic Development Bureau 100.0 1 answer" in ranked


def test_what_waits_in_the_ledgers_stands_on_the_board_with_its_list(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    step(cast.leader, ticket, "instruct", NOW, text="请尽快解决。", due_on="2026-11-24", departments=["jfj"])
    step(cast.supervisor, ticket, "supervise", NOW, card="red", text="请立即办理。")
    come(client, "leader")
    board = page(client)
    assert "Instructions open 1 1 past its date" in shown(board)
    assert "Under supervision 1" in shown(board)
    for address in ("/whistles/", "/instructions/", "/tracking/", "/supervision/", "/board/overdue"):
        assert f'href="{address}"' in board


def test_what_was_imported_open_is_overdue_with_the_lead_that_it_came_with(
    client: FlaskClient, cast: Cast
) -> None:
    taken_in(NOW, written([ROWS[2] | {"部门": "经济发展局"}]))
    come(client, "leader")
    board = shown(page(client))
    assert "Overdue now 1 Economic Development Bureau 1" in board
    (number,) = re.findall(r"QS2025\d+-\d+", board)
    assert f"{number} 人才公寓申请 Economic Development Bureau" in board
    assert re.search(f"Economic Development Bureau .* {number}", shown(page(client, "/board/overdue")))


def test_a_screen_on_the_wall_has_no_menu_and_asks_again_every_minute(
    client: FlaskClient, cast: Cast
) -> None:
    come(client, "leader")
    board = page(client, "/board/?screen=1&period=2026-10")
    assert 'hx-trigger="every 60s"' in board
    assert "period=2026-10&amp;screen=1" in board
    assert 'class="side"' not in board
    assert 'class="side"' in page(client)


def test_a_department_reads_what_it_had_in_hand_and_of_no_other(client: FlaskClient, cast: Cast) -> None:
    for number in range(3):
        cast.ticket("closed", NOW - timedelta(hours=number))
    late = cast.ticket("working")
    come(client, "department_head")
    board = page(client)
    assert "Over what your department had in hand" in shown(board)
    assert late.number in board
    assert f"{cast.handler.name} 1 1" in shown(board), "who has how much in hand, and overdue"
    assert cast.handler2.department.name_en not in shown(board)
    for address, numerator, denominator in re.findall(
        r'class="board-cell" href="([^"]+)".*?class="board-base">(\d+) / (\d+)<', board
    ):
        behind = page(client, html.unescape(address))
        assert "Economic Development Bureau" in shown(behind)
        assert behind.count("data-row") == int(denominator), (address, numerator)
