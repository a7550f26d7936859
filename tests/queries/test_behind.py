"""Behind every number stand as many things as it says, and the groups add up to the whole."""

from collections import Counter
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, or_, select

from servicedesk.demo.loading import load
from servicedesk.demo.whistling import whistle
from servicedesk.extensions import db
from servicedesk.models import Ticket
from servicedesk.queries.behind import Counted, page_behind, sizes_behind, tickets_behind
from servicedesk.queries.counted import Question
from servicedesk.queries.figures import figure_of, figures, question
from servicedesk.queries.people import person_by_username
from servicedesk.rules.access import Actor
from servicedesk.rules.figure_definitions import BY_NAME, DEFINITIONS
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figures import GROUPINGS, Figure
from servicedesk.rules.periods import parse
from servicedesk.rules.refusals import Invalid, NotFound
from tests.factories import NOW

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def zone(read_app: Flask) -> None:
    """The demo's living zone."""
    load(NOW, 80, 4, 1)
    whistle(NOW)


def actor(username: str) -> Actor:
    person = person_by_username(username)
    assert person is not None
    return person.actor()


def asked(username: str, by: str | None = None) -> Question:
    return question(actor(username), Asked(parse("2026"), by, NOW), ZONE)


def rows_behind(
    about: Question, name: str, group: str | None = None, part: str = "denominator"
) -> Iterator[Counted]:
    """All of them, page after page."""
    cursor = None
    while True:
        page = page_behind(about, name, group, part, cursor)
        yield from page.items
        cursor = page.next
        if cursor is None:
            return


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("username", ["leader", "handler"])
def test_a_number_leads_to_as_many_things_however_it_is_grouped(username: str) -> None:
    for by in (None, *GROUPINGS) if username == "leader" else (None, "department"):
        about = asked(username, by)
        found = figures(about)
        assert any(figure.denominator for figure in found), by
        # Of many groups, the one in the middle.
        for figure in (one for one in found if one.group == found[len(found) // 2].group):
            assert figure_of(about, figure.name, figure.group) == figure
            # A sum of grades is no list, and whistles are not among the matters for which they are counted.
            kind = BY_NAME[figure.name].value
            numerator = figure.denominator if kind in ("mean", "mean_time") else figure.numerator
            assert sizes_behind(about, figure.name, figure.group) == {
                "denominator": figure.denominator,
                "numerator": numerator,
                "missed": 0 if kind == "per_100" else figure.denominator - numerator,
                "excluded": sum(count for _, count in figure.excluded),
            }, (by, figure.name)


@pytest.mark.usefixtures("zone")
def test_the_groups_add_up_to_the_whole() -> None:
    whole = summed(figures(asked("officer")))
    for by in GROUPINGS:
        assert summed(figures(asked("officer", by))) == whole, by


def summed(found: Sequence[Figure]) -> Counter[tuple[str, str]]:
    """By name: the bases, the numerators and each part of them."""
    total: Counter[tuple[str, str]] = Counter()
    for figure in found:
        total[figure.name, "base"] += figure.denominator
        total[figure.name, "numerator"] += figure.numerator
        for kind, count in (*figure.parts, *figure.excluded):
            total[figure.name, kind] += count
    return +total


@pytest.mark.usefixtures("zone")
def test_the_pages_hold_every_thing_once_and_the_newest_first() -> None:
    about = asked("leader")
    for definition in DEFINITIONS:
        sizes = sizes_behind(about, definition.name, None)
        rows = list(rows_behind(about, definition.name))
        assert len(rows) == sizes["denominator"]
        assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)
        assert len({(row.number, row.cycle, row.at, row.id) for row in rows}) == len(rows)
        if definition.value != "per_100":
            assert sum(row.outcome for row in rows) == sizes["numerator"]
        for part in ("numerator", "missed", "excluded"):
            assert len(list(rows_behind(about, definition.name, part=part))) == sizes[part]
    assert sizes_behind(about, "sign_on_time", None)["denominator"] > 50, "one page only: nothing was tried"


@pytest.mark.usefixtures("zone")
def test_a_row_says_why_it_counts() -> None:
    about = asked("leader")
    for row in rows_behind(about, "resolved_on_time"):
        assert row.due_at is not None
        assert row.outcome == (row.stopped_at is not None and row.stopped_at <= row.due_at)
    for row in rows_behind(about, "satisfaction_rate"):
        assert row.satisfaction is not None
        assert row.outcome == (row.satisfaction >= 3)
    for row in rows_behind(about, "resolution_rate", part="missed"):
        assert row.solved in ("partly", "no")


@pytest.mark.usefixtures("zone")
def test_the_tickets_behind_are_those_of_the_rows() -> None:
    about = asked("leader", "department")
    for name in BY_NAME:
        for part in ("denominator", "numerator", "missed", "excluded"):
            listed = db.session.scalar(
                select(func.count(Ticket.id)).where(tickets_behind(about, name, "jfj", part))
            )
            assert listed == len({row.number for row in rows_behind(about, name, "jfj", part)})


@pytest.mark.usefixtures("zone")
def test_nobody_is_led_to_what_they_may_not_see() -> None:
    from_leaders = or_(Ticket.confidential, Ticket.misconduct, Ticket.about_leader)
    kept = set(db.session.scalars(select(Ticket.number).where(from_leaders)))
    shown = {
        name: {row.number for row in rows_behind(asked(name), "promise_kept_rate")}
        for name in ("officer", "leader")
    }
    assert shown["officer"] & kept
    assert not shown["leader"] & kept


@pytest.mark.database("sqlite")
@pytest.mark.usefixtures("zone")
def test_what_is_no_figure_and_what_is_no_cursor_is_refused() -> None:
    with pytest.raises(NotFound):
        sizes_behind(asked("leader"), "happiness", None)
    with pytest.raises(Invalid):
        page_behind(asked("leader"), "sign_on_time", None, "denominator", "nonsense")
