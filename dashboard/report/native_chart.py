"""Charts that an office program can go on editing, in a workbook or lifted out of one."""

from typing import Any, Final

import xlsxwriter

from dashboard.report.blocks import Chart, ChartSeries
from dashboard.report.spreadsheet import new_workbook
from dashboard.theme import DEEP_BLUE, QUIET_INK, RULE

_FONT: Final = "黑体"
_SIZE: Final = 9
_WIDTH: Final = 590  # pixels: 156 mm, the width of the text
_BAR_HEIGHT: Final = 20
_TWO_BARS_HEIGHT: Final = 26
_FRAME: Final = 30
_LEGEND: Final = 24
_LINE_HEIGHT: Final = 270
_FEW_POINTS: Final = 12


def write_chart_data(sheet: Any, chart: Chart, formats: dict[str, Any], first_row: int = 0) -> None:
    """The figures behind a chart: categories, then one column for each series; a gap stays empty."""
    sheet.write_string(first_row, 0, chart.unit)
    for place, series in enumerate(chart.series, start=1):
        sheet.write_string(first_row, place, series.name)
        for row, value in enumerate(series.values, start=first_row + 1):
            if value is not None:
                sheet.write_number(row, place, value, formats["number"])
    for row, category in enumerate(chart.categories, start=first_row + 1):
        sheet.write_string(row, 0, category)


def make_chart(book: xlsxwriter.Workbook, sheet_name: str, chart: Chart, first_row: int = 0) -> Any:
    """A native chart over the figures that ``write_chart_data`` wrote."""
    made = book.add_chart({"type": chart.kind})
    last_row = first_row + len(chart.categories)
    for place, series in enumerate(chart.series, start=1):
        made.add_series(
            {
                "name": [sheet_name, first_row, place],
                "categories": [sheet_name, first_row + 1, 0, last_row, 0],
                "values": [sheet_name, first_row + 1, place, last_row, place],
                **_look(chart, series),
            }
        )
    _axes(made, chart)
    made.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom", "font": _font()})
    made.set_title({"none": True})  # the caption below the chart says it, as in every table
    made.show_blanks_as("gap")
    made.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    made.set_size({"width": _WIDTH, "height": chart_height(chart)})
    return made


def chart_height(chart: Chart) -> int:
    """Height in pixels: bars need a line each."""
    if chart.kind == "line":
        return _LINE_HEIGHT
    each = _BAR_HEIGHT if len(chart.series) == 1 else _TWO_BARS_HEIGHT
    return each * len(chart.categories) + _FRAME + (_LEGEND if len(chart.series) > 1 else 0)


def chart_workbook(chart: Chart, date: str, *, with_chart: bool) -> bytes:
    """A workbook with the figures of one chart, and with the chart itself if asked for."""
    book, stream = new_workbook(chart.title, date)
    sheet = book.add_worksheet("data")
    write_chart_data(
        sheet,
        chart,
        {"number": book.add_format({"num_format": number_format(chart.decimals, is_signed=chart.is_signed)})},
    )
    if with_chart:
        sheet.insert_chart("E2", make_chart(book, "data", chart))
    book.close()
    return stream.getvalue()


def number_format(decimals: int, *, is_signed: bool = False) -> str:
    """``#,##0.0`` with as many decimals; with the sign of a change where it is one."""
    plain = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"+{plain};−{plain};{plain}" if is_signed else plain


def _look(chart: Chart, series: ChartSeries) -> dict[str, Any]:
    if series.is_reference:
        return _reference_look(chart)
    labels = {
        "value": True,
        "num_format": number_format(chart.decimals, is_signed=chart.is_signed),
        "font": _font(),
    }
    if chart.kind == "bar":
        return {"fill": {"color": DEEP_BLUE}, "gap": 60, "data_labels": labels}
    look: dict[str, Any] = {
        "line": {"color": DEEP_BLUE, "width": 1.75},
        "marker": {"type": "circle", "size": 4, "fill": {"color": DEEP_BLUE}, "border": {"color": DEEP_BLUE}},
    }
    if len(chart.categories) > _FEW_POINTS:
        # the first and the last point say where the line comes from and where it stands
        last = len(chart.categories) - 1
        shown = {0, last}
        look["data_labels"] = {
            **labels,
            "position": "above",
            "custom": [None if place in shown else {"delete": True} for place in range(last + 1)],
        }
        return look
    return {**look, "data_labels": {**labels, "position": "above"}}


def _reference_look(chart: Chart) -> dict[str, Any]:
    """What the others are compared with: pale bars, a broken line, no labels."""
    if chart.kind == "bar":
        return {"fill": {"color": RULE}, "border": {"color": QUIET_INK, "width": 0.5}, "gap": 60}
    return {"line": {"color": QUIET_INK, "width": 1.25, "dash_type": "dash"}, "marker": {"type": "none"}}


def _axes(made: Any, chart: Chart) -> None:
    """Bars run from the top; values begin at zero unless one is below; one thin line of reference."""
    has_negative = any(value is not None and value < 0 for s in chart.series for value in s.values)
    category = {
        "num_font": _font(),
        "line": {"color": QUIET_INK},
        "major_tick_mark": "none",
        "label_position": "low",  # beside the chart, not among bars below zero
        "reverse": chart.kind == "bar",
    }
    value = {
        "num_font": _font(),
        "num_format": number_format(0),
        **({} if has_negative else {"min": 0}),
        "line": {"none": True},
        "major_gridlines": {"visible": chart.kind == "line", "line": {"color": RULE, "width": 0.5}},
        "visible": chart.kind == "line",
    }
    if chart.kind == "bar":
        made.set_y_axis(category)
        made.set_x_axis(value)
    else:
        made.set_x_axis(category)
        made.set_y_axis(value)


def _font() -> dict[str, Any]:
    return {"name": _FONT, "size": _SIZE, "color": "#1C1F23"}
