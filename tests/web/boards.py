"""How tests look at the board: as English readers, on a Friday after the matters of the Monday before."""

import html
import re
from datetime import timedelta

import time_machine
from flask.testing import FlaskClient

from tests.factories import NOW
from tests.web.pages import ENGLISH, sign_in

LATER = NOW + timedelta(days=4)
"""A Friday: matters of the Monday before are past their limits for signing."""


def page(client: FlaskClient, address: str = "/board/", status: int = 200) -> str:
    """What an English reader sees on that Friday."""
    with time_machine.travel(LATER, tick=False):
        answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == status
    return answer.text


def shown(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def come(client: FlaskClient, username: str) -> None:
    with time_machine.travel(LATER, tick=False):
        sign_in(client, username)
