"""How the databases are opened: pragmas, and who writes first."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError

from servicedesk import database


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A SQLite file with a parent and a child."""
    address = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    made = create_engine(address, **database.engine_options(address, threads=4))
    database.prepare(made)
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE child (parent_id INTEGER REFERENCES parent ON DELETE CASCADE)"))
        connection.execute(text("INSERT INTO parent VALUES (1)"))
        connection.execute(text("INSERT INTO child VALUES (1)"))
    return made


def can_write(engine: Engine) -> bool:
    """Whether another process could begin to write now."""
    other = sqlite3.connect(str(engine.url.database), timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    else:
        return True
    finally:
        other.close()


def test_a_sqlite_file_is_opened_for_many_readers_and_checks_its_references(engine: Engine) -> None:
    with engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 15_000}
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("INSERT INTO child VALUES (7)"))
    engine.dispose()


def test_a_reader_lets_others_write_and_a_writer_takes_its_place_at_once(engine: Engine) -> None:
    with engine.connect() as reader:
        reader.execute(text("SELECT * FROM parent"))
        assert can_write(engine)
    with engine.connect().execution_options(sqlite_immediate=True) as writer:
        writer.execute(text("SELECT * FROM parent"))
        assert not can_write(engine)
    assert can_write(engine)
    engine.dispose()


def test_a_reader_sees_one_moment_throughout(engine: Engine) -> None:
    with engine.connect() as reader, engine.connect() as writer:
        assert reader.execute(text("SELECT count(*) FROM parent")).scalar() == 1
        writer.execute(text("INSERT INTO parent VALUES (2)"))
        writer.commit()
        assert reader.execute(text("SELECT count(*) FROM parent")).scalar() == 1
        reader.rollback()
        assert reader.execute(text("SELECT count(*) FROM parent")).scalar() == 2
    engine.dispose()


def test_tables_are_made_and_taken_back_with_their_transaction(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE later (id INTEGER)"))
        connection.rollback()
        assert (
            connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'later'")).scalar() == 0
        )
    engine.dispose()


def test_a_migration_may_drop_a_table_without_losing_what_refers_to_it(engine: Engine) -> None:
    with database.migrating(engine) as connection:
        connection.execute(text("DELETE FROM parent"))
        connection.execute(text("INSERT INTO parent VALUES (1)"))
        connection.commit()
        assert connection.execute(text("SELECT count(*) FROM child")).scalar() == 1
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    engine.dispose()
