"""What would become of a limit: a change is tried on a copy, by the very rules that would make it."""

from datetime import datetime
from types import SimpleNamespace
from typing import cast

from servicedesk.rules import running
from servicedesk.rules.clock_record import ClockRecord
from servicedesk.rules.limits import Limits
from servicedesk.rules.policy import Case


def if_extended(record: ClockRecord, limits: Limits, days: int, at: datetime) -> datetime:
    """The limit after an extension by so many working days."""
    copy = _copy(record)
    running.extend(copy, limits, days, at)
    return copy.due_at


def if_suspended(record: ClockRecord, limits: Limits, at: datetime, until: datetime) -> datetime:
    """The limit after standing still from `at` to `until`; of one that stands still, when it goes on then."""
    copy = _copy(record)
    running.pause(copy, at)
    running.resume(copy, limits, until)
    return copy.due_at


def if_rebudgeted(record: ClockRecord, case: Case, limits: Limits, at: datetime) -> datetime:
    """The limit under the policy that a changed matter would have (rule 18)."""
    copy = _copy(record)
    running.rebudget(copy, case, limits, at)
    return copy.due_at


def _copy(record: ClockRecord) -> ClockRecord:
    columns = {name: getattr(record, name) for name in ClockRecord.__annotations__}
    return cast(ClockRecord, SimpleNamespace(**columns))
