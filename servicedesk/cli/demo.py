"""`flask demo`: a living zone to look at and to try things out on."""

import click
from flask import current_app
from flask.cli import with_appcontext

from servicedesk import wallclock
from servicedesk.cli import days

MOST_REPORTED = 5000
"""Larger demos are for measuring, and their reports would only take time."""


@click.command()
@click.option("--tickets", type=click.IntRange(0), default=300, show_default=True)
@click.option("--months", type=click.IntRange(1, 60), default=4, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@with_appcontext
def demo(tickets: int, months: int, seed: int) -> None:
    """Make the demo's accounts and enterprises, and matters of the last months with their histories."""
    from servicedesk.demo.asking import ask
    from servicedesk.demo.joining import join_alike
    from servicedesk.demo.loading import load
    from servicedesk.demo.manning import man
    from servicedesk.demo.overseeing import oversee
    from servicedesk.demo.reporting import report
    from servicedesk.demo.returning import give_back
    from servicedesk.demo.tracking import track
    from servicedesk.demo.whistling import whistle
    from servicedesk.demo.withdrawn import ask_about_withdrawals
    from servicedesk.documents.speaking import spoken
    from servicedesk.operations import reference

    if current_app.config["SERVICEDESK_ENV"] == "production":
        raise click.ClickException(
            "The demo's accounts are known to everybody; production does without them."
        )
    now = wallclock.now()
    reference.load(now)
    made = load(now, tickets, months, seed)
    ask(now)
    track(now)
    give_back(now)
    oversee(now)
    join_alike(now)
    man(now)
    whistle(now)
    ask_about_withdrawals(now)
    if 0 < tickets <= MOST_REPORTED:
        report(now, days(), spoken)
    click.echo(f"{made.people} accounts, {made.tickets} tickets")
    for state, number in made.states.items():
        click.echo(f"  {state}: {number}")


commands = [demo]
