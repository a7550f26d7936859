"""Changing a calendar in two steps: first it is said which running limits move, then it is confirmed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_login import current_user

from servicedesk.languages import say
from servicedesk.operations.calendars import change_calendars, follow
from servicedesk.queries.calendar_moves import moves
from servicedesk.queries.calendars import is_behind, newest_versions
from servicedesk.queries.limits import limits
from servicedesk.rules.calendar_change import CalendarChange
from servicedesk.rules.calendar_spec import CalendarError
from servicedesk.rules.refusals import NotNow
from servicedesk.rules.text import Text
from servicedesk.web import request_time
from servicedesk.web.admin.calendar_views import labels
from servicedesk.web.admin.tabs import admin_tabs
from servicedesk.web.forms.calendars import ChangeForm

MOST_AT_ONCE = 1000
"""Tickets whose limits follow while the page is waited for; the timetable does the rest."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change to be confirmed."""

    change: CalendarChange
    title: str
    home: str
    """The address to go to afterwards."""
    name: str | None = None
    """Which calendar it is made to; None: all of them."""
    summary: str = ""
    doubts: Sequence[Text] = ()


def answer(
    form: ChangeForm, proposal: Callable[[], Proposal | None], page: Callable[[], str]
) -> ResponseReturnValue:
    """The form's page at first; then the moves to be confirmed; confirmed, the way on.

    `proposal` answers None when something is wrong in the form, which then says so.
    """
    # Back from the confirmation, with all that was typed.
    if request.method == "GET" or "edit" in request.form:
        return page()
    found = proposal() if form.validate() else None
    return (_propose(form, found) if found else None) or (page(), 422)


def _propose(form: ChangeForm, proposal: Proposal) -> ResponseReturnValue | None:
    try:
        return _apply(form, proposal) if "confirmed" in request.form else _ask(form, proposal)
    except CalendarError as wrong:
        form.form_errors.append(say(wrong.sentence))
    except NotNow as slower:
        form.form_errors.append(say(slower.sentence))
        form.form_errors.append(gettext("Please check whether your change still fits, and send it again."))
        form.seen.data = seen_version(proposal.name)
    return None


def seen_version(name: str | None) -> str:
    """What a form keeps of the version that it shows."""
    return str(newest_versions().get(name, "")) if name else ""


def _ask(form: ChangeForm, proposal: Proposal) -> ResponseReturnValue | None:
    found = moves(request_time.now(), proposal.change, [proposal.name] if proposal.name else None)
    if not found.calendars:
        form.form_errors.append(gettext("This would change nothing: the calendar says so already."))
        return None
    names = labels(limits(request_time.now()))
    return render_template(
        "admin/calendar_confirm.html",
        tabs=admin_tabs("admin.calendar"),
        form=form,
        proposal=proposal,
        moves=found,
        calendars=[names[name] for name in found.calendars],
    )


def _apply(form: ChangeForm, proposal: Proposal) -> ResponseReturnValue:
    seen = form.seen.data or ""
    change_calendars(
        current_user,
        request_time.now(),
        proposal.change,
        [proposal.name] if proposal.name else None,
        {proposal.name: int(seen)} if proposal.name and seen.isdecimal() else None,
        (form.reason.data or "").strip()[:200],
    )
    number = follow(request_time.now(), MOST_AT_ONCE)
    words = [
        gettext("The calendar has been changed."),
        ngettext(
            "%(num)d running limit was changed with it.",
            "%(num)d running limits were changed with it.",
            number,
        ),
    ]
    if is_behind():
        words.append(gettext("Further ones follow within a minute."))
    flash(" ".join(words), "success")
    return redirect(proposal.home, 303)
