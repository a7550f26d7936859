"""`flask report`: the report of a period in any of its formats."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import current_app, url_for
from flask.cli import with_appcontext

from servicedesk import wallclock
from servicedesk.cli import days, refusals_in_words
from servicedesk.operations.report_making import asked_report, composed
from servicedesk.queries.figures import figures, question
from servicedesk.queries.people import person_by_username
from servicedesk.rules.access import Actor
from servicedesk.rules.figure_answer import figure_answer
from servicedesk.rules.figure_question import Asked, read_asked
from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import Days
from servicedesk.rules.report import FORMATS_OF_REPORTS, LANGUAGES_OF_REPORTS, REPORT_KINDS, Document
from servicedesk.rules.report_form import to_json
from servicedesk.rules.report_phrases import kind_of

LEADER = Actor(0, frozenset({"leader"}))
"""For whom a report is made where nobody is named: it is for the zone's leaders."""


@click.command()
@click.argument("period")
@click.option(
    "--format", "format_", type=click.Choice(["json", *FORMATS_OF_REPORTS]), default="json", show_default=True
)
@click.option("--as-of", help="By what had happened until this moment (or the end of this day); else now.")
@click.option("--kind", type=click.Choice(REPORT_KINDS), help="Else as the period asks for.")
@click.option("--language", type=click.Choice(LANGUAGES_OF_REPORTS), default="zh", show_default=True)
@click.option("--for", "username", help="Over what this person may see; else over what leaders see.")
@click.option("-o", "file", type=click.Path(dir_okay=False, path_type=Path), help="Else to standard output.")
@with_appcontext
def report(
    period: str,
    format_: str,
    as_of: str | None,
    kind: str | None,
    language: str,
    username: str | None,
    file: Path | None,
) -> None:
    """Make the report of PERIOD: 2026-11-23, 2026-W47, 2026-11, 2026-Q3, 2026-H1, 2026 or a range."""
    # Libraries for files are not loaded for every other command.
    from servicedesk.documents.formats import written
    from servicedesk.documents.speaking import spoken

    counted, actor = days(), _actor(username)
    asked = _asked(period, as_of, counted)
    kind = kind or kind_of(asked.period)
    wanted = asked_report(kind, language, asked.period, asked.as_of, actor, counted, live=asked.live)
    document = spoken(composed(wanted))
    if format_ == "json":
        found = figures(question(actor, asked, counted.zone))
        content = _json(document, asked, found, counted.zone)
    else:
        content = written(document, format_, counted.zone)
    if file:
        file.write_bytes(content)
    else:
        click.echo(content, nl=False)


def _actor(username: str | None) -> Actor:
    if username is None:
        return LEADER
    person = person_by_username(username.lower())
    if person is None:
        raise click.ClickException(f"There is nobody with the user name {username}.")
    return person.actor()


def _asked(period: str, as_of: str | None, counted: Days) -> Asked:
    now = wallclock.now().replace(microsecond=0)
    with refusals_in_words():
        return read_asked({"period": period, "as_of": as_of}, counted.zone, now, counted.ends_on)


def _json(document: Document, asked: Asked, found: list[Figure], zone: ZoneInfo) -> bytes:
    """As `/figures` of the API gives them, then the report's sections."""
    as_of = asked.as_of.astimezone(zone).isoformat()
    with current_app.test_request_context():
        told = [figure_answer(figure, _address(figure, asked, as_of)) for figure in found]
    answer: dict[str, Any] = {"period": asked.period.name, "as_of": as_of, "figures": told}
    rest = {name: value for name, value in to_json(document).items() if name not in answer}
    return (json.dumps(answer | rest, ensure_ascii=False, indent=1) + "\n").encode()


def _address(figure: Figure, asked: Asked, as_of: str) -> str:
    return url_for(
        "api.list_tickets", figure=figure.name, period=asked.period.name, group=figure.group, as_of=as_of
    )


commands = [report]
