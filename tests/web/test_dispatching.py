"""Dispatching on the page: the limits between which the desk chooses."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Assignment, Ticket
from tests.cast import Cast
from tests.factories import step
from tests.operations.matters import clock_of
from tests.web.pages import ENGLISH, sign_in, words


def dispatching(client: FlaskClient, ticket: Ticket) -> str:
    return client.get(f"/matters/{ticket.number}/dispatch", headers=ENGLISH).text


def offered(page: str) -> list[str]:
    found = re.search(r'<select[^>]*name="policy".*?</select>', page, re.DOTALL)
    return re.findall(r'<option (?:selected )?value="(\w*)"', found[0]) if found else []


def test_the_desk_chooses_between_usual_and_complex_limits(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    sign_in(client, "officer")
    page = dispatching(client, ticket)
    assert offered(page) == ["", "standard", "complex"]
    assert 'value="standard">Requests, services and suggestions: answered within 5' in page
    sent = {"lead": "jfj", "policy": "complex", "version": str(ticket.version)}
    assert client.post(f"/matters/{ticket.number}/dispatch", data=sent).status_code == 303
    assert clock_of(ticket, "resolve").amount == 15


@pytest.mark.database("sqlite")
def test_no_choice_is_offered_where_it_would_change_nothing(client: FlaskClient, cast: Cast) -> None:
    question, urgent = cast.ticket("accepted", kind="consultation"), cast.ticket()
    step(cast.officer, urgent, "accept", urgent=True)
    sign_in(client, "officer")
    for ticket in (question, urgent):
        page = dispatching(client, ticket)
        assert "Lead department" in page
        assert offered(page) == []


@pytest.mark.database("sqlite")
def test_a_choice_that_does_not_fit_is_said_beside_its_field(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    sign_in(client, "officer")
    sent = {"lead": "jfj", "policy": "urgent", "version": str(ticket.version)}
    answer = client.post(f"/matters/{ticket.number}/dispatch", data=sent, headers=ENGLISH)
    assert answer.status_code == 422
    assert "Limits: These limits are not for such a matter." in words(answer)


def test_departments_that_help_are_ticked_and_make_the_matter_complex(
    client: FlaskClient, cast: Cast
) -> None:
    ticket = cast.ticket("accepted")
    sign_in(client, "officer")
    sent = {"lead": "jfj", "assists": ["rsj", "jsj"], "policy": "", "version": str(ticket.version)}
    assert client.post(f"/matters/{ticket.number}/dispatch", data=sent).status_code == 303
    assert (clock_of(ticket, "resolve").amount, ticket.complex) == (15, True)


def test_a_wrong_choice_of_helpers_keeps_what_was_ticked(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    sign_in(client, "officer")
    sent = {"lead": "jfj", "assists": ["jfj", "rsj"], "version": str(ticket.version)}
    answer = client.post(f"/matters/{ticket.number}/dispatch", data=sent, headers=ENGLISH)
    assert answer.status_code == 422
    assert "The department that leads cannot also assist." in words(answer)
    assert re.findall(r'<input checked[^>]*name="assists"[^>]*value="(\w+)"', answer.text) == ["jfj", "rsj"]


def test_the_lead_reads_each_part_and_says_why_it_does_without_one(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    step(cast.officer, ticket, "dispatch", lead="jfj", assists=["rsj", "jsj"])
    lead, rsj, _ = db.session.scalars(
        select(Assignment).where(Assignment.ticket_id == ticket.id).order_by(Assignment.id)
    )
    sign_in(client, "handler2")
    assert (
        client.post(f"/assignments/{rsj.id}/sign", data={"version": str(ticket.version)}).status_code == 303
    )
    part = {"measures": "社保缴纳正常。", "version": str(ticket.version)}
    assert client.post(f"/assignments/{rsj.id}/submit", data=part).status_code == 303
    client.post("/logout")
    sign_in(client, "handler")
    assert "社保缴纳正常。" in client.get(f"/department/a/{lead.id}").text
    client.post(f"/assignments/{lead.id}/sign", data={"version": str(ticket.version)})
    result = {
        "taken_at": "2026-11-23", "spoken_to": "陈静", "measures": "已答复。", "solved_when": "2026-11-23",
        "solved": "yes", "version": str(ticket.version),
    }  # fmt: skip
    answer = client.post(f"/assignments/{lead.id}/submit", data=result, headers=ENGLISH)
    assert answer.status_code == 422
    assert "Construction Bureau has not given its part yet" in words(answer)
    result["without_assists"] = "建设局已口头答复。"
    assert client.post(f"/assignments/{lead.id}/submit", data=result).status_code == 303
    assert ticket.state == "in_review"
