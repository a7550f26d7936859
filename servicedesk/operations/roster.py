"""Planning the duty roster: a week at once, as the week before, entry by entry; how long a ring waits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Department, DutyRule, DutyTurn, Person
from servicedesk.operations import events
from servicedesk.operations.transaction import transaction
from servicedesk.queries.absences import office_of
from servicedesk.queries.limits import limits
from servicedesk.queries.roster import minutes_in_force, turns_between
from servicedesk.queries.standing import department_by_code
from servicedesk.rules.access import HANDLING_ROLES
from servicedesk.rules.duty import LEAST_MINUTES, MOST_IN_TURN, MOST_MINUTES, PATTERNS, may_plan, plan_week
from servicedesk.rules.fields import Field, check
from servicedesk.rules.refusals import NotFound, NotNow, NotYours, invalid
from servicedesk.rules.text import text

WEEK = (
    Field("week", "date"),
    Field("people", "codes"),
    Field("pattern", "choice", choices=PATTERNS),
    Field("day_begins", "line", longest=5),
    Field("night_begins", "line", required=False, longest=5),
)
ENTRY = (
    Field("person", "line"),
    Field("starts_at", "moment"),
    Field("ends_at", "moment"),
    Field("place", "int", least=1, most=9),
)
MINUTES = (Field("minutes", "int", least=LEAST_MINUTES, most=MOST_MINUTES),)
LONGEST = timedelta(days=31)


def plan(by: Person, now: datetime, department: str, given: Mapping[str, Any]) -> int:
    """Plan a department's week (of the day `week`) with people who take turns; answers how many entries.

    What was planned for the hours of that week that are still to come is called off. Commits. Raises NotFound
    for an unknown department, NotYours, Invalid.
    """
    with transaction():
        office = _planned_by(by, department)
        values = check(WEEK, given)
        ids = [person.id for person in _people(office, values["people"], "people")]
        times = [_time(values[name], name) for name in ("day_begins", "night_begins") if values[name]]
        if values["pattern"] == "day_night" and (len(times) < 2 or times[1] <= times[0]):
            raise invalid("night_begins", text("The night begins later than the day."))
        monday = _monday(values["week"])
        shifts = plan_week(monday, ids, values["pattern"], times[0], times[-1])
        calendar = limits(now).calendar
        spans = [(calendar.from_wall(s.starts), calendar.from_wall(s.ends), s.people) for s in shifts]
        return _replace(by, now, office, monday, spans)


def copy_week(by: Person, now: datetime, department: str, week: date) -> int:
    """Plan a week as the week before it; answers how many entries. Commits. Raises as `plan`."""
    with transaction():
        office, monday = _planned_by(by, department), _monday(week)
        start = limits(now).calendar.from_wall(datetime.combine(monday - timedelta(days=7), time()))
        before = turns_between(office.id, start, start + timedelta(days=7))
        if not before:
            raise NotNow(text("Nothing was planned for the week before."))
        days = timedelta(days=7)
        spans: dict[tuple[datetime, datetime], list[int]] = {}
        for turn in before:
            if turn.starts_at >= start:
                spans.setdefault((turn.starts_at + days, turn.ends_at + days), []).append(turn.person_id)
        return _replace(by, now, office, monday, [(*span, people) for span, people in spans.items()])


def add_turn(by: Person, now: datetime, department: str, given: Mapping[str, Any]) -> DutyTurn:
    """Add one entry. Commits. Raises as `plan`."""
    with transaction():
        office = _planned_by(by, department)
        values = check(ENTRY, given)
        (person,) = _people(office, [values["person"]], "person")
        start, end = (
            values[name].astimezone(UTC).replace(microsecond=0) for name in ("starts_at", "ends_at")
        )
        if end <= max(start, now):
            raise invalid("ends_at", text("The end must lie after the beginning, and in the future."))
        if end - start > LONGEST:
            raise invalid("ends_at", text("One entry lasts a month at most."))
        (turn,) = _add(by, now, office, [(start, end, [person.id])], values["place"])
        db.session.flush()
        payload = {"department": office.code, "turn": turn.id, **_span(start, end), "person_id": person.id}
        events.append_administration(by, "duty_entry_added", now, payload)
    return turn


def remove_turn(by: Person, now: datetime, turn_id: int) -> DutyTurn:
    """Call an entry off, or end it now where it has begun. Commits. Raises NotFound, NotYours, NotNow."""
    with transaction():
        turn: DutyTurn | None = db.session.scalar(
            select(DutyTurn).where(DutyTurn.id == turn_id).with_for_update()
        )
        office = db.session.get(Department, turn.department_id) if turn else None
        if turn is None or office is None or not may_plan(by.roles, by.actor().department, office.code):
            raise NotFound
        if turn.cancelled_at is not None or turn.ends_at <= now:
            raise NotNow(text("This entry is over already."))
        _end(turn, now)
        events.append_administration(
            by, "duty_entry_removed", now, {"department": office.code, "turn": turn.id}
        )
    return turn


def set_minutes(by: Person, now: datetime, given: Mapping[str, Any]) -> int:
    """After how many minutes without a confirmation the next one is rung, from now on. Commits."""
    if "admin" not in by.roles:
        raise NotYours(text("Administrators decide how long a ring waits."))
    with transaction():
        minutes: int = check(MINUTES, given)["minutes"]
        before = minutes_in_force(now)
        if before != minutes:
            db.session.add(DutyRule(effective_from=now, minutes=minutes))
            events.append_administration(by, "ring_minutes_set", now, {"minutes": [before, minutes]})
    return minutes


def _replace(
    by: Person,
    now: datetime,
    office: Department,
    monday: date,
    spans: Iterable[tuple[datetime, datetime, Sequence[int]]],
) -> int:
    """Put entries where others stood: of the hours that are to come."""
    calendar = limits(now).calendar
    start, end = (
        calendar.from_wall(datetime.combine(day, time())).astimezone(UTC)
        for day in (monday, monday + timedelta(days=7))
    )
    to_come = [(max(since, now), until, people) for since, until, people in spans if until > now]
    if not to_come:
        raise invalid("week", text("This week is over already."))
    for turn in turns_between(office.id, max(start, now), end):
        # What began on the Sunday before belongs to that week.
        if turn.starts_at >= start:
            _end(turn, now)
    added = _add(by, now, office, to_come)
    payload = {"department": office.code, "week": monday.isoformat(), "entries": len(added)}
    events.append_administration(by, "roster_planned", now, payload)
    return len(added)


def _add(
    by: Person,
    now: datetime,
    office: Department,
    spans: Iterable[tuple[datetime, datetime, Sequence[int]]],
    place: int = 1,
) -> list[DutyTurn]:
    added = [
        DutyTurn(
            department_id=office.id,
            person_id=person_id,
            place=number,
            starts_at=start,
            ends_at=end,
            entered_by_id=by.id,
            created_at=now,
        )
        for start, end, people in spans
        for number, person_id in enumerate(people, place)
    ]
    db.session.add_all(added)
    return added


def _end(turn: DutyTurn, now: datetime) -> None:
    if turn.starts_at >= now:
        turn.cancelled_at = now
    else:
        turn.ends_at = now


def _planned_by(by: Person, code: str) -> Department:
    office = department_by_code(code)
    if office is None:
        raise NotFound
    if not may_plan(by.roles, by.actor().department, office.code):
        raise NotYours(text("The head of the office and administrators plan its roster."))
    return office


def _people(office: Department, usernames: Sequence[str], field: str) -> list[Person]:
    known = {one.username: one for one in office_of(office.id) if one.roles & HANDLING_ROLES}
    chosen = list(dict.fromkeys(usernames))
    if not chosen or len(chosen) > MOST_IN_TURN or not known.keys() >= set(chosen):
        raise invalid(field, text("Please choose one to %(most)s people of the office.", most=MOST_IN_TURN))
    return [known[name] for name in chosen]


def _time(written: str, field: str) -> time:
    try:
        return time.fromisoformat(written)
    except ValueError:
        raise invalid(field, text("Please give a time such as 08:30.")) from None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _span(start: datetime, end: datetime) -> dict[str, str]:
    return {"from_at": start.isoformat(), "to_at": end.isoformat()}
