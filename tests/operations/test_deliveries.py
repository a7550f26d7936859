"""Messages reach their readers when their time has come, each once, however many processes hand them over."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from servicedesk.extensions import db
from servicedesk.models import Message
from servicedesk.operations import deliveries
from servicedesk.operations.deliveries import deliver
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW
from tests.statements import counted

LATER = NOW + timedelta(hours=1)


def letters(cast: Cast, count: int, moment: datetime = NOW) -> None:
    db.session.add_all(
        Message(person_id=cast.officer.id, kind="close", params={}, created_at=NOW, deliver_at=moment)
        for _ in range(count)
    )
    db.session.commit()


def delivered() -> list[datetime | None]:
    db.session.expire_all()
    return list(db.session.scalars(select(Message.delivered_at).order_by(Message.id)))


def test_what_waits_is_handed_over_batch_by_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "BATCH", 3)
    letters(cast, 7)
    letters(cast, 2, LATER)
    assert deliver(NOW) == 7
    assert delivered() == [NOW] * 7 + [None] * 2


def test_what_is_delivered_keeps_its_moment(cast: Cast) -> None:
    letters(cast, 2)
    deliver(NOW)
    assert deliver(LATER) == 0
    assert delivered() == [NOW] * 2


def test_several_at_once_hand_over_each_message_once(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "BATCH", 5)
    letters(cast, 40)
    assert sum(at_once(app, *[lambda: deliver(NOW)] * 3)) == 40
    assert delivered() == [NOW] * 40


def test_what_was_in_hand_when_a_process_died_is_found_again(cast: Cast) -> None:
    letters(cast, 3)

    def die(session: object) -> None:
        raise OperationalError("", None, Exception("killed"))

    event.listen(db.session, "before_commit", die)
    try:
        with pytest.raises(OperationalError):
            deliver(NOW)
    finally:
        event.remove(db.session, "before_commit", die)
    assert delivered() == [None] * 3
    assert deliver(LATER) == 3


def test_where_nothing_waits_it_is_one_question(cast: Cast) -> None:
    letters(cast, 3, LATER)
    with counted(db) as statements:
        assert deliver(NOW) == 0
    assert len(statements) == 1
