"""What people do with a report: make it again, write in it, issue it, check it, download it."""

from typing import TYPE_CHECKING

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from werkzeug.utils import secure_filename

from servicedesk.documents.formats import FORMATS, written
from servicedesk.operations import reports as operations
from servicedesk.queries.reports import report_for
from servicedesk.rules.refusals import Invalid, NotFound, NotNow
from servicedesk.rules.report import Paragraph
from servicedesk.rules.report_edits import paragraph, unwritten
from servicedesk.rules.report_form import from_json
from servicedesk.rules.text import text
from servicedesk.web import request_time
from servicedesk.web.board import blueprint
from servicedesk.web.board.periods import zone
from servicedesk.web.board.report_view import period_of
from servicedesk.web.board.reports import days, flash_and_show
from servicedesk.web.forms.reports import ParagraphForm

if TYPE_CHECKING:
    from servicedesk.models import Report


@blueprint.post("/reports/<int:report_id>/again")
def make_report_again(report_id: int) -> ResponseReturnValue:
    """Make it anew, as of now."""
    operations.make_again(current_user, request_time.now(), report_id)
    return flash_and_show(gettext("The report is made again; what you have written in it stays."), report_id)


@blueprint.post("/reports/<int:report_id>/check")
def check_report(report_id: int) -> ResponseReturnValue:
    """Have an issued one reckoned again."""
    operations.ask_correction(current_user, request_time.now(), report_id)
    return flash_and_show(
        gettext("The report is reckoned again; differences will stand beside it."), report_id
    )


@blueprint.route("/reports/<int:report_id>/paragraphs/<key>", methods=["GET", "POST"])
def edit_paragraph(report_id: int, key: str) -> ResponseReturnValue:
    """A person's own words for one paragraph."""
    found = report_for(current_user.actor(), report_id)
    generated, shown = _paragraphs(found, key)
    form = ParagraphForm()
    if request.method != "POST":
        form.text.data = str(shown.words)
        return _editing(found, form, generated, shown)
    if not form.validate_on_submit():
        return _editing(found, form, generated, shown), 422
    try:
        operations.edit(current_user, request_time.now(), report_id, key, form.text.data or "")
    except Invalid as wrong:
        form.refuse(wrong)
        return _editing(found, form, generated, shown), 422
    return flash_and_show(gettext("The paragraph has been saved."), report_id)


@blueprint.route("/reports/<int:report_id>/issue", methods=["GET", "POST"])
def issue_report(report_id: int) -> ResponseReturnValue:
    """Asks once, saying what will happen; then issues it."""
    if request.method == "POST":
        issued = operations.issue(current_user, request_time.now(), report_id, days())
        number = str((issued.document or {})["number"])
        return flash_and_show(gettext("Issued as %(number)s.", number=number), report_id)
    found = report_for(current_user.actor(), report_id)
    if found.state != "made":
        raise NotNow(text("This report is not made yet, or it is issued already."))
    document = operations.edited_document(found)
    return render_template(
        "board/report_issue.html",
        report=found,
        title=str(document.title),
        period=period_of(found),
        unwritten=unwritten(document),
    )


@blueprint.get("/reports/<int:report_id>/files/<format_>")
def download_report(report_id: int, format_: str) -> Response:
    """The report as a file; that it was fetched is put on record."""
    if format_ not in FORMATS:
        raise NotFound
    document = operations.fetched(current_user, request_time.now(), report_id, format_)
    answer = Response(written(document, format_, zone()), mimetype=FORMATS[format_].media_type)
    # The old way for old programs; the title itself in the new one (RFC 6266).
    plain = secure_filename(f"{document.kind}-{document.period}.{format_}")
    answer.headers.set("Content-Disposition", "attachment", filename=plain)
    return answer


def _paragraphs(found: "Report", key: str) -> tuple[Paragraph, Paragraph]:
    """The generated paragraph, and what is shown in its place."""
    if found.document is None or found.state != "made":
        raise NotFound
    generated = paragraph(from_json(found.document), key)
    shown = paragraph(operations.edited_document(found), key)
    if generated is None or shown is None:
        raise NotFound
    return generated, shown


def _editing(found: "Report", form: ParagraphForm, generated: Paragraph, shown: Paragraph) -> str:
    title = str((found.document or {})["title"])
    return render_template(
        "board/report_edit.html", report=found, title=title, form=form, generated=generated, shown=shown
    )
