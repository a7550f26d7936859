"""Papers: every form of an office, from one base, each with its number; and all of a matter as one file."""

import hashlib
import io
import re
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicedesk.models import Event, Reading, Request, Ticket
from servicedesk.operations.attachments import attach
from servicedesk.operations.steps import act_on_request
from tests.cast import Cast
from tests.factories import NOW, RESULT, share_step, step, submitted
from tests.operations.matters import HAPPY, MORE_TIME
from tests.operations.whistles import blown
from tests.rules.documents import PDF
from tests.web.pages import as_, words

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.usefixtures("at_work")]


def extended(db: Any, cast: Cast, ticket: Ticket) -> None:
    """Three more days are asked for and granted."""
    share_step(cast.handler, ticket, "request_extension", **MORE_TIME)
    request = db.session.query(Request).filter_by(ticket_id=ticket.id).one()
    act_on_request(cast.desk_lead, NOW, request.id, "approve", {"reason": "同意。"})


def closed(db: Any, cast: Cast, **changes: Any) -> Ticket:
    """A matter with an extension, supervision, instruction, whistle and a file, that has been closed."""
    ticket = cast.ticket("working", title="标准化厂房租赁", **changes)
    extended(db, cast, ticket)
    step(cast.supervisor, ticket, "supervise", card="yellow", text="请抓紧办理。")
    step(cast.leader, ticket, "instruct", text="请专题研究。", due_on="2026-11-27", departments=["jfj"])
    blown(cast, tickets=[ticket])
    attach(cast.enterprise, NOW, ticket.number, io.BytesIO(PDF), "合同.pdf")
    step(cast.handler, ticket, "report_back", text="已研究。")
    share_step(cast.handler, ticket, "submit", **RESULT)
    step(cast.officer, ticket, "pass_review")
    step(cast.enterprise, ticket, "judge", **HAPPY)
    return ticket


def zipped(client: FlaskClient, address: str) -> bytes:
    """The bytes of the ZIP."""
    with client.post(address) as answer:
        assert answer.status_code == 200
        return answer.data


def test_an_extension_has_its_sheet(app: Flask, db: Any, cast: Cast) -> None:
    ticket = cast.ticket("working")
    extended(db, cast, ticket)
    sheet = words(as_(app, "handler").get(f"/matters/{ticket.number}/papers/extension"))
    for said in ("延期审批单", MORE_TIME["reason"], "3 个工作日", "同意。", "郑华", "开企服延〔2026〕"):
        assert said in sheet
    assert as_(app, "enterprise").get(f"/matters/{ticket.number}/papers/extension").status_code == 404


def test_a_number_is_given_once_by_the_desk_and_stays(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("working")
    address = f"/matters/{ticket.number}/papers/handover"
    desk, office = as_(app, "officer"), as_(app, "handler")
    for client in (desk, desk, office):
        assert "开企服交〔2026〕\u3000\u3000号" in client.get(address).text
    assert "登记文号" in desk.get(address).text
    assert "登记文号" not in office.get(address).text
    assert office.post(address).status_code == 403
    for _ in range(2):
        assert desk.post(address).status_code == 303
    for client in (desk, office):
        assert "开企服交〔2026〕1号" in client.get(address).text
    assert "登记文号" not in desk.get(address).text


def test_each_department_has_its_own_slip_with_its_own_limits(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    step(cast.officer, ticket, "dispatch", lead="jfj", assists=["rsj"])
    address = f"/matters/{ticket.number}/papers/handover"
    leads, helps = (words(as_(app, name).get(address)) for name in ("handler", "handler2"))
    assert "主办 经济发展局" in leads
    assert "协办 人社局" in helps
    assert "协办 2026年11月26日 17:30" in helps
    assert "协办 2026" not in leads


def test_a_whistles_sheets_share_a_number(app: Flask, cast: Cast) -> None:
    whistle = blown(cast, tickets=[cast.ticket("working")]).whistle.number
    desk = as_(app, "officer")
    assert desk.post(f"/whistles/{whistle}/papers/sign_in").status_code == 303
    for paper in ("notice", "sign_in"):
        assert "开企服哨〔2026〕1号" in desk.get(f"/whistles/{whistle}/papers/{paper}").text
    assert as_(app, "handler2").post(f"/whistles/{whistle}/papers/notice").status_code == 403


def test_a_closed_matter_is_one_file_with_everything_in_it(app: Flask, db: Any, cast: Cast) -> None:
    ticket = closed(db, cast)
    desk, address = as_(app, "officer"), f"/matters/{ticket.number}/dossier"
    assert f'href="{address}"' in desk.get(f"/desk/t/{ticket.number}").text
    desk.post(f"{address}/number")
    page = desk.get(address)
    for said in (
        "开企服档〔2026〕1号", "交办单", "延期审批单", "督办单", "批示", "吹哨通知", "报到签到表",
        "请抓紧办理。",        RESULT["measures"], "满意", "合同.pdf", hashlib.sha256(PDF).hexdigest(),
    ):  # fmt: skip
        assert said in page.text, said
    taken = zipped(desk, address)
    with ZipFile(io.BytesIO(taken)) as archive:
        names = archive.namelist()
        assert names == [f"{ticket.number}.html", "files/01-合同.pdf", "SHA256SUMS.txt"]
        assert archive.read(names[1]) == PDF
        sums = dict(reversed(line.split("  ")) for line in archive.read(names[2]).decode().splitlines())
        assert sums == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names[:2]}
        whole = archive.read(names[0]).decode()
    assert not re.search(r"""(src|href|action)=|url\(|@import|<script|<form""", whole)
    assert "督办单" in whole
    (event,) = db.session.query(Event).filter_by(action="dossier_taken")
    assert event.payload["sha256"] == hashlib.sha256(taken).hexdigest()
    assert event.actor_id == cast.officer.id


def test_who_may_have_the_file_and_when(app: Flask, db: Any, cast: Cast) -> None:
    open_one = cast.ticket("working")
    assert as_(app, "officer").get(f"/matters/{open_one.number}/dossier").status_code == 404
    ended = closed(db, cast)
    for name, status in {
        "leader": 200, "supervisor": 200, "handler": 200, "handler3": 404, "enterprise": 404, "admin": 404,
    }.items():  # fmt: skip
        client = as_(app, name)
        assert client.get(f"/matters/{ended.number}/dossier").status_code == status, name
        with client.post(f"/matters/{ended.number}/dossier") as answer:
            assert answer.status_code == status, name
    about = submitted(cast.enterprise, kind="complaint", about_department="jfj")
    step(cast.officer, about, "answer", text="已答复。")
    step(cast.enterprise, about, "judge", **HAPPY)
    assert as_(app, "supervisor").get(f"/matters/{about.number}/dossier").status_code == 200
    assert as_(app, "department_head").get(f"/matters/{about.number}/dossier").status_code == 404


def test_the_file_of_a_confidential_matter_holds_what_its_reader_reads(
    app: Flask, db: Any, cast: Cast
) -> None:
    ticket = cast.ticket("accepted", confidential=True, title="不可外传", description="绝密的诉求内容。")
    attach(cast.enterprise, NOW, ticket.number, io.BytesIO(PDF), "不可外传的合同.pdf")
    step(cast.officer, ticket, "dispatch", lead="jfj", handover_text="请核实拨付进度。")
    share_step(cast.handler, ticket, "sign")
    share_step(cast.handler, ticket, "submit", **RESULT | {"spoken_to": "企业服务中心"})
    step(cast.officer, ticket, "pass_review")
    step(cast.enterprise, ticket, "judge", **HAPPY, comment="不可外传的评价")
    address = f"/matters/{ticket.number}/dossier"
    with ZipFile(io.BytesIO(zipped(as_(app, "handler"), address))) as archive:
        assert archive.namelist() == [f"{ticket.number}.html", "SHA256SUMS.txt"]
        seen = archive.read(f"{ticket.number}.html").decode()
    assert "请核实拨付进度。" in seen
    for hidden in ("不可外传", "绝密", "华远", "陈静", "91", ticket.contact_phone or "?"):
        assert hidden not in re.sub(r"<style>.*?</style>|[0-9a-f]{64}", "", seen, flags=re.S), hidden
    assert not db.session.query(Reading).filter_by(person_id=cast.handler.id).count()
    zipped(as_(app, "officer"), address)
    read = {one.what for one in db.session.query(Reading).filter_by(person_id=cast.officer.id)}
    assert "export" in read
