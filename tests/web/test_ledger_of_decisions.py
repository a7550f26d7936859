"""What waits to be decided, and what was decided, as a file: what the page shows, for its readers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicedesk.web.ledgers import lists
from tests.cast import Cast
from tests.factories import NOW, share_step, step
from tests.operations.matters import MORE_TIME, act, decide
from tests.operations.whistles import REASON, blown
from tests.web.pages import ENGLISH, as_, taken

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.usefixtures("at_work")]


def rows(client: FlaskClient, asked: str = "", *columns: str) -> list[list[str]]:
    """The rows of the list without headings, in English."""
    return taken(client, f"decisions{asked}", *columns, headers=ENGLISH)[1:]


def test_what_waits_is_a_file_narrowed_as_its_page(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("working", title="厂房扩建")
    act(cast, ticket, "handler", "request_extension", NOW, **MORE_TIME)
    lead = as_(app, "desk_lead")
    assert "/ledgers/decisions?kind=extension" in lead.get("/decisions/?kind=extension").text
    said = rows(lead, "", "number", "title", "request", "asked_by", "reason", "for_enterprise", "decide_by")
    assert said == [
        [
            ticket.number, "厂房扩建", "Extension by 3 working days",
            f"Economic Development Bureau {cast.handler.name}", MORE_TIME["reason"],
            MORE_TIME["for_enterprise"], "2026-11-23 16:00",
        ]
    ]  # fmt: skip
    assert rows(lead, "?kind=return") == []
    assert rows(lead, "?list=decided") == rows(as_(app, "leader")) == []


def test_what_somebody_decided_stands_there_with_their_words(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "request_extension", NOW, **MORE_TIME)
    decide(cast, ticket, "desk_lead", "refuse", NOW, reason="理由不足。")
    lead = as_(app, "desk_lead")
    assert "/ledgers/decisions?list=decided" in lead.get("/decisions/decided").text
    asked = ("request_state", "decided_by", "decided_at", "decision")
    assert rows(lead, "?list=decided", *asked) == [
        ["Refused", cast.desk_lead.name, "2026-11-23 10:00", "理由不足。"]
    ]
    assert rows(lead) == []
    back = lead.get("/ledgers/decisions?list=decided").text
    assert 'href="/decisions/decided"' in back


def test_whistles_stand_in_it_as_on_the_page(app: Flask, cast: Cast) -> None:
    number = blown(cast, "desk_lead", "key", [cast.ticket("working")]).whistle.number
    asked = ("number", "enterprise", "request", "reason", "asked_by", "decided_by")
    expected = [[number, "", "Whistle to be approved", REASON, cast.desk_lead.name, ""]]
    assert rows(as_(app, "leader"), "", *asked) == expected
    assert rows(as_(app, "leader"), "?kind=extension") == []
    lead = as_(app, "desk_lead")
    assert rows(lead) == []
    assert rows(lead, "?list=others", *asked) == expected
    assert 'href="/decisions/others"' in lead.get("/ledgers/decisions?list=others").text


def test_only_the_desk_lead_takes_what_waits_for_others(app: Flask, cast: Cast) -> None:
    given = {"format": "csv", "columns": ["number"], "do": "download"}
    for name in ("leader", "officer"):
        assert as_(app, name).post("/ledgers/decisions?list=others", data=given).status_code == 403
    assert as_(app, "desk_lead").post("/ledgers/decisions?list=nonsense", data=given).status_code == 404


def test_a_confidential_matter_stands_in_it_as_its_reader_reads_it(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("accepted", confidential=True, title="不可外传")
    step(cast.officer, ticket, "dispatch", lead="jfj", handover_text="请核实拨付进度。")
    share_step(cast.handler, ticket, "sign")
    tracking = {"reason": "须等规划调整。", "feedback_at": "2026-12-01T10:00+08:00"}
    act(cast, ticket, "handler", "request_tracking", NOW, **tracking)
    asked = ("number", "title", "enterprise", "lead", "reason")
    (row,) = rows(as_(app, "leader"), "", *asked)
    assert row[:3] == [ticket.number, "Confidential matter", ""]
    (row,) = rows(as_(app, "desk_lead"), "?list=others", *asked)
    assert row[:2] == [ticket.number, "不可外传"]


def test_a_long_list_is_in_it_to_its_end(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "BATCH", 2)
    tickets = [cast.ticket("working") for _ in range(5)]
    for ticket in tickets:
        act(cast, ticket, "handler", "request_extension", NOW, **MORE_TIME)
    lead = as_(app, "desk_lead")
    assert [row[0] for row in rows(lead)] == [one.number for one in tickets]
    for ticket in tickets:
        decide(cast, ticket, "desk_lead", "approve", NOW)
    assert [row[0] for row in rows(lead, "?list=decided")] == [one.number for one in reversed(tickets)]
