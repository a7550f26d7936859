"""`flask rebuild`: states and limits from events, and daily facts from these."""

import sys
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext

SHOWN = 200
"""Differences listed one by one."""


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 when something differs.")
@with_appcontext
def rebuild(only_check: bool) -> None:
    """Rebuild states, limits and daily facts and report every difference; without --check, mend it."""
    from servicedesk import wallclock
    from servicedesk.operations.checking import check
    from servicedesk.operations.facts import differing_days, fold, forget_days

    checked = check(mend=not only_check, now=wallclock.now())
    for found in checked.differences[:SHOWN]:
        click.echo(f"{found.number}: {found.what}: stored {found.stored}, events say {found.rebuilt}")
    if len(checked.differences) > SHOWN:
        click.echo(f"… and {len(checked.differences) - SHOWN} more")
    rebuilt = f"{checked.tickets} tickets with {checked.clocks} limits rebuilt"
    click.echo(f"{rebuilt}, {len(checked.differences)} differences")
    if checked.older:
        click.echo(f"{checked.older} tickets began before events said this; they are left as they are")
    zone = ZoneInfo(current_app.config["SERVICEDESK_TIMEZONE"])
    wrong = differing_days(wallclock.now(), zone)
    for day in wrong[:SHOWN]:
        click.echo(f"{day}: the daily facts are not what is counted")
    click.echo(f"daily facts checked, {len(wrong)} days differ")
    if (checked.differences or wrong) and only_check:
        sys.exit(1)
    if not only_check:
        forget_days(wrong)
        fold(wallclock.now(), zone)


commands = [rebuild]
