"""People on duty: deputies and absences on pages."""

import time_machine
from flask import Flask
from flask.testing import FlaskClient

from servicedesk.extensions import db
from servicedesk.jobs.timetable import take_due_steps
from servicedesk.models import Absence, DutyRing, DutyTurn, Person, ShiftHandover
from servicedesk.operations.absences import enter_absence, name_deputy
from servicedesk.operations.deliveries import deliver
from servicedesk.operations.roster import plan
from tests.cast import Cast
from tests.factories import NOW, assignment_of, make_person
from tests.operations.matters import TEXT, act
from tests.web.pages import sign_in

AWAY = {"starts_at": "2026-11-23T09:00", "ends_at": "2026-11-27T18:00", "reason": "休假"}
ZONED = {name: value + "+08:00" for name, value in AWAY.items() if name != "reason"} | {"reason": "休假"}


def test_the_head_names_deputies_and_enters_absences(client: FlaskClient, cast: Cast) -> None:
    deputy = make_person("handler", username="deputy", name="王敏", department="jfj")
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "department_head")
        assert client.post(f"/duty/deputies/{cast.handler.id}", data={"deputy": "deputy"}).status_code == 303
        assert db.session.get_one(Person, cast.handler.id).deputy_id == deputy.id
        assert client.post("/duty/absences", data=AWAY | {"person": "handler"}).status_code == 303
        page = client.get("/duty/").text
        assert "王敏代办" in page
        absence = db.session.query(Absence).one()
        assert absence.reason == "休假"
        assert client.post("/duty/absences", data=AWAY | {"ends_at": "2026-11-20T18:00"}).status_code == 422
        assert client.post(f"/duty/absences/{absence.id}/end").status_code == 303
        assert "目前无人外出" in client.get("/duty/").text


def test_who_stands_in_reads_it_in_the_message_the_list_and_the_matter(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    make_person("handler", username="deputy", name="王敏", department="jfj")
    name_deputy(cast.department_head, NOW, cast.handler.id, "deputy")
    ticket = cast.ticket("working")
    enter_absence(cast.handler, NOW, ZONED)
    act(cast, ticket, "officer", "urge", NOW, **TEXT)
    deliver(NOW)
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "deputy")
        assert "代李强接收" in client.get("/account/messages").text
        assert ticket.number in client.get("/department/?queue=mine").text
        page = client.get(f"/department/a/{assignment_of(ticket).id}").text
        assert "李强外出至" in page


def test_a_share_is_handed_over_by_form(client: FlaskClient, cast: Cast) -> None:
    colleague = make_person("handler", username="colleague", name="王敏", department="jfj")
    share = assignment_of(cast.ticket("working"))
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "handler")
        form = client.get(f"/assignments/{share.id}/hand_over").text
        assert "王敏" in form
        assert "李强</option>" not in form
        address = f"/assignments/{share.id}/hand_over"
        assert client.post(address, data={"person": "colleague"}).status_code == 303
    db.session.refresh(share)
    assert share.handler_id == colleague.id


WEEK = {
    "people_1": "officer", "people_2": "officer2", "pattern": "day_night", "day_begins": "08:30",
    "night_begins": "17:30",
}  # fmt: skip


def test_the_desk_lead_plans_a_week_and_sees_its_gaps(client: FlaskClient, cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "desk_lead")
        assert "本周尚未排班" in client.get("/duty/roster").text
        assert client.post("/duty/roster/week", data=WEEK).status_code == 303
        page = client.get("/duty/roster").text
        assert "无人值班" not in page.replace("未排班", "")
        assert client.post("/duty/roster/week", data=WEEK | {"day_begins": "20:00"}).status_code == 422
        turn = db.session.query(DutyTurn).filter_by(place=1).order_by(DutyTurn.starts_at).first()
        assert turn is not None
        assert client.post(f"/duty/roster/entries/{turn.id}/remove").status_code == 303
        for other in db.session.query(DutyTurn).filter_by(place=2, starts_at=NOW):
            client.post(f"/duty/roster/entries/{other.id}/remove")
        assert "无人值班" in client.get("/duty/roster").text
        assert client.post("/duty/roster/as-before?week=2026-12-01").status_code == 303
        entry = {
            "person": "officer",
            "place": "1",
            "starts_at": "2026-11-23T10:00",
            "ends_at": "2026-11-23T17:30",
        }
        assert client.post("/duty/roster/entries", data=entry).status_code == 303
        assert client.post("/duty/minutes", data={"minutes": "3"}).status_code == 403


def test_an_urgent_ring_is_confirmed_where_work_begins_or_in_the_message(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    plan(cast.desk_lead, NOW, "qyfw", {"week": "2026-11-23", "people": ["officer"], "pattern": "whole_day",
                                       "day_begins": "08:00"})  # fmt: skip
    ticket = cast.ticket("submitted", urgent=True)
    take_due_steps(NOW)
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "officer")
        home = client.get("/desk/").text
        assert "当前值班" in home
        assert "确认接收，我来处理" in home
        ring = db.session.query(DutyRing).one()
        assert ticket.number in home
        assert "确认接收，我来处理" in client.get("/account/messages").text
        assert client.post(f"/duty/rings/{ring.id}/confirm", data={"back": "messages"}).status_code == 303
        assert "周敏已确认接收" in client.get("/account/messages").text
        assert "确认接收，我来处理" not in client.get("/desk/").text
        stranger = app.test_client()
        sign_in(stranger, "handler")
        assert stranger.post(f"/duty/rings/{ring.id}/confirm").status_code == 404


def test_the_administrator_plans_every_office_and_sets_how_long_a_ring_waits(
    client: FlaskClient, cast: Cast
) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "admin")
        week = WEEK | {"people_1": "handler", "people_2": ""}
        assert client.post("/duty/roster/week?department=jfj", data=week).status_code == 303
        assert "李强" in client.get("/duty/roster?department=jfj").text
        assert client.post("/duty/minutes", data={"minutes": "3"}).status_code == 303
        assert client.post("/duty/minutes", data={"minutes": "0"}).status_code == 422
        assert "3 分钟" in client.get("/duty/roster").text
        assert client.get("/duty/").status_code == 403


def test_a_shift_is_handed_over_and_taken_over(app: Flask, client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("submitted", urgent=True)
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "officer")
        assert ticket.number in client.get("/duty/handover").text
        assert client.post("/duty/handover", data={"note": ""}).status_code == 422
        assert client.post("/duty/handover", data={"note": "请盯住供电。"}).status_code == 303
        record = db.session.query(ShiftHandover).one()
        incoming = app.test_client()
        sign_in(incoming, "officer2")
        assert "请盯住供电。" in incoming.get("/duty/handover").text
        assert incoming.post(f"/duty/handovers/{record.id}/confirm").status_code == 303
        paper = client.get(f"/duty/handovers/{record.id}").text
        assert ticket.number in paper
        assert "吴倩" in paper
        stranger = app.test_client()
        sign_in(stranger, "handler")
        assert stranger.get("/duty/handover").status_code == 403
