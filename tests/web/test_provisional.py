"""A limit in a year without a notice is marked on every page and in the API, until the notice is loaded."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from servicedesk.models import Ticket
from servicedesk.operations.calendars import change_calendars, follow
from servicedesk.operations.deliveries import deliver
from servicedesk.operations.sweep import sweep
from servicedesk.operations.tokens import create_token
from servicedesk.rules.calendar_change import notice_loaded
from servicedesk.rules.holiday_notice import HolidayNotice
from tests.cast import Cast
from tests.operations.matters import at, clock_of
from tests.web.pages import ENGLISH, sign_in, words

NOW = at("12-31 15:00")
NOTICE = notice_loaded(HolidayNotice(2027, frozenset({date(2027, 1, 1)}), frozenset()))
Address = Callable[[Ticket], str]
PAGES: dict[str, tuple[str, str, Address]] = {
    "after sending": ("enterprise", "submitted", lambda t: f"/portal/m/{t.number}/sent"),
    "receipt": ("enterprise", "submitted", lambda t: f"/portal/m/{t.number}/receipt"),
    "new matter": ("enterprise", "submitted", lambda t: f"/portal/m/{t.number}"),
    "own matters": ("enterprise", "working", lambda t: "/portal/"),
    "own matter": ("enterprise", "working", lambda t: f"/portal/m/{t.number}"),
    "tracking": ("", "working", lambda t: f"/track?number={t.number}&code={t.tracking_code}"),
    "queue": ("officer", "in_review", lambda t: "/desk/?queue=to_review"),
    "matter": ("officer", "in_review", lambda t: f"/desk/t/{t.number}"),
    "department": ("handler", "working", lambda t: "/department/?queue=working"),
    "slip": ("handler", "working", lambda t: f"/matters/{t.number}/papers/handover"),
    "explanation": ("handler", "working", lambda t: f"/clocks/{clock_of(t, 'resolve').id}"),
}


def load_notice(cast: Cast) -> None:
    change_calendars(cast.admin, NOW, NOTICE)
    follow(NOW)


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("page", PAGES)
def test_a_page_marks_it_and_no_longer_when_the_notice_is_there(
    client: FlaskClient, cast: Cast, page: str
) -> None:
    who, stage, address = PAGES[page]
    with time_machine.travel(NOW, tick=False):
        ticket = cast.ticket(stage, NOW)
        where = address(ticket)
        if who:
            sign_in(client, who)
        before = client.get(where, headers=ENGLISH)
        assert before.status_code == 200, where
        assert ", provisional" in words(before)
        load_notice(cast)
        assert ", provisional" not in words(client.get(where, headers=ENGLISH))


def test_the_api_marks_it_and_no_longer_when_the_notice_is_there(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working", NOW)
    headers = {"Authorization": f"Bearer {create_token('handler', NOW)}"}
    clock_id = clock_of(ticket, "resolve").id

    def marks() -> list[Any]:
        with time_machine.travel(NOW, tick=False):
            whole = client.get(f"/api/v1/tickets/{ticket.number}", headers=headers).json
            listed = client.get("/api/v1/tickets", headers=headers).json
            explained = client.get(f"/api/v1/clocks/{clock_id}/explain", headers=headers).json
        assert whole
        assert listed
        assert explained
        resolve = next(clock for clock in whole["clocks"] if clock["kind"] == "resolve")
        return [
            resolve["provisional"], whole["next_due_provisional"], listed["items"][0]["next_due_provisional"],
            explained["provisional"],
        ]  # fmt: skip

    assert marks() == [True] * 4
    load_notice(cast)
    assert marks() == [False] * 4


@pytest.mark.database("sqlite")
def test_a_reminder_says_that_its_limit_is_provisional(client: FlaskClient, cast: Cast) -> None:
    cast.ticket("working", NOW)
    later = at("2027-01-06 16:00")
    sweep(later)
    deliver(later)
    with time_machine.travel(later, tick=False):
        sign_in(client, "handler")
        said = words(client.get("/account/messages", headers=ENGLISH))
    assert "provisional" in said
