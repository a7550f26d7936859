"""Figures as pages show them: the number with its base, its change, and the address of what stands behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import url_for
from flask_babel import gettext, ngettext

from servicedesk import reference
from servicedesk.languages import name_of, reads_chinese, say
from servicedesk.rules.comparing import change_since
from servicedesk.rules.figure_definitions import BY_NAME, OF_MATTERS, Definition
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figures import NO_GROUP, Figure
from servicedesk.rules.periods import Period
from servicedesk.rules.text import Named
from servicedesk.web import views
from servicedesk.web.filters import percent
from servicedesk.web.words import word

CARDS = (
    "promise_kept_rate",
    "response_rate",
    "sign_on_time",
    "resolved_on_time",
    "resolution_rate",
    "satisfaction_rate",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure in a table: `97.5%` over `39 / 40`; a dash, and no address, where nothing was due."""

    value: str
    base: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table of figures."""

    name: str
    cells: Sequence[Cell]


def written(moment: datetime) -> str:
    """A moment as it stands in an address, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def address_behind(figure: Figure, period: Period, asked: Asked, part: str | None = None) -> str:
    """The address of the list of what a figure counted."""
    return url_for(
        "board.behind",
        figure=figure.name,
        period=period.name,
        by=asked.by if figure.group is not None else None,
        group=figure.group,
        part=part,
        office=asked.office,
        as_of=written(asked.as_of),
    )


def worth(figure: Figure) -> str:
    """What a figure is worth, as it is written: a rate, a number, a mean, hours."""
    if figure.value is None:
        return percent(None)
    match BY_NAME[figure.name].value:
        case "count":
            return str(figure.numerator)
        case "mean" | "per_100" | "points":
            return f"{figure.value:.1f}"
        case "mean_time" | "median_time" | "p90_time":
            return gettext("%(hours)s h", hours=f"{figure.value / 3600:.1f}")
    return percent(figure.value)


def base_of(figure: Figure) -> str:
    """On what it stands."""
    match BY_NAME[figure.name].value:
        case "count":
            return ""
        case "mean":
            return ngettext("%(num)d grade", "%(num)d grades", figure.denominator)
        case "points":
            return ngettext("%(num)d answer", "%(num)d answers", figure.denominator)
        case "mean_time" | "median_time" | "p90_time":
            return ngettext("%(num)d result", "%(num)d results", figure.denominator)
    return f"{figure.numerator} / {figure.denominator}"


def cell(figure: Figure, period: Period, asked: Asked) -> Cell:
    """A figure for a table."""
    if not figure.denominator:
        return Cell(percent(None), "", None)
    return Cell(worth(figure), base_of(figure), address_behind(figure, period, asked))


def card(figure: Figure, earlier: Figure, asked: Asked, least: int) -> views.Figure:
    """A figure for the top of the page, with its change on the period before (rules.comparing)."""
    label, empty = say(BY_NAME[figure.name].label), not figure.denominator
    if empty:
        return views.Figure(label, percent(None), note=_why_empty(figure))
    change = change_since(earlier, figure, least)
    points, few = change.points, gettext("too few to compare") if change.too_few else ""
    return views.Figure(
        label=label,
        value=percent(figure.value),
        numerator=figure.numerator,
        denominator=figure.denominator,
        change=points,
        change_label="" if points is None else gettext("%(change)s points", change=f"{points:+.1f}"),
        url=address_behind(figure, asked.period, asked),
        note=gettext(", ").join(filter(None, (few, _parts(figure)))),
    )


def lines(
    found: Sequence[Figure],
    names: Mapping[str, Named | str],
    asked: Asked,
    shown: Sequence[Definition] = OF_MATTERS,
) -> Sequence[Line]:
    """The table by group: the shown figures of every group that has one of them in the period, by code.

    What belongs to no group comes last.
    """
    wanted = {definition.name for definition in shown}
    some = [figure for figure in found if figure.name in wanted and (figure.denominator or figure.excluded)]
    groups = list(dict.fromkeys(figure.group for figure in some if figure.group is not None))
    groups.sort(key=lambda group: group == NO_GROUP)
    by_place = {(figure.group, figure.name): figure for figure in found}
    return [
        Line(
            group_in_words(asked.by, group, names),
            [cell(by_place[group, definition.name], asked.period, asked) for definition in shown],
        )
        for group in groups
    ]


def group_in_words(by: str | None, code: str, names: Mapping[str, Named | str]) -> str:
    """What a group is called."""
    if code == NO_GROUP:
        return gettext("No lead department") if by == "department" else gettext("Not known")
    match by:
        case "kind" | "channel":
            return word(by, code)
        case "strand":
            strands = {
                strand.code: strand.zh if reads_chinese() else strand.en for strand in reference.strands()
            }
            return strands.get(code, code)
    name = names.get(code, code)
    shown = name if isinstance(name, str) else name_of(name)
    return f"{code} {shown}" if by == "category" else shown


def _why_empty(figure: Figure) -> str:
    if BY_NAME[figure.name].source in ("promise", "contact", "sign", "resolve"):
        return gettext("Nothing was due.")
    return gettext("No enterprise has answered.")


def _parts(figure: Figure) -> str:
    partly = dict(figure.parts).get("partly", 0)
    return gettext("and partly solved: %(count)s", count=partly) if partly else ""
