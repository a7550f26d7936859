"""Which reports somebody finds in the list: what they may open, however many others there are."""

from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Person, Report
from servicedesk.operations import reports
from servicedesk.queries import reports as report_queries
from servicedesk.queries.reports import report_for, reports_for
from servicedesk.rules.periods import Days
from servicedesk.rules.refusals import NotFound
from tests.cast import Cast
from tests.factories import NOW

DAYS = Days(ZoneInfo("Asia/Shanghai"))


def asked(by: Person, period: str, *, openly: bool = False) -> Report:
    """A report that waits to be made, which its readers find already."""
    return reports.ask(by, NOW, {"period": period}, DAYS, openly=openly)


def listed(reader: Person) -> list[int]:
    return [one.id for one in reports_for(reader.actor())]


def opened(reader: Person, found: list[Report]) -> list[int]:
    """Those that the reader may open, the newest first."""
    ids = []
    for one in reversed(found):
        with suppress(NotFound):
            ids.append(report_for(reader.actor(), one.id).id)
    return ids


def test_the_few_that_somebody_may_read_are_found_among_many(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_queries, "LISTED", 2)
    own = asked(cast.department_head, "2026-10")
    others = [asked(cast.leader, period) for period in ("2026-08", "2026-09", "2026-10")]
    assert listed(cast.department_head) == [own.id]
    assert listed(cast.leader) == [one.id for one in others[:0:-1]]


def test_the_list_has_what_each_may_open_and_nothing_else(cast: Cast, db: SQLAlchemy) -> None:
    makers = (cast.leader, cast.supervisor, cast.desk_lead, cast.department_head)
    found = [asked(by, "2026-10") for by in makers]
    found += [asked(by, "2026-09", openly=True) for by in makers[:2]]
    issued = asked(cast.desk_lead, "2026-09", openly=True)
    issued.state = "issued"
    db.session.commit()
    found.append(issued)
    readers = [one for one in vars(cast).values() if isinstance(one, Person)]
    assert {one.username: listed(one) for one in readers} == {
        one.username: opened(one, found) for one in readers
    }
    assert listed(cast.handler2) == [issued.id]
    assert listed(cast.admin) == listed(cast.enterprise) == []
