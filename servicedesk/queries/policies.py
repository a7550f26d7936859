"""The policies as they are stored."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import PolicyVersion


def policies_in_force(now: datetime) -> Sequence[PolicyVersion]:
    """The version of each policy that holds at `now`, in order of code; one statement."""
    rows = db.session.scalars(
        select(PolicyVersion)
        .where(PolicyVersion.effective_from <= now)
        .order_by(PolicyVersion.effective_from, PolicyVersion.version)
    )
    in_force = {row.code: row for row in rows}
    return [in_force[code] for code in sorted(in_force)]
