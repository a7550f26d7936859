"""Reading pages in tests: signing in through the real form, and what a page says."""

import csv
import html
import re
from io import StringIO

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicedesk.rules.ledger import LEDGERS
from tests.factories import PASSWORD

ENGLISH = {"Accept-Language": "en"}
"""What the browser of somebody asks for who reads English."""


def sign_in(client: FlaskClient, username: str, password: str = PASSWORD, **more: str) -> TestResponse:
    """Send the sign-in form."""
    return client.post("/login", data={"username": username, "password": password, **more})


def as_(app: Flask, name: str) -> FlaskClient:
    """A browser of its own in which somebody of the cast is signed in."""
    client = app.test_client()
    sign_in(client, name)
    return client


def words(response: TestResponse) -> str:
    """What a page shows, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def csrf_token(response: TestResponse) -> str:
    """The token in the page's first form."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', response.text)
    assert found, "the page has no form with a token"
    return found[1]


def read(client: FlaskClient, username: str, path: str) -> str:
    """What somebody reads there, in a browser of their own."""
    answer = as_(client.application, username).get(path, headers=ENGLISH, follow_redirects=True)
    assert answer.status_code == 200, answer.status
    return words(answer)


def send(client: FlaskClient, username: str, path: str, **form: object) -> tuple[int, str]:
    """Fill in and send the form that stands there, as somebody in a browser of their own: status, page."""
    own = as_(client.application, username)
    token = csrf_token(own.get(path, headers=ENGLISH))
    answer = own.post(path, data={"csrf_token": token, **form}, headers=ENGLISH)
    return answer.status_code, words(answer)


def taken(
    client: FlaskClient, address: str, *columns: str, headers: dict[str, str] | None = None
) -> list[list[str]]:
    """The rows of a list as CSV, with headings; `address` is its name and to what it is narrowed."""
    names = list(columns) or list(LEDGERS[address.split("?")[0]].shown)
    given = {"format": "csv", "columns": names, "do": "download"}
    answer = client.post(f"/ledgers/{address}", data=given, headers=headers)
    assert answer.status_code == 200, words(answer)
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"), newline="")))
