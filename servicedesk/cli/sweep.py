"""`flask sweep`: takes every step that has fallen due, once."""

import json
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from servicedesk import wallclock


@click.command()
@with_appcontext
def sweep() -> None:
    """Sweep until nothing is due, then deliver; print what was done as one JSON line."""
    from servicedesk.jobs.timetable import take_due_steps
    from servicedesk.operations.deliveries import deliver

    swept = take_due_steps(wallclock.now())
    deliver(wallclock.now())
    click.echo(json.dumps(asdict(swept)))


commands = [sweep]
