"""What tests of operations share."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from flask import Flask


@pytest.fixture
def stored(app: Flask) -> Callable[[], Sequence[Path]]:
    """The files that stand in the storage's folder now."""
    root = Path(app.config["SERVICEDESK_STORAGE_URL"].removeprefix("file:"))
    return lambda: [path for path in root.rglob("*") if path.is_file()]
