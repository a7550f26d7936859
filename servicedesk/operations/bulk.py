"""Many rows at once: COPY and one UPDATE for all of them on PostgreSQL, prepared statements on SQLite.

For what writes hundreds of rows under rules that have been applied already: the sweep, the demo, an import.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    ARRAY,
    JSON,
    Column,
    Connection,
    Date,
    String,
    Table,
    bindparam,
    column,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError

from servicedesk.extensions import Model, UTCDateTime, db

Row = tuple[Any, ...]


class Sheet:
    """Some columns of a table, and how values are turned into what one kind of database takes."""

    def __init__(self, table: Table, names: Sequence[str], dialect: str) -> None:
        self.table, self.names = table, tuple(names)
        self._turns = [_turns(table.c[name], dialect) for name in names]

    def turn(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows with every value as the database takes it.

        Goes column by column, because values of one type are turned quickest one after the other.
        """
        return zip(*map(_turned, self._turns, zip(*rows, strict=True)), strict=True)


def insert(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Write new rows, whose values stand in the order of the names; the database gives ids left out.

    In the session's transaction, as `change`.
    """
    if not rows:
        return
    connection = db.session.connection()
    sheet = Sheet(table_of(model), names, connection.dialect.name)
    if connection.dialect.name == "sqlite":
        put(connection, sheet, sheet.turn(rows))
    else:
        copy(connection, sheet, lines(sheet.turn(rows)))


def add(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new rows by the names of their columns; what the first does not name has the model's default."""
    if not rows:
        return
    table = table_of(model)
    spare = {
        column.key: column.default.arg if column.default is not None else None  # type: ignore[attr-defined]
        for column in table.columns
        if column.key in rows[0] or column.key != "id"
    }
    insert(model, list(spare), [tuple({**spare, **row}.values()) for row in rows])


def new_ids(model: type[Model], count: int) -> Sequence[int]:
    """Ids for so many new rows of the session's transaction, ascending."""
    table, connection = table_of(model), db.session.connection()
    if connection.dialect.name == "sqlite":
        last = connection.scalar(select(func.max(table.c.id))) or 0
        return range(last + 1, last + count + 1)
    series = func.generate_series(1, count).table_valued("n")
    drawn = select(func.nextval(func.pg_get_serial_sequence(table.name, "id"))).select_from(series)
    return sorted(connection.scalars(drawn))


def change(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Give stored rows new values: each row begins with its id, then come the values by the names."""
    if not rows:
        return
    table, connection = table_of(model), db.session.connection()
    if connection.dialect.name == "sqlite":
        each = update(table).where(table.c.id == bindparam("_id"))
        each = each.values({name: bindparam(f"_{name}") for name in names})
        keys = ["_id", *(f"_{name}" for name in names)]
        connection.execute(each, [dict(zip(keys, row, strict=True)) for row in rows])
        return
    columns = [table.c.id, *(table.c[name] for name in names)]
    lists = [
        literal(list(values), ARRAY(one.type))
        for one, values in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    given = func.unnest(*lists).table_valued(*(column(one.key, one.type) for one in columns), name="given")
    given = given.render_derived()
    all_at_once = update(table).where(table.c.id == given.c.id)
    connection.execute(all_at_once.values({name: given.c[name] for name in names}))


def table_of(model: type[Model]) -> Table:
    """The table of a model."""
    return model.__table__  # type: ignore[return-value]


def put(connection: Connection, sheet: Sheet, rows: Iterable[Row]) -> None:
    """Write turned rows into SQLite."""
    places = ", ".join("?" * len(sheet.names))
    statement = f"INSERT INTO {sheet.table.name} ({', '.join(sheet.names)}) VALUES ({places})"
    with _errors_of(connection, statement) as driver:
        driver.executemany(statement, rows)


def copy(connection: Connection, sheet: Sheet, written: bytes) -> None:
    """Write `lines` of turned rows into PostgreSQL."""
    statement = f"COPY {sheet.table.name} ({', '.join(sheet.names)}) FROM STDIN"
    with (
        _errors_of(connection, statement) as driver,
        driver.cursor() as cursor,
        cursor.copy(statement) as copying,
    ):
        copying.write(written)


def lines(rows: Iterable[Row]) -> bytes:
    """Turned rows as COPY reads them."""
    return "".join(["\t".join(row) + "\n" for row in rows]).encode()


class _errors_of:
    """The driver's connection; its errors come as SQLAlchemy's, as from every other statement."""

    def __init__(self, connection: Connection, statement: str) -> None:
        self._connection, self._statement = connection, statement

    def __enter__(self) -> Any:
        return self._connection.connection.driver_connection

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        driver = self._connection.dialect.loaded_dbapi
        if isinstance(error, driver.Error):
            wrapped = DBAPIError.instance(
                self._statement, None, error, driver.Error, dialect=self._connection.dialect
            )
            raise wrapped from error


_Turn = Callable[[Any], Any]


def _turns(stored: Column[Any], dialect: str) -> list[_Turn]:
    """What is done to each value of a column, one after the other; None is taken where it may stand."""
    found = [turn for kind, turn in _TURNS.items() if isinstance(stored.type, kind)]
    if isinstance(stored.type, JSON) and not stored.nullable:
        found = [orjson.dumps, bytes.decode]
    if dialect == "postgresql":
        found.append(_words if isinstance(stored.type, JSON | String) else _cell)
    return found


def _turned(turns: Iterable[_Turn], values: Iterable[Any]) -> Iterable[Any]:
    for turn in turns:
        values = map(turn, values)
    return values


# Most moments stand in several columns: of a step, its event, its clocks.
@lru_cache(maxsize=2**15)
def _moment(value: datetime | None) -> str | None:
    # As `UTCDateTime` stores it.
    if value is None:
        return None
    return (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat(" ", "microseconds")[:26]


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _json(value: Any) -> str | None:
    # Chinese as it is: what databases read is the same, and half as long.
    return None if value is None else orjson.dumps(value).decode()


_TURNS: Mapping[type, _Turn] = {UTCDateTime: _moment, Date: _day, JSON: _json}


def _cell(value: object) -> str:
    return r"\N" if value is None else str(value)


def _words(value: str | None) -> str:
    if value is None:
        return r"\N"
    return value.replace("\\", "\\\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
