"""`flask import-calendar`: a year's notice of public holidays, or an amendment of one."""

import sys
from typing import TYPE_CHECKING, BinaryIO

import click
from flask.cli import with_appcontext

from servicedesk import wallclock
from servicedesk.cli import refusals_in_words

if TYPE_CHECKING:
    from servicedesk.queries.calendar_moves import Moves
    from servicedesk.rules.working_time import Calendar


@click.command("import-calendar")
@click.argument("file", type=click.File("rb"))
@click.option("--yes", is_flag=True, help="Apply it without asking.")
@with_appcontext
def import_calendar(file: BinaryIO, yes: bool) -> None:
    """Load a year's notice from FILE (- for standard input) into all calendars.

    Prints which running clocks it moves, from when to when, and asks before anything is changed. Loading a
    year again replaces its notice. The form of the file: docs/operations.md, "The calendar".
    """
    from servicedesk.operations.calendars import change_calendars, follow
    from servicedesk.queries.calendar_moves import moves
    from servicedesk.queries.limits import limits
    from servicedesk.rules.calendar_change import notice_loaded
    from servicedesk.rules.notice_file import doubts, read_notice

    now = wallclock.now()
    zone = limits(now).calendar
    with refusals_in_words():
        notice = read_notice(file.read(), zone.local(now).year)
        change = notice_loaded(notice)
        found = moves(now, change)
    click.echo(f"Notice for {notice.year}: {len(notice.off)} days off, {len(notice.work)} make-up days.")
    if not found.calendars:
        click.echo("It is loaded already; nothing changes.")
        return
    for doubt in doubts(notice, zone.notices.get(notice.year)):
        click.echo(str(doubt))
    _print(found, zone)
    _confirm(yes)
    with refusals_in_words():
        versions = change_calendars(None, now, change)
    stored = ", ".join(f"{name} (version {version})" for name, version in versions.items())
    click.echo(f"Stored: {stored}. Limits changed: {follow(now)}.")


def _print(found: "Moves", zone: "Calendar") -> None:
    click.echo(f"Running clocks that move: {found.moved}{':' if found.moved else '.'}")
    for move in found.listed:
        before, after = (zone.local(moment).isoformat(" ", "minutes") for moment in (move.before, move.after))
        paused = " (paused)" if move.paused else ""
        click.echo(f"  {move.number}  {move.kind}  {before} -> {after}{paused}")
    if found.unlisted:
        click.echo(f"  and {found.unlisted} more")
    if found.settled:
        click.echo(f"Limits that stay, with another mark or next reminder: {found.settled}.")


def _confirm(yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.ClickException("Nothing was changed. To apply it, say --yes.")
    if not click.confirm("Apply it?"):
        raise click.ClickException("Nothing was changed.")


commands = [import_calendar]
