"""`flask import-tickets`: past tickets from a file of another system, by a map."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import with_appcontext

from servicedesk import wallclock
from servicedesk.cli import refusals_in_words
from servicedesk.rules.text import Text, restored


@click.command("import-tickets")
@click.argument("file", type=click.File("rb"))
@click.option("--map", "map_file", type=click.File("rb"), required=True, help="What the columns mean (JSON).")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@with_appcontext
def import_tickets(file: BinaryIO, map_file: BinaryIO, dry_run: bool) -> None:
    """Take in the past tickets of FILE (CSV or XLSX) with their own dates, limits and time zone.

    Each line that cannot be taken is named with its number and the reason, and the rest is imported. What has
    come in before is not taken again. How a map is written: docs/import/README.md.
    """
    from servicedesk.operations.ticket_import import import_at_once, try_out
    from servicedesk.queries.ticket_imports import all_lines_of

    now, content = wallclock.now(), file.read()
    with refusals_in_words():
        spec = _json(map_file)
        if not dry_run:
            run = import_at_once(now, Path(file.name).name, content, spec)
            for line in all_lines_of(run.id):
                _say(line.line, line.what, map(restored, line.reasons))
            counts = [run.added, run.repeated, run.changed, run.refused]
            click.echo(_summary("imported", run.rows, counts))
            return
        source, batches = try_out(now, content, spec)
        counts = [0, 0, 0, 0]
        for found in batches:
            for number, what, reasons in found.left:
                _say(number, what, reasons)
            batch = (len(found.new), found.repeated, found.count("changed"), found.count("refused"))
            counts = [before + more for before, more in zip(counts, batch, strict=True)]
    click.echo(_summary("would be imported", len(source.table.rows), counts))


def _json(map_file: BinaryIO) -> object:
    try:
        return json.loads(map_file.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as wrong:
        # `RecursionError`: brackets in brackets, thousands deep.
        raise click.ClickException(f"The map is not JSON: {wrong}") from None


def _say(line: int, what: str, reasons: Iterable[Text]) -> None:
    click.echo(f"line {line}: {what}: {' '.join(map(str, reasons))}")


def _summary(done: str, rows: int, counts: Sequence[int]) -> str:
    added, repeated, changed, refused = counts
    there = f"{repeated} were there already ({changed} of them changed since)"
    return f"{rows} rows: {added} {done}, {there}, {refused} refused"


commands = [import_tickets]
