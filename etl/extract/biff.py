"""Records of an ``.xls`` workbook (BIFF): how far its sheets reach, which cells hold errors, what is hidden.

Layout by [MS-XLS]: records of a type, a length and a body; a part for the workbook, then one for each sheet.
"""

import struct
from collections.abc import Callable, Iterator

from etl.errors import RefusedFile
from etl.extract.limits import MAX_MERGED
from etl.extract.percent_styles import percent_styles
from etl.extract.refusal import damaged, refuse_above
from etl.extract.sheet_notes import SheetFindings

ERROR_TEXTS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
"""Codes of error values, [MS-XLS] 2.5.10."""

_BEGIN, _END = 0x0809, 0x000A
_ENCRYPTED, _SHEET = 0x002F, 0x0085
_DIMENSIONS, _ROW, _ERROR_OR_TRUTH, _FORMULA, _MANY, _MERGED = 0x0200, 0x0208, 0x0205, 0x0006, 0x00BD, 0x00E5
_COLUMNS = 0x007D
_FORMAT, _STYLE = 0x041E, 0x00E0
_ONE_CELL = {0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, _ERROR_OR_TRUTH, _FORMULA}
_ROW_IS_HIDDEN, _COLUMN_IS_HIDDEN, _IS_ERROR = 0x20, 0x01, 2

_ONE_OF_MANY = 6  # bytes of one cell of a record of many: its style and its number

Record = tuple[int, memoryview]


def scan_workbook(content: bytes, file: str) -> list[SheetFindings]:
    """What each sheet holds, in order of the workbook.

    Raises:
        RefusedFile: encrypted, damaged, or beyond the limits.
    """
    places = []
    view = memoryview(content)
    codes: dict[int, str] = {}
    formats: list[int] = []
    for kind, body in _records(view, 0, file):
        if kind == _ENCRYPTED:
            raise RefusedFile("encrypted", file=file)
        if kind == _SHEET:
            places.append(_number("<I", body, 0, file))
        elif kind == _FORMAT:
            codes[_number("<H", body, 0, file)] = _format_code(body)
        elif kind == _STYLE:
            formats.append(_number("<H", body, 2, file))
    styles = percent_styles(formats, codes)
    return [_scan_sheet(view, place, file, styles) for place in places]


def _format_code(body: memoryview) -> str:
    """The code of a number format: a flag says whether its characters take two bytes, [MS-XLS] 2.4.126."""
    text = bytes(body[5:])
    return text.decode("utf-16-le" if len(body) > 4 and body[4] & 1 else "latin-1", "replace")  # noqa: PLR2004


def _records(content: memoryview, place: int, file: str) -> Iterator[Record]:
    """The records from one begin to its end; embedded charts have their own and are passed over."""
    depth = 0
    while place + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, place)
        body = content[place + 4 : place + 4 + length]
        if len(body) < length:
            break
        place += 4 + length
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, body
    raise damaged(file, "a sheet without an end")


def _scan_sheet(content: memoryview, place: int, file: str, styles: frozenset[int]) -> SheetFindings:
    found = SheetFindings(percent_styles=styles)
    notes: dict[int, Callable[[memoryview, SheetFindings, str], None]] = {
        _DIMENSIONS: _note_dimensions, _ROW: _note_row, _COLUMNS: _note_columns, _MANY: _note_many,
        _MERGED: _note_merged,
    }  # fmt: skip
    for kind, body in _records(content, place, file):
        if kind in _ONE_CELL:
            _note_cell(kind, body, found, file)
        elif kind in notes:
            notes[kind](body, found, file)
    refuse_above("merged", file, found.merged, MAX_MERGED)
    return found


def _note_dimensions(body: memoryview, found: SheetFindings, file: str) -> None:
    """The claimed range counts, filled or not: readers reserve memory for it."""
    if len(body) >= 12:  # noqa: PLR2004 - BIFF8; the 10 bytes of older ones hold 16-bit rows
        rows, _, columns = struct.unpack_from("<IHH", body, 4)
    else:
        rows, _, columns = _number("<H", body, 2, file), 0, _number("<H", body, 6, file)
    if rows and columns:
        found.reach(rows, columns)


def _note_cell(kind: int, body: memoryview, found: SheetFindings, file: str) -> None:
    row, column = _number("<H", body, 0, file) + 1, _number("<H", body, 2, file) + 1
    found.reach(row, column)
    found.note_style(row, column, _number("<H", body, 4, file))
    error = None
    if kind == _ERROR_OR_TRUTH and _number("<B", body, 7, file):
        error = body[6]
    if kind == _FORMULA:
        found.formulas += 1
        if _number("<H", body, 12, file) == 0xFFFF and body[6] == _IS_ERROR:  # noqa: PLR2004 - no number
            error = body[8]
    if error is not None:
        found.note_error(row, column, ERROR_TEXTS.get(error, f"#{error}"), file)


def _note_many(body: memoryview, found: SheetFindings, file: str) -> None:
    row, first = _number("<H", body, 0, file) + 1, _number("<H", body, 2, file) + 1
    found.reach(row, _number("<H", body, len(body) - 2, file) + 1)
    for column, place in enumerate(range(4, len(body) - 2, _ONE_OF_MANY), start=first):
        found.note_style(row, column, _number("<H", body, place, file))


def _note_row(body: memoryview, found: SheetFindings, file: str) -> None:
    found.hidden_rows += bool(_number("<B", body, 12, file) & _ROW_IS_HIDDEN)


def _note_columns(body: memoryview, found: SheetFindings, file: str) -> None:
    found.hidden_columns += bool(_number("<B", body, 8, file) & _COLUMN_IS_HIDDEN)


def _note_merged(body: memoryview, found: SheetFindings, file: str) -> None:
    found.merged += _number("<H", body, 0, file)


def _number(layout: str, body: memoryview, offset: int, file: str) -> int:
    if offset < 0 or offset + struct.calcsize(layout) > len(body):
        raise damaged(file, "a record that is too short")
    return int(struct.unpack_from(layout, body, offset)[0])
