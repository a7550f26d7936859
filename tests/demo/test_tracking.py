"""Some matters of the demo take longer than any limit."""

from flask_sqlalchemy import SQLAlchemy

from servicedesk.demo.loading import load
from servicedesk.demo.tracking import STORIES, track
from servicedesk.operations.checking import check
from servicedesk.queries.people import person_by_username
from servicedesk.queries.tracking_ledger import tracking_ledger
from tests.factories import NOW


def test_one_is_followed_in_time_and_one_is_overdue(db: SQLAlchemy) -> None:
    load(NOW, 120, 2, 1)
    assert track(NOW) == len(STORIES)
    leader = person_by_username("leader")
    assert leader is not None
    rows = tracking_ledger(leader.actor(), "running", NOW).items
    assert [row.ticket.next_due_at < NOW for row in rows] == [True, False]
    assert all(row.told and len(row.rounds) == 2 for row in rows)
    assert check(now=NOW).differences == []
