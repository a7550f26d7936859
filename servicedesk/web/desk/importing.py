"""Importing past matters: a file and its map, what would come of it, and how far it has come."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from servicedesk.languages import say
from servicedesk.operations.ticket_import import IMPORTERS, confirm, drop, propose
from servicedesk.queries.ticket_imports import all_lines_of, find_import, imports, lines_of
from servicedesk.rules.refusals import Invalid, NotFound, NotYours
from servicedesk.rules.text import restored, text
from servicedesk.web import request_time
from servicedesk.web.desk import blueprint
from servicedesk.web.desk.example_maps import example, example_names, map_names
from servicedesk.web.forms.importing import ImportForm

if TYPE_CHECKING:
    from servicedesk.models import ImportLine, TicketImport

STATES = {
    "checking": _l("Being checked"),
    "checked": _l("To be confirmed"),
    "running": _l("Being imported"),
    "command": _l("Run on the server"),
    "done": _l("Imported"),
    "failed": _l("Failed"),
    "dropped": _l("Given up"),
}
LEFT = {"refused": _l("Cannot be taken"), "changed": _l("Changed since")}
GOING_ON = frozenset({"checking", "running", "command"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file that is not taken."""

    number: int
    what: str
    reasons: str


@blueprint.route("/imports", methods=["GET", "POST"])
def importing() -> ResponseReturnValue:
    """The imports that there were, and the form for the next one."""
    _only_importers()
    form = ImportForm()
    form.offer(map_names())
    if form.validate_on_submit() and (run := _proposed(form)):
        return redirect(url_for("desk.one_import", import_id=run.id), 303)
    page = render_template(
        "desk/imports.html", form=form, runs=imports(), states=STATES, examples=example_names()
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/imports/<int:import_id>")
def one_import(import_id: int) -> str:
    """One import: how it stands, and the lines that are not taken."""
    _only_importers()
    run, cursor = find_import(import_id), request.args.get("cursor")
    page = lines_of(run.id, cursor)
    here = url_for("desk.one_import", import_id=run.id)
    return render_template(
        "desk/import.html",
        run=run,
        state=STATES[run.state],
        trouble=_sentences(run.trouble or []),
        goes_on=run.state in GOING_ON,
        lines=list(map(_line, page.items)),
        here=here,
        next_url=url_for("desk.one_import", import_id=run.id, cursor=page.next) if page.next else None,
        first_url=here if cursor else None,
    )


@blueprint.post("/imports/<int:import_id>/confirm")
def confirm_import(import_id: int) -> ResponseReturnValue:
    """Let it run."""
    confirm(current_user, request_time.now(), import_id)
    return redirect(url_for("desk.one_import", import_id=import_id), 303)


@blueprint.post("/imports/<int:import_id>/drop")
def drop_import(import_id: int) -> ResponseReturnValue:
    """Give it up."""
    drop(current_user, request_time.now(), import_id)
    flash(gettext("The import has been given up; nothing was imported."), "success")
    return redirect(url_for("desk.importing"), 303)


@blueprint.get("/imports/<int:import_id>/lines.csv")
def import_lines(import_id: int) -> Response:
    """All lines that are not taken, as a file."""
    _only_importers()
    run, out = find_import(import_id), io.StringIO()
    writer = csv.writer(out)
    writer.writerow([gettext("Line"), gettext("State"), gettext("Reasons")])
    for line in map(_line, all_lines_of(run.id)):
        writer.writerow([line.number, line.what, line.reasons])
    return _download(out.getvalue().encode("utf-8-sig"), f"import-{run.id}.csv")


@blueprint.get("/imports/examples/<name>")
def import_example(name: str) -> Response:
    """A map or the template that comes with the product, to be made one's own."""
    _only_importers()
    found = example(name)
    return _download(found.read_bytes(), found.name)


def _proposed(form: ImportForm) -> "TicketImport | None":
    """The import that was begun; None, with the reasons beside their fields, where it cannot be."""
    given = form.content()
    spec = form.read_map(_map(form))
    if given is None or spec is None:
        return None
    try:
        return propose(current_user, request_time.now(), *given, spec)
    except Invalid as wrong:
        form.refuse(wrong)
        return None


def _map(form: ImportForm) -> bytes | None:
    own, chosen = form.own_map(), form.chosen.data or ""
    try:
        return own if own is not None or not chosen else example(chosen).read_bytes()
    except NotFound:
        return None


def _download(content: bytes, name: str) -> Response:
    kind = "text/csv" if name.endswith(".csv") else "application/json"
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _line(line: "ImportLine") -> Line:
    return Line(line.line, str(LEFT[line.what]), " ".join(_sentences(line.reasons)))


def _sentences(reasons: Sequence[Any]) -> list[str]:
    return [say(restored(reason)) for reason in reasons]


def _only_importers() -> None:
    if not current_user.roles & IMPORTERS:
        raise NotYours(text("Past tickets are imported by the desk lead."))
