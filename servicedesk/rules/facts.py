"""Daily facts: which days and months a period is put together of, and who may have sums of which matters."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from servicedesk.rules.access import DESK_ROLES, HANDLING_ROLES, Actor, Matter, reach, relations
from servicedesk.rules.figures import GROUPINGS

ALL = "all"
INTAKE = "intake"
"""Under it facts keep how many matters came in each category and who repeated how many, a row for a day."""
FACT_GROUPINGS = (ALL, *GROUPINGS, INTAKE)
"""What facts are kept by."""
DAY, MONTH = "day", "month"
ONE_DAY = timedelta(days=1)


_LETTERS: Mapping[str, Any] = {
    "c": "confidential", "m": "misconduct", "l": "about_leader", "d": "about_desk", "h": "handed_over"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sight:
    """The rules of its own that a matter has (rules 12-14), as far as they decide who sees it in full."""

    confidential: bool = False
    misconduct: bool = False
    about_leader: bool = False
    about_desk: bool = False
    handed_over: bool = False
    about: str | None = None
    """Code of the department complained of."""

    def __str__(self) -> str:
        """As it is stored; empty for an ordinary matter."""
        written = "".join(letter for letter, name in _LETTERS.items() if getattr(self, name))
        return written + (f":{self.about}" if self.about else "")

    @classmethod
    def read(cls, written: str) -> "Sight":
        """What was stored."""
        flags, _, about = written.partition(":")
        return cls(about=about or None, **{name: letter in flags for letter, name in _LETTERS.items()})


def may_use_facts(actor: Actor) -> bool:
    """Whether what somebody sees follows from a matter's own rules, not from whose share it is."""
    return bool(actor.roles & (DESK_ROLES | {"leader", "supervisor"})) and "enterprise" not in actor.roles


def sees(actor: Actor, sight: Sight) -> bool:
    """Whether such matters are read in full by somebody of whom `may_use_facts` holds."""
    matter = Matter(
        enterprise_id=None,
        submitter_id=None,
        confidential=sight.confidential,
        misconduct=sight.misconduct,
        about=sight.about,
        about_leader=sight.about_leader,
        handed_over=sight.handed_over,
    )
    found = relations(actor, matter)
    return bool(found) and reach(found, matter) == "full"


def sees_some_about_the_desk(actor: Actor) -> bool:
    """Whether they see complaints about the desk where they have a share in them, and not otherwise."""
    return (
        bool(actor.department and actor.roles & HANDLING_ROLES & DESK_ROLES)
        and not actor.roles & {"leader", "supervisor"}
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """The days, and the months by their first days, whose facts hold."""

    days: Set[date]
    months: Set[date]
    oldest: date = date.min
    """The first day on which anything counts."""

    def without(self, days: Collection[date]) -> "Held":
        """What is left when these days hold no longer."""
        months = {day.replace(day=1) for day in days}
        return replace(self, days=self.days - set(days), months=self.months - months)


@dataclass(frozen=True, slots=True)
class Puzzle:
    """A span of days put together: of facts of whole months and of days, and of what is counted directly."""

    months: Sequence[date]
    days: Sequence[date]
    direct: Sequence[date]


def put_together(first: date, last: date, held: Held) -> Puzzle:
    """The days from `first` to `last` on which anything may count."""
    months, days, direct = list[date](), list[date](), list[date]()
    day = max(first, held.oldest)
    while day <= last:
        after = month_after(day)
        if day.day == 1 and after - ONE_DAY <= last and day in held.months:
            months.append(day)
            day = after
            continue
        (days if day in held.days else direct).append(day)
        day += ONE_DAY
    return Puzzle(months, days, direct)


def month_after(day: date) -> date:
    """The first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def days_of_month(first: date) -> list[date]:
    """All days of the month that begins then."""
    return days_from(first, month_after(first) - ONE_DAY)


def days_from(first: date, last: date) -> list[date]:
    """All days from the one to the other, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """The days in unbroken runs, each with its first and last."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == ONE_DAY:
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found
