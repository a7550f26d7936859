"""What the demo writes in bulk is what the operations would have written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import exists, func, select, text

from servicedesk.demo import playing
from servicedesk.demo.accounts import make_accounts
from servicedesk.demo.aims import Aim
from servicedesk.demo.loading import load
from servicedesk.demo.matter import Wish
from servicedesk.demo.paces import WHEN
from servicedesk.demo.plan import Spec, make_plan
from servicedesk.demo.playing import Stage
from servicedesk.demo.present import Present
from servicedesk.demo.world import read_world
from servicedesk.operations.seals import audit
from servicedesk.operations.sweep import sweep
from tests.demo.replaying import content, forget, played, replay

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
REQUEST = Wish("0303", kinds=("request",), urgent=False, sensitive=False)
LONG_WAY = [
    *("ask_info", "give_info", "accept_complex", "note", "dispatch", "sign", "contact", "progress", "ask"),
    *("reply", "submit_thin", "send_back", "submit_unsolved", "pass_review", "call_in_vain", "judge_bad"),
    *("redo", "sign", "contact", "submit_again", "pass_review", "call_good", "ask_reopen", "reopen"),
    *("finish", "pass_review", "judge_good"),
]
WAYS = (
    (REQUEST, LONG_WAY),
    (REQUEST, ["accept", "answer", "call_bad", "redo", "dispatch", "finish", "pass_review"]),
    (REQUEST, ["accept", "answer", "call_bad", "close"]),
    (REQUEST, ["accept", "dispatch", "sign", "submit", "withdraw"]),
    (
        Wish("0501", urgent=True, sensitive=False),
        ["accept", "dispatch", "finish", "pass_review", "judge_good"],
    ),
    (Wish("0101", kinds=("consultation",)), ["answer", *["call_in_vain"] * 3]),
    (Wish("1502", kinds=("praise",)), ["thank"]),
    (Wish("1502", kinds=("praise",)), ["accept", "dispatch", "acknowledge"]),
    (Wish("1403", about_desk=True, channel="web"), ["accept", "answer", "call_good"]),
    (Wish("0801", refused=True), ["refuse"]),
    (Wish("1406"), ["hand_to_inspector"]),
    (
        replace(REQUEST, confidential=True),
        ["accept", "dispatch", "sign", "relay_contact", "submit", "pass_review"],
    ),
    (REQUEST, ["accept", "answer", "call_good", "ask_reopen", "leave_closed"]),
    (REQUEST, ["accept", "dispatch", "sign", "contact"]),
    (
        REQUEST,
        ["accept", "dispatch_shared", "sign", "help_sign", "contact", "help_submit", "submit", "pass_review"],
    ),
)


@pytest.fixture
def stage(db: SQLAlchemy) -> Stage:
    make_accounts(NOW)
    world = read_world(NOW)
    return Stage(world, Present.of(NOW, world.limits.calendar), db.engine.dialect.name)


def specs_of(stage: Stage, tickets: int) -> list[Spec]:
    """The demo's own plan, and matters that together make every move there is."""
    assert {move for _, moves in WAYS for move in moves} == WHEN.keys()
    plan = make_plan(stage.world, stage.present, tickets, 2, 7, {})
    for place, (wish, moves) in enumerate(WAYS):
        spec = plan[place]
        plan[place] = replace(spec, wish=wish, aim=Aim(wish, moves))
    return plan


def test_histories_in_memory_are_those_of_the_operations(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "MESSAGES_KEPT", timedelta(days=400))
    specs = specs_of(stage, 40)
    deeds = played(stage, specs, monkeypatch)
    assert not list(audit())
    assert max(deed.at for deed in deeds) <= NOW
    sweep(NOW)
    in_bulk = content()
    forget()
    replay(deeds, NOW)
    for table, rows in content().items():
        assert dict.fromkeys(in_bulk[table]) == dict.fromkeys(rows), table
        assert len(in_bulk[table]) == len(rows), table


def test_whatever_bulk_rows_refer_to_is_there(stage: Stage, db: SQLAlchemy) -> None:
    load(NOW, 40, 2, 7)
    for table in db.metadata.sorted_tables:
        for key in table.foreign_keys:
            known = key.column.table.alias().c[key.column.name]
            lost = key.parent.is_not(None) & ~exists().where(known == key.parent)
            assert not db.session.scalar(select(func.count()).select_from(table).where(lost)), key


@pytest.mark.database("postgresql")
def test_the_database_knows_at_once_how_much_there_is(stage: Stage, db: SQLAlchemy) -> None:
    # Until somebody has counted, every list of a large desk is looked for in the wrong order.
    load(NOW, 40, 2, 7)
    known = text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)")
    assert db.session.scalar(known, {"name": "ticket"}) == 40
    assert db.session.scalar(known, {"name": "clock"}) > 40
