"""What every answer carries, and the cookies."""

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicedesk import create_app
from tests.cast import Cast
from tests.web.pages import sign_in

PAGES = ["/login", "/nothing/here", "/static/css/tokens.css", "/account"]


def policy(client: FlaskClient, path: str) -> dict[str, str]:
    """The content policy of an answer, by directive."""
    header = client.get(path, buffered=True).headers["Content-Security-Policy"]
    parts = (part.strip().partition(" ") for part in header.split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("path", PAGES)
def test_nothing_inline_and_nothing_foreign_may_run(client: FlaskClient, path: str) -> None:
    given = policy(client, path)
    assert "unsafe" not in " ".join(given.values())
    assert given["default-src"] == "'none'"
    assert given["script-src"] == given["style-src"] == given["form-action"] == "'self'"
    assert given["frame-ancestors"] == given["base-uri"] == "'none'"


@pytest.mark.parametrize("path", PAGES)
def test_types_are_not_guessed_and_addresses_stay_here(client: FlaskClient, path: str) -> None:
    headers = client.get(path, buffered=True).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_only_a_secure_connection_promises_to_stay_one(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/login").headers
    assert (
        "max-age" in client.get("/login", base_url="https://localhost").headers["Strict-Transport-Security"]
    )


def test_the_session_s_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: FlaskClient, cast: Cast
) -> None:
    cookie = sign_in(client, "officer").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.database("sqlite")
def test_in_production_cookies_are_secure_and_of_this_host_alone(app: Flask) -> None:
    there = create_app(
        {
            "SERVICEDESK_ENV": "production",
            "SERVICEDESK_SECRET_KEY": "3f9Qz-8rLw_7xVbN2mTkYc5HdJpXa1Ge",
            "SERVICEDESK_DATABASE_URL": app.config["SERVICEDESK_DATABASE_URL"],
        }
    )
    assert there.config["SESSION_COOKIE_NAME"] == "__Host-servicedesk"
    assert there.config["SESSION_COOKIE_SECURE"] is True
    assert there.config["SESSION_COOKIE_DOMAIN"] is None


def test_what_somebody_saw_is_not_kept_by_the_browser(client: FlaskClient, cast: Cast) -> None:
    assert client.get("/login").headers["Cache-Control"] == "no-cache"
    sign_in(client, "officer")
    assert client.get("/account").headers["Cache-Control"] == "no-store"


def test_a_versioned_file_is_kept_for_good_and_its_address_follows_its_content(
    app: Flask, client: FlaskClient
) -> None:
    from servicedesk.web.assets import static_url

    with app.test_request_context():
        address = static_url("css/tokens.css")
    response = client.get(address, buffered=True)
    assert "v=" in address
    assert "immutable" in response.headers["Cache-Control"]
    again = client.get(address, buffered=True, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert "immutable" not in client.get("/static/css/tokens.css", buffered=True).headers["Cache-Control"]


def test_a_proxy_is_believed_only_when_one_is_said_to_stand_before_us(client: FlaskClient) -> None:
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    assert "Strict-Transport-Security" not in client.get("/login", headers=forwarded).headers
    behind = create_app({"SERVICEDESK_DATABASE_URL": "sqlite://", "SERVICEDESK_PROXIES": 1})
    assert "Strict-Transport-Security" in behind.test_client().get("/login", headers=forwarded).headers


def test_a_static_file_carries_no_cookie(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "officer")
    assert "Set-Cookie" in client.get("/account").headers
    headers = client.get("/static/css/frame.css", buffered=True).headers
    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")


def test_large_style_sheets_travel_compressed_and_are_asked_for_again_in_vain(client: FlaskClient) -> None:
    path = "/static/css/frame.css"
    plain = client.get(path, buffered=True)
    small = client.get(path, buffered=True, headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data) / 2
    again = {"Accept-Encoding": "gzip", "If-None-Match": small.headers["ETag"]}
    assert client.get(path, buffered=True, headers=again).status_code == 304
