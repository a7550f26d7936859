"""The wish to reopen on pages: the desk decides, the enterprise reads until when, and why not."""

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.factories import NOW, events_of
from tests.operations.matters import act, decide, request_of
from tests.web.pages import ENGLISH, sign_in, words

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.usefixtures("at_work")]


def test_the_desk_decides_on_reopening(client: FlaskClient, cast: Cast) -> None:
    ticket = act(cast, cast.ticket("closed"), "enterprise", "ask_reopen", NOW, reason="到账金额少了五万元。")
    sign_in(client, "officer")
    assert "Reopening 到账金额少了五万元。" in words(client.get("/decisions/", headers=ENGLISH))
    address = f"/decisions/{request_of(ticket).id}"
    page = words(client.get(address, headers=ENGLISH))
    assert "Needed when you refuse; then the enterprise reads it." in page
    client.post(address, data={"refuse": "1", "reason": "没有新的事实。"})
    assert events_of(ticket)[-1].texts == {"reason": "没有新的事实。"}


def test_the_enterprise_reads_why_a_matter_is_not_reopened(client: FlaskClient, cast: Cast) -> None:
    ticket = act(cast, cast.ticket("closed"), "enterprise", "ask_reopen", NOW, reason="到账金额少了五万元。")
    decide(cast, ticket, "officer", "refuse", NOW, reason="没有新的事实。")
    sign_in(client, "enterprise")
    page = words(client.get(f"/portal/m/{ticket.number}", headers=ENGLISH))
    assert "Why it is not reopened 没有新的事实。" in page


def test_the_enterprise_sees_until_when_its_wish_is_decided(client: FlaskClient, cast: Cast) -> None:
    ticket = act(cast, cast.ticket("closed"), "enterprise", "ask_reopen", NOW, reason="到账金额少了五万元。")
    sign_in(client, "enterprise")
    page = words(client.get(f"/portal/m/{ticket.number}", headers=ENGLISH))
    assert "You have asked to reopen the matter; the service centre 周敏 decides and tells you." in page
    assert "Mon 23 Nov, 16:00" in page
