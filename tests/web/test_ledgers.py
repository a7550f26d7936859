"""Lists as files: what somebody sees, in the columns that they chose, and on record before it leaves."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from servicedesk.models import Event, Reading
from servicedesk.rules import ledger as rules
from servicedesk.rules.ledger import LEDGERS
from servicedesk.web.ledgers.cells import cells_of
from tests.cast import Cast
from tests.factories import share_step, step, submitted
from tests.web.pages import as_, taken, words

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.usefixtures("at_work")]


def column(client: FlaskClient, address: str, name: str) -> list[str]:
    return [row[0] for row in taken(client, address, name)[1:]]


def deeds(db: Any, action: str) -> list[Event]:
    return list(db.session.query(Event).filter_by(action=action).order_by(Event.id))


def test_every_column_of_every_list_has_its_cell(app: Flask) -> None:
    with app.test_request_context():
        for name, ledger in LEDGERS.items():
            cells = cells_of(name, {"figure": "promise_kept_rate"})
            assert {one.name for one in ledger.columns} <= cells.keys(), name
            assert set(ledger.shown) <= {one.name for one in ledger.columns}


def test_a_search_is_downloaded_as_it_was_seen_and_on_record(app: Flask, db: Any, cast: Cast) -> None:
    cast.ticket("submitted", title="=1+1 供水")
    cast.ticket("closed", title="已经办结")
    desk = as_(app, "officer")
    assert "下载：诉求件" in words(desk.get("/ledgers/matters?state=submitted"))
    given = {"columns": ["title", "state", "submitted_at"], "format": "xlsx", "do": "download"}
    answer = desk.post("/ledgers/matters?state=submitted", data=given)
    sheet = load_workbook(BytesIO(answer.data)).worksheets[0]
    assert [cell.value for cell in sheet[3]][:2] == ["=1+1 供水", "待受理"]
    assert sheet["A3"].data_type == "s"
    assert sheet["C3"].is_date
    assert sheet["A4"].value is None
    (event,) = deeds(db, "ledger_exported")
    assert event.payload["sha256"] == hashlib.sha256(answer.data).hexdigest()
    assert (event.actor_id, event.payload["rows"], event.payload["columns"]) == (
        cast.officer.id, 1, given["columns"],
    )  # fmt: skip
    assert event.texts["filters"] == "state=submitted"
    record = words(as_(app, "admin").get("/admin/record"))
    assert event.payload["sha256"] in record
    assert "供水" not in record


def test_a_confidential_matter_stands_in_a_file_as_its_reader_reads_it(
    app: Flask, db: Any, cast: Cast
) -> None:
    ticket = cast.ticket("accepted", confidential=True, title="不可外传")
    step(cast.officer, ticket, "dispatch", lead="jfj", handover_text="请核实拨付进度。")
    share_step(cast.handler, ticket, "sign")
    asked = ("number", "title", "enterprise", "contact_phone", "description")
    for name, address in (("leader", "matters"), ("handler", "department?queue=working")):
        (row,) = taken(as_(app, name), address, *asked)[1:]
        assert row[0] == ticket.number
        assert row[1] == "保密事项"
        assert row[2:] == ["", "", ""]
    assert not db.session.query(Reading).count()
    (row,) = taken(as_(app, "officer"), "matters", *asked)[1:]
    assert row[1] == "不可外传"
    (read,) = db.session.query(Reading).all()
    assert (read.person_id, read.ticket_id, read.what) == (cast.officer.id, ticket.id, "export")


def test_a_read_is_noted_where_a_list_shows_a_kept_matter_in_full_and_only_there(
    app: Flask, db: Any, cast: Cast
) -> None:
    clue = submitted(cast.enterprise, kind="report", category="1406", title="索要好处的线索")
    step(cast.officer, clue, "hand_to_inspector")
    db.session.query(Reading).delete(synchronize_session=False)
    (receipt,) = taken(as_(app, "officer"), "handed_over")[1:]
    assert "索要好处的线索" not in receipt
    assert not db.session.query(Reading).count()
    assert "索要好处的线索" in taken(as_(app, "inspector"), "handed_over")[1]
    (read,) = db.session.query(Reading).all()
    assert (read.person_id, read.ticket_id) == (cast.inspector.id, clue.id)
    taken(as_(app, "inspector"), "read_log")
    assert [one.what for one in db.session.query(Reading)] == ["export", "log"]


def test_a_file_tells_nobody_of_a_complaint_about_them(app: Flask, cast: Cast) -> None:
    about_jfj = submitted(cast.enterprise, kind="complaint", about_department="jfj").number
    about_leader = submitted(cast.enterprise, kind="complaint", about_leader=True).number
    assert set(column(as_(app, "supervisor"), "matters", "number")) == {about_jfj, about_leader}
    assert column(as_(app, "leader"), "matters", "number") == [about_jfj]
    assert column(as_(app, "department_head"), "matters", "number") == []
    assert column(as_(app, "handler"), "overdue", "number") == []


def test_numbers_of_contacts_are_masked_for_whoever_does_not_call(app: Flask, cast: Cast) -> None:
    cast.ticket("working")
    (full,) = column(as_(app, "officer"), "matters", "contact_phone")
    assert column(as_(app, "handler"), "department?queue=working", "contact_phone") == [full]
    (masked,) = column(as_(app, "leader"), "matters", "contact_phone")
    assert "*" in masked
    assert column(as_(app, "leader"), "matters", "contact_name") == [""]


def test_every_list_can_be_downloaded_by_its_readers_and_by_nobody_else(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    step(cast.leader, ticket, "instruct", text="请跟进。", due_on="2026-11-27", departments=["jfj"])
    step(cast.supervisor, ticket, "supervise", card="yellow", text="请抓紧。")
    narrowed = {"behind": "?figure=sign_on_time", "callbacks": "?list=wait"}
    people = {name: as_(app, name) for name in cast.everybody()}
    for name, ledger in LEDGERS.items():
        for username, person in cast.everybody().items():
            address = f"/ledgers/{name}{narrowed.get(name, '')}"
            expected = 200 if person.roles & ledger.readers else 403
            assert people[username].get(address).status_code == expected, (username, name)
        reader = next(one for one, person in cast.everybody().items() if person.roles & ledger.readers)
        columns = [one.name for one in ledger.columns]
        assert len(taken(people[reader], f"{name}{narrowed.get(name, '')}", *columns)[0]) == len(columns)
    leader = people["leader"]
    assert column(leader, "instructions", "instruction") == ["请跟进。"]
    assert column(leader, "supervision", "card") == ["黄牌"]
    assert column(leader, "behind?figure=sign_on_time", "number") == [ticket.number]
    assert column(people["enterprise"], "own", "number") == [ticket.number]
    assert column(people["enterprise2"], "own", "number") == []


def test_columns_are_moved_and_kept_for_a_recipient_and_the_office(app: Flask, db: Any, cast: Cast) -> None:
    desk = as_(app, "officer")
    given = {"columns": ["number", "title", "state"], "format": "csv"}
    moved = desk.post("/ledgers/matters", data=given | {"do": "up.title"}).text
    assert moved.index('value="title"') < moved.index('value="number"')
    assert desk.post("/ledgers/matters", data=given | {"do": "keep"}).status_code == 422
    kept = desk.post("/ledgers/matters", data=given | {"do": "keep", "recipient": "督查室周报"})
    assert kept.status_code == 303
    colleague = as_(app, "officer2")
    page = colleague.get(kept.location)
    assert "督查室周报" in page.text
    assert page.text.count('name="columns"') == 3
    assert "督查室周报" not in as_(app, "leader").get("/ledgers/matters").text
    (event,) = deeds(db, "ledger_choice_kept")
    mine = kept.location.rpartition("=")[2]
    assert colleague.post("/ledgers/matters", data={"do": f"forget.{mine}"}).status_code == 404
    assert desk.post("/ledgers/matters", data={"do": f"forget.{mine}"}).status_code == 303
    assert event.texts["recipient"] == "督查室周报"


def test_a_list_that_is_cut_says_so(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servicedesk.web.ledgers.taking.MOST_ROWS", 1)
    monkeypatch.setattr("servicedesk.web.ledgers.choosing.MOST_ROWS", 1)
    for title in ("一", "二"):
        cast.ticket("submitted", title=title)
    found = taken(as_(app, "officer"), "matters", "title")
    assert len(found) == 3
    assert "只" in found[2][0]


@pytest.mark.parametrize("columns", [[], ["number", "number"], ["password_hash"]])
def test_unknown_columns_are_refused(app: Flask, cast: Cast, columns: list[str]) -> None:
    answer = as_(app, "officer").post("/ledgers/matters", data={"columns": columns, "format": "csv"})
    assert answer.status_code == 422


def test_a_step_never_loses_a_column() -> None:
    names = ["a", "b", "c"]
    assert rules.moved(names, "up", "b") == ["b", "a", "c"]
    assert rules.moved(names, "down", "b") == ["a", "c", "b"]
    assert rules.moved(names, "up", "a") == names == rules.moved(names, "down", "c")
    assert rules.moved(names, "remove", "b") == ["a", "c"]
    assert rules.moved(names, "add", "d") == [*names, "d"]
