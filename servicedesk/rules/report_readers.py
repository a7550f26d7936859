"""Who makes, reads, edits and issues reports.

A report holds counts over what its maker sees, so whoever reads it must see the same. The sights of leaders,
desk and supervisor differ in what rules 12-14 keep from one or another; where a report leaves all of that out
(`openly`), they are the same, and once it is issued or sent it may go round in the zone.
"""

from servicedesk.rules.access import DESK_ROLES, HANDLING_ROLES, STAFF_ROLES, Actor

MAKERS = frozenset({"leader", "desk_lead", "supervisor", "department_head"})
READERS = STAFF_ROLES - {"admin"}
ZONE_WIDE = DESK_ROLES | {"leader", "supervisor"}
"""Roles that see every matter which no rule of its own keeps."""


def may_make(actor: Actor) -> bool:
    """Whether somebody makes, edits and issues reports at all."""
    return bool(actor.roles & MAKERS)


def sees_the_zone(actor: Actor) -> bool:
    """Whether somebody can make a report for the whole zone."""
    return bool(actor.roles & ZONE_WIDE)


def may_read_report(reader: Actor, maker: Actor, *, openly: bool, goes_round: bool) -> bool:
    """Whether somebody may read what was made over the sight of `maker`.

    `goes_round`: it was issued, or made by a schedule to be sent.
    """
    if not reader.roles & READERS:
        return False
    if openly and (goes_round or sees_the_zone(reader)):
        return True
    return reader.id == maker.id or _standing(reader) == _standing(maker)


def may_work_on(actor: Actor, maker: Actor, *, openly: bool) -> bool:
    """Whether somebody may edit, make again and issue a report."""
    return may_make(actor) and may_read_report(actor, maker, openly=openly, goes_round=False)


def _standing(actor: Actor) -> tuple[object, ...]:
    """All that sight goes by: whoever has the same sees the same."""
    kinds = (DESK_ROLES, {"leader"}, {"supervisor"}, {"inspector"}, HANDLING_ROLES)
    return *(bool(actor.roles & kind) for kind in kinds), actor.department
