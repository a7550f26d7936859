"""The pages of kept matters: dispatching with a text, complaints, the inspector's list, receipts."""

import pytest
from flask import Flask

from tests.cast import Cast
from tests.factories import assignment_of, share_step, step, submitted
from tests.operations.matters import CONTACT
from tests.web.pages import as_, words

pytestmark = pytest.mark.usefixtures("at_work")


def test_the_form_of_dispatching_says_what_must_be_left_out_and_refuses_it(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("accepted", confidential=True)
    desk = as_(app, "officer")
    page = words(desk.get(f"/desk/t/{ticket.number}"))
    assert "转办件中请勿出现" in page
    assert "陈静" in page
    address, given = f"/matters/{ticket.number}/dispatch", {"lead": "jfj", "handover_text": "请联系陈静。"}
    refused = desk.post(address, data=given)
    assert refused.status_code == 422
    assert "请联系陈静。" in refused.text
    assert desk.post(address, data=given | {"handover_text": "请核实拨付进度。"}).status_code == 303
    slip = words(desk.get(f"/matters/{ticket.number}/papers/handover"))
    assert "请核实拨付进度。" in slip
    assert "华远精密" not in slip


def test_an_ordinary_matter_is_dispatched_without(app: Flask, cast: Cast) -> None:
    page = as_(app, "officer").get(f"/matters/{cast.ticket('accepted').number}/dispatch")
    assert 'name="handover_text"' not in page.text


def test_a_department_works_on_the_text_and_asks_the_desk(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("accepted", confidential=True)
    step(cast.officer, ticket, "dispatch", lead="jfj", handover_text="请核实拨付进度。")
    share_step(cast.handler, ticket, "sign")
    share = assignment_of(ticket).id
    office = as_(app, "handler")
    assert "保密事项" in words(office.get("/department/?queue=working"))
    page = words(office.get(f"/department/a/{share}"))
    for shown in ("请核实拨付进度。", "请服务中心转达", "提交结果"):
        assert shown in page
    asked = office.post(f"/assignments/{share}/ask", data={"text": "请问批复文号?"})
    assert asked.status_code == 303
    desk = as_(app, "officer")
    done = desk.post(f"/matters/{ticket.number}/relay_contact", data=CONTACT)
    assert done.status_code == 303
    page = words(office.get(f"/department/a/{share}"))
    assert CONTACT["text"] in page
    assert CONTACT["person"] not in page


def test_only_the_supervisors_office_can_be_chosen_for_a_complaint(app: Flask, cast: Cast) -> None:
    ticket = submitted(cast.enterprise, kind="complaint", about_department="jfj")
    step(cast.officer, ticket, "accept")
    form = as_(app, "officer").get(f"/matters/{ticket.number}/dispatch").text
    assert 'value="dcs"' in form
    assert 'value="rsj"' not in form
    step(cast.officer, ticket, "dispatch", lead="dcs")
    assert ticket.number in as_(app, "supervisor").get("/department/?queue=to_sign").text


def test_a_clue_is_handed_over_on_its_page_and_leaves_a_receipt(app: Flask, cast: Cast) -> None:
    ticket = submitted(cast.enterprise, kind="report", category="1406", title="索要好处的线索")
    desk, address = as_(app, "officer"), f"/matters/{ticket.number}/hand_to_inspector"
    assert "企业服务中心只保留回执" in words(desk.get(f"/desk/t/{ticket.number}"))
    assert desk.post(address, data={}).status_code == 303
    for page in (f"/desk/t/{ticket.number}", f"/matters/{ticket.number}/papers/handed_over", "/handed-over/"):
        answer = desk.get(page)
        assert answer.status_code == 200, page
        assert ticket.number in answer.text, page
        assert "索要好处" not in answer.text, page
    inspector = as_(app, "inspector")
    assert "索要好处的线索" in inspector.get("/handed-over/").text
    assert "索要好处的线索" in inspector.get(f"/desk/t/{ticket.number}").text
    own = words(as_(app, "enterprise").get(f"/portal/m/{ticket.number}"))
    assert "已移交纪检监察工委" in own
    assert "12388" in own
    assert as_(app, "leader").get("/handed-over/").status_code == 403
