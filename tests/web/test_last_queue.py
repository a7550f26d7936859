"""From a matter back to the queue from which it was opened."""

import re

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.web.pages import sign_in


def way_back(client: FlaskClient, address: str) -> str:
    """Where the link above the matter leads."""
    page = client.get(address, follow_redirects=True)
    found = re.search(r'class="back-link" href="([^"]*)"', page.text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("username", "begins"), [("officer", "/desk/"), ("handler", "/department/")], ids=["desk", "department"]
)
def test_the_way_back_from_a_matter_leads_to_the_queue_that_was_looked_at(
    client: FlaskClient, cast: Cast, username: str, begins: str
) -> None:
    matter = f"/matters/{cast.ticket('working').number}"
    sign_in(client, username)
    assert way_back(client, matter) == begins
    client.get(f"{begins}?queue=overdue")
    assert way_back(client, matter) == f"{begins}?queue=overdue"
    client.get(begins)
    assert way_back(client, matter) == begins


def test_a_queue_that_does_not_exist_is_not_kept(client: FlaskClient, cast: Cast) -> None:
    matter = f"/matters/{cast.ticket('accepted').number}"
    sign_in(client, "officer")
    assert client.get("/desk/?queue=none_such").status_code == 404
    assert way_back(client, matter) == "/desk/"
