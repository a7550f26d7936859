"""A desk without matters, which nobody serves."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import databases
from tests.live import Live, prepare, settings_in


@contextmanager
def desk(kind: str, folder: Path) -> Iterator[Live]:
    """Its accounts are those of the demo; it is gone afterwards."""
    with databases.empty(kind, folder, "prove") as address:
        settings = settings_in(folder, database_url=address)
        prepare(settings, ("db", "upgrade"), ("init",), ("demo", "--tickets", "0"))
        yield Live("", settings, folder / "server.log")
