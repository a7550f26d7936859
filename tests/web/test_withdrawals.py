"""The supervisor's page of withdrawals, and the administrator's of their share."""

import pytest
from flask.testing import FlaskClient

from servicedesk.models import SamplingVersion
from servicedesk.operations.book import Stored
from servicedesk.queries.sampling import sampling
from servicedesk.rules.sampling import Sampling
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.matters import act
from tests.web.pages import ENGLISH, sign_in, words

pytestmark = pytest.mark.usefixtures("at_work")
SAID = "部门经办人两次来电要求撤回。"


@pytest.fixture(autouse=True)
def everything_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stored, "sampling", staticmethod(lambda now: Sampling(100, 1)))


def test_asking_recording_and_reopening(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "enterprise", "withdraw", NOW, reason="问题已经解决。")
    sign_in(client, "supervisor")
    page = words(client.get("/supervision/withdrawals", headers=ENGLISH))
    for part in ("10 % of all withdrawals", "Did anybody of a department", "问题已经解决。", ticket.title):
        assert part in page, part
    address = f"/matters/{ticket.number}/check_withdrawal?next=/supervision/withdrawals"
    assert "What to ask" in words(client.get(address, headers=ENGLISH))
    answer = client.post(address, data={"outcome": "pressed", "text": SAID, "version": str(ticket.version)})
    assert (answer.status_code, answer.location) == (303, "/supervision/withdrawals")
    pressed = words(client.get("/supervision/withdrawals?list=pressed", headers=ENGLISH))
    assert SAID in pressed
    assert "Reopen the matter" in pressed
    client.post(f"/matters/{ticket.number}/reopen_withdrawn", data={"reason": "查实后重新办理。"})
    assert ticket.state == "accepted"
    for stranger in ("officer", "handler"):
        client.post("/logout")
        sign_in(client, stranger)
        assert client.get("/supervision/withdrawals").status_code == 403
        assert SAID not in client.get(f"/desk/t/{ticket.number}").text


def test_administrators_change_the_share(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "admin")
    assert 'value="10"' in client.get("/admin/withdrawals").text
    assert client.post("/admin/withdrawals", data={"percent": "300", "least": "1"}).status_code == 422
    assert client.post("/admin/withdrawals", data={"percent": "20", "least": "2"}).status_code == 303
    assert 'value="20"' in client.get("/admin/withdrawals").text


def test_whoever_saves_the_share_later_from_an_older_page_is_told_and_keeps_what_was_typed(
    client: FlaskClient, cast: Cast
) -> None:
    sign_in(client, "admin")
    assert '<input id="seen" name="seen" type="hidden" value="0">' in client.get("/admin/withdrawals").text
    given = {"seen": "0", "percent": "20", "least": "2"}
    assert client.post("/admin/withdrawals", data=given).status_code == 303
    typed = {"seen": "0", "percent": "35", "least": "7"}
    late = client.post("/admin/withdrawals", data=typed, headers=ENGLISH)
    assert late.status_code == 422
    assert "Somebody has made a newer version meanwhile; please open the page again." in words(late)
    assert ('value="35"' in late.text, 'value="7"' in late.text) == (True, True)
    assert sampling(NOW) == Sampling(20, 2)
    newest = str(SamplingVersion.query.one().id)
    assert client.post("/admin/withdrawals", data={**typed, "seen": newest}).status_code == 303
    assert sampling(NOW) == Sampling(35, 7)
