"""The figures of a report as tables and pictures: by figure, by month, by department in bands."""

from collections.abc import Sequence

from servicedesk.rules.bands import BANDS, BY
from servicedesk.rules.comparing import is_drawn
from servicedesk.rules.figure_definitions import BY_NAME, Definition
from servicedesk.rules.report import Cell, Chart, Column, Ratio, Table
from servicedesk.rules.report_facts import Facts, Office
from servicedesk.rules.report_numbers import points, value
from servicedesk.rules.report_phrases import cell_of
from servicedesk.rules.text import Text, text

DRAWN = "resolved_on_time"
OF_OFFICES = (
    "promise_kept_rate", "sign_on_time", "response_rate", DRAWN, "satisfaction_rate", "return_rate"
)  # fmt: skip
TREND = ("response_rate", "resolved_on_time", "satisfaction_rate")


def figure_tables(facts: Facts, definitions: Sequence[Definition]) -> list[Table]:
    """Each figure with its base, what was left out, and its change: the shares, then what is none."""
    of_whistles = all(one.of_whistles for one in definitions)
    key = "whistles" if of_whistles else "figures"
    caption = text("Figures of whistles") if of_whistles else text("Figures of the period")
    further = text("Further figures of whistles") if of_whistles else text("Further figures of the period")
    known = [one for one in definitions if one.name in facts.figures]
    rates = [one for one in known if one.value == "rate"]
    others = [one for one in known if one.value != "rate" and facts.figures[one.name].value is not None]
    found = [_rates(f"{key}-rates", caption, facts, rates)]
    return [*found, _others(f"{key}-others", further, facts, others)] if others else found


def _rates(key: str, caption: Text, facts: Facts, rates: Sequence[Definition]) -> Table:
    columns = [
        Column(text("Figure")),
        Column(text("Share"), "rate"),
        Column(text("Not counted"), "number"),
        Column(text("Period before"), "rate"),
        Column(text("Change in points"), "points"),
    ]
    return Table(key, caption, columns, [_rate(facts, one) for one in rates])


def _rate(facts: Facts, definition: Definition) -> Sequence[Cell]:
    figure, before = facts.figures[definition.name], cell_of(facts.figures_before.get(definition.name))
    now = cell_of(figure)
    left_out = sum(count for _, count in figure.excluded)
    return [definition.label, now, left_out, before, points(now, before) if now and before else None]


def _others(key: str, caption: Text, facts: Facts, others: Sequence[Definition]) -> Table:
    columns = [
        Column(text("Figure")),
        Column(text("Value"), "mean"),
        Column(text("Period before"), "mean"),
    ]
    rows: list[Sequence[Cell]] = [
        [_with_unit(one), cell_of(facts.figures[one.name]), cell_of(facts.figures_before.get(one.name))]
        for one in others
    ]
    return Table(key, caption, columns, rows)


def _with_unit(one: Definition) -> Text:
    return text("%(figure)s (working hours)", figure=one.label) if one.is_time else one.label


def trend(facts: Facts) -> Sequence[Table | Chart]:
    """How three figures developed over the last months: the table, and its picture.

    A month that goes on is drawn when each of them stands on enough.
    """
    labels = [BY_NAME[name].label for name in TREND]
    found = [(month, [cell_of(figures.get(name)) for name in TREND]) for month, figures in facts.months]
    columns = [Column(text("Month")), *(Column(label, "rate") for label in labels)]
    caption = text("The last months")
    drawn = [
        (month, cells)
        for (month, cells), (_, figures) in zip(found, facts.months, strict=True)
        if is_drawn(
            [one for name in TREND if (one := figures.get(name))], month, facts.today, facts.bands.least
        )
    ]
    series = [
        (label, [value(cell) if (cell := cells[place]) else None for _, cells in drawn])
        for place, label in enumerate(labels)
    ]
    return [
        Table("trend", caption, columns, [[month, *cells] for month, cells in found]),
        Chart("trend-picture", caption, "line", [month for month, _ in drawn], series),
    ]


def annex(facts: Facts) -> Sequence[Table | Chart]:
    """Every department with its shares, in bands, and a picture of its results in time."""
    columns = [
        Column(text("Department")),
        Column(text("Band")),
        *(Column(BY_NAME[name].label, "rate") for name in OF_OFFICES),
    ]
    shown = [office for office in facts.offices if any(_cell(office, name) for name in OF_OFFICES)]
    banded = sorted((_band(facts, office), place, office) for place, office in enumerate(shown))
    rows: list[Sequence[Cell]] = [
        [office.name, BANDS[band], *(_cell(office, name) for name in OF_OFFICES)]
        for band, _, office in banded
    ]
    due = [(office.name, cell) for _, _, office in banded if (cell := _cell(office, DRAWN))]
    picture = Chart(
        "departments-picture",
        BY_NAME[DRAWN].label,
        "bar",
        [name for name, _ in due],
        [(BY_NAME[DRAWN].label, [value(cell) for _, cell in due])],
    )
    table = Table("departments", text("The figures of each department"), columns, rows)
    return [table, picture] if due else [table]


def _band(facts: Facts, office: Office) -> int:
    return facts.bands.band_of(_cell(office, name) for name in BY)


def _cell(office: Office, name: str) -> Ratio | None:
    return cell_of(office.figures.get(name))
