"""One transaction around everything that an operation does."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from servicedesk.extensions import Model, db


@contextmanager
def transaction() -> Iterator[None]:
    """Commit once at the end, or change nothing at all.

    An operation inside another one takes part in its transaction. What was read before is let go, because it
    may be old: an operation reads again whatever it decides on. On SQLite the writer's place is taken at
    once, so that two writers queue instead of failing.
    """
    session = db.session()
    if session.info.get("in_operation"):
        yield
        return
    if session.in_transaction():
        session.rollback()
    session.info["in_operation"] = True
    try:
        session.connection(execution_options={"sqlite_immediate": True})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["in_operation"] = False


def one_at_a_time(*tables: type[Model]) -> None:
    """Until the transaction ends, nobody else adds to or changes these tables; reading goes on.

    What the one before has written is there to be read. SQLite has one writer anyhow.
    """
    if db.session.connection().dialect.name == "postgresql":
        names = ", ".join(table.__tablename__ for table in tables)
        db.session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
