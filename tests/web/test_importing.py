"""The desk lead's page of imports: a file is checked first, confirmed, and comes in by the timetable."""

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from servicedesk.extensions import db as database
from servicedesk.models import Ticket, TicketImport
from servicedesk.operations.ticket_import import go_on
from tests.cast import Cast
from tests.factories import NOW
from tests.importing import TEMPLATE, TEMPLATE_MAP, lines_of, written
from tests.operations.conftest import stored  # noqa: F401 - a fixture
from tests.statements import MOST, counted
from tests.web.pages import ENGLISH, sign_in, words

pytestmark = pytest.mark.usefixtures("at_work")

ROWS = lines_of(TEMPLATE)


def send(
    client: FlaskClient, content: bytes, chosen: str = "template_map.json", own: bytes = b""
) -> TestResponse:
    data: dict[str, Any] = {"file": (io.BytesIO(content), "旧系统.csv"), "chosen": chosen}
    if own:
        data["map"] = (io.BytesIO(own), "map.json")
    return client.post("/desk/imports", data=data, headers=ENGLISH)


def number_of_tickets() -> int:
    return database.session.scalar(select(func.count()).select_from(Ticket)) or 0


def test_checked_confirmed_and_taken_in(client: FlaskClient, cast: Cast, stored: Any) -> None:  # noqa: F811
    sign_in(client, "desk_lead")
    assert "template_map.json" in client.get("/desk/imports").text
    answer = send(client, written([*ROWS, ROWS[0], ROWS[1] | {"编号": "x", "提出时间": "?"}]))
    assert answer.status_code == 303
    page = client.get(answer.location, headers=ENGLISH)
    assert "Being checked" in words(page)
    assert 'hx-trigger="every 2s"' in page.text
    go_on(NOW)
    page = client.get(answer.location, headers=ENGLISH)
    for said in (
        "To be confirmed",
        "Import 4 matters",
        "Its reference stands on line 2 already.",
        "is no date",
    ):
        assert said in words(page), said
    assert "hx-trigger" not in page.text
    with counted(database) as statements:
        client.get(answer.location)
        client.get("/desk/imports")
    assert len(statements) <= 2 * MOST
    listed = client.get(f"{answer.location}/lines.csv", headers=ENGLISH)
    assert [line["Line"] for line in lines_of(listed.data)] == ["6", "7"]
    assert (number_of_tickets(), len(stored())) == (0, 1)
    assert client.post(f"{answer.location}/confirm").status_code == 303
    go_on(NOW)
    # What has been taken in needs no file any more.
    assert (number_of_tickets(), len(stored())) == (4, 0)
    assert "Imported" in words(client.get(answer.location, headers=ENGLISH))
    assert client.post(f"{answer.location}/confirm").status_code == 409
    matter = database.session.scalars(select(Ticket).where(Ticket.external_ref == "2025-0001")).one()
    story = words(client.get(f"/desk/t/{matter.number}", headers=ENGLISH))
    for said in ("Taken over from another system", "the result was given", "old-desk · 2025-0001"):
        assert said in story, said


def test_given_up_nothing_comes_in(client: FlaskClient, cast: Cast, stored: Any) -> None:  # noqa: F811
    sign_in(client, "desk_lead")
    one = send(client, TEMPLATE).location
    go_on(NOW)
    assert client.post(f"{one}/drop").status_code == 303
    go_on(NOW)
    assert (number_of_tickets(), len(stored())) == (0, 0)
    assert "Given up" in words(client.get("/desk/imports", headers=ENGLISH))


def test_what_is_wrong_is_said_beside_its_field(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "desk_lead")
    wrong = json.dumps(TEMPLATE_MAP | {"timezone": "Mars"}).encode()
    for answer, said in (
        (send(client, TEMPLATE, "", wrong), "Entry timezone: “Mars” is no time zone"),
        (send(client, TEMPLATE, "", b"{"), "The map is not JSON"),
        (send(client, TEMPLATE, "", b"[" * 200_000), "The map is not JSON"),
        (send(client, TEMPLATE, ""), "Please choose a map."),
        (send(client, TEMPLATE, "../../pyproject.toml"), "Please choose a map."),
        (send(client, b"PK\x03\x04"), "This Excel file cannot be read"),
        (client.post("/desk/imports", data={}, headers=ENGLISH), "Please choose a file."),
    ):
        assert answer.status_code == 422
        assert said in words(answer)
    assert database.session.scalar(select(func.count()).select_from(TicketImport)) == 0


@pytest.mark.parametrize("place", ["source", "about", "colour"])
def test_a_map_with_half_a_character_is_refused_beside_its_field(
    client: FlaskClient, cast: Cast, place: str
) -> None:
    sign_in(client, "desk_lead")
    # An entry that no map has is named, half a character and all, unless it is refused before.
    own = TEMPLATE_MAP | {place: "old\ud800", "timezone": "\ud800"}
    answer = send(client, TEMPLATE, own=json.dumps(own).encode())
    assert answer.status_code == 422
    assert "half of a surrogate pair (\\ud800)" in words(answer)


def test_a_file_that_is_lost_ends_its_import(client: FlaskClient, cast: Cast, stored: Any) -> None:  # noqa: F811
    sign_in(client, "desk_lead")
    one = send(client, TEMPLATE).location
    for path in stored():
        path.unlink()
    go_on(NOW)
    assert "The file is not there any more." in words(client.get(one, headers=ENGLISH))


def test_only_the_desk_lead_imports(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "desk_lead")
    one = send(client, TEMPLATE).location
    assert client.get("/desk/imports/examples/template.csv").data == TEMPLATE
    assert client.get("/desk/imports/examples/README.md").status_code == 404
    for stranger in ("officer", "admin", "leader"):
        client.post("/logout")
        sign_in(client, stranger)
        for address in ("/desk/imports", one, f"{one}/lines.csv", "/desk/imports/examples/template.csv"):
            assert client.get(address).status_code == 403, (stranger, address)
        for step in ("confirm", "drop"):
            assert client.post(f"{one}/{step}").status_code == 403
