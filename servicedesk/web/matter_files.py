"""A matter's files: opening one, and adding more, for whoever has a part in the matter."""

from typing import BinaryIO, cast

from flask import Blueprint, Response, flash, redirect, request, send_file
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as WerkzeugResponse

from servicedesk.languages import say
from servicedesk.operations.attachments import attach, opened
from servicedesk.operations.readings import note_file
from servicedesk.operations.replays import digest_of, once
from servicedesk.queries.attachments import find_attachment
from servicedesk.rules.files import SHOWN_IN_PAGES
from servicedesk.rules.refusals import Invalid
from servicedesk.web import request_time
from servicedesk.web.matter_body import home_of
from servicedesk.web.matter_view import matter_view

blueprint = Blueprint("files", __name__)

# The browser opens these in a tab of their own; everything else is only saved.
SHOWN = SHOWN_IN_PAGES | {"application/pdf"}


@blueprint.get("/files/<int:attachment_id>")
@login_required
def file(attachment_id: int) -> Response:
    """A file, for whoever sees what it belongs to; shown by the browser only when it is harmless there."""
    found = find_attachment(attachment_id, current_user)
    note_file(current_user, request_time.now(), found.ticket_id, request.path)
    response = send_file(
        opened(found),
        mimetype=found.media_type,
        as_attachment=found.media_type not in SHOWN,
        download_name=found.name,
        max_age=0,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/matters/<number>/files")
@login_required
def add_files(number: str) -> WerkzeugResponse:
    """Add files to a matter; each that cannot be taken is named with the reason, the others are kept."""
    view = matter_view(number)
    chosen = [file for file in request.files.getlist("files") if file.filename]
    key = request.form.get("once")
    added = 0
    for place, chosen_file in enumerate(chosen):
        try:
            _add(number, chosen_file, f"{key}-{place}" if key else None)
            added += 1
        except Invalid as wrong:
            sentence = say(next(iter(wrong.errors.values()))[0])
            flash(f"{chosen_file.filename}{gettext(': ')}{sentence}", "danger")
    if added:
        flash(gettext("Your files have been added."), "success")
    elif not chosen:
        flash(gettext("Please choose a file first."), "warning")
    return redirect(f"{home_of(view)}#files", 303)


def _add(number: str, chosen: FileStorage, key: str | None) -> None:
    now, name = request_time.now(), chosen.filename or ""
    stream = cast(BinaryIO, chosen.stream)
    once(
        current_user,
        now,
        key,
        digest_of(number, name),
        lambda: {"file": attach(current_user, now, number, stream, name).id},
    )
