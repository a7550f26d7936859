"""Writing records in bulk: many rows at once, with ids of our own.

Turning records into what a database takes is work for whoever plays them; the writer only passes it on.
"""

import marshal
from collections.abc import Sequence
from operator import attrgetter

from sqlalchemy import text

from servicedesk.demo.records import KINDS, Record
from servicedesk.extensions import Model, db
from servicedesk.models import NumberSeries
from servicedesk.operations import bulk
from servicedesk.operations.bulk import Sheet
from servicedesk.operations.transaction import one_at_a_time

Packed = bytes
"""Rows of one kind: marshalled tuples for SQLite, lines of COPY for PostgreSQL."""
Parcel = dict[type[Record], Packed]


LARGE_CACHE, USUAL_CACHE = 400_000, 32_000
"""Of SQLite, in KiB; the usual one as `servicedesk.database` sets it."""


def sheets(dialect: str) -> dict[type[Record], Sheet]:
    """How the rows of each kind are written."""
    return {kind: Sheet(bulk.table_of(kind.model), kind.columns, dialect) for kind in KINDS}


class Packer:
    """Packs records for one kind of database."""

    def __init__(self, dialect: str) -> None:
        self._in_lines = dialect == "postgresql"
        self._sheets = sheets(dialect)

    def pack(self, kind: type[Record], rows: Sequence[Record]) -> Packed:
        """The rows, ready to be written."""
        turned = self._sheets[kind].turn(map(attrgetter(*kind.columns), rows))
        # Plain values between processes of one run: twice as quick as pickling them.
        return bulk.lines(turned) if self._in_lines else marshal.dumps(list(turned))


class Writer:
    """Writes parcels within the transaction of an operation."""

    def __init__(self) -> None:
        self._connection = db.session.connection()
        self.dialect = self._connection.dialect.name
        self._sheets = sheets(self.dialect)

    def keep_others_out(self) -> None:
        """Let nobody else add rows until the end, because we hand out ids that the database does not know of.

        SQLite has a single writer anyway; it gets more memory, so that it writes a page of an index once and
        not with every batch. PostgreSQL need not look up what each row refers to, if we may ask that of it:
        it takes as long as writing them, and we give out all ids ourselves.
        """
        one_at_a_time(*(kind.model for kind in KINDS), NumberSeries)
        if self.dialect == "sqlite":
            self._connection.execute(text(f"PRAGMA cache_size = -{LARGE_CACHE}"))
        else:
            self._check("replica")

    def write(self, parcel: Parcel) -> None:
        """Write the rows of all kinds, in an order in which nothing refers to what comes later."""
        for kind in KINDS:
            if rows := parcel.get(kind):
                if self.dialect == "sqlite":
                    bulk.put(self._connection, self._sheets[kind], marshal.loads(rows))
                else:
                    bulk.copy(self._connection, self._sheets[kind], rows)

    def catch_up(self) -> None:
        """Let the database go on by itself, counting after our ids."""
        if self.dialect == "sqlite":
            self._connection.execute(text(f"PRAGMA cache_size = -{USUAL_CACHE}"))
            return
        self._check("origin")
        for kind in KINDS:
            table = kind.model.__tablename__
            self._connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                    f"(SELECT coalesce(max(id), 1) FROM {table}))"
                )
            )

    def take_stock(self) -> None:
        """Let the database count what there is now: which way it goes to find rows depends on it.

        PostgreSQL does so by itself, but minutes later; until then every page of a large desk is slow. SQLite
        goes by its indexes alone, and does better so: counted, it reads all matters for a month's figures.
        """
        if self.dialect == "postgresql":
            self._connection.execute(text(f"ANALYZE {', '.join(Model.metadata.tables)}"))

    def _check(self, role: str) -> None:
        # Only a superuser may; for others nothing changes.
        self._connection.execute(
            text(
                f"SELECT set_config('session_replication_role', '{role}', true) "
                "WHERE current_setting('is_superuser') = 'on'"
            )
        )
