"""The calendars and policies in force. Versions never change, so each is parsed once in a process."""

from datetime import datetime
from functools import lru_cache
from json import dumps, loads

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import CalendarVersion, PolicyVersion
from servicedesk.queries.calendars import ZONE_CALENDAR, parsed
from servicedesk.rules.policy import Policy
from servicedesk.rules.running import Limits


def limits(now: datetime) -> Limits:
    """What is in force at `now`, and every version by its id; two statements.

    Raises LookupError before `flask init` has loaded any.
    """
    calendars = db.session.execute(
        select(CalendarVersion.id, CalendarVersion.spec)
        .where(CalendarVersion.name == ZONE_CALENDAR)
        .order_by(CalendarVersion.version)
    ).all()
    policies = db.session.execute(
        select(
            PolicyVersion.id, PolicyVersion.code, PolicyVersion.version, PolicyVersion.effective_from,
            PolicyVersion.spec,
        ).order_by(PolicyVersion.effective_from, PolicyVersion.version)
    ).all()  # fmt: skip
    if not calendars or not policies:
        raise LookupError("there is no calendar or no policy yet: run `flask init`")
    by_id = {row.id: _policy(row.code, row.version, dumps(row.spec)) for row in policies}
    in_force = {row.code: row.id for row in policies if row.effective_from <= now}
    return Limits(
        calendar_id=calendars[-1].id,
        calendars={row.id: parsed(row.spec) for row in calendars},
        policies={code: by_id[id_] for code, id_ in in_force.items()},
        policy_ids=in_force,
        policies_by_id=by_id,
    )


# Keyed by content rather than by id, so that two databases in one process never share a parsed version.
@lru_cache(maxsize=256)
def _policy(code: str, version: int, spec: str) -> Policy:
    return Policy.from_spec(code, version, loads(spec))
