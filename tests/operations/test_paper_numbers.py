"""Document numbers of papers: given once, without gaps, by those who may, whoever comes at the same time."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from servicedesk.models import Event, PaperNumber, Person
from servicedesk.operations.paper_numbers import give_number
from servicedesk.rules.paper_numbers import ISSUERS, SIGNS, PaperKey, written
from servicedesk.rules.refusals import NotYours
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW

ZONE = ZoneInfo("Asia/Shanghai")
DESK = frozenset({"desk"})


def given(by: Person, about: str, form: str = "supervision", now: datetime = NOW) -> str:
    return give_number(by, now, PaperKey(form, about), DESK, "开企服", ZONE)


def test_numbers_are_written_as_offices_write_them() -> None:
    assert written("开企服", "supervision", 2026, 12) == "开企服督〔2026〕12号"
    assert SIGNS.keys() == ISSUERS.keys()
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_a_paper_keeps_its_number_and_each_form_and_year_has_its_series(
    app: Flask, db: Any, cast: Cast
) -> None:
    first = given(cast.officer, "a")
    assert first == "开企服督〔2026〕1号" == given(cast.desk_lead, "a")
    assert given(cast.officer, "b") == "开企服督〔2026〕2号"
    assert given(cast.officer, "a", "extension") == "开企服延〔2026〕1号"
    # Eight hours before the year ends in UTC it has begun in the zone.
    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    assert given(cast.officer, "c", now=new_year) == "开企服督〔2027〕1号"
    numbered = db.session.query(Event).filter_by(action="paper_numbered").count()
    assert numbered == db.session.query(PaperNumber).count() == 4


def test_who_reads_a_paper_does_not_number_it(app: Flask, cast: Cast) -> None:
    with pytest.raises(NotYours):
        give_number(cast.handler, NOW, PaperKey("supervision", "a"), frozenset({"handler"}), "", ZONE)


def test_two_people_at_once_give_one_number_to_one_paper_and_no_number_twice(
    app: Flask, db: Any, cast: Cast
) -> None:
    id_ = cast.officer.id

    def give(about: str) -> str:
        person = db.session.get(Person, id_)
        return given(person, about)

    found = at_once(app, *(lambda about=about: give(about) for about in ("a", "a", "b", "c")))
    assert found[0] == found[1]
    assert sorted({*found}) == [f"开企服督〔2026〕{serial}号" for serial in (1, 2, 3)]
