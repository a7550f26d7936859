"""Which sections a report of each kind has, and the whole document composed of them."""

from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from servicedesk.rules import report_sections as sections
from servicedesk.rules import report_summary as summary
from servicedesk.rules.report import Document, Section, Words
from servicedesk.rules.report_facts import Facts
from servicedesk.rules.report_phrases import number_form, title_of
from servicedesk.rules.text import text

Part = Callable[[Facts], Section]
_CIRCULAR: Sequence[Part] = (
    sections.intake,
    sections.limits,
    sections.hot,
    sections.repeats,
    sections.whistles,
    sections.supervision,
    sections.callbacks,
    sections.tracking,
    sections.annex,
)
PARTS: Mapping[str, Sequence[Part]] = {
    "daily": (
        sections.intake,
        sections.limits,
        sections.whistles,
        sections.supervision,
        sections.tracking,
        sections.sealed,
    ),
    "weekly": _CIRCULAR,
    "circular": _CIRCULAR,
    "half_year": (
        summary.work,
        summary.guarantee,
        summary.joint,
        summary.cases,
        summary.remaining,
        summary.next_steps,
        sections.annex,
    ),
}
ISSUER = text("Enterprise Service Centre")


def compose(facts: Facts, zone: ZoneInfo, issuer: Words = ISSUER) -> Document:
    """The report that these facts make; signed by `issuer` on the zone's day of `as_of`."""
    return Document(
        kind=facts.kind,
        period=facts.period.name,
        first=facts.period.first,
        last=facts.period.last,
        as_of=facts.as_of,
        language=facts.language,
        title=title_of(facts.kind, facts.period),
        opening=sections.opening(facts),
        sections=[part(facts) for part in PARTS[facts.kind]],
        issuer=issuer,
        number_form=number_form(facts.kind),
        signed_on=facts.as_of.astimezone(zone).date(),
    )
