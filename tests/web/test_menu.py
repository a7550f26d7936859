"""The menu: every line leads to a page that its reader may open."""

import re

import pytest
from flask import Flask

from servicedesk.web.menu import HOMES, PORTAL, PUBLIC, STAFF
from tests.cast import Cast
from tests.web.pages import sign_in

EVERYBODY = tuple(Cast.__dataclass_fields__)


@pytest.mark.database("sqlite")
def test_no_line_of_the_menu_has_lost_its_page(app: Flask) -> None:
    named = {item.endpoint for item in (*STAFF, *PORTAL, *PUBLIC)} | {endpoint for endpoint, _ in HOMES}
    assert named <= set(app.view_functions)


@pytest.mark.parametrize("username", EVERYBODY)
def test_everybody_arrives_at_a_page_and_can_open_each_line_of_their_menu(
    app: Flask, cast: Cast, username: str
) -> None:
    client = app.test_client()
    arrived = client.get(sign_in(client, username).location)
    assert arrived.status_code == 200
    lines = set(re.findall(r'class="(?:side|pop)-item" href="(/[^"]*)"', arrived.text))
    assert lines
    for address in lines:
        assert client.get(address).status_code == 200, f"{username} cannot open {address}"


@pytest.mark.parametrize("username", EVERYBODY)
def test_the_menu_begins_where_the_work_begins_and_names_no_page_twice(
    app: Flask, cast: Cast, username: str
) -> None:
    client = app.test_client()
    home = sign_in(client, username).location
    lines = re.findall(r'class="side-item" href="(/[^"]*)"', client.get(home).text)
    if lines:  # Enterprises have no menu at the side.
        assert lines[0] == home
    assert len(lines) == len(set(lines))


def test_a_stranger_can_open_each_line_of_the_public_menu(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    page = client.get("/login")
    for address in set(re.findall(r'class="pop-item" href="(/[^"]*)"', page.text)):
        assert client.get(address).status_code == 200, address
