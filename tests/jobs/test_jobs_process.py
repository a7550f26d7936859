"""`flask jobs` as it is run: the short version of `make prove`'s `rings`."""

from pathlib import Path

from flask import Flask

from servicedesk.extensions import db
from tests.cast import Cast
from tests.live import Live, settings_of
from tests.prove.rings import jobs, ring

MUCH_TOO_LATE = 30
"""Seconds; on a machine that does nothing else it is one."""


def test_a_limit_that_another_process_started_rings(app: Flask, cast: Cast, tmp_path: Path) -> None:
    db.session.remove()
    live = Live("", settings_of(app), tmp_path / "jobs.log")
    with jobs(live):
        (lag,) = ring(live, 1)
    assert 0 < lag < MUCH_TOO_LATE
