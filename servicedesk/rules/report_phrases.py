"""The turns of phrase that reports are written with, and their titles."""

from collections.abc import Mapping, Sequence

from servicedesk.rules.figure_definitions import BY_NAME
from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import Period
from servicedesk.rules.report import Cell, Column, Ratio, Table, Words
from servicedesk.rules.report_facts import Figures, Tally
from servicedesk.rules.report_numbers import percent
from servicedesk.rules.text import Listed, Text, text

HOUR = 3600
KIND_NAMES: Mapping[str, Text] = {
    "daily": text("Daily brief"),
    "weekly": text("Weekly report"),
    "circular": text("Circular"),
    "half_year": text("Half-year summary"),
}


def title_of(kind: str, period: Period) -> Text:
    """What stands on top: whose figures of which period."""
    match kind:
        case "daily":
            return text("Daily brief on enterprise services: %(period)s", period=period)
        case "weekly":
            return text("Weekly report on enterprise services: %(period)s", period=period)
        case "half_year":
            return text("Summary of the service guarantee for enterprises: %(period)s", period=period)
    return text("Circular on the service guarantee for enterprises: %(period)s", period=period)


def number_form(kind: str) -> Text:
    """How its document number is written: 通报〔{year}〕{serial}号."""
    return text("%(kind)s [%(year)s] No. %(serial)s", kind=KIND_NAMES[kind], year="{year}", serial="{serial}")


def kind_of(period: Period) -> str:
    """The kind of report that a period asks for: day, week, half-year; all others are circulars."""
    if period.first == period.last:
        return "daily"
    if "-W" in period.name:
        return "weekly"
    return "half_year" if "-H" in period.name else "circular"


def change(now: int, before: int) -> Text:
    """Against the period before; growing from nothing is no growth to speak of."""
    if now and not before:
        return text("none in the period before")
    if now > before:
        return text("%(count)s more than in the period before", count=now - before)
    if now < before:
        return text("%(count)s fewer than in the period before", count=before - now)
    return text("as many as in the period before")


def share(figures: Figures, name: str) -> Text | str:
    """A figure inside a sentence, with its base: 99.33% (597 of 601)."""
    figure = figures.get(name) or Figure(name, None, 0, 0)
    rate = percent(figure.numerator, figure.denominator)
    if not figure.denominator:
        return rate
    base = {"numerator": figure.numerator, "denominator": figure.denominator}
    return text("%(rate)s (%(numerator)s of %(denominator)s)", rate=rate, **base)


def counted(tally: Tally) -> Text:
    """A group with its number, in a list."""
    return text("%(name)s: %(count)s", name=tally.name, count=tally.now)


def listed(things: Sequence[object]) -> Listed | Text:
    """Things in a sentence; "none" where there are none."""
    return Listed(things) if things else text("none")


def cell_of(figure: Figure | None) -> Ratio | None:
    """A figure in a table: a share, or so many (of whistles, for 100 matters, working hours, points)."""
    if figure is None or figure.value is None:
        return None
    match BY_NAME[figure.name].value:
        case "count":
            return Ratio(figure.numerator, 1)
        case "per_100":
            return Ratio(100 * figure.numerator, figure.denominator)
        case "mean_time":
            return Ratio(figure.numerator, figure.denominator * HOUR)
        case "median_time" | "p90_time":
            return Ratio(round(figure.value), HOUR)
        case "points":
            return Ratio(round(figure.value * 100), 100)
    return Ratio(figure.numerator, figure.denominator)


def text_column(heading: Words) -> Column:
    """A column of words."""
    return Column(heading)


def number_column(heading: Words) -> Column:
    """A column of counts."""
    return Column(heading, "number")


def tally_table(key: str, caption: Words, group: Words, tallies: Sequence[Tally]) -> Table:
    """How many of each group, in this period and the one before, with the sum below."""
    now, before = sum(one.now for one in tallies), sum(one.before for one in tallies)
    rows: list[Sequence[Cell]] = [[one.name, one.now, one.before, one.change] for one in tallies]
    return Table(
        key,
        caption,
        [
            text_column(group),
            number_column(text("This period")),
            number_column(text("Period before")),
            Column(text("More or fewer"), "change"),
        ],
        [*rows, [text("All together"), now, before, now - before]],
    )
