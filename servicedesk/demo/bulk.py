"""Writing records in bulk: many rows at once, with ids of our own.

Turning records into what a database takes is work for whoever plays them; the writer only passes it on.
"""

import json
import marshal
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Date, text

from servicedesk.demo.records import KINDS, Record
from servicedesk.extensions import UTCDateTime

Packed = bytes
"""Rows of one kind: marshalled tuples for SQLite, lines of COPY for PostgreSQL."""
Parcel = dict[type[Record], Packed]


LARGE_CACHE, USUAL_CACHE = 400_000, 32_000
"""Of SQLite, in KiB; the usual one as `servicedesk.database` sets it."""


class Packer:
    """Packs records for one kind of database."""

    def __init__(self, dialect: str) -> None:
        self._pack = _lines if dialect == "postgresql" else _tuples
        flags = _flag if dialect == "postgresql" else None
        self._columns = {kind: _readers(kind, flags) for kind in KINDS}

    def pack(self, kind: type[Record], rows: Sequence[Record]) -> Packed:
        """The rows, ready to be written."""
        read, turned = self._columns[kind]
        return self._pack(_turn(read(row), turned) for row in rows)


class Writer:
    """Writes parcels within a connection's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.dialect = connection.dialect.name

    def keep_others_out(self) -> None:
        """Let nobody else add rows until the end, because we hand out ids that the database does not know of.

        SQLite has a single writer anyway; it gets more memory, so that it writes a page of an index once and
        not with every batch.
        """
        if self.dialect == "sqlite":
            self._connection.execute(text(f"PRAGMA cache_size = -{LARGE_CACHE}"))
        else:
            tables = ", ".join(kind.model.__tablename__ for kind in KINDS)
            self._connection.execute(text(f"LOCK TABLE {tables}, number_series IN SHARE ROW EXCLUSIVE MODE"))

    def write(self, parcel: Parcel) -> None:
        """Write the rows of all kinds, in an order in which nothing refers to what comes later."""
        for kind in KINDS:
            if rows := parcel.get(kind):
                if self.dialect == "sqlite":
                    self._insert(kind, marshal.loads(rows))
                else:
                    self._copy(kind, rows)

    def catch_up(self) -> None:
        """Let the database go on by itself, counting after our ids."""
        if self.dialect == "sqlite":
            self._connection.execute(text(f"PRAGMA cache_size = -{USUAL_CACHE}"))
            return
        for kind in KINDS:
            table = kind.model.__tablename__
            self._connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                    f"(SELECT coalesce(max(id), 1) FROM {table}))"
                )
            )

    def _insert(self, kind: type[Record], rows: list[tuple[Any, ...]]) -> None:
        places = ", ".join("?" * len(kind.columns))
        names = ", ".join(kind.columns)
        driver: Any = self._connection.connection.driver_connection
        driver.executemany(f"INSERT INTO {kind.model.__tablename__} ({names}) VALUES ({places})", rows)

    def _copy(self, kind: type[Record], lines: bytes) -> None:
        names = ", ".join(kind.columns)
        driver: Any = self._connection.connection.driver_connection
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {kind.model.__tablename__} ({names}) FROM STDIN") as copy,
        ):
            copy.write(lines)


_Turned = list[tuple[int, Callable[[Any], Any]]]


def _readers(
    kind: type[Record], flag: Callable[[bool], str] | None
) -> tuple[Callable[[Record], tuple[Any, ...]], _Turned]:
    turned: _Turned = []
    for place, column in enumerate(kind.model.__table__.columns):
        if isinstance(column.type, UTCDateTime):
            turned.append((place, _moment))
        elif isinstance(column.type, Date):
            turned.append((place, date.isoformat))
        elif isinstance(column.type, JSON):
            turned.append((place, _json))
        elif isinstance(column.type, Boolean) and flag:
            turned.append((place, flag))
    return attrgetter(*kind.columns), turned


def _turn(values: tuple[Any, ...], turned: _Turned) -> tuple[Any, ...]:
    found = list(values)
    for place, turn in turned:
        if found[place] is not None:
            found[place] = turn(found[place])
    return tuple(found)


# Chinese as it is: what databases read is the same, and half as long.
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@lru_cache(maxsize=2048)
def _moment(moment: datetime) -> str:
    # As `UTCDateTime` stores it.
    return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).isoformat(" ", "microseconds")[:26]


def _flag(value: bool) -> str:
    return "t" if value else "f"


def _tuples(rows: Iterable[tuple[Any, ...]]) -> bytes:
    # Plain values between processes of one run: twice as quick as pickling them.
    return marshal.dumps(list(rows))


def _lines(rows: Iterable[tuple[Any, ...]]) -> bytes:
    return "".join("\t".join(map(_cell, row)) + "\n" for row in rows).encode()


def _cell(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
    return str(value)
