"""What every test stands on: one app per database, brought back to its first state after each test."""

import contextvars
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from servicedesk import extensions as parts
from tests import databases, outside, services

if TYPE_CHECKING:
    from tests.cast import Cast

PAGES, BROWSER = (Path(__file__).parent / name for name in ("web", "browser"))
# A developer's own settings are not the tests'.
for _name in [name for name in os.environ if name.startswith("SERVICEDESK_") and "_TEST_" not in name]:
    del os.environ[_name]
os.environ["SERVICEDESK_ENV"] = "test"

hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.load_profile("desk")


@dataclass(frozen=True)
class Prepared:
    """An app on a database that has its schema and reference data."""

    app: Flask
    keeper: databases.Keeper
    files: Path


class Client(FlaskClient):
    """A browser without pictures. Each request stands for itself, as it does on a real server.

    What the test has done until then is committed, and what it holds is read anew afterwards.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context() and parts.db.session.registry.has():
            parts.db.session.commit()
        return contextvars.Context().run(super().open, *args, **kwargs)


def prepare(address: str, files: Path) -> Prepared:
    """Make the schema through the migrations, load the reference data and keep that state."""
    # Here, so that tests of the rules alone do not wait for the whole house.
    from servicedesk import create_app, wallclock
    from servicedesk.operations import accounts, reference

    # Signing in takes its time on purpose, and most tests sign somebody in.
    accounts._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    app = create_app(
        {
            "SERVICEDESK_DATABASE_URL": address,
            "SERVICEDESK_STORAGE_URL": f"file:{files}",
            "SERVICEDESK_JOBS": "off",
            # Forms are posted here without having been fetched; a test of CSRF turns it on again.
            "WTF_CSRF_ENABLED": False,
        }
    )
    app.test_client_class = Client
    with app.app_context():
        upgrade()
        reference.load(wallclock.now())
        parts.db.session.remove()
        parts.db.engine.dispose()
    keeper = databases.keeper(address)
    keeper.keep()
    return Prepared(app, keeper, files)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Callable[[str], Prepared]]:
    """The prepared app of a kind of database, made when it is first asked for."""
    made: dict[str, Prepared] = {}
    with ExitStack() as stack:

        def of(kind: str) -> Prepared:
            if kind not in made:
                folder = tmp_path_factory.mktemp(kind)
                address = stack.enter_context(databases.empty(kind, folder, worker_id))
                made[kind] = prepare(address, folder / "files")
                stack.callback(made[kind].keeper.close)
                stack.callback(_close, made[kind].app)
            return made[kind]

        yield of


def _close(app: Flask) -> None:
    with app.app_context():
        parts.db.session.remove()
        parts.db.engine.dispose()


@pytest.fixture
def app(database: str, prepared: Callable[[str], Prepared]) -> Iterator[Flask]:
    """The app; runs on each kind of database (`@pytest.mark.database("sqlite")` narrows it)."""
    with _brought_back(database, prepared) as here:
        yield here


@pytest.fixture(scope="module")
def read_app(database: str, prepared: Callable[[str], Prepared]) -> Iterator[Flask]:
    """The same within its context, for modules whose tests only read what was made for all of them."""
    with _brought_back(database, prepared) as here, here.app_context():
        yield here
        parts.db.session.remove()


@contextmanager
def _brought_back(database: str, prepared: Callable[[str], Prepared]) -> Iterator[Flask]:
    try:
        here = prepared(database)
    except services.Missing as missing:
        pytest.skip(str(missing))
    config = dict(here.app.config)
    yield here.app
    here.app.config.clear()
    here.app.config.update(config)
    if database == "sqlite":
        # Its file is about to be replaced.
        _close(here.app)
    here.keeper.restore()
    shutil.rmtree(here.files, ignore_errors=True)
    if here.app.extensions.get("limiter"):
        with here.app.app_context():
            parts.limiter.reset()


@pytest.fixture
def db(app: Flask) -> Iterator[SQLAlchemy]:
    """The database, with the app's context around the test."""
    with app.app_context():
        yield parts.db
        parts.db.session.remove()


@pytest.fixture
def cast(db: SQLAlchemy) -> "Cast":
    """Everybody of the demo accounts, made anew for each test."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def redis_url(worker_id: str) -> str:
    """The address of an emptied database of Redis that no other worker uses."""
    import redis

    try:
        server = services.redis()
    except services.Missing as missing:
        pytest.skip(str(missing))
    address = f"{server}/{15 - int(worker_id.removeprefix('gw') if worker_id.startswith('gw') else 0)}"
    with redis.Redis.from_url(address) as connection:
        connection.flushdb()
    return address


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium."""
    try:
        return services.chromium()
    except services.Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session", autouse=True)
def nothing_outside() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        outside.refuse(patch)
        yield


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that needs a database runs on both, or on those that its mark names.

    Pages ask and do nothing of their own: what they stand on is tested on both in `queries` and `operations`.
    """
    if "database" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("database")
        usual = databases.KINDS[:1] if PAGES in metafunc.definition.path.parents else databases.KINDS
        metafunc.parametrize("database", mark.args if mark else usual, scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those in the browser first: they are the longest, and no worker shall be left alone with them."""
    items.sort(key=lambda item: BROWSER not in item.path.parents)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    report = yield
    _fail_if_skipped(report)
    return report


def _fail_if_skipped(report: Any) -> None:
    """Where CI=true nothing may be skipped: a check that did not run has not passed."""
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped, which CI=true does not allow: {reason}"
