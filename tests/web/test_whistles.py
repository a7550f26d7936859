"""Whistles on pages: blown by a form, shown live, reported in to, approved, met, closed, graded, printed."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Department
from servicedesk.operations.deliveries import deliver
from tests.cast import Cast
from tests.factories import NOW, submitted
from tests.operations.matters import at
from tests.operations.whistles import CLOSING, blown, call_of, call_step, reported, whistle_step
from tests.statements import MOST, counted
from tests.web.pages import ENGLISH, as_, sign_in, words

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.usefixtures("at_work")]


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200, address
    return words(answer)


def test_a_whistle_is_blown_from_a_matter(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    sign_in(client, "officer")
    assert f"/whistles/new?ticket={ticket.number}" in client.get(f"/desk/t/{ticket.number}").text
    kinds = client.get(f"/whistles/new?ticket={ticket.number}").text
    assert f"/whistles/new/emergency?ticket={ticket.number}" in kinds
    assert "/whistles/new/key" not in kinds
    address = f"/whistles/new/emergency?ticket={ticket.number}"
    assert ticket.number in client.get(address).text
    wrong = client.post(address, data={"tickets": ticket.number, "reason": "排查。"})
    assert wrong.status_code == 422
    assert "排查。" in wrong.text
    given = {"tickets": ticket.number, "reason": "排查。", "departments": ["rsj", "jsj"], "once": "1"}
    answer = client.post(address, data=given)
    assert answer.status_code == 303
    assert client.post(address, data=given).location == answer.location
    shown = page(client, answer.location)
    assert "Emergency whistle" in shown
    assert shown.count("Called, not here yet") == 2
    assert "Nobody leaves before it is done." in shown
    assert "SH20261123-0001" in page(client, f"/desk/t/{ticket.number}")


@pytest.mark.parametrize(("who", "status"), [("handler", 403), ("supervisor", 200), ("enterprise", 403)])
def test_who_finds_the_way_to_a_whistle(client: FlaskClient, cast: Cast, who: str, status: int) -> None:
    sign_in(client, who)
    assert client.get("/whistles/new").status_code == status


def test_a_department_reports_in_on_top_of_its_page(client: FlaskClient, cast: Cast) -> None:
    stand = blown(cast, tickets=[cast.ticket("working")])
    number, call = stand.whistle.number, call_of(stand, "rsj").id
    sign_in(client, "handler2")
    home = client.get("/department/")
    assert f"/whistles/calls/{call}/report_in" in home.text
    assert "我已到场" in home.text
    answer = client.post(f"/whistles/calls/{call}/report_in", data={"how": "on_site", "once": "1"})
    assert answer.location == f"/whistles/{number}"
    assert "Reported in, in time" in page(client, answer.location)
    assert "我已到场" not in client.get("/department/").text
    again = client.post(f"/whistles/calls/{call}/report_in", data={"how": "phone", "once": "2"})
    assert again.status_code == 409


def test_how_they_came_must_be_said(client: FlaskClient, cast: Cast) -> None:
    stand = blown(cast, tickets=[cast.ticket("working")])
    call = call_of(stand, "rsj").id
    sign_in(client, "handler2")
    wrong = client.post(f"/whistles/calls/{call}/report_in", data={"how": "", "person": "刘科长"})
    assert wrong.status_code == 422
    assert "刘科长" in wrong.text


def test_the_board_answers_only_what_is_new_and_stops_at_the_end(client: FlaskClient, cast: Cast) -> None:
    stand = blown(cast, tickets=[cast.ticket("working")])
    number = stand.whistle.number
    sign_in(client, "officer")
    for address in ("/whistles/", f"/whistles/{number}"):
        drawn = client.get(address).text
        live = drawn.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
        assert client.get(live).status_code == 204
        reported(cast, "handler2" if address == "/whistles/" else "handler3", stand,
                 "rsj" if address == "/whistles/" else "jsj")  # fmt: skip
        news = client.get(live)
        assert news.status_code == 200
        assert "已报到，按时" in news.text
        assert "<html" not in news.text
    whistle_step(cast, "officer", stand, "close", text=CLOSING)
    last = client.get(f"/whistles/{number}/live?seen=0")
    assert (last.status_code, "hx-get" in last.text) == (286, False)


def test_a_leader_approves_and_the_second_is_told(client: FlaskClient, cast: Cast) -> None:
    stand = blown(cast, "desk_lead", "key", [cast.ticket("working")])
    number = stand.whistle.number
    sign_in(client, "leader")
    assert "Your decision" in page(client, f"/whistles/{number}")
    empty = client.post(f"/whistles/{number}/steps/refuse", data={"reason": ""})
    assert empty.status_code == 422
    assert client.post(f"/whistles/{number}/steps/approve", data={"once": "1"}).status_code == 303
    second = client.post(f"/whistles/{number}/steps/approve", data={"once": "2"})
    assert second.status_code == 409
    assert "林志远已批准吹哨" in words(second)


def test_a_meeting_is_recorded_in_rows(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    stand = blown(cast, "leader", "key", [ticket])
    number = stand.whistle.number
    sign_in(client, "desk_lead")
    address = f"/whistles/{number}/steps/hold_meeting"
    rows = {"at": "2026-11-23T10:00", "text_1": "出具方案。", "department_1": "rsj", "due_on_1": "2026-11-27",
            "text_3": "提供名单。", "department_3": "", "due_on_3": "2026-11-27"}  # fmt: skip
    wrong = client.post(address, data=rows)
    assert wrong.status_code == 422
    assert 'id="hold_meeting-0-department_3-error"' in wrong.text
    assert client.post(address, data=rows | {"department_3": "jsj"}).status_code == 303
    shown = page(client, f"/whistles/{number}")
    assert shown.count("given as a part of the matter") == 2


def test_notes_closing_grades_and_the_answer(app: Flask, client: FlaskClient, cast: Cast) -> None:
    stand = blown(cast, tickets=[cast.ticket("working")])
    number, call = stand.whistle.number, call_of(stand, "jsj").id
    sign_in(client, "officer")
    client.post(f"/whistles/{number}/steps/note", data={"text": "已疏散。"})
    assert "已疏散。" in page(client, f"/whistles/{number}")
    client.post(f"/whistles/{number}/steps/close", data={"text": CLOSING})
    without = client.post(f"/whistles/calls/{call}/score", data={"grade": "1", "reason": ""})
    assert without.status_code == 422
    assert (
        client.post(f"/whistles/calls/{call}/score", data={"grade": "1", "reason": "未到。"}).status_code
        == 303
    )
    client = as_(app, "handler3")
    assert "未到。" in page(client, f"/whistles/{number}")
    done = client.post(f"/whistles/calls/{call}/answer", data={"text": "在另一现场。"})
    assert done.status_code == 303
    assert "在另一现场。" in page(client, f"/whistles/{number}")


@pytest.mark.parametrize("paper", ["notice", "sign_in", "minutes"])
def test_its_papers_are_printed(client: FlaskClient, cast: Cast, paper: str) -> None:
    stand = blown(cast, "leader", "key", [cast.ticket("working")])
    number = stand.whistle.number
    sign_in(client, "handler2")
    if paper == "minutes":
        assert client.get(f"/whistles/{number}/papers/minutes").status_code == 404
    minutes = [{"text": "出具方案。", "department": "rsj", "due_on": "2026-11-27"}]
    whistle_step(cast, "leader", stand, "hold_meeting", at=NOW, minutes=minutes)
    printed = client.get(f"/whistles/{number}/papers/{paper}")
    assert printed.status_code == 200
    assert number in printed.text
    assert client.get(f"/whistles/{number}/papers/other").status_code == 404


def test_papers_call_things_by_their_chinese_names(client: FlaskClient, cast: Cast) -> None:
    stand = blown(cast, "leader", "key", [cast.ticket("working")])
    minutes = [{"text": "出具方案。", "department": "rsj", "due_on": "2026-11-27"}]
    whistle_step(cast, "leader", stand, "hold_meeting", at=NOW, minutes=minutes)
    sign_in(client, "handler2")
    papers = f"/whistles/{stand.whistle.number}/papers"
    in_chinese = {"Accept-Language": "zh"}
    for paper, says in (("notice", "吹哨事由"), ("sign_in", "职务"), ("minutes", "完成期限")):
        assert says in client.get(f"{papers}/{paper}", headers=in_chinese).text


def test_who_is_called_to_a_kept_matter_is_not_shown_it(client: FlaskClient, cast: Cast) -> None:
    ticket = submitted(cast.enterprise, confidential=True, title="绝不能看到的标题")
    stand = blown(cast, tickets=[ticket])
    number = stand.whistle.number
    sign_in(client, "handler2")
    for address in (f"/whistles/{number}", "/whistles/", f"/whistles/{number}/papers/notice", "/department/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "绝不能看到的标题" not in answer.text
    assert ticket.number not in client.get(f"/whistles/{number}/papers/notice").text
    assert ticket.number not in client.get(f"/whistles/{number}").text


def test_a_message_leads_to_the_whistle(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    stand = blown(cast, tickets=[cast.ticket("working")])
    number = stand.whistle.number
    deliver(NOW)
    sign_in(client, "handler2")
    box = client.get("/account/messages")
    assert "已吹哨点名" in box.text
    link = box.text.split('href="/account/messages/')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(f"/account/messages/{link}").location == f"/whistles/{number}"


@pytest.mark.parametrize("calls", [1, 50])
def test_the_board_costs_few_statements_however_many_are_called(
    app: Flask, cast: Cast, db: SQLAlchemy, calls: int
) -> None:
    codes = ["rsj", "jsj"]
    for n in range(calls - 2):
        name = f"第{n}分局"
        db.session.add(Department(code=f"dep{n}", name_zh=name, name_en=f"Branch {n}", full_name_zh=name,
                                  kind="bureau_branch", outside=False))  # fmt: skip
        codes.append(f"dep{n}")
    db.session.commit()
    stand = blown(cast, tickets=[cast.ticket("working")], departments=tuple(codes))
    whistle_step(cast, "handler2", stand, "note", text="已到场。")
    number = stand.whistle.number
    for who, addresses in {
        "officer": ("/whistles/", f"/whistles/{number}", f"/whistles/{number}/live?seen=", "/whistles/live"),
        "handler2": ("/department/", f"/whistles/{number}", "/whistles/over"),
        "leader": (f"/whistles/{number}",),
    }.items():
        client = as_(app, who)
        for address in addresses:
            db.session.remove()
            with counted(db) as statements:
                assert client.get(address).status_code == 200
            assert len(statements) <= MOST, (who, address, "\n".join(statements))
    client = as_(app, "officer")
    drawn = client.get(f"/whistles/{number}").text.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    db.session.remove()
    with counted(db) as statements:
        assert client.get(drawn).status_code == 204
    assert len(statements) <= 3, "\n".join(statements)


def test_a_grade_stands_for_the_department(client: FlaskClient, cast: Cast) -> None:
    stand = blown(cast, tickets=[cast.ticket("working")])
    reported(cast, "handler2", stand, "rsj", at("11-23 10:05"), finding="阀门已关。")
    stand = whistle_step(cast, "officer", stand, "close", at("11-23 11:00"), text=CLOSING)
    call_step(cast, "officer", stand, "rsj", "score", at("11-23 11:10"), grade=4)
    sign_in(client, "desk_lead")
    shown: Any = page(client, f"/whistles/{stand.whistle.number}")
    assert "阀门已关。" in shown
    assert "4, good" in shown
