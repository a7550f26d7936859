"""Reading pages in tests: signing in through the real form, and what a page says."""

import html
import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

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
