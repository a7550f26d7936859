"""Submitting, step 2: the details of a matter, and its files. What is typed is kept as a draft."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from servicedesk.languages import name_of, say
from servicedesk.operations import drafts
from servicedesk.operations.attachments import attach_to_draft, remove_from_draft
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.submissions import check_submission
from servicedesk.queries.attachments import attachments_of_draft
from servicedesk.queries.categories import all_departments, category_for
from servicedesk.queries.drafts import find_draft
from servicedesk.rules.enterprise import shown_phone
from servicedesk.rules.entries import ENTRIES, entry_of, kind_of
from servicedesk.rules.files import LARGEST, MEGABYTE, MOST_FILES
from servicedesk.rules.refusals import Invalid
from servicedesk.web import request_time
from servicedesk.web.entries import entry_name
from servicedesk.web.forms import ACCEPT
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.submit import SubmitForm, submit_form
from servicedesk.web.matter_view import file_view
from servicedesk.web.portal import blueprint
from servicedesk.web.portal.addresses import MOST, details_address, row_id

if TYPE_CHECKING:
    from servicedesk.models import Category, Draft


@dataclass(frozen=True, slots=True)
class Writing:
    """What is being written: how it began, its category, and the draft once there is one."""

    entry: str
    category: "Category"
    draft: "Draft | None"

    @property
    def address(self) -> str:
        """The address of its details."""
        return details_address(self.entry, self.category.code, self.draft.id if self.draft else None)


@blueprint.route("/submit/details", methods=["GET", "POST"])
def details() -> ResponseReturnValue:
    """Step 2: everything about the matter, with its files."""
    writing = _writing()
    if writing is None:
        flash(gettext("Please choose first what it is about."), "info")
        return redirect(
            url_for("portal.submit", entry=request.args.get("entry"), draft=request.args.get("draft"))
        )
    if request.method == "GET":
        return _first_page(writing)
    form = submit_form(writing.category)
    if not form.validate_on_submit():
        return _page(writing, form), 422
    try:
        draft = _kept(writing, form)
    except Invalid as wrong:
        form.show(wrong)
        return _page(writing, form), 422
    return _go_on(Writing(writing.entry, writing.category, draft), form)


@blueprint.post(f"/drafts/<int(max={MOST}):draft_id>/discard")
def discard(draft_id: int) -> Response:
    """Throw a draft away, with its files."""
    drafts.discard(current_user, request_time.now(), draft_id)
    flash(gettext("The draft has been thrown away."), "success")
    return redirect(url_for("portal.home"), 303)


def given_of(draft: "Draft") -> dict[str, Any]:
    """A draft as the operation of submitting takes it."""
    return {**draft.content, "channel": "web"}


def details_of(draft: "Draft", **more: Any) -> str:
    """The address of a draft's details."""
    content = draft.content
    return details_address(entry_of(content.get("kind")), content.get("category"), draft.id, **more)


def _writing() -> Writing | None:
    """What the address names; None when it names no category. Raises NotFound for another's draft."""
    draft_id = request.args.get("draft", type=row_id)
    draft = find_draft(draft_id, current_user) if draft_id else None
    kept = draft.content if draft else {}
    entry = request.args.get("entry") or (entry_of(kept.get("kind")) if draft else "")
    category = category_for(request.args.get("category") or kept.get("category") or "")
    if entry not in ENTRIES or category is None:
        return None
    return Writing(entry, category, draft)


def _first_page(writing: Writing) -> str:
    member = current_user
    begun = {
        "contact": {
            "name": member.name,
            "phone": member.phone and shown_phone(member.phone),
            "email": member.email,
        }
    }
    start = {**(writing.draft.content if writing.draft else begun), "once": uuid4().hex}
    form = submit_form(writing.category, start)
    if writing.draft and request.args.get("complete"):
        # Sent back from step 3: say at once what is missing.
        try:
            check_submission(member, given_of(writing.draft))
        except Invalid as wrong:
            form.show(wrong)
    return _page(writing, form)


def _kept(writing: Writing, form: SubmitForm) -> "Draft":
    """The draft with what was typed; however often the page is sent, it makes one draft."""
    now = request_time.now()
    content = {
        "kind": kind_of(writing.entry, writing.category.code),
        "category": writing.category.code,
        **form.content(),
    }
    draft_id = writing.draft.id if writing.draft else _new_draft(content, form)
    return drafts.save_draft(current_user, now, content, draft_id)


def _new_draft(content: dict[str, Any], form: SubmitForm) -> int:
    now = request_time.now()
    made = once(
        current_user,
        now,
        form.once.data,
        digest_of("draft"),
        lambda: {"draft": drafts.save_draft(current_user, now, content).id},
    )
    return int(made["draft"])


def _go_on(writing: Writing, form: SubmitForm) -> ResponseReturnValue:
    """What the pressed button asks for: a file more or less, a pause, or step 3."""
    assert writing.draft is not None
    removed = request.form.get("remove", type=row_id)
    if removed is not None:
        remove_from_draft(current_user, request_time.now(), removed)
        return redirect(writing.address + "#files", 303)
    refused = _add_files(writing.draft, form.once.data or "")
    if refused:
        return _page(writing, form, refused), 422
    wish = request.form.get("do", "check")
    if wish == "files":
        return redirect(writing.address + "#files", 303)
    if wish == "later":
        flash(gettext('Your draft has been kept. You find it under "My matters".'), "success")
        return redirect(url_for("portal.home"), 303)
    try:
        check_submission(current_user, given_of(writing.draft))
    except Invalid as wrong:
        form.show(wrong)
        return _page(writing, form), 422
    return redirect(url_for("portal.check", draft_id=writing.draft.id), 303)


def _add_files(draft: "Draft", key: str) -> list[str]:
    """Keep the chosen files with the draft; answers what was wrong with those that were not taken."""
    refused = []
    for place, file in enumerate(f for f in request.files.getlist("files") if f.filename):
        try:
            _add_file(draft, file, f"{key}-{place}" if key else None)
        except Invalid as wrong:
            sentences = [say(sentence) for found in wrong.errors.values() for sentence in found]
            refused += [f"{file.filename}{gettext(': ')}{sentence}" for sentence in sentences]
    return refused


def _add_file(draft: "Draft", file: FileStorage, key: str | None) -> None:
    now, stream = request_time.now(), cast(BinaryIO, file.stream)
    once(
        current_user,
        now,
        key,
        digest_of(draft.id, file.filename),
        lambda: {"file": attach_to_draft(current_user, now, draft.id, stream, file.filename or "").id},
    )


def _page(writing: Writing, form: SubmitForm, refused_files: list[str] | None = None) -> str:
    form.about_department.choices = [SelectChoice("", gettext("No, or I do not know"))]
    if writing.entry == "complain":
        form.about_department.choices += [SelectChoice(d.code, name_of(d)) for d in all_departments()]
    if request.method == "POST":
        # A further try is another request.
        form.once.data = uuid4().hex
    found = attachments_of_draft(writing.draft) if writing.draft else []
    return render_template(
        "portal/submit_details.html",
        form=form,
        writing=writing,
        entry_name=entry_name(writing.entry),
        files=[(file_view(file), file.id) for file in found],
        refused_files=refused_files or [],
        accept=ACCEPT,
        most_files=MOST_FILES,
        largest=LARGEST // MEGABYTE,
    )
