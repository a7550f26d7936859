"""Lists read a page's rows, not all there are: how SQLite goes to them, which it decides by its indexes.

Searching for words and counting figures read more by their nature; they are not among these.
"""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

from tests.cast import STAGES, Cast
from tests.web.pages import sign_in

pytestmark = pytest.mark.database("sqlite")

# Those that grow with the matters, read from end to end, or clock by clock of one kind.
READS_ALL = re.compile(
    r"SCAN (ticket|assignment|clock|event|message|request)( |$)(?!USING (COVERING )?INDEX)"
    r"|SEARCH clock USING (COVERING )?INDEX ix_clock_counted"
)
SORTS = "USE TEMP B-TREE FOR ORDER BY"
FROM_MANY = re.compile(r"SELECT [^\n]*\nFROM (ticket|assignment|message|request)\b")
"""The lists of these are long; what else stands on a page (calls of whistles that are open) is short."""


LISTS = (
    *(("officer", f"/desk/?queue={name}") for name in ("to_accept", "in_progress", "overdue", "waiting")),
    ("officer", "/desk/search?state=closed"),
    ("supervisor", "/desk/"),
    *(("handler", f"/department/?queue={name}") for name in ("to_sign", "working", "submitted", "done")),
    ("desk_lead", "/decisions/decided"),
    ("leader", "/board/overdue"),
    *(("leader", f"/tracking/?list={name}") for name in ("running", "ended")),
    ("officer", "/account/messages"),
)


def test_the_lists_of_the_staff_read_a_page(app: Flask, db: SQLAlchemy, cast: Cast) -> None:
    for stage in STAGES:
        cast.ticket(stage)
    for username, address in LISTS:
        found = plans(app.test_client(), db, username, address)
        lists = [(text, plan) for text, plan in found if " LIMIT " in text]
        assert not [line for _, plan in lists for line in plan if READS_ALL.match(line)], address
        # By equal values of the index's first columns, rows come in its order.
        long = [plan for text, plan in lists if FROM_MANY.match(text)]
        assert long, address
        assert not [plan for plan in long if SORTS in plan], address


def test_an_enterprise_reads_its_own_matters(client: FlaskClient, db: SQLAlchemy, cast: Cast) -> None:
    for stage in STAGES:
        cast.ticket(stage)
    found = [line for _, plan in plans(client, db, "enterprise", "/portal/") for line in plan]
    assert not [line for line in found if READS_ALL.match(line)]


def plans(client: FlaskClient, db: SQLAlchemy, username: str, address: str) -> list[tuple[str, list[str]]]:
    """The statements of a page that read, each with the way to its rows."""
    sign_in(client, username)
    db.session.remove()
    found: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        if statement.startswith("SELECT"):
            found.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    with db.engine.connect() as connection:
        return [
            (text, [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)])
            for text, parameters in found
        ]
