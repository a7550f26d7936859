"""Which outside programs this machine has for the tests: PostgreSQL, Redis, Chromium."""

import os
import shutil
import socket
from functools import cache

import psycopg
from sqlalchemy import make_url

POSTGRESQL = "SERVICEDESK_TEST_POSTGRESQL"
REDIS = "SERVICEDESK_TEST_REDIS"
CHROMIUM = "SERVICEDESK_TEST_CHROMIUM"


class Missing(Exception):
    """A program that tests need is not on this machine; the sentence names it."""


@cache
def postgresql() -> str:
    """The address of a server on which databases may be made; raises Missing.

    `SERVICEDESK_TEST_POSTGRESQL` names one, as postgresql+psycopg://…; else the local one is tried.
    """
    given = os.environ.get(POSTGRESQL)
    local = [f"postgresql+psycopg://{user}@127.0.0.1:5432/postgres" for user in ("postgres", "root")]
    for address in [given] if given else local:
        try:
            psycopg.connect(libpq(address), connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        return address
    raise Missing(f"PostgreSQL: none lets us in at 127.0.0.1:5432 ({POSTGRESQL} may name another)")


@cache
def redis() -> str:
    """The address of a Redis, without a database, whose last databases tests may empty; raises Missing."""
    if given := os.environ.get(REDIS):
        return given
    try:
        socket.create_connection(("127.0.0.1", 6379), timeout=3).close()
    except OSError:
        raise Missing(f"Redis: nothing answers at 127.0.0.1:6379 ({REDIS} may name another)") from None
    return "redis://127.0.0.1:6379"


@cache
def chromium() -> str:
    """The path of a Chromium that Playwright can drive; raises Missing."""
    names = (os.environ.get(CHROMIUM, ""), "chromium", "chromium-browser", "google-chrome")
    if found := next(filter(None, map(shutil.which, filter(None, names))), None):
        return found
    raise Missing(f"Chromium: not on the path ({CHROMIUM} may name another)")


def libpq(address: str) -> str:
    """SQLAlchemy's address as libpq writes it."""
    return make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
