"""Recording a matter: who calls rarely knows the credit code of the firm."""

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Enterprise, Ticket
from tests.cast import Cast
from tests.factories import NOW
from tests.web.pages import sign_in, words

ENGLISH = {"Accept-Language": "en"}
CODES = ("91340207MA8T10003G", "91340207MA8T10011B")
TOLD = {
    "channel": "phone", "contact_name": "陈静", "kind": "request", "category": "0103",
    "title": "电话代录", "description": "请办理。",
}  # fmt: skip


@pytest.fixture
def firms(cast: Cast, db: SQLAlchemy) -> None:
    """Two whose names begin alike."""
    for code, name in zip(CODES, ("北湾传动部件有限公司", "北湾物流有限公司"), strict=True):
        db.session.add(Enterprise(credit_code=code, name=name, created_at=NOW))
    db.session.commit()


@pytest.mark.usefixtures("firms")
@pytest.mark.parametrize("name", ["北湾物流有限公司", "湾物流"], ids=["whole", "part"])
def test_the_name_of_a_known_enterprise_is_enough(
    client: FlaskClient, cast: Cast, db: SQLAlchemy, name: str
) -> None:
    sign_in(client, "officer")
    assert client.post("/desk/record", data=TOLD | {"enterprise_name": name}).status_code == 303
    assert db.session.query(Ticket).one().enterprise_id == (
        db.session.query(Enterprise.id).filter_by(credit_code=CODES[1]).scalar()
    )


@pytest.mark.usefixtures("firms")
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("北湾", "Several enterprises have this in their name: 北湾传动部件有限公司, 北湾物流有限公司."),
        ("南湾", "The desk knows no enterprise of this name"),
        ("", "Please give the credit code or the name of the enterprise."),
    ],
    ids=["several", "none", "nothing"],
)
def test_a_name_that_leads_nowhere_is_said_beside_it(
    client: FlaskClient, cast: Cast, db: SQLAlchemy, name: str, says: str
) -> None:
    sign_in(client, "officer")
    answer = client.post("/desk/record", data=TOLD | {"enterprise_name": name}, headers=ENGLISH)
    assert answer.status_code == 422
    assert says in words(answer)
    assert "电话代录" in answer.text
    assert not db.session.query(Ticket).count()
