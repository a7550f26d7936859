"""Some matters of the demo are joined to others like them."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from servicedesk.demo.joining import MOST, join_alike
from servicedesk.demo.loading import load
from servicedesk.models import Ticket
from servicedesk.operations.checking import check
from tests.factories import NOW


def test_matters_alike_are_joined(db: SQLAlchemy) -> None:
    load(NOW, 200, 3, 1)
    number = join_alike(NOW)
    joined = db.session.scalar(select(func.count(Ticket.id)).where(Ticket.state == "joined"))
    assert 1 <= number == joined <= MOST
    assert check(now=NOW).differences == []
