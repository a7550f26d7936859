"""Settings: their defaults, and what is refused at start with which sentence."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from servicedesk import create_app, secret
from servicedesk.config import load
from servicedesk.environment import ROOT, ConfigurationError
from tests.cast import Cast

STRONG = "3f9Qz-8rLw_7xVbN2mTkYc5HdJpXa1Ge"
PRODUCTION = {"SERVICEDESK_ENV": "production", "SERVICEDESK_SECRET_KEY": STRONG}


def refusal(**given: str) -> str:
    """The sentence with which these settings are refused."""
    environ = {f"SERVICEDESK_{name.upper()}": value for name, value in given.items()}
    with pytest.raises(ConfigurationError) as refused:
        load({"SERVICEDESK_ENV": "test", **environ})
    return str(refused.value)


def test_without_any_setting_the_demo_is_served_on_this_machine_alone() -> None:
    settings = load({})
    assert (settings.env, settings.host, settings.port) == ("demo", "127.0.0.1", 8000)
    assert (settings.workers, settings.threads, settings.jobs) == (1, 8, "inline")
    assert (settings.timezone, settings.locale, settings.demo_tickets) == ("Asia/Shanghai", "zh_CN", 300)
    assert settings.database_url == f"sqlite:///{ROOT}/var/servicedesk.sqlite"
    assert settings.storage_url == "file:var/files"
    assert settings.redis_url is None
    assert settings.mail_url is None


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("env", "live", "one of demo, production, test"),
        ("port", "80a", "whole number from 1 to 65535"),
        ("port", "70000", "whole number from 1 to 65535"),
        ("workers", "0", "whole number from 1 to 64"),
        ("threads", "-3", "whole number from 1 to 256"),
        ("demo_tickets", "many", "whole number from 0"),
        ("timezone", "Asia/Nowhere", "a time zone such as Asia/Shanghai"),
        ("timezone", "../etc/passwd", "a time zone such as Asia/Shanghai"),
        ("locale", "fr", "one of zh_CN, en"),
        ("jobs", "on", "one of inline, off"),
        ("redis_url", "localhost:6379", "must begin with redis://"),
        ("storage_url", "file:", "a folder such as file:var/files"),
        ("database_url", "mysql://localhost/desk", "must begin with sqlite:/// or postgresql+psycopg://"),
        ("database_url", "a database", "a database address such as sqlite:///"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_remedy(name: str, value: str, remedy: str) -> None:
    sentence = refusal(**{name: value})
    assert f"SERVICEDESK_{name.upper()}" in sentence
    assert remedy in sentence


def test_an_address_with_a_password_is_not_repeated() -> None:
    assert "hunter2" not in refusal(database_url="mysql://desk:hunter2@localhost/desk")


def test_a_relative_database_lies_under_the_project(tmp_path: Path) -> None:
    settings = load({"SERVICEDESK_DATABASE_URL": "sqlite:///var/other.sqlite", "SERVICEDESK_ENV": "test"})
    assert settings.database_url == f"sqlite:///{ROOT}/var/other.sqlite"


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "short",
        "a" * 64,
        "change-me-change-me-change-me-0123456789",
        "my-secret-key-0123456789-abcdefghijkl",
    ],
)
def test_production_needs_a_secret_that_nobody_can_guess(weak: str) -> None:
    sentence = refusal(env="production", secret_key=weak)
    assert "SERVICEDESK_SECRET_KEY must be set in production" in sentence
    assert "token_urlsafe" in sentence


def test_production_refuses_the_secret_of_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret, "KEPT", tmp_path / "secret_key")
    kept = load({"SERVICEDESK_ENV": "demo"}).secret_key
    assert load({"SERVICEDESK_ENV": "demo"}).secret_key == kept
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert "not the demo's" in refusal(env="production", secret_key=kept)


@pytest.mark.parametrize(
    "many", [{"workers": "2"}, {"nodes": "2", "database_url": "postgresql+psycopg:///d"}]
)
def test_production_refuses_counters_in_memory_where_several_serve(many: dict[str, str]) -> None:
    assert "SERVICEDESK_REDIS_URL must be set" in refusal(env="production", secret_key=STRONG, **many)


def test_several_workers_are_fine_with_redis() -> None:
    load({**PRODUCTION, "SERVICEDESK_WORKERS": "4", "SERVICEDESK_REDIS_URL": "redis://localhost/0"})


def test_a_database_file_is_not_shared_by_several_nodes() -> None:
    sentence = refusal(env="production", secret_key=STRONG, nodes="2", redis_url="redis://localhost/0")
    assert "SQLite file" in sentence


def test_a_database_in_memory_is_for_tests_only() -> None:
    assert "in memory only" in refusal(env="demo", database_url="sqlite://")


def test_a_bad_value_stops_the_start_with_its_sentence() -> None:
    started = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={"SERVICEDESK_ENV": "test", "SERVICEDESK_PORT": "eighty", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert started.returncode == 2
    assert started.stderr == "SERVICEDESK_PORT is 'eighty'; it must be a whole number from 1 to 65535.\n"


@pytest.mark.database("sqlite")
def test_production_does_not_start_with_the_accounts_of_the_demo(app: Flask, cast: Cast) -> None:
    there = {**PRODUCTION, "SERVICEDESK_DATABASE_URL": app.config["SERVICEDESK_DATABASE_URL"]}
    with pytest.raises(ConfigurationError, match="demo's password: admin, department_head, desk_lead"):
        create_app(there)


@pytest.mark.database("sqlite")
def test_production_starts_when_the_accounts_of_the_demo_are_closed(
    app: Flask, cast: Cast, db: SQLAlchemy
) -> None:
    for person in cast.everybody().values():
        person.active = False
    db.session.commit()
    there = {**PRODUCTION, "SERVICEDESK_DATABASE_URL": app.config["SERVICEDESK_DATABASE_URL"]}
    assert create_app(there).config["SERVICEDESK_ENV"] == "production"


@pytest.mark.database("sqlite")
def test_the_commands_that_close_such_accounts_are_let_through(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    create_app({**PRODUCTION, "SERVICEDESK_DATABASE_URL": app.config["SERVICEDESK_DATABASE_URL"]})
