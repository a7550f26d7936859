"""The people of one's office: deputies, who is away, and entering an absence."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, StringField

from servicedesk.languages import name_of
from servicedesk.operations.absences import end_absence, enter_absence, name_deputy
from servicedesk.queries.absences import StandIns, absences_of, office_of, stand_ins_of
from servicedesk.rules.standing_in import Reached, looks_after, may_stand_in
from servicedesk.web import request_time
from servicedesk.web.duty import blueprint, duty_tabs
from servicedesk.web.duty.doing import enter, press
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.moment import MomentField

if TYPE_CHECKING:
    from servicedesk.models import Person


class AbsenceForm(Form):
    """Who is away, from when until when, and why."""

    once = HiddenField()
    person = SelectField(_l("Who is away?"), validate_choice=False)
    starts_at = MomentField(_l("From"), [Needed()])
    ends_at = MomentField(_l("Until"), [Needed()])
    reason = StringField(
        _l("Reason"),
        [Needed()],
        description=_l("In a word or two: leave, training, business trip. Your office reads it."),
        render_kw={"maxlength": 100},
    )

    def given(self) -> dict[str, Any]:
        """What was entered, by the names of the operation."""
        return {
            "person": self.person.data or None,
            "starts_at": self.starts_at.given(),
            "ends_at": self.ends_at.given(),
            "reason": self.reason.data,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the office."""

    person: "Person"
    away: datetime | None
    """Until when they are away now."""
    reached: Reached
    deputy: str
    choices: list[SelectChoice]
    """Who could be the deputy; empty where the reader does not decide."""


@blueprint.get("/")
def office() -> str:
    """Everybody of the office, with deputies and absences."""
    return _page(_form(fresh=True))


@blueprint.post("/absences")
def absent() -> Response | tuple[str, int]:
    """Enter an absence."""
    form = _form()
    given = form.given()

    def do() -> dict[str, Any]:
        return {"absence": enter_absence(current_user, request_time.now(), given).id}

    def told(_: object) -> str:
        return gettext("The absence is entered; messages go to whoever stands in.")

    return enter(form, given, do, told, lambda: _page(form), url_for("duty.office"))


@blueprint.post("/absences/<int:absence_id>/end")
def back(absence_id: int) -> Response:
    """Somebody is back."""

    def do() -> str:
        end_absence(current_user, request_time.now(), absence_id)
        return gettext("The absence is ended; messages go to the person again.")

    return press(do, url_for("duty.office"))


@blueprint.post("/deputies/<int:person_id>")
def deputy(person_id: int) -> Response:
    """Name who stands in for somebody."""

    def do() -> str:
        name_deputy(current_user, request_time.now(), person_id, request.form.get("deputy") or None)
        return gettext("The deputy is named.")

    return press(do, url_for("duty.office"))


def _form(*, fresh: bool = False) -> AbsenceForm:
    form = AbsenceForm(**({"formdata": None, "data": {"once": uuid4().hex}} if fresh else {}))
    others = _office() if _decides() else []
    form.person.choices = [
        SelectChoice("", gettext("Myself")),
        *(SelectChoice(one.username, one.name) for one in others if one.id != current_user.id),
    ]
    return form


def _office() -> list["Person"]:
    return list(office_of(current_user.department_id)) if current_user.department_id else [current_user]


def _decides() -> bool:
    own = current_user.actor().department
    return looks_after(current_user.roles, own, own)


def _page(form: AbsenceForm) -> str:
    now, decides = request_time.now(), _decides()
    stand_ins, people = stand_ins_of(current_user.department_id, now), _office()
    absences = absences_of(current_user.id, current_user.department_id, now)
    return render_template(
        "duty/office.html",
        tabs=duty_tabs(),
        office=name_of(current_user.department) if current_user.department else current_user.name,
        lines=[_line(one, people, stand_ins, decides, now) for one in people],
        absences=[(one, decides or one.person_id == current_user.id) for one in absences],
        stood_in_for=stand_ins.for_whom(current_user.id, now),
        form=form,
        decides=decides,
        alone=current_user.department_id is None,
    )


def _line(
    person: "Person",
    people: list["Person"],
    stand_ins: StandIns,
    decides: bool,
    now: datetime,
) -> Line:
    names = {one.id: one.name for one in people}
    known = stand_ins.people
    own = known.get(person.id)
    possible = [one for one in people if own and one.id in known and may_stand_in(known[one.id], own)]
    found = stand_ins.reached(person.id, now)
    return Line(
        person,
        found.until or stand_ins.until(person.id, now),
        found,
        names.get(person.deputy_id or 0, ""),
        [SelectChoice(str(one.username), one.name) for one in possible] if decides else [],
    )
