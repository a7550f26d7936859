"""Deputies and absences: naming who stands in, entering who is away, and saying that somebody is back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from servicedesk.extensions import db
from servicedesk.models import Absence, Person
from servicedesk.operations import events
from servicedesk.operations.messages import tell_about_account
from servicedesk.operations.transaction import transaction
from servicedesk.queries.absences import StandIns, colleague, colleagues_of, held_absence
from servicedesk.queries.people import person_by_id
from servicedesk.rules.absences import FIELDS, span_of
from servicedesk.rules.fields import check
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours, invalid
from servicedesk.rules.standing_in import looks_after, may_stand_in
from servicedesk.rules.text import text


def name_deputy(by: Person, now: datetime, person_id: int, deputy: str | None) -> Person:
    """Name who stands in for somebody of one's office (by user name; None: nobody). Commits.

    Raises NotYours for whoever does not look after an office, NotFound for people of another one, Invalid.
    """
    with transaction():
        person = _own(by, person_id)
        chosen = None
        if deputy:
            chosen = colleague(deputy, person.department_id or 0)
            known = colleagues_of(person.department_id)
            if chosen is None or not may_stand_in(known[chosen.id], known[person.id]):
                raise invalid(
                    "deputy", text("Please choose a colleague of the department who sees the same matters.")
                )
        before, person.deputy_id = person.deputy_id, chosen.id if chosen else None
        if before == person.deputy_id:
            return person
        payload = {"person_id": person.id, "deputy": [before, person.deputy_id]}
        events.append_administration(by, "deputy_named", now, payload)
        if chosen and chosen.id != by.id:
            tell_about_account(chosen.id, "deputy_named", now, {"who": person.name})
    return person


def enter_absence(by: Person, now: datetime, given: Mapping[str, Any]) -> Absence:
    """Enter that somebody is away: oneself, or (`person`, by user name) somebody of the office. Commits.

    Whoever stands in is told; so is who is away where somebody else entered it. Raises Invalid, NotYours for
    whoever does not look after the office.
    """
    with transaction():
        values = check(FIELDS, given)
        person = _whom(by, values["person"])
        start, end = span_of(values, now)
        absence = Absence(
            person=person,
            starts_at=start,
            ends_at=end,
            reason=values["reason"],
            entered_by_id=by.id,
            created_at=now,
        )
        db.session.add(absence)
        db.session.flush()
        said = {"start": start.isoformat(), "end": end.isoformat()}
        payload = {"absence": absence.id, "person_id": person.id, **said}
        events.append_administration(by, "absence_entered", now, payload, {"reason": absence.reason})
        if person.id != by.id:
            tell_about_account(person.id, "away_entered", now, said)
        _tell_stand_in(by, person, max(start, now), "absence_entered", now, said)
    return absence


def end_absence(by: Person, now: datetime, absence_id: int) -> Absence:
    """Somebody is back, or is not away after all. Commits. Raises NotFound, NotNow where it is over."""
    with transaction():
        absence = held_absence(absence_id)
        person = person_by_id(absence.person_id) if absence else None
        if absence is None or person is None or (person.id != by.id and not _looks_after(by, person)):
            raise NotFound
        if absence.ended_at is not None or absence.ends_at <= now:
            raise NotNow(text("This absence is over already."))
        _tell_stand_in(by, person, max(absence.starts_at, now), "absence_ended", now, {})
        absence.ended_at, absence.ended_by_id = now, by.id
        payload = {"absence": absence.id, "person_id": person.id}
        events.append_administration(by, "absence_ended", now, payload)
    return absence


def _tell_stand_in(
    by: Person, person: Person, at: datetime, kind: str, now: datetime, said: Mapping[str, str]
) -> None:
    found = StandIns(now).reached(person.id, at)
    if found.absent is not None and found.id != by.id:
        tell_about_account(found.id, kind, now, {"who": person.name, **said})


def _whom(by: Person, username: str | None) -> Person:
    if not username or username == by.username:
        return by
    found = colleague(username, by.department_id or 0)
    if not _looks_after_own(by):
        raise NotYours(text("The head of the office enters who else is away."))
    if found is None:
        raise Invalid({"person": [text("Please choose a colleague of the department.")]})
    return found


def _own(by: Person, person_id: int) -> Person:
    if not _looks_after_own(by):
        raise NotYours(text("The head of the office names who stands in."))
    person = person_by_id(person_id)
    if person is None or not person.active or person.department_id != by.department_id:
        raise NotFound
    return person


def _looks_after_own(by: Person) -> bool:
    own = by.actor().department
    return looks_after(by.roles, own, own)


def _looks_after(by: Person, person: Person) -> bool:
    return looks_after(by.roles, by.actor().department, person.actor().department)
