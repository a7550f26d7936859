"""Databases for tests: made empty, filled once, and brought back to that state after each test."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests import services

KINDS = ("sqlite", "postgresql")
PREFIX = "servicedesk_test_"


@contextmanager
def empty(kind: str, folder: Path, name: str) -> Iterator[str]:
    """The address of a new, empty database, which is gone afterwards; raises services.Missing."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / name}.sqlite"
        return
    server = services.postgresql()
    database = f"{PREFIX}{name}_{os.getpid()}"
    with psycopg.connect(services.libpq(server), autocommit=True) as connection:
        _drop_left_over(connection)
        _drop(connection, database)
        create = "CREATE DATABASE {} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        connection.execute(sql.SQL(create).format(sql.Identifier(database)))
        # What a crash would lose nobody misses: commits need not wait for the disk.
        hurry = sql.SQL("ALTER DATABASE {} SET synchronous_commit TO off")
        connection.execute(hurry.format(sql.Identifier(database)))
    try:
        yield make_url(server).set(database=database).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(services.libpq(server), autocommit=True) as connection:
            _drop(connection, database)


def _drop(connection: psycopg.Connection, database: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _drop_left_over(connection: psycopg.Connection) -> None:
    """Drop what broken-off runs of this machine left: their process is gone."""
    names = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", (PREFIX + "%",))
    for (name,) in names.fetchall():
        process = re.search(r"_(\d+)$", name)
        if process and Path("/proc/self").exists() and not Path(f"/proc/{process[1]}").exists():
            _drop(connection, name)


class Keeper(Protocol):
    """Keeps a database's content and brings it back. Nothing may be connected when it does."""

    def keep(self) -> None: ...

    def restore(self) -> None: ...

    def close(self) -> None: ...


def keeper(address: str) -> Keeper:
    return SqliteKeeper(address) if address.startswith("sqlite") else PostgresKeeper(address)


class SqliteKeeper:
    """A copy of the file; nothing is quicker, and nothing in the file can escape it."""

    def __init__(self, address: str) -> None:
        self.path = Path(str(make_url(address).database))
        self.kept = self.path.with_suffix(".kept")

    def keep(self) -> None:
        with sqlite3.connect(self.path) as source, sqlite3.connect(self.kept) as target:
            source.backup(target)
        source.close()
        target.close()

    def restore(self) -> None:
        for beside in ("-wal", "-shm"):
            Path(f"{self.path}{beside}").unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.path)

    def close(self) -> None:
        """Nothing is held."""


class PostgresKeeper:
    """Copies of all tables in a schema of their own.

    Only the tables that a test changed are written again. Which these are is read off the number of rows
    and the newest transaction among them, so that a change by another process is seen as well.
    """

    def __init__(self, address: str) -> None:
        # Held open: a new one would read the catalogue of all tables again, after each test.
        self.connection = psycopg.connect(services.libpq(address), autocommit=True)
        self.tables: dict[str, list[str]] = {}
        self.marks: dict[str, tuple[int, int]] = {}

    def keep(self) -> None:
        with self.connection.transaction():
            self.tables = _columns(self.connection)
            self.connection.execute("CREATE SCHEMA kept")
            for table, columns in self.tables.items():
                self.connection.execute(
                    sql.SQL("CREATE TABLE kept.{t} AS SELECT {c} FROM public.{t}").format(
                        t=sql.Identifier(table), c=_listed(columns)
                    )
                )
        self.marks = self._read_marks(self.tables)

    def restore(self) -> None:
        marks = self._read_marks(self.tables)
        changed = [table for table in self.tables if marks[table] != self.marks[table]]
        if not changed:
            return
        with self.connection.transaction():
            # Without triggers and foreign keys the order does not matter, and guarded rows can go.
            self.connection.execute("SET LOCAL session_replication_role = replica")
            self.connection.execute("SET LOCAL lock_timeout = '10s'")
            for table in changed:
                self.connection.execute(
                    sql.SQL(
                        "DELETE FROM public.{t}; INSERT INTO public.{t} ({c}) OVERRIDING SYSTEM VALUE "
                        "SELECT {c} FROM kept.{t}"
                    ).format(t=sql.Identifier(table), c=_listed(self.tables[table]))
                )
        self.marks |= self._read_marks(changed)

    def close(self) -> None:
        self.connection.close()

    def _read_marks(self, tables: Iterable[str]) -> dict[str, tuple[int, int]]:
        question = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {n}, count(*), coalesce(max(xmin::text::bigint), 0) FROM public.{t}").format(
                n=sql.Literal(table), t=sql.Identifier(table)
            )
            for table in tables
        )
        return {name: (rows, newest) for name, rows, newest in self.connection.execute(question)}


def _columns(connection: psycopg.Connection) -> dict[str, list[str]]:
    """Every table of ours with the columns that can be written."""
    rows = connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables "
        "USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE' "
        "AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position"
    )
    tables: dict[str, list[str]] = {}
    for table, column in rows:
        tables.setdefault(table, []).append(column)
    return tables


def _listed(columns: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
