"""A streaming look at the XML of a sheet, in bounded memory: how far it reaches, what a reader would lose.

Spreadsheet programs all spell a cell ``<c r="B7"``. A sheet in this spelling is scanned by its bytes, 40 MB
in 0.3 s; any other spelling that XML allows goes through an XML parser (``sheet_parse``), ten times slower.
"""

import html
import re
from collections.abc import Iterable, Iterator

import numpy as np

from etl.errors import RefusedFile
from etl.extract.limits import MAX_ELEMENT_BYTES, MAX_MERGED
from etl.extract.refusal import damaged, refuse_above
from etl.extract.sheet_notes import SheetFindings

_SPACES = b" \t\r\n"
_ENDS_NAME = np.isin(np.arange(256), np.frombuffer(_SPACES + b">/", np.uint8))
_PADDING = b" " * 32
_AFTER_CELL = re.compile(rb"</c>|</row|</sheetData")
_HIDDEN_ROW = re.compile(rb"<row\s[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_HIDDEN_COLUMNS = re.compile(rb"<col\s[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_ERROR_VALUE = re.compile(rb"<v(?:\s[^>]*)?>((?:#|&#)[^<]*)<")
_IS_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
_IS_TEXT = re.compile(rb"\st\s*=\s*[\"']str[\"']")
_REFERENCE = re.compile(rb'<c r="([A-Z]+)([0-9]+)"')
_STYLED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*? s="([0-9]{1,5})"[^>]*(?<!/)>')
_MAX_LETTERS, _MAX_DIGITS = 3, 7


class UnusualSpellingError(Exception):
    """The sheet is not spelled as spreadsheet programs do; an XML parser has to read it."""


def scan_sheet(
    pieces: Iterable[bytes], file: str, percent_styles: frozenset[int] = frozenset()
) -> SheetFindings:
    """What a sheet in the usual spelling holds; blank cells that are only formatted count as filled.

    Args:
        pieces: its bytes.
        file: for messages.
        percent_styles: styles that show a figure as per cent; cells are looked through for them only if any.

    Raises:
        UnusualSpellingError: it is spelled differently.
        RefusedFile: something in it is beyond the limits.
    """
    found = SheetFindings(percent_styles=percent_styles)
    tables = 0
    for window in _windows(pieces, file):
        if b"\0" in window:
            raise damaged(file, "a sheet that is not UTF-8")
        tables += window.count(b"<sheetData") if b"h" in window else 0
        _scan_window(window, found, file)
    if tables != 1:
        raise UnusualSpellingError
    refuse_above("merged", file, found.merged, MAX_MERGED)
    return found


def column_number(letters: str) -> int:
    """The 1-based number of a column's letters (AB → 28), in either case."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _windows(pieces: Iterable[bytes], file: str) -> Iterator[bytes]:
    """The same bytes cut before a tag, and never within a cell."""
    rest = b""
    for piece in pieces:
        window = rest + piece
        cut = _cut(window, file)
        yield window[:cut]
        rest = window[cut:]
    yield rest


def _cut(window: bytes, file: str) -> int:
    """Where a window may end: before its last cell, or before its last tag if no cell is open."""
    cell = window.rfind(b"<c ")
    if cell > 0 and len(window) - cell <= MAX_ELEMENT_BYTES:
        return cell
    tag = window.rfind(b"<")
    closed = _AFTER_CELL.search(window, cell) if cell >= 0 else None
    is_open = cell >= 0 and not (closed and tag > closed.start())
    if is_open or len(window) - max(tag, 0) > MAX_ELEMENT_BYTES:
        if len(window) <= MAX_ELEMENT_BYTES:
            return 0
        raise RefusedFile("element", file=file, limit=f"{MAX_ELEMENT_BYTES:,}")
    return max(tag, 0)


def _scan_window(window: bytes, found: SheetFindings, file: str) -> None:
    if _holds(window, b"!", b"<!"):  # comments and CDATA hide tags, or show false ones
        raise UnusualSpellingError
    text = np.frombuffer(window + _PADDING, np.uint8)
    if _holds(window, b":", b":c"):  # <x:c …> is a cell as well
        raise UnusualSpellingError
    tags = np.flatnonzero(text == ord("<"))
    cells = tags[text[tags + 1] == ord("c")]
    cells = cells[_ENDS_NAME[text[cells + 2]]]
    if len(cells):
        rows, columns = _references(text, cells)
        found.reach(int(rows.max()), int(columns.max()))
        found.elements += len(cells)
    _note_styles(window, found)
    if _holds(window, b"f", b"<f"):
        _note_formulas(window, text, cells, found)
    if b"#" in window:
        _note_errors(window, found, file)
    if _holds(window, b"h", b"hidden"):
        found.hidden_rows += len(_HIDDEN_ROW.findall(window))
        found.hidden_columns += len(_HIDDEN_COLUMNS.findall(window))
    if b"m" in window:
        found.merged += window.count(b"<mergeCell ")


def _note_styles(window: bytes, found: SheetFindings) -> None:
    for cell in _STYLED.finditer(window) if found.percent_styles else ():
        found.note_style(int(cell[2]), column_number(cell[1].decode()), int(cell[3]))


def _holds(window: bytes, rare: bytes, text: bytes) -> bool:
    """Whether a text occurs; looking for its rarest letter first is a hundred times faster."""
    return rare in window and text in window


def _references(text: np.ndarray, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row and column numbers of cells that begin at the given places."""
    usual = np.ones(len(cells), bool)
    for offset, letter in enumerate(b' r="', start=2):
        usual &= text[cells + offset] == letter
    at = cells + len(b'<c r="')
    columns, at = _number(text, at, _MAX_LETTERS, first=ord("A"), base=26, least=1)
    rows, at = _number(text, at, _MAX_DIGITS, first=ord("0"), base=10, least=0)
    usual &= (text[at] == ord('"')) & (columns > 0) & (rows > 0)
    if not usual.all():
        raise UnusualSpellingError
    return rows, columns


def _number(
    text: np.ndarray, at: np.ndarray, most: int, *, first: int, base: int, least: int
) -> tuple[np.ndarray, np.ndarray]:
    """Read up to ``most`` figures of a number system at each place; also where reading ended."""
    number, at = np.zeros(len(at), np.int32), at.copy()
    for _ in range(most):
        figure = text[at] - np.uint8(first)  # what lies before the first figure becomes a large number
        belongs = figure < base
        if not belongs.any():
            break
        np.multiply(number, base, out=number, where=belongs)
        np.add(number, figure + np.uint8(least), out=number, where=belongs)
        at += belongs
    return number, at


def _note_formulas(window: bytes, text: np.ndarray, cells: np.ndarray, found: SheetFindings) -> None:
    tags = np.flatnonzero(text == ord("<"))
    formulas = np.flatnonzero((text[tags + 1] == ord("f")) & _ENDS_NAME[text[tags + 2]])
    found.formulas += len(formulas)
    if not len(formulas):
        return
    tags = np.concatenate([tags, [len(window)] * 3])
    names, ends = text[tags + 1], text[tags + 2]
    is_closed = (names[formulas + 1] == ord("/")) & (ends[formulas + 1] == ord("f"))  # </f>, else <f …/>
    value = formulas + 1 + is_closed
    has_value = (names[value] == ord("v")) & _ENDS_NAME[ends[value]]
    is_blank = (text[tags[value + 1] - 1] == ord(">")) & (names[value + 1] == ord("/"))  # <v></v> or <v/>
    for place in tags[formulas[~has_value | is_blank]]:
        _note_if_uncalculated(window, int(place), cells, found)


def _note_if_uncalculated(window: bytes, formula: int, cells: np.ndarray, found: SheetFindings) -> None:
    before = int(np.searchsorted(cells, formula)) - 1
    reference = _REFERENCE.match(window, int(cells[before])) if before >= 0 else None
    if not reference:
        return
    is_text = _IS_TEXT.search(window, reference.end(), window.index(b">", reference.end()))
    has_value = window.find(b"<v", formula, window.find(b"</c>", formula)) >= 0
    if not (is_text and has_value):  # a formula that yields an empty text has <v></v> and is calculated
        found.note_uncalculated(int(reference[2]), column_number(reference[1].decode()))


def _note_errors(window: bytes, found: SheetFindings, file: str) -> None:
    """Errors begin with # (#REF!, #DIV/0!, #N/A): their cells are looked for only where a value does."""
    for value in _ERROR_VALUE.finditer(window):
        start = window.rfind(b"<c ", 0, value.start())
        reference = _REFERENCE.match(window, start) if start >= 0 else None
        if reference and _IS_ERROR.search(window, start, window.index(b">", start)):
            row, column = int(reference[2]), column_number(reference[1].decode())
            found.note_error(row, column, html.unescape(value[1].decode("utf-8", "replace")), file)
