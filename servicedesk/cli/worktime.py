"""`flask worktime`: working time for other programs, through JSON lines."""

import sys

import click
from flask.cli import with_appcontext

from servicedesk.rules.working_time import Calendar
from servicedesk.rules.worktime_lines import answers


@click.command()
@with_appcontext
def worktime() -> None:
    """Answer questions about working time: JSON lines in, one JSON line each out."""
    for answer in answers(sys.stdin.buffer, _stored_calendar):
        click.echo(answer)


def _stored_calendar(name: str) -> Calendar | None:
    # Imported when a name is asked for: a calendar that stands in the question needs no database.
    from servicedesk.extensions import db
    from servicedesk.queries.calendars import find_calendar

    try:
        return find_calendar(name)
    finally:
        db.session.remove()  # the next line may come hours later


commands = [worktime]
