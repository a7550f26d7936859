"""The migrations make what the models say, from nothing and back, on both databases."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from servicedesk import create_app
from servicedesk.extensions import db as store
from tests import databases, services


@pytest.fixture
def empty_app(database: str, tmp_path: Path, worker_id: str) -> Iterator[Flask]:
    """An app on a database in which nothing has been made yet."""
    try:
        with databases.empty(database, tmp_path, f"migrations_{worker_id}") as address:
            app = create_app({"SERVICEDESK_DATABASE_URL": address, "SERVICEDESK_JOBS": "off"})
            with app.app_context():
                yield app
                store.session.remove()
                store.engine.dispose()
    except services.Missing as missing:
        pytest.skip(str(missing))


def test_the_migrations_make_exactly_what_the_models_say(empty_app: Flask) -> None:
    upgrade()
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, store.metadata)
    assert differences == [], "write a migration: flask --app app db migrate -m '…'"


def test_the_migrations_can_be_taken_back(empty_app: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    assert set(inspect(store.engine).get_table_names()) <= {"alembic_version"}


def test_the_migrations_form_one_line(empty_app: Flask) -> None:
    scripts = ScriptDirectory(empty_app.extensions["migrate"].directory)
    assert len(scripts.get_heads()) == 1, "two migrations follow the same one: let one follow the other"


def test_policies_that_were_stored_before_get_their_names(empty_app: Flask) -> None:
    upgrade(revision="0003")
    spec = {"kinds": ["praise"], "budgets": {}, "review": False, "callback": False, "ladder": []}
    rows = [
        {"code": code, "version": 1, "effective_from": datetime(2000, 1, 1)} for code in ("urgent", "own")
    ]
    table = sa.table("policy_version", *map(sa.column, ("code", "version", "effective_from")),
                     sa.column("spec", sa.JSON))  # fmt: skip
    with store.engine.begin() as connection:
        connection.execute(table.insert(), [{**row, "spec": spec} for row in rows])
    upgrade(revision="0004")
    found = dict(store.session.execute(sa.select(table.c.code, table.c.spec)).all())
    assert found["urgent"] == {**spec, "name_zh": "紧急事项", "name_en": "Urgent matters", "case": "urgent"}
    assert found["own"] == {**spec, "name_zh": "own", "name_en": "own", "case": "ordinary"}
    store.session.remove()
    downgrade(revision="0003")
    assert [row.spec for row in store.session.execute(sa.select(table.c.spec))] == [spec, spec]
