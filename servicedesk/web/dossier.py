"""One matter, one file (一件一档): all papers of a matter that has ended, as a page and as a ZIP.

Hangs its pages on the blueprint `matter`. It is made of what the reader's page of the matter holds, so that
it says nothing that this does not say.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from markupsafe import Markup
from werkzeug.wrappers import Response

from servicedesk.documents.archives import Readable, pack, page, safe_name
from servicedesk.operations.attachments import opened
from servicedesk.operations.dossiers import record_dossier
from servicedesk.operations.paper_numbers import give_number
from servicedesk.queries.paper_numbers import numbers_of
from servicedesk.queries.whistle_page import whistle_page
from servicedesk.rules.paper_numbers import PaperKey, may_issue
from servicedesk.rules.refusals import NotFound
from servicedesk.web import papers, request_time
from servicedesk.web.asked import asked_about
from servicedesk.web.board.periods import zone
from servicedesk.web.call_sheet import said_of
from servicedesk.web.disclosed import may_see_contact
from servicedesk.web.filters import matter_title
from servicedesk.web.history import shows_names
from servicedesk.web.locales import html_lang
from servicedesk.web.matter import blueprint
from servicedesk.web.matter_body import home_of
from servicedesk.web.matter_view import MatterView, matter_view
from servicedesk.web.whistles import papers as whistle_papers
from servicedesk.web.whistles.of_matter import whistles_of

STYLES = ("tokens", "papers", "dossier")
FILES = "files"


@dataclass(frozen=True, slots=True)
class Part:
    """One paper in the dossier, drawn."""

    title: str
    number: str
    at: datetime
    sheet: Markup


@dataclass(frozen=True, slots=True)
class Kept:
    """An attachment, under its name in the ZIP."""

    name: str
    path: str
    size: int
    sha256: str
    at: datetime


@blueprint.get("/matters/<number>/dossier")
@login_required
def dossier(number: str) -> str:
    """The dossier to be read and printed."""
    view = _view(number)
    content = _content(view)
    may_give = not content["is_numbered"] and may_issue("dossier", view.page.stand.relations)
    issue = url_for("matter.number_dossier", number=number) if may_give else None
    return render_template("dossier/page.html", home=home_of(view), issue=issue, **content)


@blueprint.post("/matters/<number>/dossier/number")
@login_required
def number_dossier(number: str) -> Response:
    """Give the dossier its number."""
    view = _view(number)
    relations = view.page.stand.relations
    given = give_number(current_user, request_time.now(), _key(view), relations, papers.prefix(), zone())
    flash(gettext("The paper has the number %(number)s.", number=given), "success")
    return redirect(url_for("matter.dossier", number=number), 303)


@blueprint.post("/matters/<number>/dossier")
@login_required
def take_dossier(number: str) -> Response:
    """The dossier as one page, with the original files; on record before it leaves."""
    view, now = _view(number), request_time.now()
    ticket, content = view.ticket, _content(view)
    title = f"{gettext('One matter, one file')} {ticket.number}"
    body = render_template("dossier/body.html", **content)
    styles = [_style(name) for name in STYLES]
    whole = page(title, html_lang(), styles, body)
    target: BinaryIO = TemporaryFile()  # noqa: SIM115 - the answer closes it
    packed = pack(_files(view, ticket.number, whole, content["kept"]), target, now.astimezone(zone()))
    sha256, reach = _digest(target), view.page.stand.reach
    record_dossier(current_user, now, ticket, reach, len(packed), sha256, request.path)
    response = send_file(
        target, mimetype="application/zip", as_attachment=True, download_name=f"{title}.zip", max_age=0
    )
    response.call_on_close(target.close)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _view(number: str) -> MatterView:
    view = matter_view(number)
    if papers.dossier_address(view) is None:
        raise NotFound
    return view


def _key(view: MatterView) -> PaperKey:
    return PaperKey("dossier", view.ticket.number, view.ticket.id)


def _content(view: MatterView) -> dict[str, Any]:
    """What both the page and the file show."""
    ended, sheets, own = view.ticket.closed_at or request_time.now(), _sheets(view), _key(view)
    numbers = numbers_of({own, *(sheet.key for sheet, _ in sheets)})
    return {
        "view": view,
        "title": matter_title(view.ticket),
        "is_numbered": own in numbers,
        "number": numbers.get(own) or papers.room("dossier", ended),
        "parts": [_part(sheet, whistle, view, numbers.get(sheet.key)) for sheet, whistle in sheets],
        "asked": list(reversed(asked_about(view))),
        "said": [said_of(one) for one in view.page.stand.judgements],
        "history": list(reversed(view.history)),
        "kept": _kept(view),
        "contact_shown": may_see_contact(view),
        "names_shown": shows_names(view.page),
    }


def _sheets(view: MatterView) -> Sequence[tuple[Any, Any]]:
    """Every paper that exists for the matter and its whistles (each with its whistle), oldest first."""
    found: list[tuple[Any, Any]] = [(sheet, None) for sheet in papers.sheets_of(view)]
    for number, _ in whistles_of(view):
        try:
            whistle = whistle_page(number, current_user, request_time.now())
        except NotFound:
            continue
        found.extend((sheet, whistle) for sheet in whistle_papers.sheets_of(whistle))
    return sorted(found, key=lambda one: one[0].at)


def _part(sheet: Any, whistle: Any, view: MatterView, number: str | None) -> Part:
    if whistle:
        paper = whistle_papers.drawn(sheet, whistle, number, bare=True)
    else:
        paper = papers.drawn(sheet, view, number, bare=True)
    return Part(sheet.title, number or "", sheet.at, Markup(paper))


def _kept(view: MatterView) -> Sequence[Kept]:
    return [
        Kept(one.name, f"{FILES}/{safe_name(place, one.name)}", one.size, one.sha256, one.uploaded_at)
        for place, one in enumerate(view.page.attachments, 1)
    ]


def _files(
    view: MatterView, number: str, whole: bytes, kept: Sequence[Kept]
) -> Iterator[tuple[str, Readable]]:
    """The page and the originals; of one that is lost, a note in its place."""
    yield f"{number}.html", BytesIO(whole)
    for one, attachment in zip(kept, view.page.attachments, strict=True):
        try:
            with opened(attachment) as content:
                yield one.path, content
        except NotFound:
            lost = gettext("The file %(name)s is not there any more; it had the digest %(sha256)s.",
                           name=one.name, sha256=one.sha256)  # fmt: skip
            yield f"{one.path}.txt", BytesIO(lost.encode())


def _style(name: str) -> str:
    return (Path(str(current_app.static_folder)) / "css" / f"{name}.css").read_text(encoding="utf-8")


def _digest(target: BinaryIO) -> str:
    target.seek(0)
    digest = hashlib.file_digest(target, "sha256").hexdigest()  # type: ignore[arg-type]
    target.seek(0)
    return digest
