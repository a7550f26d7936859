"""Joining on the page: what a matter can be joined to, and what stands on both afterwards."""

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.factories import NOW, step, submitted
from tests.web.pages import ENGLISH, sign_in, words


def test_the_desk_joins_a_matter_to_another_of_its_category(client: FlaskClient, cast: Cast) -> None:
    main, ticket = cast.ticket("working"), submitted(cast.enterprise2, NOW)
    sign_in(client, "officer")
    form = client.get(f"/matters/{ticket.number}/join", headers=ENGLISH)
    assert f'<option value="{main.number}">' in form.text
    sent = {"into": main.number, "version": str(ticket.version)}
    assert client.post(f"/matters/{ticket.number}/join", data=sent).status_code == 303
    assert ticket.state == "joined"
    assert f"Joined to {main.number}" in words(client.get(f"/desk/t/{ticket.number}", headers=ENGLISH))
    assert ticket.number in words(client.get(f"/desk/t/{main.number}", headers=ENGLISH))


@pytest.mark.database("sqlite")
def test_without_a_matter_like_it_the_number_is_typed(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket()
    sign_in(client, "officer")
    assert 'name="into"' in client.get(f"/matters/{ticket.number}/join").text
    sent = {"into": "QS20200101-0001", "version": str(ticket.version)}
    answer = client.post(f"/matters/{ticket.number}/join", data=sent, headers=ENGLISH)
    assert answer.status_code == 422
    assert "There is no such matter." in words(answer)
    assert "QS20200101-0001" in answer.text


def test_the_enterprise_reads_that_it_gets_its_own_answer(client: FlaskClient, cast: Cast) -> None:
    main, ticket = cast.ticket("working"), submitted(cast.enterprise2, NOW)
    step(cast.officer, ticket, "join", into=main.number)
    sign_in(client, "enterprise2")
    page = words(client.get(f"/portal/m/{ticket.number}", headers=ENGLISH))
    assert "handled together with others" in page
    assert main.number not in page
