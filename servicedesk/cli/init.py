"""`flask init`: the reference data."""

import click
from flask.cli import with_appcontext

from servicedesk import wallclock


@click.command()
@with_appcontext
def init() -> None:
    """Load departments, categories, policies and the calendar; safe to repeat."""
    from servicedesk.operations.reference import load

    added = load(wallclock.now())
    for name, count in added.items():
        click.echo(f"{name}: {count} added")


commands = [init]
