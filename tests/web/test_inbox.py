"""Messages: what they say, who reads them, and the count in the bar."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Message, Person, Ticket
from tests.cast import Cast
from tests.factories import NOW
from tests.web.pages import ENGLISH, sign_in, words


def tell(db: SQLAlchemy, person: Person, kind: str, ticket: Ticket | None = None, **params: Any) -> Message:
    """A message that has arrived."""
    message = Message(
        person_id=person.id,
        ticket_id=ticket.id if ticket else None,
        kind=kind,
        params=params,
        created_at=NOW,
        deliver_at=NOW,
        delivered_at=NOW,
    )
    db.session.add(message)
    db.session.commit()
    return message


def forget_all(db: SQLAlchemy) -> None:
    """Leave nobody a message from making the cast's matters."""
    db.session.query(Message).delete()
    db.session.commit()


def test_a_message_names_the_matter_and_leads_to_it(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("accepted")
    forget_all(db)
    message = tell(db, cast.enterprise, "accept", ticket)
    sign_in(client, "enterprise")
    page = client.get("/account/messages", headers=ENGLISH)
    assert "Your matter has been accepted." in words(page)
    assert f"{ticket.number} {ticket.title}" in words(page)
    assert f'href="/account/messages/{message.id}?number={ticket.number}"' in page.text


def test_a_card_says_its_limit_as_the_reader_does(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    tell(db, cast.officer, "ring_yellow", clock="review", due_at=NOW.isoformat())
    sign_in(client, "officer")
    said = words(client.get("/account/messages", headers=ENGLISH))
    assert "Yellow card (Review): the limit passed at Mon 23 Nov, 10:00" in said.replace(" 2026", "")


def test_the_bar_counts_what_is_unread_and_opening_reads_it(
    client: FlaskClient, cast: Cast, db: SQLAlchemy
) -> None:
    messages = [tell(db, cast.officer, "member_verified") for _ in range(2)]
    sign_in(client, "officer")
    assert "2 unread messages" in words(client.get("/account", headers=ENGLISH))
    client.get(f"/account/messages/{messages[0].id}")
    assert "1 unread message" in words(client.get("/account", headers=ENGLISH))
    client.post("/account/messages")
    assert "0 unread messages" in words(client.get("/account", headers=ENGLISH))


def test_a_message_that_has_not_arrived_yet_is_not_shown(
    client: FlaskClient, cast: Cast, db: SQLAlchemy
) -> None:
    waiting = tell(db, cast.officer, "member_verified")
    waiting.delivered_at = None
    db.session.commit()
    sign_in(client, "officer")
    assert "There are no messages" in words(client.get("/account/messages", headers=ENGLISH))
    assert client.get(f"/account/messages/{waiting.id}").status_code == 404


def test_somebody_else_s_message_does_not_exist(app: Flask, cast: Cast, db: SQLAlchemy) -> None:
    message = tell(db, cast.officer, "member_verified")
    stranger = app.test_client()
    sign_in(stranger, "enterprise2")
    assert stranger.get(f"/account/messages/{message.id}").status_code == 404
    assert db.session.get_one(Message, message.id).read_at is None


def test_a_matter_that_one_does_not_see_is_not_named(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("to_sign")
    forget_all(db)
    tell(db, cast.handler3, "dispatch", ticket)
    sign_in(client, "handler3")
    page = client.get("/account/messages")
    assert ticket.number not in page.text
    assert ticket.title not in page.text


def test_older_messages_are_on_the_following_pages(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    for day in range(31):
        message = tell(db, cast.officer, "member_refused", reason=f"reason {day:02}")
        message.delivered_at = NOW + timedelta(days=day)
    db.session.commit()
    sign_in(client, "officer")
    first = client.get("/account/messages", headers=ENGLISH)
    assert "reason 30" in words(first)
    assert "reason 00" not in words(first)
    further = first.text.partition('rel="next" href="')[2].partition('"')[0]
    assert "reason 00" in words(client.get(further, headers=ENGLISH))


def test_a_promise_that_moved_names_the_new_moment(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    tell(db, cast.enterprise, "promise_moved", cast.ticket("accepted"), due_at=NOW.isoformat())
    sign_in(client, "enterprise")
    said = words(client.get("/account/messages", headers=ENGLISH))
    assert "your matter is answered by Mon 23 Nov, 10:00" in said.replace(" 2026", "")
