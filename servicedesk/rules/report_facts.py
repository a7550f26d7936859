"""What a report is composed from: plain numbers and names, gathered over what its maker may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from servicedesk.rules.bands import BandRule
from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import Period
from servicedesk.rules.report import Words
from servicedesk.rules.text import Named

Figures = Mapping[str, Figure]
"""By the name of their definition."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many matters of a group were sent in the period, and in the one before."""

    code: str
    name: Words
    now: int
    before: int

    @property
    def change(self) -> int:
        """On the period before."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Office:
    """A department with its figures of the period."""

    code: str
    name: Named
    figures: Figures


@dataclass(frozen=True, slots=True)
class Overdue:
    """A result that is past its limit and not given; `title` is empty where rules 12-14 keep it."""

    number: str
    title: str
    department: Named | None
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Blown:
    """A whistle, and how its calls were answered."""

    number: str
    kind: str
    blown_at: datetime
    departments: Sequence[Named]
    called: int
    reported: int
    in_time: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Carded:
    """The cards that a department's limits were shown in the period, by colour."""

    department: Named
    cards: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Instructed:
    """A leader's instruction to one department."""

    number: str
    department: Named
    at: datetime
    due_on: date
    reported_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tracked:
    """A matter that is followed to its end, with the moment that was promised next."""

    number: str
    title: str
    department: Named | None
    promised_at: datetime
    missed: int
    """Rounds that were not kept."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """Enterprises that came back with the same category within the period."""

    category: Named
    enterprises: int
    matters: int


@dataclass(frozen=True, slots=True)
class Case:
    """A matter that shows how the desk works."""

    number: str
    strand: str
    title: str
    category: Named
    lead: Named
    assists: Sequence[Named]
    sent_on: date
    closed_on: date
    measures: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """The daily seal over all chains."""

    day: date
    chains: int
    events: int
    digest: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it. Lists are over the period by what had happened until `as_of`."""

    kind: str
    language: str
    period: Period
    earlier: Period
    as_of: datetime
    today: date
    """The zone's day at `as_of`."""
    openly: bool
    """Whether matters that rules of their own keep from anybody are left out entirely."""
    figures: Figures
    figures_before: Figures
    offices: Sequence[Office]
    months: Sequence[tuple[Period, Figures]]
    """The last months up to the period's end, oldest first."""
    tallies: Mapping[str, Sequence[Tally]]
    """By `kind channel strand category`, each in the order of the codes."""
    open: int
    """Matters sent by the end of the period that had not ended."""
    overdue: Sequence[Overdue]
    repeated: Sequence[Repeated]
    whistles: Sequence[Blown]
    cards: Sequence[Carded]
    by_hand: int
    """Cards shown by hand."""
    urged: int
    instructions: Sequence[Instructed]
    tracked: Sequence[Tracked]
    excluded: Mapping[str, int]
    """Matters taken out of the figures in the period, by coded reason."""
    cases: Sequence[Case]
    seal: Sealed | None
    bands: BandRule = field(default_factory=BandRule)
    """How departments are put into bands."""

    def total(self, by: str = "kind") -> tuple[int, int]:
        """Matters sent in the period, and in the one before."""
        tallies = self.tallies[by]
        return sum(one.now for one in tallies), sum(one.before for one in tallies)
