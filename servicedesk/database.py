"""How each database is opened: pool, pragmas and the beginning of transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from flask import Flask
from sqlalchemy import URL, Connection, Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from servicedesk.extensions import db

BUSY_SECONDS = 15
"""How long a writer waits in SQLite for the one before it."""


# Statements are many and short: to compile one costs seconds where it takes milliseconds to run (the figures'
# has dozens of parts). And no disk that one buys today makes a random page four times as dear as the next.
_OF_SESSIONS = "-c timezone=UTC -c jit=off -c random_page_cost=1.1"


def engine_options(url: str | URL, threads: int) -> dict[str, Any]:
    """The options of `create_engine` for an address; the pool serves `threads` requests and the jobs."""
    address = make_url(url)
    # Figures are kept as JSON; the standard library takes several times as long to read it.
    reading = {"json_deserializer": orjson.loads}
    if address.get_backend_name() == "sqlite":
        # Without the driver's own transaction control, BEGIN is ours: see `_begin`.
        own = {"isolation_level": None, "timeout": BUSY_SECONDS}
        options: dict[str, Any] = {"connect_args": own, **reading}
        return options if _in_memory(address) else {**options, **_pool(threads)}
    return {
        **_pool(threads),
        **reading,
        "pool_pre_ping": True,
        "pool_recycle": 1800,
        "connect_args": {"application_name": "servicedesk", "options": _OF_SESSIONS},
    }


def init_app(app: Flask) -> None:
    """Bind the database to the app and teach its engine our habits."""
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def prepare(engine: Engine) -> None:
    """Set pragmas and transactions of a SQLite engine; other databases need nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _pragmas)
        event.listen(engine, "begin", _begin)


def let_go() -> None:
    """Forget the transaction that failed, so that an error page can still ask who is reading."""
    db.session.rollback()


def is_busy(error: Exception) -> bool:
    """Whether the database only had no room or time just then: another try may well succeed."""
    return isinstance(error, PoolTimeout) or (
        isinstance(error, OperationalError) and "locked" in str(error.orig)
    )


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A connection for migrations.

    SQLite changes a table by copying and dropping it, and a drop deletes what refers to it: its foreign
    keys are off here, and on again afterwards. The pragma means nothing inside a transaction.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            yield connection
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
        finally:
            connection.rollback()
            driver.execute("PRAGMA foreign_keys = ON")


def _pool(threads: int) -> dict[str, Any]:
    return {"pool_size": threads + 2, "max_overflow": threads + 2, "pool_timeout": 20}


def _in_memory(address: URL) -> bool:
    return address.database in (None, "", ":memory:")


def _pragmas(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    # The wait comes first, because the change to WAL itself may have to wait for another process.
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA cache_size = -32000")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin a transaction; at once as the writer where the option `sqlite_immediate` asks for it.

    A reader that becomes a writer later fails when somebody wrote in between; one that begins as the
    writer waits instead.
    """
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("sqlite_immediate") else "BEGIN")
