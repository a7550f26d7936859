"""The administrator's pages of the kinds of whistles."""

import pytest
from flask.testing import FlaskClient

from servicedesk.queries.whistle_kinds import kind_in_force
from tests.cast import Cast
from tests.factories import NOW
from tests.web.pages import ENGLISH, sign_in, words

pytestmark = pytest.mark.usefixtures("at_work")


def test_a_new_version_is_made_and_stands_in_the_journal(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "admin")
    assert "Emergency whistle" in words(client.get("/admin/whistles", headers=ENGLISH))
    page = client.get("/admin/whistles/daily", headers=ENGLISH)
    assert 'value="日常哨"' in page.text
    given = {
        "seen": "1", "name_zh": "日常哨", "name_en": "Daily whistle", "hint_zh": "到企业现场对接",
        "hint_en": "To the enterprise", "blowers": ["officer"], "approval": "", "one_department": "y",
        "budgets.report_in.amount": "4", "budgets.report_in.unit": "working_hours",
    }  # fmt: skip
    wrong = client.post("/admin/whistles/daily", data=given | {"blowers": []}, headers=ENGLISH)
    assert wrong.status_code == 422
    assert "Please choose at least one who blows it." in words(wrong)
    assert client.post("/admin/whistles/daily", data=given).status_code == 303
    held = kind_in_force("daily", NOW)
    assert (held.version, held.spec["budgets"]) == (
        2,
        {"report_in": {"unit": "working_minutes", "amount": 240}},
    )
    said = words(client.get("/admin/record", headers=ENGLISH))
    assert "made a new version of a kind of whistle" in said
    assert client.get("/admin/whistles/nonsense").status_code == 404
