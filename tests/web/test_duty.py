"""People on duty: deputies and absences on pages."""

import time_machine
from flask import Flask
from flask.testing import FlaskClient

from servicedesk.extensions import db
from servicedesk.models import Absence, Person
from servicedesk.operations.absences import enter_absence, name_deputy
from servicedesk.operations.deliveries import deliver
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
