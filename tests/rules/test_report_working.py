"""What people do with reports: words of their own, who reads them, what differs later, when they are due."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from servicedesk.rules.access import Actor
from servicedesk.rules.periods import Days, parse
from servicedesk.rules.report import Document, said
from servicedesk.rules.report_differences import differences
from servicedesk.rules.report_edits import Edit, paragraph, with_edits
from servicedesk.rules.report_plan import compose
from servicedesk.rules.report_readers import may_read_report, may_work_on, standing
from servicedesk.rules.report_schedule import due, is_due
from tests.rules.report_facts import facts, figure

ZONE = ZoneInfo("Asia/Shanghai")
OWN = "本期重点推进并联审批。"


def made(**changes: object) -> Document:
    return said(compose(facts(**changes), ZONE), str)


def test_a_persons_words_stay_and_say_when_what_they_replaced_has_changed() -> None:
    first = made()
    generated = paragraph(first, "late")
    assert generated
    edits = {"late": Edit(OWN, str(generated.words))}
    kept = paragraph(with_edits(first, edits), "late")
    assert kept
    assert (kept.words, kept.edited, kept.changed) == (OWN, True, False)
    later = paragraph(with_edits(made(offices=[]), edits), "late")
    assert later
    assert (later.words, later.edited, later.changed) == (OWN, True, True)


def test_a_correction_names_every_number_that_differs() -> None:
    again = made(figures={"resolved_on_time": figure("resolved_on_time", 598, 602)}, months=facts().months)
    found = [one for one in differences(made(), again, ZONE) if one["row"] == "Resolved in time"]
    assert found[0] | {"table": ""} == {
        "table": "",
        "row": "Resolved in time",
        "column": "Share",
        "issued": "99.33% (597/601)",
        "again": "99.34% (598/602)",
    }
    assert differences(made(), made(), ZONE) == []


def person(*roles: str, department: str | None = None, id_: int = 1) -> Actor:
    return Actor(id_, frozenset(roles), department)


LEADER, LEAD = person("leader"), person("desk_lead", department="qyfw", id_=2)
HEAD = person("department_head", department="jfj", id_=3)


@pytest.mark.parametrize(
    ("reader", "maker", "openly", "goes_round", "reads"),
    [
        (person("leader", id_=9), LEADER, False, False, True),
        # Leaders, desk and supervisor are kept from different matters.
        (LEAD, LEADER, False, True, False),
        (LEAD, LEADER, True, False, True),
        (HEAD, LEADER, False, True, False),
        (HEAD, LEADER, True, False, False),
        (HEAD, LEADER, True, True, True),
        (person("handler", department="jfj", id_=9), HEAD, False, False, True),
        (person("handler", department="rsj", id_=9), HEAD, False, True, False),
        # Figures are neither for the administrator nor for enterprises.
        (person("admin", id_=9), LEADER, True, True, False),
        (person("enterprise", id_=9), LEADER, True, True, False),
    ],
)
def test_a_report_is_read_by_those_who_see_the_same(
    reader: Actor, maker: Actor, openly: bool, goes_round: bool, reads: bool
) -> None:
    assert may_read_report(reader, standing(maker), openly=openly, goes_round=goes_round) is reads


def test_only_some_work_on_reports() -> None:
    assert may_work_on(LEAD, standing(LEADER), openly=True)
    assert not may_work_on(person("officer", department="qyfw"), standing(LEADER), openly=True)
    assert not may_work_on(HEAD, standing(LEADER), openly=True)


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("kind", "weekday", "ends_on", "now", "period", "moment"),
    [
        ("daily", None, 31, "2026-11-24 08:00", "2026-11-23", "2026-11-24 08:00"),
        ("daily", None, 31, "2026-11-24 07:59", "2026-11-22", "2026-11-23 08:00"),
        ("weekly", 0, 31, "2026-11-23 09:00", "2026-W47", "2026-11-23 08:00"),
        ("weekly", 2, 31, "2026-11-24 09:00", "2026-W46", "2026-11-18 08:00"),
        ("circular", None, 31, "2026-12-01 08:00", "2026-11", "2026-12-01 08:00"),
        ("circular", None, 31, "2026-11-30 23:00", "2026-10", "2026-11-01 08:00"),
        # The day after the zone's own cut-off.
        ("circular", None, 25, "2026-11-26 08:00", "2026-11", "2026-11-26 08:00"),
        ("half_year", None, 31, "2026-07-01 09:00", "2026-H1", "2026-07-01 08:00"),
        ("half_year", None, 31, "2026-07-01 07:00", "2025-H2", "2026-01-01 08:00"),
    ],
)
def test_a_scheduled_report_is_due_after_its_period(
    kind: str, weekday: int | None, ends_on: int, now: str, period: str, moment: str
) -> None:
    found, at = due(kind, weekday, 8, local(now), Days(ZONE, ends_on))
    assert (found.name, at) == (period, local(moment))
    assert found == parse(period, ends_on)


def test_a_schedule_makes_each_period_once_and_none_from_before_it() -> None:
    period, moment = parse("2026-11"), local("2026-12-01 08:00")
    assert is_due(None, local("2026-11-15 12:00"), period, moment)
    assert not is_due("2026-11", local("2026-11-15 12:00"), period, moment)
    assert not is_due(None, local("2026-12-01 09:00"), period, moment)


def test_a_number_is_written_as_its_kind_has_it() -> None:
    assert made().numbered(2026, 3).number == "Circular [2026] No. 3"
    assert replace(made(), first=date(2026, 11, 1)).number == ""
