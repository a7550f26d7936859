"""`flask jobs`: the timetable in a process of its own."""

import logging

import click
from flask import current_app
from flask.cli import with_appcontext


@click.command()
@with_appcontext
def jobs() -> None:
    """Run the timetable (sweep, deliveries, daily seal) until the process is told to end."""
    from servicedesk.jobs import run

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    run(current_app._get_current_object())  # type: ignore[attr-defined]


commands = [jobs]
