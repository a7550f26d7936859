"""A zone without people and matters that can be had anew as often as one likes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from servicedesk.extensions import db
from tests import databases
from tests.live import Live, prepare, settings_in

Fresh = Callable[[], None]


@contextmanager
def zones(kind: str, folder: Path) -> Iterator[Fresh]:
    """Within the app's context: what brings its database back to the reference data alone."""
    with ExitStack() as stack:
        address = stack.enter_context(databases.empty(kind, folder, "prove"))
        settings = settings_in(folder, database_url=address)
        prepare(settings, ("db", "upgrade"), ("init",))
        keeper = stack.enter_context(closing(databases.keeper(address)))
        keeper.keep()

        def fresh() -> None:
            db.session.remove()
            db.engine.dispose()
            keeper.restore()

        with Live("", settings, folder / "server.log").house():
            yield fresh
