"""A download as a workbook: the table on one sheet, where it comes from on the other. Nothing in it runs."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from dashboard.format import exact_number, neutralised
from dashboard.views.origin import Origin
from dashboard.views.sheet import Sheet, Value

_EPOCH: Final = datetime(2000, 1, 1)  # no clock: the same build gives the same bytes
_LONGEST_NAME: Final = 31  # characters of a sheet's name
_NARROW, _WIDE = 8, 60  # characters
_HAN: Final = 0x2E80
_SAMPLE: Final = 200  # rows that the width of a column is taken from


def workbook_bytes(sheet: Sheet, origin: Origin) -> bytes:
    """The workbook of a download.

    Args:
        sheet: the table, exactly as shown.
        origin: where it comes from.
    """
    import xlsxwriter  # noqa: PLC0415  most readers never ask for a workbook

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": sheet.title, "comments": origin.watermark, "created": _EPOCH})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "mark": book.add_format({"bold": True, "font_color": "#8C1C13"}),
    }
    first = book.add_worksheet(origin.data_name[:_LONGEST_NAME])
    begin = _write_title(first, sheet.title, origin.watermark, styles)
    _write_table(first, begin, sheet.header, sheet.rows, styles)
    first.freeze_panes(begin + 1, 1)
    if sheet.rows:
        first.autofilter(begin, 0, begin + len(sheet.rows), len(sheet.header) - 1)
    _write_origin(book.add_worksheet(origin.name[:_LONGEST_NAME]), origin, styles)
    book.close()
    return stream.getvalue()


def _write_title(page: Any, title: str, watermark: str, styles: dict[str, Any]) -> int:
    """Title, and below it the mark of a demonstration, on paper too; returns the row after them."""
    page.write_string(0, 0, neutralised(title), styles["title"])
    if not watermark:
        return 1
    page.write_string(1, 0, neutralised(watermark), styles["mark"])
    page.set_header(f"&C{watermark.replace('&', '&&')}")
    return 2


def _write_table(
    page: Any, at: int, header: Sequence[str], rows: Sequence[Sequence[Value]], styles: dict[str, Any]
) -> None:
    for column, title in enumerate(header):
        page.write_string(at, column, neutralised(title), styles["head"])
        texts = [title, *(str(row[column]) for row in rows[:_SAMPLE] if row[column] is not None)]
        page.set_column(column, column, min(_WIDE, max(_NARROW, *map(_width, texts)) + 2))
    for number, row in enumerate(rows, start=at + 1):
        for column, value in enumerate(row):
            _write_cell(page, number, column, value)


def _write_cell(page: Any, row: int, column: int, value: Value) -> None:
    if isinstance(value, str):
        page.write_string(row, column, neutralised(value))
        return
    exact = exact_number(value)
    if exact is not None:
        page.write_number(row, column, float(exact))


def _write_origin(page: Any, origin: Origin, styles: dict[str, Any]) -> None:
    at = _write_title(page, origin.name, origin.watermark, styles)
    for label, text in origin.lines:
        page.write_string(at, 0, neutralised(label))
        page.write_string(at, 1, neutralised(text))
        at += 1
    _write_table(page, at + 1, origin.header, origin.rows, styles)


def _width(text: str) -> int:
    """Characters of the usual width; a Han character takes two."""
    return sum(2 if ord(sign) >= _HAN else 1 for sign in text)
