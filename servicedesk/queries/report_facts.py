"""Gathering what a report is composed from, over what its maker may see, step by step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Seal
from servicedesk.queries.counted import Question
from servicedesk.queries.figures import figures, figures_of_periods, of_periods
from servicedesk.queries.groupings import names_of_groups
from servicedesk.queries.report_cases import cases
from servicedesk.queries.report_intake import tallies, unended
from servicedesk.queries.report_lists import instructed, overdue, tracked, whistles
from servicedesk.queries.report_supervision import by_hand, cards, excluded, repeated
from servicedesk.rules.access import Actor
from servicedesk.rules.figures import NO_GROUP, Figure
from servicedesk.rules.periods import Period, months_until
from servicedesk.rules.report import Words
from servicedesk.rules.report_facts import Facts, Figures, Office, Sealed
from servicedesk.rules.text import Named

MONTHS = 6


@dataclass(frozen=True, slots=True)
class AskedReport:
    """Which report is asked for. `strands` names the strands of the service guarantee by code."""

    kind: str
    language: str
    period: Period
    earlier: Period
    as_of: datetime
    actor: Actor
    zone: ZoneInfo
    ends_on: int
    strands: Mapping[str, Words]
    live: bool = False
    """As of now, which daily facts can serve."""

    def question(self, period: Period, by: str | None = None) -> Question:
        """The question for the figures of a period."""
        return of_periods(Question(self.actor, (), self.as_of, by, self.live), [period], self.zone)


def gather(asked: AskedReport, told: Callable[[int], None] = lambda done: None) -> Facts:
    """All facts; `told` hears how much is done, in percent. Some thirty statements."""
    here = asked.question(asked.period)
    now = _by_name(figures(here))
    told(20)
    before = _by_name(figures(asked.question(asked.earlier)))
    told(35)
    offices = _offices(asked)
    told(50)
    months = months_until(min(asked.period.last, _day(asked)), MONTHS, asked.ends_on)
    by_month = figures_of_periods(here, months, asked.zone)
    told(65)
    counts = {by: tallies(asked.actor, _spans(asked), asked.as_of, by, asked.strands) for by in _GROUPS}
    told(80)
    hand = by_hand(here)
    return Facts(
        kind=asked.kind,
        language=asked.language,
        period=asked.period,
        earlier=asked.earlier,
        as_of=asked.as_of,
        today=_day(asked),
        openly=asked.actor.openly,
        figures=now,
        figures_before=before,
        offices=offices,
        months=[(month, by_month[month.name]) for month in months],
        tallies=counts,
        open=unended(here),
        overdue=overdue(here),
        repeated=repeated(here),
        whistles=whistles(here),
        cards=cards(here),
        by_hand=hand.get("supervise", 0),
        urged=hand.get("urge", 0),
        instructions=instructed(here),
        tracked=tracked(here),
        excluded=excluded(here),
        cases=cases(here, asked.zone) if asked.kind == "half_year" else (),
        seal=_seal(asked.period.last) if asked.kind == "daily" else None,
        bands=here.holds.bands,
    )


_GROUPS = ("kind", "channel", "strand", "category")


def _spans(asked: AskedReport) -> Sequence[tuple[str, datetime, datetime]]:
    return [
        ("now", *asked.period.moments(asked.zone)),
        ("before", *asked.earlier.moments(asked.zone)),
    ]


def _day(asked: AskedReport) -> date:
    return asked.as_of.astimezone(asked.zone).date()


def _by_name(found: Sequence[Figure]) -> Figures:
    return {figure.name: figure for figure in found}


def _offices(asked: AskedReport) -> list[Office]:
    """Every department that has a figure in the period, by code; what has no lead last."""
    found: dict[str, dict[str, Figure]] = {}
    for figure in figures(asked.question(asked.period, "department")):
        if figure.group is not None and figure.denominator:
            found.setdefault(figure.group, {})[figure.name] = figure
    names = names_of_groups("department", set(found))
    return [
        Office(code, name, found[code])
        for code in sorted(found)
        if code != NO_GROUP and isinstance(name := names.get(code), Named)
    ]


def _seal(day: date) -> Sealed | None:
    seal = db.session.scalar(select(Seal).where(Seal.day == day))
    return Sealed(seal.day, seal.chains, seal.events, seal.digest) if seal else None
