"""Which language a page speaks, and how it writes moments and spans."""

from datetime import UTC, datetime, time

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from flask_sqlalchemy import SQLAlchemy

from servicedesk.languages import budget_in_words
from servicedesk.models import Person
from servicedesk.rules.policy import Budget
from servicedesk.web import filters
from tests.cast import Cast
from tests.factories import NOW
from tests.web.pages import sign_in, words


def language(client: FlaskClient, wish: str | None = None, path: str = "/login") -> str:
    """The language that the page says it is in, after seeing that its words are."""
    page = client.get(path, headers={"Accept-Language": wish} if wish else {})
    said = page.text.partition('<html lang="')[2].partition('"')[0]
    assert ("登录" in words(page)) == (said == "zh-CN")
    return said


@pytest.mark.parametrize(
    ("wish", "spoken"),
    [
        (None, "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-Hans-CN,en;q=0.5", "zh-CN"),
        ("en-GB", "en"),
        ("de,en;q=0.7,zh;q=0.3", "en"),
        ("de", "zh-CN"),
    ],
)
def test_without_a_choice_the_browser_s_wish_counts_then_the_zone_s(
    client: FlaskClient, wish: str | None, spoken: str
) -> None:
    assert language(client, wish) == spoken


def test_a_link_chooses_the_language_and_leads_back_to_the_same_page(client: FlaskClient) -> None:
    response = client.get("/login?next=%2Faccount&lang=en")
    assert response.location == "/login?next=%2Faccount"
    assert language(client, "zh") == "en"


def test_an_unknown_language_changes_nothing(client: FlaskClient) -> None:
    assert client.get("/login?lang=xx").location == "/login"
    assert language(client, "en") == "en"


def test_a_choice_is_kept_with_the_person_and_holds_on_another_machine(
    app: Flask, cast: Cast, db: SQLAlchemy
) -> None:
    here, elsewhere = app.test_client(), app.test_client()
    sign_in(here, "officer")
    here.post("/account/language", data={"locale": "en", "next": "/account"})
    assert db.session.get_one(Person, cast.officer.id).locale == "en"
    sign_in(elsewhere, "officer")
    assert '<html lang="en"' in elsewhere.get("/account", headers={"Accept-Language": "zh"}).text


def test_the_language_outlives_signing_out(client: FlaskClient, cast: Cast) -> None:
    client.get("/login?lang=en")
    sign_in(client, "officer")
    client.post("/logout")
    assert language(client) == "en"


def test_each_page_offers_the_other_language_in_its_own_words(client: FlaskClient) -> None:
    page = client.get("/login?next=%2Faccount").text
    assert 'href="/login?next=%2Faccount&amp;lang=en" lang="en"' in page


def written(app: Flask, language: str, function: str, *given: object) -> str:
    """What a filter of the templates writes in a language, on 23 November 2026."""
    with time_machine.travel(NOW, tick=False), app.test_request_context(), force_locale(language):
        return str(getattr(filters, function)(*given))


AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 1, 4, 0, 30, tzinfo=UTC)


@pytest.mark.database("sqlite")
@pytest.mark.parametrize(
    ("function", "given", "chinese", "english"),
    [
        ("moment", (AT,), "11月25日(周三)17:30", "Wed 25 Nov, 17:30"),
        ("moment", (NEXT_YEAR,), "2027年1月4日(周一)08:30", "Mon 4 Jan 2027, 08:30"),
        ("day", (AT,), "11月25日(周三)", "Wed 25 Nov"),
        ("day", (AT.date(),), "11月25日(周三)", "Wed 25 Nov"),
        ("clock_time", (AT,), "17:30", "17:30"),
        ("left", (9 * 3600,), "还剩 9 个工作小时", "9 working hours left"),
        ("left", (3600,), "还剩 1 个工作小时", "1 working hour left"),
        ("left", (-25 * 60,), "已超时 25 个工作分钟", "25 working minutes past the limit"),
        ("left", (26 * 60, "natural_minutes"), "还剩 26 分钟", "26 minutes left"),
        ("duration", (50 * 3600, "natural_minutes"), "2 天 2 小时", "2 days 2 hours"),
        ("masked_phone", ("+8613812345678",), "138****5678", "138****5678"),
        ("masked_phone", ("+865531234567",), "055****4567", "055****4567"),
        ("masked_phone", (None,), "", ""),
        ("file_size", (812_345,), "793 KB", "793 KB"),
        ("file_size", (4_123_456,), "3.9 MB", "3.9 MB"),
        ("percent", (597 / 601,), "99.3%", "99.3%"),
        ("percent", (None,), "–", "–"),
    ],
)
def test_moments_and_spans_are_written_as_the_language_writes_them(
    app: Flask, function: str, given: tuple[object, ...], chinese: str, english: str
) -> None:
    assert written(app, "zh_CN", function, *given) == chinese
    assert written(app, "en", function, *given) == english


@pytest.mark.parametrize(
    ("days", "said"), [(1, "下一个工作日 12:00"), (2, "第 2 个工作日 12:00")], ids=["next day", "later"]
)
def test_a_limit_at_an_hour_of_the_next_working_day_says_so(app: Flask, days: int, said: str) -> None:
    with app.test_request_context(), force_locale("zh_CN"):
        assert budget_in_words(Budget("moment", days, at=time(12))) == said
