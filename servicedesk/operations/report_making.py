"""Making the tree of a report: what is asked for, gathered and composed. It changes nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from servicedesk import reference
from servicedesk.queries.report_facts import AskedReport, gather
from servicedesk.rules.access import Actor
from servicedesk.rules.periods import Days, Period, before
from servicedesk.rules.report import Document, Words
from servicedesk.rules.report_plan import compose
from servicedesk.rules.text import Named

Told = Callable[[int], None]


def asked_report(
    kind: str,
    language: str,
    period: Period,
    as_of: datetime,
    actor: Actor,
    days: Days,
    *,
    live: bool = False,
) -> AskedReport:
    """The question, over what the actor may see; its names are in the words of the reference data.

    `live`: as of now, and not of a moment that may have passed when it is answered.
    """
    earlier, strands = before(period, days.ends_on), _strands()
    return AskedReport(kind, language, period, earlier, as_of, actor, days.zone, days.ends_on, strands, live)


def for_everybody(actor: Actor) -> Actor:
    """The actor, seeing only what no rule of its own keeps from anybody: for reports that go round."""
    return replace(actor, openly=True)


def composed(asked: AskedReport, told: Told = lambda done: None) -> Document:
    """The report, its words not yet in a language; `told` hears how much is done, in percent."""
    return compose(gather(asked, told), asked.zone)


def _strands() -> Mapping[str, Words]:
    return {strand.code: Named(strand.zh, strand.en) for strand in reference.strands()}
