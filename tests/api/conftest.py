"""Calling the API as people of the cast, and counting what a call asks of the database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from servicedesk.operations.tokens import create_token
from tests.cast import Cast
from tests.factories import NOW, assignment_of
from tests.statements import counted


class Caller:
    """A program that acts for one person."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client = app.test_client(use_cookies=False)
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.client.get(f"/api/v1{path}", query_string=query, headers=self.headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(f"/api/v1{path}", json=body, headers=self.headers | named)

    def act(self, ticket: Any, action: str, **given: Any) -> TestResponse:
        """Take a step on a ticket, named by its number."""
        return self.post(f"/tickets/{getattr(ticket, 'number', ticket)}/actions/{action}", given)

    def act_on_share(self, ticket: Any, action: str, **given: Any) -> TestResponse:
        """Take a step on a ticket's live assignment."""
        return self.post(f"/assignments/{assignment_of(ticket).id}/actions/{action}", given)


As = Callable[[str], Caller]


@pytest.fixture(autouse=True)
def at_work() -> Iterator[time_machine.Traveller]:
    """It is Monday, 10:00 in the zone."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def as_(app: Flask, cast: Cast) -> As:
    """`as_("officer")` is a program that acts for the officer."""
    made: dict[str, Caller] = {}

    def caller(username: str) -> Caller:
        if username not in made:
            made[username] = Caller(app, create_token(username, NOW))
        return made[username]

    return caller


@pytest.fixture
def statements(db: SQLAlchemy) -> Callable[[], Any]:
    """`with statements() as asked:` lists the statements that are sent meanwhile."""

    return lambda: counted(db)
