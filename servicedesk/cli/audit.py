"""`flask audit`: proof that nothing on record was changed."""

import sys

import click
from flask.cli import with_appcontext


@click.group()
def audit() -> None:
    """Prove that nothing on record was changed."""


@audit.command()
@with_appcontext
def verify() -> None:
    """Check all chains of events and the daily seals; exit 1 and name what is broken."""
    from servicedesk.operations.seals import audit as breaks

    broken = 0
    for found in breaks():
        click.echo(f"{found.where}: {found.what}")
        broken += 1
    if broken:
        sys.exit(1)
    click.echo("All chains and seals are whole.")


commands = [audit]
