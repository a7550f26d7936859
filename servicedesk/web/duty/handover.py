"""Handing a shift over: what is open, the note for whoever comes, and the record."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField

from servicedesk.languages import full_moment, name_of
from servicedesk.operations.handovers import hand_shift_over, take_shift_over
from servicedesk.queries.handovers import find_handover, handovers, open_now, titles
from servicedesk.queries.limits import limits
from servicedesk.rules.fields import LONGEST_TEXT
from servicedesk.rules.handover import hands_over, horizon
from servicedesk.rules.refusals import NotAllowed, NotFound, NotYours
from servicedesk.rules.text import text
from servicedesk.web import request_time
from servicedesk.web.duty import blueprint, duty_tabs
from servicedesk.web.duty.doing import enter, press
from servicedesk.web.duty_now import ring_lines
from servicedesk.web.forms import Form, Needed
from servicedesk.web.offices import office_name


class NoteForm(Form):
    """What the incoming should know."""

    once = HiddenField()
    note = TextAreaField(
        _l("For whoever comes on duty"),
        [Needed()],
        description=_l("What is going on, what was agreed with whom, what to look after first."),
        render_kw={"rows": 5, "maxlength": LONGEST_TEXT},
    )


@blueprint.get("/handover")
def handover() -> str:
    """What is open now, and the handovers until now."""
    return _page(NoteForm(formdata=None, data={"once": uuid4().hex}))


@blueprint.post("/handover")
def hand_over() -> Response | tuple[str, int]:
    """Hand the shift over."""
    _only_the_desk()
    form = NoteForm()
    given = {"note": form.note.data}

    def do() -> dict[str, Any]:
        return {"handover": hand_shift_over(current_user, request_time.now(), given).id}

    def told(_: object) -> str:
        return gettext("The shift is handed over; whoever comes on duty confirms it here.")

    return enter(form, given, do, told, lambda: _page(form), url_for("duty.handover"))


@blueprint.post("/handovers/<int:handover_id>/confirm")
def take_over(handover_id: int) -> Response:
    """Take the shift over."""
    _only_the_desk()

    def do() -> str:
        take_shift_over(current_user, request_time.now(), handover_id)
        return gettext("You have taken over.")

    return press(do, url_for("duty.handover"), NotAllowed)


@blueprint.get("/handovers/<int:handover_id>")
def record(handover_id: int) -> str:
    """One handover as it stands on record, to be printed."""
    _only_the_desk()
    found = find_handover(handover_id, current_user.department_id)
    if found is None:
        raise NotFound
    facts = found.facts
    numbers = {one[0] for one in (*facts["promised"], *facts["requests"])}
    numbers |= {*facts["urgent"], *facts["asked"], *facts["rings"]}
    return render_template(
        "papers/shift_handover.html",
        title=gettext("Record of a shift handover"),
        matter=full_moment(found.written_at),
        home=url_for("duty.handover"),
        home_label=gettext("Shift handover"),
        record=found,
        facts=facts | {"promised": [(one, datetime.fromisoformat(due)) for one, due in facts["promised"]]},
        titles=titles(numbers, current_user.actor()),
        office=name_of(current_user.department),
        office_name=office_name,
    )


def _only_the_desk() -> None:
    if not hands_over(current_user.roles, current_user.actor().department):
        raise NotYours(text("This page belongs to the service centre."))


def _page(form: NoteForm) -> str:
    _only_the_desk()
    now = request_time.now()
    until = horizon(limits(now).calendar, now)
    found = open_now(current_user.actor(), current_user.department_id, now, until)
    records = handovers(current_user.department_id)
    return render_template(
        "duty/handover.html",
        tabs=duty_tabs(),
        office=name_of(current_user.department),
        found=found,
        until=until,
        rings=ring_lines(found.rings),
        unconfirmed=[one for one in records if one.confirmed_at is None],
        records=records,
        form=form,
    )
