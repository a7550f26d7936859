"""Who is reached in place of somebody who is away: the deputy (A/B 岗), else the head of the office.

Nobody stands in who might see less: a message about a matter never goes to somebody without sight of it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

# Heads of a department, and of the desk: they name deputies, enter absences, and are reached last.
HEAD_ROLES = frozenset({"department_head", "desk_lead"})
# Offices without a head look after themselves.
_OWN_HEADS = frozenset({"supervisor", "inspector"})
# What a role sees (rules.access.relations): of two people of one office, who has all the groups of the other
# sees all that the other sees.
_GROUPS: Mapping[str, str] = {
    "officer": "desk",
    "desk_lead": "desk",
    "handler": "department",
    "department_head": "department",
}


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the staff, as far as it decides who stands in for whom."""

    id: int
    name: str
    department_id: int | None
    roles: frozenset[str]
    deputy_id: int | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """That somebody is away from a moment on, until just before another."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Reached:
    """Who is reached: the person, or whoever stands in."""

    id: int
    absent: Colleague | None = None
    """For whom they stand in."""
    until: datetime | None = None
    """Until when that one is away."""
    name: str = ""
    """The name of who stands in."""


People = Mapping[int, Colleague]
Absences = Mapping[int, Sequence[Away]]


def away_until(absences: Iterable[Away], at: datetime) -> datetime | None:
    """The end of being away at a moment, over absences that adjoin; None: not away."""
    end, later = at, sorted(absences, key=lambda one: one.starts_at)
    for one in later:
        if one.starts_at <= end < one.ends_at:
            end = one.ends_at
    return end if end > at else None


def may_stand_in(one: Colleague, other: Colleague) -> bool:
    """Whether `one` may stand in for `other`: a colleague of the same office who sees as much."""
    return (
        one.id != other.id
        and other.department_id is not None
        and one.department_id == other.department_id
        and _groups(other.roles) <= _groups(one.roles)
        # A complaint about a leader is kept from whoever is one, whatever else they are.
        and ("leader" in other.roles or "leader" not in one.roles)
    )


def reached(person_id: int, at: datetime, people: People, absences: Absences) -> Reached:
    """Who is reached at a moment in place of a person.

    The deputy; where that one is away too, the head who is there. Where nobody is, the person: it waits.
    """
    until, absent = away_until(absences.get(person_id, ()), at), people.get(person_id)
    if until is None or absent is None:
        return Reached(person_id)
    deputy = people.get(absent.deputy_id or 0)
    heads = sorted((one for one in people.values() if one.roles & HEAD_ROLES), key=lambda one: one.id)
    for one in (deputy, *heads):
        if one and may_stand_in(one, absent) and not away_until(absences.get(one.id, ()), at):
            return Reached(one.id, absent, until, one.name)
    return Reached(person_id)


def share_out(
    ids: Iterable[int], at: datetime, people: People, absences: Absences, but: Collection[int] = ()
) -> list[Reached]:
    """Who is told at a moment what is meant for these people; each once, nobody in `but` for another.

    Who is meant anyway is not told for somebody else.
    """
    found: dict[int, Reached] = {}
    for one in (reached(id_, at, people, absences) for id_ in dict.fromkeys(ids)):
        if one.absent is None:
            found[one.id] = one
        elif one.id not in but:
            found.setdefault(one.id, one)
    return list(found.values())


def looks_after(roles: frozenset[str], department: str | None, whose: str | None) -> bool:
    """Whether somebody names deputies and enters absences for the people of a department (by code)."""
    return department is not None and department == whose and bool(roles & (HEAD_ROLES | _OWN_HEADS))


def _groups(roles: frozenset[str]) -> frozenset[str]:
    return frozenset(_GROUPS.get(role, role) for role in roles)
