"""Deciding what holds for figures: by whom, from when, and what figures say of it."""

from datetime import timedelta

import pytest
from flask import Flask

from servicedesk.extensions import db
from servicedesk.models import Event, Person
from servicedesk.operations.figure_settings import change_figure_settings
from servicedesk.queries.counted import Question
from servicedesk.queries.figure_settings import figure_settings, versions
from servicedesk.queries.figures import figures
from servicedesk.rules.figure_settings import DEFAULT, FigureSettings
from servicedesk.rules.figures import Figure
from servicedesk.rules.refusals import Invalid, NotYours
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW

ON = FigureSettings(composite=True, least_answers=1)
LATER = NOW + timedelta(days=30)


def composite(cast: Cast, as_of: object) -> Figure:
    span = ("all", NOW - timedelta(days=30), LATER)
    found = figures(Question(cast.leader.actor(), [span], as_of))  # type: ignore[arg-type]
    return next(one for one in found if one.name == "composite")


def test_only_administrators_decide_and_nothing_wrong_holds(cast: Cast) -> None:
    with pytest.raises(NotYours):
        change_figure_settings(cast.leader, NOW, ON, 0)
    for wrong in (DEFAULT, FigureSettings(response=1)):
        with pytest.raises(Invalid):
            change_figure_settings(cast.admin, NOW, wrong, 0)
    assert figure_settings(NOW) == DEFAULT


def test_a_version_says_from_when_and_by_whom_and_stands_in_the_journal(cast: Cast) -> None:
    first = change_figure_settings(cast.admin, NOW, ON, 0).id
    change_figure_settings(cast.admin, LATER, DEFAULT, first)
    assert [figure_settings(at) for at in (NOW - timedelta(seconds=1), NOW, LATER)] == [DEFAULT, ON, DEFAULT]
    assert [(one.effective_from, one.by.name) for one in versions()] == [
        (LATER, cast.admin.name), (NOW, cast.admin.name)
    ]  # fmt: skip
    event = Event.query.filter_by(action="figures_changed").order_by(Event.id).first()
    assert event.payload["changes"] == {"composite": [False, True], "least_answers": [10, 1]}


def test_whoever_saw_an_older_version_changes_nothing(cast: Cast) -> None:
    seen = change_figure_settings(cast.admin, NOW, ON, 0).id
    for older in (0, seen + 1):
        with pytest.raises(Invalid) as refused:
            change_figure_settings(cast.admin, LATER, DEFAULT, older)
        assert list(refused.value.errors) == ["version"]
    assert figure_settings(LATER) == ON


def test_of_two_who_decide_at_the_same_moment_one_is_told(app: Flask, cast: Cast) -> None:
    admin = cast.admin.id

    def decide(least_due: int) -> object:
        by = db.session.get_one(Person, admin)
        return change_figure_settings(by, NOW, FigureSettings(least_due=least_due), 0)

    done = at_once(app, lambda: decide(1), lambda: decide(2))
    assert sorted(type(one).__name__ for one in done) == ["FigureVersion", "Invalid"]
    db.session.rollback()
    assert len(versions()) == 1


def test_the_score_has_a_value_only_while_it_is_on(cast: Cast) -> None:
    cast.ticket("closed")
    assert composite(cast, LATER).value is None
    change_figure_settings(cast.admin, LATER, ON, 0)
    assert composite(cast, LATER).value == 100
    assert composite(cast, LATER - timedelta(seconds=1)).value is None
