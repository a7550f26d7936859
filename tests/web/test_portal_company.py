"""The enterprise's profile: being verified, giving proof, admitting colleagues."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Attachment, Person
from servicedesk.operations.members import refuse_verification, verify
from tests.cast import Cast
from tests.factories import NOW, make_enterprise, make_person, submitted
from tests.rules.documents import JPEG
from tests.web.pages import ENGLISH, sign_in, words


@pytest.fixture
def newcomer(cast: Cast) -> Person:
    """A colleague of `enterprise` whom nobody has verified."""
    return make_person(
        "enterprise", username="newcomer", name="孙晓", enterprise=cast.enterprise.enterprise, verified=False
    )


def prove(client: FlaskClient, content: bytes = JPEG, **more: str) -> object:
    return client.post(
        "/portal/company/proof",
        data={"file": (BytesIO(content), "执照.jpg"), **more},
        headers=ENGLISH,
        content_type="multipart/form-data",
    )


def company(client: FlaskClient) -> str:
    return words(client.get("/portal/company", headers=ENGLISH))


def test_proof_is_taken_and_the_desks_moment_is_named(
    client: FlaskClient, newcomer: Person, db: SQLAlchemy
) -> None:
    sign_in(client, "newcomer")
    assert "Not verified yet" in company(client)
    prove(client, once="a")
    prove(client, once="a")
    assert db.session.query(Attachment).one().proof_of_id == newcomer.id
    assert "The desk looks at your proof by" in company(client)


@pytest.mark.parametrize("content", [b"", b"MZ" + bytes(300)])
def test_a_bad_proof_is_refused_beside_its_field(
    client: FlaskClient, newcomer: Person, content: bytes
) -> None:
    sign_in(client, "newcomer")
    answer = prove(client, content)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_no_file_at_all_is_said(client: FlaskClient, newcomer: Person) -> None:
    sign_in(client, "newcomer")
    answer = client.post("/portal/company/proof", data={}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "Please choose a file first." in words(answer)


def test_a_refusal_says_why_and_proof_can_be_given_again(
    client: FlaskClient, cast: Cast, newcomer: Person
) -> None:
    refuse_verification(cast.officer, NOW, newcomer.id, "照片不清楚。")
    sign_in(client, "newcomer")
    assert "The desk could not verify you: 照片不清楚。" in company(client)
    prove(client)
    assert "照片不清楚。" not in company(client)


def test_once_verified_the_page_says_so(client: FlaskClient, cast: Cast, newcomer: Person) -> None:
    verify(cast.officer, NOW, newcomer.id, "licence")
    sign_in(client, "newcomer")
    assert "You are verified." in company(client)
    assert prove(client).status_code == 409


def test_a_verified_member_admits_a_colleague_who_then_sees_everything(
    client: FlaskClient, cast: Cast, newcomer: Person
) -> None:
    ticket = submitted(cast.enterprise)
    colleague = client.application.test_client()
    sign_in(colleague, "newcomer")
    assert colleague.get(f"/portal/m/{ticket.number}").status_code == 404
    sign_in(client, "enterprise")
    assert "孙晓" in company(client)
    client.post(f"/portal/company/colleagues/{newcomer.id}/admit")
    assert "孙晓 newcomer verified" in company(client)
    assert colleague.get(f"/portal/m/{ticket.number}").status_code == 200


def test_nobody_admits_strangers_or_themselves(client: FlaskClient, cast: Cast, newcomer: Person) -> None:
    stranger = make_person("enterprise", enterprise=make_enterprise(), verified=False)
    sign_in(client, "enterprise")
    assert client.post(f"/portal/company/colleagues/{stranger.id}/admit").status_code == 404
    assert client.post(f"/portal/company/colleagues/{2**70}/admit").status_code == 404
    other = client.application.test_client()
    sign_in(other, "newcomer")
    assert other.post(f"/portal/company/colleagues/{newcomer.id}/admit").status_code == 403
    assert "孙晓" in company(other)
    assert cast.enterprise.name not in company(other)
