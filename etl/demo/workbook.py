"""A monthly return as offices send it: title, unit in a corner, merged headings, padded names, notes.

For the returns whose declared form is ``workbook``: the figures of the plain file, one workbook per month.
Regions stand by name, each county below its city, because two cities have a 铁西区.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, NamedTuple

import xlsxwriter

from etl.demo.geography import Geography
from etl.demo.tables import NAME, PERIOD, DemoFile, Row, padded

SUBTOTAL = "其中：各市合计"
NOTES = ("注：1. 本表为演示数据，非真实数据。", "    2. 全省与各市合计的差额为不分市部分。")
AMOUNTS, RATES = "总量指标", "增速指标"
CORNER_ROW, UPPER_ROW, LOWER_ROW, FIRST_BODY_ROW = 1, 2, 3, 4  # 0-based; the title stands above
_FIRST_VALUE_COLUMN = 1


class Heading(NamedTuple):
    """One column: its group, and what it says in the row below, with a unit of its own in brackets."""

    group: str
    name: str
    unit: str = ""

    @property
    def text(self) -> str:
        """What stands in the cell."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name


def split_headings(table_headings: Sequence[str]) -> tuple[str, list[Heading]]:
    """The unit in the corner and the headings; a unit other than the corner's stands in brackets.

    Brackets within a name (月度快报) are left out, as narrow columns leave them out.

    Args:
        table_headings: as in the plain file, each a name and its unit in brackets.
    """
    named = [tuple(heading.rstrip("）").split("（")) for heading in table_headings]
    corner = named[0][-1]
    headings = []
    for name, *_, unit in named:
        group = RATES if "增速" in name else AMOUNTS
        headings.append(Heading(group, name, "" if unit == corner else unit))
    return corner, headings


def workbook_bytes(file: DemoFile, title: str, geography: Geography) -> bytes:
    """The workbook of one month's return; no clock, so the same figures give the same bytes.

    Args:
        file: the return with regions down and series across.
        title: what the office calls it.
        geography: which county lies in which city.
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"created": datetime(file.published.year, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    at_period = file.headings.index(PERIOD)
    period = file.rows[0][at_period]
    sheet = book.add_worksheet(period)
    styles = _styles(book)
    corner, headings = split_headings(file.headings[at_period + 1 :])
    last = _FIRST_VALUE_COLUMN + len(headings) - 1
    sheet.merge_range(0, 0, 0, last, f"{period}{title}", styles["title"])
    sheet.write_string(CORNER_ROW, last, f"单位：{corner}", styles["note"])
    _write_headings(sheet, headings, styles)
    sheet.set_column(0, last, 20)
    end = _write_body(sheet, list(_body(file, at_period + 1, geography)), styles)
    for row_number, note in enumerate(NOTES, start=end):
        sheet.write_string(row_number, 0, note, styles["note"])
    sheet.freeze_panes(FIRST_BODY_ROW, _FIRST_VALUE_COLUMN)
    book.close()
    return content.getvalue()


def place_of(file: DemoFile, row: Row, column: int, geography: Geography) -> tuple[int, int]:
    """1-based row and column at which a cell of the plain file stands in the workbook."""
    at_period = file.headings.index(PERIOD)
    names = [each[0] for each in _body(file, at_period + 1, geography, named_by=lambda code: code)]
    return FIRST_BODY_ROW + 1 + names.index(row[0]), max(1, column - at_period + _FIRST_VALUE_COLUMN)


def _styles(book: Any) -> dict[str, Any]:
    head = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "head": book.add_format(head),
        "name": book.add_format({"border": 1}),
        "value": book.add_format({"border": 1, "num_format": "#,##0.00"}),
        "note": book.add_format({"italic": True}),
    }


def _write_headings(sheet: Any, headings: Sequence[Heading], styles: dict[str, Any]) -> None:
    """Groups above, merged over their columns; names below, in two lines as narrow columns have them."""
    sheet.merge_range(UPPER_ROW, 0, LOWER_ROW, 0, "  ".join(NAME), styles["head"])
    column = _FIRST_VALUE_COLUMN
    for group, members in groupby(headings, key=lambda heading: heading.group):
        width = len(texts := [member.text for member in members])
        if width > 1:
            sheet.merge_range(UPPER_ROW, column, UPPER_ROW, column + width - 1, group, styles["head"])
        else:
            sheet.write_string(UPPER_ROW, column, group, styles["head"])
        for text in texts:
            sheet.write_string(LOWER_ROW, column, f"{text[:4]}\n{text[4:]}", styles["head"])
            column += 1


def _body(
    file: DemoFile, first_value: int, geography: Geography, named_by: Callable[[str], str] | None = None
) -> Iterator[Row]:
    """The province, the sum of its cities, then every city with its counties below it."""
    name_of = named_by or (lambda code: padded(geography.names[code]))
    by_code = {row[0]: row for row in file.rows}
    cities = [by_code[city] for city in geography.cities if city in by_code]
    if geography.province in by_code:
        yield [name_of(geography.province), *by_code[geography.province][first_value:]]
        columns = zip(*(city[first_value:] for city in cities), strict=True)
        yield [SUBTOTAL, *(f"{sum(map(float, column)):.4f}" for column in columns)]
    for city in geography.cities:
        for code in (city, *geography.counties_of(city)):
            if code in by_code:
                yield [name_of(code), *by_code[code][first_value:]]


def _write_body(sheet: Any, rows: Sequence[Row], styles: dict[str, Any]) -> int:
    """Write the rows; returns the number of the row below the last."""
    for row_number, (name, *values) in enumerate(rows, start=FIRST_BODY_ROW):
        sheet.write_string(row_number, 0, name, styles["name"])
        for column, text in enumerate(values, start=_FIRST_VALUE_COLUMN):
            sheet.write_number(row_number, column, float(text), styles["value"])
    return FIRST_BODY_ROW + len(rows)
