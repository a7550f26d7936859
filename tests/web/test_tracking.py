"""Tracking on pages: asking, deciding, telling how it stands, the ledger, and what the enterprise sees."""

from collections.abc import Iterator

import pytest
import time_machine
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Ticket
from servicedesk.operations.checking import check
from tests.cast import MEMBERS, Cast
from tests.factories import RESULT
from tests.operations.matters import act, at, decide, request_of
from tests.operations.test_tracking import LATER, NEXT, WHY
from tests.statements import MOST, counted
from tests.web.pages import read, send, sign_in, words

pytestmark = pytest.mark.database("sqlite")
SENTENCE = "因涉及上级规划调整，办理时间较长。"
OVERDUE = at("12-22 10:00")


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(OVERDUE, tick=False):
        yield


def tracked(cast: Cast, **changes: str) -> Ticket:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "request_tracking", LATER, **(WHY | {"for_enterprise": SENTENCE} | changes))
    return decide(cast, ticket, "leader", "approve", LATER)


def test_a_department_asks_and_a_leader_finds_all_that_the_decision_needs(
    client: FlaskClient, cast: Cast
) -> None:
    ticket = cast.ticket("working", OVERDUE)
    path = f"/matters/{ticket.number}/request_tracking"
    assert "A leader" not in read(client, "handler", path)
    form = {"reason": WHY["reason"], "feedback_at": "2027-01-20T17:00", "for_enterprise": SENTENCE}
    assert send(client, "handler", path, **form)[0] == 303
    address = f"/decisions/{request_of(ticket).id}"
    shown = read(client, "leader", address)
    for words_of in ("First feedback Wed 20 Jan 2027, 17:00", WHY["reason"], SENTENCE, "stands in no figure"):
        assert words_of in shown
    assert send(client, "leader", address, approve="1", reason="同意。")[0] == 303
    assert ticket.state == "tracking"


def test_the_ledger_shows_rounds_overdue_ones_first_and_departments_their_own(
    client: FlaskClient, cast: Cast
) -> None:
    kept, missed = tracked(cast, feedback_at="2026-12-30T17:00+08:00"), tracked(cast)
    shown = read(client, "leader", "/tracking/")
    assert shown.index(missed.number) < shown.index(kept.number)
    assert ("Round 1 · 1 missed" in shown, WHY["reason"] in shown) == (True, True)
    only = read(client, "desk_lead", "/tracking/?due=overdue&department=jfj")
    assert (missed.number in only, kept.number in only) == (True, False)
    own = read(client, "handler", "/tracking/")
    assert (missed.number in own, "Tell how it stands" in own) == (True, True)
    assert "Nothing here is tracked" in read(client, "handler2", "/tracking/")
    act(cast, missed, "handler", "submit", OVERDUE, **RESULT)
    ended = read(client, "officer", "/tracking/?list=ended")
    assert (missed.number in ended, kept.number in ended, "In review" in ended) == (True, False, True)


def test_the_ledger_belongs_to_the_staff_whom_it_concerns(client: FlaskClient, cast: Cast) -> None:
    for username in ("enterprise", "admin"):
        sign_in(client, username)
        assert client.get("/tracking/").status_code in (403, 404)


def test_the_enterprise_reads_why_and_when_it_hears_again(client: FlaskClient, cast: Cast) -> None:
    ticket = tracked(cast)
    path = f"/portal/m/{ticket.number}"
    shown = read(client, "enterprise", path)
    for said in ("follows it to its end", "How it stands " + SENTENCE, "Next feedback Mon 21 Dec, 17:00"):
        assert said in shown
    assert WHY["reason"] not in shown
    form = {"text": NEXT["text"], "next_feedback_at": "2027-01-20T17:00"}
    status, _ = send(client, "handler", f"/matters/{ticket.number}/feedback", **form)
    assert status == 303
    shown = read(client, "enterprise", path)
    assert "How it stands " + str(NEXT["text"]) in shown
    assert "Next feedback Wed 20 Jan 2027, 17:00" in shown
    assert "Originally promised by" in shown


def test_the_ledger_runs_few_statements(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    for _ in range(6):
        tracked(cast)
    sign_in(client, "officer")
    db.session.remove()
    with counted(db) as statements:
        answer = client.get("/tracking/")
    assert answer.status_code == 200
    assert "1 轮逾期" in words(answer)
    assert len(statements) <= MOST, "\n".join(statements)


def test_of_a_confidential_matter_the_ledger_says_what_its_department_knows(
    client: FlaskClient, cast: Cast
) -> None:
    ticket = cast.ticket("accepted", confidential=True)
    act(cast, ticket, "officer", "dispatch", LATER, lead="jfj", handover_text="请核实拨付进度。")
    act(cast, ticket, "handler", "sign", LATER)
    act(cast, ticket, "handler", "request_tracking", LATER, **(WHY | {"for_enterprise": SENTENCE}))
    decide(cast, ticket, "leader", "approve", LATER)
    act(cast, ticket, "handler", "feedback", LATER, **NEXT)
    for username in ("leader", "handler", "officer"):
        shown = read(client, username, "/tracking/")
        assert (ticket.number in shown, NEXT["text"] in shown) == (True, True), username
        full = username == "officer"
        assert (ticket.title in shown, MEMBERS["enterprise"][1] in shown) == (full, full), username
        page = read(client, username, f"/matters/{ticket.number}")
        assert NEXT["text"] in page, username
    act(cast, ticket, "handler", "submit", OVERDUE, **RESULT)
    assert ticket.number in read(client, "leader", "/tracking/?list=ended")
    assert check(now=OVERDUE).differences == []
