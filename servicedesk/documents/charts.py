"""Native charts of a spreadsheet, drawn from the cells of the table beside them."""

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference

from servicedesk.documents.workbooks import HEAD_ROW
from servicedesk.rules.report import Chart, Table

WIDTH, LINE_HEIGHT, LEAST_HEIGHT = 24, 0.9, 8.0
"""Centimetres."""


def drawn(chart: Chart, table: Table, sheet: Any) -> Any:
    """The picture of those columns of the table whose headings its series are called by.

    A line may end before the table does: its labels are the first of the rows.
    """
    picture: Any = BarChart() if chart.shape == "bar" else LineChart()
    picture.title = str(chart.caption)
    picture.width, picture.height = WIDTH, LEAST_HEIGHT
    last = HEAD_ROW + (len(chart.labels) if chart.shape == "line" else len(table.rows))
    for name, _ in chart.series:
        at = _column(table, str(name))
        data = Reference(sheet, min_col=at, min_row=HEAD_ROW, max_row=last)
        picture.add_data(data, titles_from_data=True)
    picture.set_categories(Reference(sheet, min_col=1, min_row=HEAD_ROW + 1, max_row=last))
    if chart.shape == "line":
        for series in picture.series:
            # A curve would show values that no month had.
            series.smooth = False
    _set_axes(picture, chart)
    if chart.shape == "bar":
        picture.type = "bar"
        picture.gapWidth = 60
        # Bars grow from below; the first department stands on top, as in the table.
        picture.x_axis.scaling.orientation = "maxMin"
        picture.legend = None
        picture.height = max(LEAST_HEIGHT, LINE_HEIGHT * len(table.rows))
    return picture


def _set_axes(picture: Any, chart: Chart) -> None:
    # Without this, spreadsheets of today leave the axes out.
    picture.x_axis.delete = picture.y_axis.delete = False
    if chart.ratio:
        picture.y_axis.number_format = "0%"
        picture.y_axis.scaling.min, picture.y_axis.scaling.max = 0, 1


def _column(table: Table, heading: str) -> int:
    """The sheet's column in which the table's column begins; a share takes three."""
    at = 1
    for column in table.columns:
        if str(column.heading) == heading:
            return at
        at += 3 if column.kind == "rate" else 1
    raise LookupError(heading)
