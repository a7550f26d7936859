"""Chains show any change; texts can be erased but not exchanged."""

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from itertools import count
from typing import Any

import pytest

from servicedesk.rules.chain import digests, link, seal, texts_fit

SAID: dict[str, Any] = {
    "chain": "QS20261123-0001",
    "seq": 2,
    "actor_id": 7,
    "action": "accept",
    "payload": {"state": ["submitted", "accepted"], "urgent": False},
    "visible": True,
    "at": datetime(2026, 11, 23, 2, tzinfo=UTC),
    "recorded_at": datetime(2026, 11, 23, 2, 0, 1, tzinfo=UTC),
}
CHANGES: list[dict[str, Any]] = [
    {"chain": "QS20261123-0002"},
    {"seq": 3},
    {"actor_id": 8},
    {"actor_id": None},
    {"action": "refuse"},
    {"payload": {}},
    {"payload": {"state": ["submitted", "accepted"], "urgent": True}},
    {"visible": False},
    {"at": SAID["at"] + timedelta(microseconds=1)},
    {"recorded_at": SAID["recorded_at"] - timedelta(days=1)},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_any_change_makes_another_hash(change: dict[str, Any]) -> None:
    assert link("before", **SAID | change) != link("before", **SAID)


def test_the_hash_holds_the_one_before() -> None:
    assert link("before", **SAID) != link("other", **SAID)


def test_the_same_said_differently_has_the_same_hash() -> None:
    zone = timezone(timedelta(hours=8))
    same = {
        "payload": dict(reversed(SAID["payload"].items())),
        "at": SAID["at"].astimezone(zone),
        "recorded_at": SAID["recorded_at"].astimezone(zone),
    }
    assert link("", **SAID | same) == link("", **SAID)


def test_a_hash_stays_what_it_was_in_years_before() -> None:
    said = SAID | {"payload": {"标题": "停车\n难", "days": 3, "share": 0.5, "lead": None}}
    content = (
        '["QS20261123-0001",2,7,"accept",{"days":3,"lead":null,"share":0.5,"标题":"停车\\n难"},'
        "true,1795399200.0,1795399201.0]"
    )
    assert link("before", **said) == sha256(f"before{content}".encode()).hexdigest()


def salted(texts: dict[str, str]) -> dict[str, Any]:
    grains = (f"{n:016x}" for n in count())
    return {"digests": digests(texts, lambda: next(grains))}


TEXTS = {"title": "停车难", "contact_phone": "+8613812345678"}


@pytest.mark.parametrize(
    ("standing", "fits"),
    [
        (TEXTS, True),
        ({"title": "停车难"}, True),
        ({}, True),
        (TEXTS | {"title": "停车"}, False),
        (TEXTS | {"more": "x"}, False),
        ({"title": TEXTS["contact_phone"]}, False),
    ],
    ids=["whole", "one erased", "all erased", "changed", "added", "exchanged"],
)
def test_texts_that_stand_are_those_that_were_hashed(standing: dict[str, str], fits: bool) -> None:
    assert texts_fit(salted(TEXTS), standing) == fits


def test_the_same_text_has_another_digest_under_another_salt() -> None:
    found = salted({"a": "停车难", "b": "停车难"})["digests"]
    assert found["a"]["sha256"] != found["b"]["sha256"]


def test_an_event_without_texts_has_none_to_fit() -> None:
    assert texts_fit({}, {})
    assert not texts_fit({}, {"title": "x"})


HEADS = [("QS20261123-0001", 4, "aa"), ("QS20261123-0002", 2, "bb")]


def test_a_seal_counts_chains_and_events() -> None:
    assert seal("", HEADS)[1:] == (2, 6)
    assert seal("", [])[1:] == (0, 0)


@pytest.mark.parametrize(
    "heads",
    [
        HEADS[:1],
        [("QS20261123-0001", 5, "aa"), HEADS[1]],
        [("QS20261123-0001", 4, "ab"), HEADS[1]],
        [("QS20261123-0003", 4, "aa"), HEADS[1]],
        [*HEADS, ("QS20261123-0003", 0, "")],
    ],
    ids=["dropped", "counted otherwise", "rewritten", "renamed", "added"],
)
def test_any_other_heads_make_another_seal(heads: list[tuple[str, int, str]]) -> None:
    assert seal("before", heads)[0] != seal("before", HEADS)[0]
    assert seal("before", HEADS)[0] != seal("other", HEADS)[0]
