"""The administrator's page of what holds for figures, and what programs read then."""

import pytest
from flask.testing import FlaskClient

from servicedesk.operations.tokens import create_token
from servicedesk.queries.figure_settings import versions
from tests.cast import Cast
from tests.factories import NOW
from tests.web.pages import ENGLISH, sign_in, words

GIVEN = {
    "response": "30", "resolution": "35", "satisfaction": "35", "least_answers": "1", "first_band": "95",
    "second_band": "80", "least_due": "5",
}  # fmt: skip

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.usefixtures("at_work")]


def test_administrators_decide_and_keep_what_they_typed(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "admin")
    assert 'value="98"' in client.get("/admin/figures").text
    wrong = client.post("/admin/figures", data={**GIVEN, "response": "29"}, headers=ENGLISH)
    assert wrong.status_code == 422
    assert "The three weights add up to 99, not to 100." in words(wrong)
    assert 'value="29"' in wrong.text
    assert client.post("/admin/figures", data={**GIVEN, "least_due": "five"}).status_code == 422
    assert client.post("/admin/figures", data={**GIVEN, "composite": "y"}).status_code == 303
    said = words(client.get("/admin/figures", headers=ENGLISH))
    assert "95 % / 80 %, from 5 due 30 / 35 / 35, from 1 answers Off" in said
    assert cast.admin.name in said
    journal = words(client.get("/admin/record", headers=ENGLISH))
    assert "changed what holds for figures" in journal
    assert "The composite score is shown" in journal
    client.post("/logout")
    sign_in(client, "leader")
    assert client.get("/admin/figures").status_code == 403


def test_whoever_saves_later_from_an_older_page_is_told_and_keeps_what_was_typed(
    client: FlaskClient, cast: Cast
) -> None:
    sign_in(client, "admin")
    assert '<input id="seen" name="seen" type="hidden" value="0">' in client.get("/admin/figures").text
    assert client.post("/admin/figures", data={**GIVEN, "seen": "0", "public": "y"}).status_code == 303
    typed = {**GIVEN, "seen": "0", "least_due": "7", "composite": "y"}
    late = client.post("/admin/figures", data=typed, headers=ENGLISH)
    assert late.status_code == 422
    assert "Somebody has made a newer version meanwhile; please open the page again." in words(late)
    assert 'value="7"' in late.text
    assert "from 5 due" in words(late), "what holds now stands below"
    held = versions()
    assert [(one.least_due, one.public) for one in held] == [(5, True)]
    newest = client.post("/admin/figures", data={**typed, "seen": str(held[0].id)})
    assert newest.status_code == 303


def test_saving_again_what_holds_is_said_beside_the_versions(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "admin")
    client.post("/admin/figures", data=GIVEN)
    again = {**GIVEN, "seen": str(versions()[0].id)}
    said = words(client.post("/admin/figures", data=again, headers=ENGLISH))
    assert "Nothing differs from what holds now." in said
    assert "from 5 due" in said


def test_programs_read_the_score_where_it_is_on(client: FlaskClient, cast: Cast) -> None:
    cast.ticket("closed")
    token = create_token("leader", NOW)

    def score() -> object:
        answer = client.get("/api/v1/figures", headers={"Authorization": f"Bearer {token}"})
        return next(one["value"] for one in answer.json["figures"] if one["name"] == "composite")

    assert score() is None
    sign_in(client, "admin")
    client.post("/admin/figures", data={**GIVEN, "composite": "y"})
    client.post("/logout")
    assert score() == 100
