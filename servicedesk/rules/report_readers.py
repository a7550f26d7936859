"""Who makes, reads, edits and issues reports.

A report holds counts over what its maker sees, so whoever reads it must see the same. The sights of leaders,
desk and supervisor differ in what rules 12-14 keep from one or another; where a report leaves all of that out
(`openly`), they are the same, and once it is issued or sent it may go round in the zone.
"""

from collections.abc import Set

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


def may_read_report(reader: Actor, made_over: str, *, openly: bool, goes_round: bool) -> bool:
    """Whether somebody may read what was made over the sight that `standing` calls so.

    `goes_round`: it was issued, or made by a schedule to be sent. Who made it and has another office since
    reads it no longer, and their new colleagues do not read it either.
    """
    if not reader.roles & READERS:
        return False
    if openly and (goes_round or sees_the_zone(reader)):
        return True
    return standing(reader) == made_over


def may_work_on(actor: Actor, made_over: str, *, openly: bool) -> bool:
    """Whether somebody may edit, make again and issue a report."""
    return may_make(actor) and may_read_report(actor, made_over, openly=openly, goes_round=False)


def standing(actor: Actor) -> str:
    """All that sight goes by, as it is stored: whoever has the same sees the same."""
    kinds: dict[str, Set[str]] = {
        "d": DESK_ROLES, "l": {"leader"}, "s": {"supervisor"}, "i": {"inspector"}, "h": HANDLING_ROLES,
    }  # fmt: skip
    letters = "".join(letter for letter, kind in kinds.items() if actor.roles & kind)
    return f"{letters}:{actor.department or ''}"
