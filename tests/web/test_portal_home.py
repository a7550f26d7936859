"""My matters: whose they are, what waits for the enterprise, page after page."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.cast import Cast
from tests.factories import NOW, make_enterprise, make_person, step, submitted
from tests.web.pages import ENGLISH, sign_in, words


def titles(client: FlaskClient, address: str = "/portal/") -> list[str]:
    """The titles of the matters on the page, in their order."""
    page = client.get(address, headers=ENGLISH)
    assert page.status_code == 200
    return re.findall(r'class="matter-card-title"[^>]*>([^<]*)<', page.text)


def test_an_empty_page_says_what_to_do(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "enterprise")
    said = words(client.get("/portal/", headers=ENGLISH))
    assert "No matters yet" in said
    assert "Choose above how you want to begin" in said
    assert "Nothing has ended yet" in words(client.get("/portal/?show=ended", headers=ENGLISH))


def test_a_verified_member_sees_all_matters_of_the_enterprise(client: FlaskClient, cast: Cast) -> None:
    colleague = make_person("enterprise", enterprise=cast.enterprise.enterprise)
    submitted(colleague, title="同事提交的")
    code = cast.enterprise.enterprise.credit_code
    submitted(cast.officer, title="电话代录的", channel="phone", enterprise={"credit_code": code})
    submitted(cast.enterprise2, title="别家的")
    sign_in(client, "enterprise")
    assert set(titles(client)) == {"同事提交的", "电话代录的"}


def test_an_unverified_member_sees_only_their_own_and_is_told_why(client: FlaskClient, cast: Cast) -> None:
    newcomer = make_person(
        "enterprise", username="newcomer", enterprise=cast.enterprise.enterprise, verified=False
    )
    submitted(cast.enterprise, title="同事提交的")
    submitted(newcomer, title="自己提交的")
    sign_in(client, "newcomer")
    assert titles(client) == ["自己提交的"]
    assert "has not verified yet" in words(client.get("/portal/", headers=ENGLISH))


def test_what_waits_for_the_enterprise_comes_first(client: FlaskClient, cast: Cast) -> None:
    cast.ticket("awaiting_info", NOW - timedelta(days=3), title="待补充的")
    cast.ticket("in_callback", NOW - timedelta(days=2), title="待评价的")
    judged = cast.ticket("in_callback", NOW - timedelta(days=1), title="已评价的")
    step(cast.enterprise, judged, "judge", solved="no", satisfaction=1)
    cast.ticket("working", NOW, title="办理中的")
    cast.ticket("closed", NOW - timedelta(days=4), title="办结的")
    sign_in(client, "enterprise")
    assert titles(client) == ["待评价的", "待补充的", "办理中的", "已评价的", "办结的"]
    said = words(client.get("/portal/", headers=ENGLISH))
    assert said.count("Please judge the result") == 1
    assert said.count("Please add the facts that are missing") == 1


def test_open_and_ended_matters_stand_apart(client: FlaskClient, cast: Cast) -> None:
    for stage in ("submitted", "closed", "refused", "withdrawn"):
        cast.ticket(stage, title=stage)
    sign_in(client, "enterprise")
    assert titles(client, "/portal/?show=open") == ["submitted"]
    assert set(titles(client, "/portal/?show=ended")) == {"closed", "refused", "withdrawn"}


@pytest.mark.database("sqlite")
def test_a_long_list_goes_on_page_by_page(client: FlaskClient, cast: Cast) -> None:
    wanted = [f"第{n}件" for n in range(45, 0, -1)]
    for n in range(1, 46):
        submitted(cast.enterprise, NOW + timedelta(minutes=n), title=f"第{n}件")
    sign_in(client, "enterprise")
    found, address = [], "/portal/"
    while address:
        page = client.get(address, headers=ENGLISH)
        found += re.findall(r'class="matter-card-title"[^>]*>([^<]*)<', page.text)
        further = re.search(r'rel="next" href="([^"]+)"', page.text) or re.search(
            r'href="([^"]+)" rel="next"', page.text
        )
        address = further[1].replace("&amp;", "&") if further else ""
    assert found == wanted


def test_a_strange_cursor_is_refused_kindly(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "enterprise")
    assert client.get("/portal/?show=open&cursor=abc").status_code == 422
    assert client.get("/portal/?cursor=abc").status_code == 200


def test_strange_words_in_a_title_are_only_words(client: FlaskClient, cast: Cast) -> None:
    submitted(cast.enterprise, title="<b>粗</b>&nbsp;")
    sign_in(client, "enterprise")
    assert titles(client) == ["&lt;b&gt;粗&lt;/b&gt;&amp;nbsp;"]


def test_a_member_of_another_enterprise_sees_nothing_of_it(
    client: FlaskClient, cast: Cast, db: SQLAlchemy
) -> None:
    cast.ticket("working")
    make_person("enterprise", username="other", enterprise=make_enterprise())
    sign_in(client, "other")
    assert titles(client) == []
