"""The read log: what is read in full of kept matters stands in it, and its readers learn no more."""

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.models import Person, Reading
from servicedesk.operations.attachments import attach
from servicedesk.operations.tokens import create_token
from tests.cast import Cast
from tests.factories import NOW, assignment_of, file, make_person, step, submitted
from tests.web.pages import as_, words

pytestmark = pytest.mark.usefixtures("at_work")


def reads(db: SQLAlchemy) -> list[tuple[str, str, str]]:
    """Who, what, where: oldest first."""
    rows = select(Person.username, Reading.what, Reading.address).join(Person, Person.id == Reading.person_id)
    return [tuple(row) for row in db.session.execute(rows.order_by(Reading.id))]


def test_every_read_in_full_is_noted_and_no_other(app: Flask, cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("accepted", confidential=True)
    attachment = attach(cast.enterprise, NOW, ticket.number, file(), "厂房.jpg")
    step(cast.officer, ticket, "dispatch", lead="jfj", handover_text="请核实拨付进度。")
    share = assignment_of(ticket).id
    token = {"Authorization": f"Bearer {create_token('officer', NOW)}"}
    desk = as_(app, "officer")
    desk.get(f"/desk/t/{ticket.number}")
    desk.get(f"/matters/{ticket.number}/papers/handover")
    desk.get(f"/files/{attachment.id}").close()
    desk.get(f"/api/v1/tickets/{ticket.number}", headers=token)
    desk.get(f"/api/v1/tickets/{ticket.number}/events", headers=token)
    desk.get(f"/api/v1/files/{attachment.id}", headers=token).close()
    # An own matter, a part of one, and an ordinary one are nobody's business.
    as_(app, "enterprise").get(f"/portal/m/{ticket.number}")
    as_(app, "handler").get(f"/department/a/{share}")
    desk.get(f"/desk/t/{cast.ticket('working').number}")
    number = ticket.number
    assert reads(db) == [
        ("officer", "matter", f"/desk/t/{number}"),
        ("officer", "paper", f"/matters/{number}/papers/handover"),
        ("officer", "file", f"/files/{attachment.id}"),
        ("officer", "matter", f"/api/v1/tickets/{number}"),
        ("officer", "history", f"/api/v1/tickets/{number}/events"),
        ("officer", "file", f"/api/v1/files/{attachment.id}"),
    ]


def test_a_step_through_the_api_shows_the_matter_and_is_noted(app: Flask, cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("submitted", confidential=True)
    token = {"Authorization": f"Bearer {create_token('officer', NOW)}"}
    address = f"/api/v1/tickets/{ticket.number}/actions/note"
    done = app.test_client().post(
        address, json={"text": "已核对。"}, headers=token | {"Idempotency-Key": "a-key-of-a-note"}
    )
    assert done.status_code == 200
    assert reads(db) == [("officer", "matter", address)]


def test_its_readers_find_who_read_what_and_themselves(app: Flask, cast: Cast) -> None:
    tickets = [
        cast.ticket("submitted", confidential=True, title="不该看到的标题"),
        submitted(cast.enterprise, kind="report", category="1406", title="不该看到的标题"),
    ]
    for name, ticket in zip(("officer", "officer2"), tickets, strict=True):
        as_(app, name).get(f"/desk/t/{ticket.number}")
    for name in ("supervisor", "inspector"):
        client = as_(app, name)
        client.get("/read-log/")
        log = client.get("/read-log/")
        assert log.status_code == 200
        said = words(log)
        assert all(ticket.number in said for ticket in tickets)
        assert getattr(cast, name).name in said
        assert "不该看到的标题" not in log.text
        assert "华远精密" not in log.text
        only = words(client.get(f"/read-log/?person=officer2&ticket={tickets[1].number}&from=2026-11-23"))
        assert tickets[1].number in only
        assert tickets[0].number not in only
        assert tickets[0].number not in words(client.get("/read-log/?to=2026-11-20"))
    assert client.get("/read-log/?from=neulich").status_code == 422
    for stranger in ("officer", "desk_lead", "leader", "handler", "admin", "enterprise"):
        assert as_(app, stranger).get("/read-log/").status_code == 403


def test_nobody_finds_there_a_complaint_about_their_own_office(app: Flask, cast: Cast) -> None:
    ticket = submitted(cast.enterprise, kind="complaint", about_department="dcs", confidential=True)
    as_(app, "officer").get(f"/desk/t/{ticket.number}")
    assert ticket.number not in as_(app, "supervisor").get("/read-log/").text
    assert ticket.number in as_(app, "inspector").get("/read-log/").text


def test_what_stands_in_it_stays(cast: Cast, db: SQLAlchemy) -> None:
    db.session.add(Reading(at=NOW, person_id=cast.officer.id, what="matter", address="/desk/t/1"))
    db.session.commit()
    row = db.session.scalars(select(Reading)).one()
    row.address = "/desk/t/2"
    with pytest.raises(TypeError):
        db.session.commit()
    db.session.rollback()
    db.session.delete(db.session.scalars(select(Reading)).one())
    with pytest.raises(TypeError):
        db.session.commit()
    db.session.rollback()


@pytest.mark.parametrize("consents", [True, False])
def test_contact_data_goes_to_outside_organisations_with_consent_only(
    app: Flask, cast: Cast, consents: bool
) -> None:
    contact = {"name": "陈静", "phone": "13812345678", "share_outside": consents}
    ticket = submitted(cast.enterprise, category="0501", contact=contact)
    step(cast.officer, ticket, "accept")
    step(cast.officer, ticket, "dispatch", lead="jsj", assists=["gdgs"])
    make_person("handler", department="gdgs", username="grid")
    make_person("handler", department="jsj", username="builder")
    for name, reads_it in (("builder", True), ("grid", consents)):
        client = as_(app, name)
        token = {"Authorization": f"Bearer {create_token(name, NOW)}"}
        page = client.get(f"/matters/{ticket.number}", follow_redirects=True)
        answer = client.get(f"/api/v1/tickets/{ticket.number}", headers=token)
        assert ("138 1234 5678" in page.text) == reads_it, name
        assert ("13812345678" in answer.text) == reads_it, name
        history = client.get(f"/api/v1/tickets/{ticket.number}/events", headers=token)
        assert ("13812345678" in history.text) == reads_it, name


@pytest.mark.parametrize("consents", [True, False])
def test_a_slip_for_an_outside_organisation_holds_no_contact_whoever_prints_it(
    app: Flask, cast: Cast, consents: bool
) -> None:
    contact = {"name": "陈静", "phone": "13812345678", "share_outside": consents}
    ticket = submitted(cast.enterprise, category="0501", contact=contact)
    step(cast.officer, ticket, "accept")
    step(cast.officer, ticket, "dispatch", lead="gdgs")
    slip = as_(app, "officer").get(f"/matters/{ticket.number}/papers/handover")
    assert ("138 1234 5678" in slip.text) == consents
