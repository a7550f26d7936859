"""The calendars and policies that there are, and which of them hold for a matter."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from servicedesk.rules.access import DESK
from servicedesk.rules.clocks import DEPARTMENT_CLOCKS, DESK_CLOCKS
from servicedesk.rules.policy import Budget, Case, Policy, applicable, given_by
from servicedesk.rules.working_time import Calendar

ZONE = "zone"
"""The name of the calendar of the whole zone; others bear the code of their department."""


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """A version of a policy, by the id that it is stored under and the moment from which it holds."""

    id: int
    effective_from: datetime
    policy: Policy


def held_at(versions: Iterable[StoredPolicy], at: datetime) -> dict[str, StoredPolicy]:
    """The version of each policy that holds at a moment, by code; those out of force are not among them.

    `versions` come in the order of coming into force. Policies stand in the order in which they were made.
    """
    reached = [stored for stored in versions if stored.effective_from <= at]
    newest = {stored.policy.code: stored for stored in sorted(reached, key=lambda stored: stored.id)}
    newest |= {stored.policy.code: stored for stored in reached}
    return {code: stored for code, stored in newest.items() if stored.policy.active}


@dataclass(frozen=True)
class Limits:
    """Calendars and policies: what is in force, and every version by the id it is stored under."""

    calendar_ids: Mapping[str, int]
    """The newest version of each calendar, by name."""
    calendar_names: Mapping[int, str]
    """The name of every version of a calendar, by id."""
    calendars: Mapping[int, Calendar]
    versions: Sequence[StoredPolicy]
    """Of every policy, in the order in which they come into force."""
    held: Mapping[str, StoredPolicy]
    """Those in force, by code, in the order in which they were first made."""
    policies: Mapping[str, Policy]
    policy_ids: Mapping[str, int]
    policies_by_id: Mapping[int, Policy]
    at: datetime
    """The moment for which `policies` hold."""
    since: datetime
    """From when on they have held, all of them."""

    @classmethod
    def of(
        cls,
        calendar_names: Mapping[int, str],
        calendars: Mapping[int, Calendar],
        policies: Iterable[StoredPolicy],
        at: datetime,
    ) -> "Limits":
        """What is in force at a moment. The higher id of a calendar's name is the newer version."""
        ordered = sorted(policies, key=lambda stored: (stored.effective_from, stored.policy.version))
        held = held_at(ordered, at)
        return cls(
            calendar_ids={name: id_ for id_, name in sorted(calendar_names.items())},
            calendar_names=calendar_names,
            calendars=calendars,
            versions=ordered,
            held=held,
            policies={code: stored.policy for code, stored in held.items()},
            policy_ids={code: stored.id for code, stored in held.items()},
            policies_by_id={stored.id: stored.policy for stored in ordered},
            at=at,
            since=max((s.effective_from for s in ordered if s.effective_from <= at), default=at),
        )

    def supposing(self, calendars: Mapping[str, Calendar]) -> "Limits":
        """As if these were the newest versions already, stored under ids below zero."""
        new = {-n: name for n, name in enumerate(calendars, 1)}
        return replace(
            self,
            calendar_ids={**self.calendar_ids, **{name: id_ for id_, name in new.items()}},
            calendar_names={**self.calendar_names, **new},
            calendars=_Supposed({id_: calendars[name] for id_, name in new.items()}, self.calendars),
        )

    def for_matter(self, submitted_at: datetime) -> "Limits":
        """The same, with the policies under which a matter began; a running matter keeps these."""
        if submitted_at >= self.since:
            return self
        return Limits.of(self.calendar_names, self.calendars, self.versions, submitted_at)

    @property
    def calendar(self) -> Calendar:
        """The zone's calendar in force."""
        return self.calendars[self.calendar_ids[ZONE]]

    def calendar_id(self, kind: str, department: str | None) -> int:
        """The calendar by which a clock of this kind runs: of the desk, of a department, or of the zone."""
        whose = department if kind in DEPARTMENT_CLOCKS else DESK if kind in DESK_CLOCKS else None
        return self.calendar_ids.get(whose or ZONE, self.calendar_ids[ZONE])

    def newest(self, calendar_id: int) -> int:
        """The newest version of the same calendar."""
        return self.calendar_ids[self.calendar_names[calendar_id]]

    def ruling(self, case: Case) -> Policy:
        """The policy that decides on review and callback: the strongest that speaks about the case."""
        return self._applicable(case)[0]

    def budget(self, case: Case, clock: str) -> tuple[Policy, Budget] | None:
        """The budget of a clock and the policy that gives it; None when the kind has no such clock."""
        return given_by(self._applicable(case), clock)

    def _applicable(self, case: Case) -> Sequence[Policy]:
        found = self._chosen.get(case)
        if found is None:
            found = self._chosen[case] = applicable(self.policies, case)
        return found

    @cached_property
    def _chosen(self) -> dict[Case, Sequence[Policy]]:
        """The choices that were made: each step of a matter asks for the same one several times."""
        return {}


class _Supposed(Mapping[int, Calendar]):
    """Stored calendars, read only when they are asked for, and some that are not stored."""

    def __init__(self, supposed: Mapping[int, Calendar], stored: Mapping[int, Calendar]) -> None:
        self._supposed, self._stored = supposed, stored

    def __getitem__(self, id_: int) -> Calendar:
        return self._supposed[id_] if id_ in self._supposed else self._stored[id_]

    def __iter__(self) -> Iterator[int]:
        return iter({**self._supposed, **dict.fromkeys(self._stored)})

    def __len__(self) -> int:
        return len(self._supposed) + len(self._stored)
