"""Until when a matter is returned and a refusal disputed, and who decides."""

from dataclasses import replace
from datetime import datetime

import pytest

from servicedesk.rules.returns import (
    Share,
    dispute_refused,
    dispute_until,
    return_decider,
    return_refused,
    return_until,
)
from tests.rules.facts import CALENDAR, at

SHARE = Share(dispatched_at=at("11-20 16:00"))
"""Dispatched on a Friday."""


@pytest.mark.parametrize(
    ("dispatched", "until"),
    [
        ("11-23 08:30", "11-24 17:30"),
        ("11-23 17:29", "11-24 17:30"),
        ("11-20 16:00", "11-23 17:30"),
        ("11-21 10:00", "11-23 17:30"),
        ("09-30 10:00", "10-08 17:30"),
    ],
    ids=["in the morning", "in the last minute", "on a Friday", "on a Saturday", "before the holidays"],
)
def test_a_matter_is_returned_until_the_end_of_the_next_working_day(dispatched: str, until: str) -> None:
    assert return_until(CALENDAR, at(dispatched)) == at(until)


@pytest.mark.parametrize(
    ("share", "now", "why"),
    [
        (SHARE, "11-23 17:30", ""),
        (SHARE, "11-23 17:31", "late"),
        (replace(SHARE, was_signed=True), "11-23 10:00", "signed"),
        (replace(SHARE, ruled=True), "11-23 10:00", "ruled"),
        (replace(SHARE, ruled=True), "11-25 10:00", "ruled"),
    ],
)
def test_why_a_share_is_not_returned(share: Share, now: str, why: str) -> None:
    assert return_refused(CALENDAR, share, at(now)) == why


@pytest.mark.parametrize(
    ("refused", "until"),
    [
        ("11-23 08:30", "11-23 14:30"),
        ("11-23 10:00", "11-23 16:00"),
        ("11-23 17:00", "11-24 12:00"),
        ("11-20 17:30", "11-23 14:30"),
    ],
)
def test_a_refusal_is_disputed_within_four_working_hours(refused: str, until: str) -> None:
    # 08:30 to 12:00 are three and a half hours, from 14:00 on the rest.
    assert dispute_until(CALENDAR, at(refused)) == at(until)


@pytest.mark.parametrize(
    ("now", "unsigned", "ruled", "newest", "why"),
    [
        ("11-23 16:00", True, False, True, ""),
        ("11-23 16:01", True, False, True, "late"),
        ("11-23 11:00", False, False, True, "signed"),
        ("11-23 11:00", True, True, True, "ruled"),
        ("11-23 11:00", True, False, False, "older"),
    ],
)
def test_why_a_refusal_is_not_disputed(now: str, unsigned: bool, ruled: bool, newest: bool, why: str) -> None:
    refused: datetime = at("11-23 10:00")
    found = dispute_refused(CALENDAR, refused, at(now), unsigned=unsigned, ruled=ruled, newest=newest)
    assert found == why


@pytest.mark.parametrize(
    ("about_desk", "asks", "decides"),
    [
        (False, {"handler"}, "desk_lead"),
        (False, {"officer"}, "desk_lead"),
        (False, {"desk_lead", "officer"}, "leader"),
        (True, {"handler"}, "supervisor"),
        (True, {"supervisor"}, "leader"),
    ],
)
def test_who_asks_never_decides(about_desk: bool, asks: set[str], decides: str) -> None:
    assert return_decider(about_desk, asks) == decides
