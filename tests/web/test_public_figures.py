"""Figures for everybody: only where the zone has decided so, without names, and nothing that is small."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from servicedesk.operations.figure_settings import change_figure_settings
from servicedesk.rules.figure_settings import FigureSettings
from servicedesk.rules.figures import Figure
from servicedesk.rules.public_figures import PublicNumber, public_numbers
from tests.cast import Cast
from tests.factories import NOW
from tests.web.pages import ENGLISH, words

LATER = NOW + timedelta(days=4)

pytestmark = pytest.mark.database("sqlite")


@pytest.fixture(autouse=True)
def reckoned_anew(client: FlaskClient) -> None:
    client.application.extensions.pop("public_figures", None)


def test_nothing_below_ten_is_told_and_rates_stand_in_whole_percent() -> None:
    found = {
        "whistles_per_100": Figure("whistles_per_100", None, 0, 9),
        "callback_rate": Figure("callback_rate", None, 10, 10),
        "promise_kept_rate": Figure("promise_kept_rate", None, 199, 200),
        "response_rate": Figure("response_rate", None, 9, 9),
        "resolution_rate": Figure("resolution_rate", None, 0, 0),
        "satisfaction_rate": Figure("satisfaction_rate", None, 1, 300),
    }
    assert public_numbers(found) == [
        PublicNumber("sent", None),
        PublicNumber("answered", 10),
        PublicNumber("promise_kept_rate", 200, 99),
        PublicNumber("response_rate", None),
        PublicNumber("resolution_rate", None),
        PublicNumber("satisfaction_rate", 300, 0),
    ]


def test_there_is_no_such_page_until_the_zone_turns_it_on(client: FlaskClient, cast: Cast) -> None:
    with time_machine.travel(LATER, tick=False):
        assert client.get("/figures").status_code == 404
        assert "/figures" not in client.get("/").text
        change_figure_settings(cast.admin, LATER, FigureSettings(public=True), 0)
        assert "/figures" in client.get("/").text
        assert client.get("/figures").status_code == 200


def test_it_counts_what_nobody_is_kept_from_and_names_nobody(client: FlaskClient, cast: Cast) -> None:
    tickets = [cast.ticket("closed", NOW - timedelta(minutes=n)) for n in range(10)]
    cast.ticket("submitted", confidential=True)
    change_figure_settings(cast.admin, NOW, FigureSettings(public=True), 0)
    with time_machine.travel(LATER, tick=False):
        page = client.get("/figures", headers=ENGLISH)
        said = words(page)
        assert "Matters sent November 2026 10 October 2026 fewer than 10" in said
        assert "Satisfaction rate November 2026 100% of 10" in said
        assert not any(ticket.title in page.text for ticket in tickets)
        assert "Bureau" not in said
        cast.ticket("closed")
        assert words(client.get("/figures", headers=ENGLISH)) == said, "the numbers stand for some minutes"
