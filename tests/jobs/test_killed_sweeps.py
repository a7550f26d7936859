"""Processes that are killed while they sweep: the short version of `make prove`'s `kills`."""

from random import Random

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from servicedesk import wallclock
from servicedesk.extensions import db
from servicedesk.models import ClockStep, Message, SweepDay, Ticket
from tests.cast import Cast
from tests.live import settings_of
from tests.many import make_due
from tests.prove.sweepers import Sweepers
from tests.prove.taken import Account, account

TICKETS, EACH = 150, 2


def test_no_step_is_lost_and_none_is_taken_twice(app: Flask, cast: Cast) -> None:
    make_due(TICKETS, wallclock.now(), EACH)
    db.session.remove()
    sweepers = Sweepers(settings_of(app), 20, Random(7))
    sweepers.run(processes=2, kills=4, pause=0.1)
    assert sweepers.killed
    assert account(wallclock.now()) == Account(0, 0, 0, 0, 0)
    assert db.session.scalars(select(ClockStep)).all()


@pytest.mark.database("sqlite")
def test_the_account_sees_what_is_missing_double_or_broken(app: Flask, cast: Cast) -> None:
    make_due(4, wallclock.now())
    db.session.remove()
    Sweepers(settings_of(app), 20, Random(7)).run(processes=1, kills=0, pause=1)
    assert account(wallclock.now()).is_clean
    step, message = (db.session.scalars(select(model).limit(1)).one() for model in (ClockStep, Message))
    copy = {one.key: getattr(message, one.key) for one in Message.__table__.c if one.key != "id"}
    db.session.execute(delete(ClockStep).where(ClockStep.id == step.id))
    db.session.add(Message(**copy))
    db.session.execute(update(SweepDay).values(fired=SweepDay.fired + 1))
    db.session.execute(update(Ticket).where(Ticket.id == message.ticket_id).values(event_count=1))
    db.session.commit()
    assert account(wallclock.now()) == Account(lost=1, twice=1, uncounted=1, undelivered=0, breaks=1)
