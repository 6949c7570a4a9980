"""A monthly return as offices send it: title, unit corner, merged headings, padded names, sub-total, notes.

For the returns whose declared form is ``workbook``: the figures of the plain file, one workbook per month.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from etl.demo.geography import Geography
from etl.demo.tables import CODE, NAME, PERIOD, DemoFile, Row, padded

SUBTOTAL = "其中：各市合计"
NOTES = ("注：1. 本表为演示数据，非真实数据。", "    2. 本表各市数据之和与全省数的差额为不分市部分。")
HEADING_ROWS = (3, 4)  # 1-based; the upper one is merged over amounts and over rates
FIRST_BODY_ROW = 5
_NAME_COLUMN, _FIRST_VALUE_COLUMN = 1, 2  # 0-based; the code stands before the name


def workbook_bytes(file: DemoFile, title: str, geography: Geography) -> bytes:
    """The workbook of one month's return; no clock, so the same figures give the same bytes.

    Args:
        file: the return with regions down and series across.
        title: what the office calls it.
        geography: tells cities from counties for the sub-total.
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"created": datetime(file.published.year, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    sheet = book.add_worksheet(_period_of(file))
    styles = _styles(book)
    _write_head(sheet, file, title, styles)
    row_number = FIRST_BODY_ROW - 1
    for row in _body(file, geography):
        _write_row(sheet, row_number, row, styles)
        row_number += 1
    for note in NOTES:
        sheet.write_string(row_number, 0, note, styles["note"])
        row_number += 1
    sheet.freeze_panes(FIRST_BODY_ROW - 1, _FIRST_VALUE_COLUMN)
    book.close()
    return content.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    head = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "head": book.add_format(head),
        "name": book.add_format({"border": 1}),
        "value": book.add_format({"border": 1, "num_format": "#,##0.00"}),
        "note": book.add_format({"italic": True}),
    }


def _period_of(file: DemoFile) -> str:
    return file.rows[0][file.headings.index(PERIOD)]


def _write_head(sheet: Any, file: DemoFile, title: str, styles: dict[str, Any]) -> None:
    """Title and corner, then headings over two rows: name of the series above, its unit below."""
    series = file.headings[_FIRST_VALUE_COLUMN + 1 :]
    last = _FIRST_VALUE_COLUMN + len(series) - 1
    sheet.merge_range(0, 0, 0, last, f"{_period_of(file)}{title}", styles["title"])
    sheet.write_string(1, last, "单位：见表头", styles["note"])
    upper, lower = (row - 1 for row in HEADING_ROWS)
    sheet.merge_range(upper, 0, lower, 0, CODE, styles["head"])
    sheet.merge_range(upper, _NAME_COLUMN, lower, _NAME_COLUMN, "  ".join(NAME), styles["head"])
    for column, heading in enumerate(series, start=_FIRST_VALUE_COLUMN):
        name, _, unit = heading.rstrip("）").partition("（")
        half = len(name) // 2
        sheet.write_string(upper, column, f"{name[:half]}\n{name[half:]}", styles["head"])
        sheet.write_string(lower, column, unit, styles["head"])
    sheet.set_column(_NAME_COLUMN, last, 18)


def _body(file: DemoFile, geography: Geography) -> Iterator[Row]:
    """Code, padded name, figures; below the province the sum of its cities as a row without a code."""
    at_period = file.headings.index(PERIOD)
    cities = [row for row in file.rows if row[0] in geography.cities]
    for row in file.rows:
        yield [row[0], padded(geography.names[row[0]]), *row[at_period + 1 :]]
        if row[0] == geography.province and cities:
            columns = zip(*(each[at_period + 1 :] for each in cities), strict=True)
            yield ["", SUBTOTAL, *(f"{sum(map(float, column)):.4f}" for column in columns)]


def _write_row(sheet: Any, row_number: int, row: Row, styles: dict[str, Any]) -> None:
    sheet.write_string(row_number, 0, row[0], styles["name"])
    sheet.write_string(row_number, _NAME_COLUMN, row[1], styles["name"])
    for column, text in enumerate(row[_FIRST_VALUE_COLUMN:], start=_FIRST_VALUE_COLUMN):
        sheet.write_number(row_number, column, float(text), styles["value"])
