"""The calendars and policies that there are. Versions never change, so each is parsed once in a process."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from json import loads

from sqlalchemy import CompoundSelect, Text, cast, null, select, union_all

from servicedesk.extensions import db
from servicedesk.models import CalendarVersion, PolicyVersion
from servicedesk.queries.calendars import parsed_version
from servicedesk.rules.limits import Limits, StoredPolicy
from servicedesk.rules.policy import Policy
from servicedesk.rules.working_time import Calendar


def limits(now: datetime) -> Limits:
    """What is in force at `now`, and every version by its id; one statement, because every page runs it.

    Raises LookupError before `flask init` has loaded any.
    """
    found = db.session.execute(_VERSIONS).all()
    calendars = [row for row in found if row.effective_from is None]
    policies = [row for row in found if row.effective_from is not None]
    if not calendars or not policies:
        raise LookupError("there is no calendar or no policy yet: run `flask init`")
    return Limits.of(
        {row.id: row.name for row in calendars},
        _Calendars({row.id: row.content for row in calendars}),
        [
            StoredPolicy(row.id, row.effective_from, _policy(row.name, row.version, row.content))
            for row in policies
        ],
        now,
    )


# Policies as they are written, and the digests of calendars: that is all that it takes to know them again.
_EACH: CompoundSelect[int, str, int, datetime, str] = union_all(
    select(
        PolicyVersion.id, PolicyVersion.code.label("name"), PolicyVersion.version,
        PolicyVersion.effective_from, cast(PolicyVersion.spec, Text).label("content"),
    ),
    select(
        CalendarVersion.id, CalendarVersion.name, CalendarVersion.version,
        null().label("effective_from"), CalendarVersion.digest.label("content"),
    ),
)  # fmt: skip
_VERSIONS = _EACH.order_by(_EACH.selected_columns.id)


class _Calendars(Mapping[int, Calendar]):
    """Every version of every calendar by id; a content that this process has not seen yet is read then."""

    def __init__(self, digests: Mapping[int, str]) -> None:
        self._digests = digests

    def __getitem__(self, id_: int) -> Calendar:
        return parsed_version(id_, self._digests[id_])

    def __iter__(self) -> Iterator[int]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)


# Keyed by content rather than by id, so that two databases in one process never share a parsed version.
@lru_cache(maxsize=256)
def _policy(code: str, version: int, spec: str) -> Policy:
    return Policy.from_spec(code, version, loads(spec))
