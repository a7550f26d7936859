"""The migrations make what the models say, from nothing and back, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
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
