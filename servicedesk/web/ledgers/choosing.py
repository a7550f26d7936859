"""One page for every list: which columns, in which order, in which format; and the file itself."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, login_required

from servicedesk.languages import say
from servicedesk.operations.ledgers import Export, forget_choice, keep_choice, record_export
from servicedesk.queries.ledger_choices import choices_for
from servicedesk.queries.limits import limits
from servicedesk.rules.ledger import (
    FORMATS,
    MOST_ROWS,
    Ledger,
    check_choice,
    find_ledger,
    moved,
    ordered,
    still_known,
)
from servicedesk.rules.refusals import Invalid, NotYours
from servicedesk.rules.text import text
from servicedesk.web import request_time
from servicedesk.web.forms.ledger import LedgerForm
from servicedesk.web.ledgers import blueprint
from servicedesk.web.ledgers.cells import cells_of
from servicedesk.web.ledgers.lists import rows_of
from servicedesk.web.ledgers.taking import TYPES, Taking

if TYPE_CHECKING:
    from servicedesk.models import LedgerChoice

# The page that each list stands on, and those of lists that have a page each.
PAGES = {
    "matters": "desk.search",
    "queue": "desk.inbox",
    "overdue": "board.overdue",
    "department": "department.home",
    "callbacks": "desk.callbacks",
    "withdrawals": "supervision.withdrawals",
    "supervision": "supervision.listed",
    "instructions": "instructions.listed",
    "tracking": "tracking.listed",
    "decisions": "decisions.pending",
    "whistles": "whistles.board",
    "handed_over": "handed_over.listed",
    "read_log": "read_log.listed",
    "behind": "board.behind",
    "own": "portal.home",
}
OWN_PAGES = {
    ("whistles", "over"): "whistles.over",
    ("decisions", "others"): "decisions.others",
    ("decisions", "decided"): "decisions.decided",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page shows as chosen."""

    columns: Sequence[str]
    format: str
    choice: int | None = None
    """The stored choice that it comes from."""


def download_address(ledger: str, **given: Any) -> str:
    """Where the list that the page shows can be downloaded, with the page's filters; `given` beats these."""
    return url_for("ledgers.choose", ledger=ledger, **{**_given(find_ledger(ledger)), **given})


@blueprint.app_context_processor
def _for_templates() -> dict[str, object]:
    return {"download_address": download_address}


@blueprint.route("/<ledger>", methods=["GET", "POST"])
@login_required
def choose(ledger: str) -> ResponseReturnValue:
    """The columns as they were last taken, or as a recipient gets them; what was pressed is done."""
    found = find_ledger(ledger)
    if not current_user.roles & found.readers:
        raise NotYours(text("This list belongs to others."))
    choices = choices_for(current_user, ledger)
    if request.method == "GET":
        chosen = _stored(found, choices)
        return _page(found, choices, chosen, LedgerForm(data={"format": chosen.format}))
    form, deed = LedgerForm(), request.form.get("do", "download")
    chosen = Chosen(request.form.getlist("columns"), form.format.data or FORMATS[0])
    if not form.validate_on_submit():
        return _page(found, choices, chosen, form), 422
    try:
        return _done(found, choices, chosen, form, deed)
    except Invalid as wrong:
        form.refuse(wrong)
        return _page(found, choices, chosen, form), 422


def _done(
    ledger: Ledger, choices: "Sequence[LedgerChoice]", chosen: Chosen, form: LedgerForm, deed: str
) -> ResponseReturnValue:
    now, (verb, _, which) = request_time.now(), deed.partition(".")
    match verb:
        case "keep":
            recipient = form.recipient.data or ""
            kept = keep_choice(current_user, now, ledger.name, recipient, chosen.columns, chosen.format)
            flash(gettext("The columns have been kept."), "success")
            return redirect(_here(ledger, choice=kept.id), 303)
        case "forget":
            forget_choice(current_user, now, int(which) if which.isdecimal() else 0)
            flash(gettext("Removed."), "success")
            return redirect(_here(ledger), 303)
        case "download":
            return _file(ledger, chosen)
    columns = still_known(ledger, moved(chosen.columns, verb, which))
    return _page(ledger, choices, Chosen(columns, chosen.format), form)


def _file(ledger: Ledger, chosen: Chosen) -> ResponseReturnValue:
    """The file; it stands on record before it leaves."""
    check_choice(ledger, chosen.columns, chosen.format, "")
    now, given = request_time.now(), _given(ledger)
    columns = ordered(ledger, chosen.columns)
    taking = Taking(ledger, columns, rows_of(ledger.name, given, now), cells_of(ledger.name, given))
    zone = ZoneInfo(limits(now).calendar.timezone)
    content = taking.write(chosen.format, zone)
    export = Export(
        ledger.name, given, chosen.columns, chosen.format, taking.count, taking.cut,
        hashlib.sha256(content).hexdigest(), taking.watched(),
    )  # fmt: skip
    title = say(ledger.title)
    record_export(current_user, now, export, request.path)
    cut = gettext("-first-%(number)s", number=MOST_ROWS) if taking.cut else ""
    name = f"{title}-{now.astimezone(zone):%Y%m%d-%H%M}{cut}.{chosen.format}"
    response = send_file(
        BytesIO(content), mimetype=TYPES[chosen.format], as_attachment=True, download_name=name, max_age=0
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _stored(ledger: Ledger, choices: "Sequence[LedgerChoice]") -> Chosen:
    wanted = request.args.get("choice", type=int)
    own = [one for one in choices if one.person_id == current_user.id and not one.recipient]
    found = next((one for one in choices if one.id == wanted), own[0] if own else None)
    if found is None:
        return Chosen(ledger.shown, FORMATS[0])
    return Chosen(still_known(ledger, found.columns), found.format, found.id if found.recipient else None)


def _given(ledger: Ledger) -> dict[str, Any]:
    """What the address narrows the list to."""
    return {name: request.args[name] for name in ledger.filters if request.args.get(name)}


def _here(ledger: Ledger, **more: Any) -> str:
    return url_for("ledgers.choose", ledger=ledger.name, **_given(ledger), **more)


def _page(ledger: Ledger, choices: "Sequence[LedgerChoice]", chosen: Chosen, form: LedgerForm) -> str:
    names = {column.name: say(column.heading) for column in ledger.columns}
    taken = [name for name in chosen.columns if name in names]
    return render_template(
        "ledgers/choose.html",
        title=say(ledger.title),
        form=form,
        action=_here(ledger),
        back=_back(ledger),
        taken=[(name, names[name]) for name in taken],
        further=[(name, heading) for name, heading in names.items() if name not in taken],
        kept=[
            (one, _here(ledger, choice=one.id), one.id == chosen.choice, one.person_id == current_user.id)
            for one in choices
            if one.recipient
        ],
        most=MOST_ROWS,
    )


def _back(ledger: Ledger) -> str:
    given = _given(ledger)
    if page := OWN_PAGES.get((ledger.name, given.get("list", ""))):
        del given["list"]
    return url_for(page or PAGES[ledger.name], **given)
