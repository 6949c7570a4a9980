"""CSV files of offices: UTF-8 with or without byte-order mark, else GB18030."""

import codecs
import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, count, islice
from pathlib import Path

import numpy as np

from etl.errors import RefusedFile, SourceFileError, say, told
from etl.extract.limits import MAX_CSV_BYTES, MAX_CSV_CELLS, MAX_FIELD_CHARS
from etl.extract.plain_csv import plain_columns
from etl.extract.refusal import refuse_above, refuse_bytes_above, size_of, unreadable
from etl.extract.text_signs import Signs, signs_of
from etl.model.cell_table import CellColumn, CellTable
from etl.model.sheet import Sheet

_WORKBOOKS = (b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1"))
_HEAD_BYTES = 4096
_FIRST_ROWS = 30
_PIECE_ROWS = 4096
_BEHIND_THE_END = "\0"
"""A line of its own behind the last one; no file holds this character, see :mod:`etl.extract.text_signs`."""
_PIECE_BYTES = 1 << 18
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")
_MANY_ROWS = 10_000
"""From here on arrays of bytes are looked through, which costs a small file more than it saves."""


def in_utf8(raw: bytes, file: str) -> bytes:
    """The text of a CSV file in UTF-8, without a byte-order mark.

    GB18030 reads every GBK file and the rare characters that GBK lacks; UTF-8 is tried first because almost
    no Chinese text in GB18030 is valid UTF-8.

    Raises:
        SourceFileError: neither encoding fits.
    """
    if _is_utf8(raw):
        return raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("gb18030").encode()
    except UnicodeDecodeError as error:
        raise SourceFileError(file=file, **told("no_text")) from error


def _is_utf8(raw: bytes) -> bool:
    """Whether bytes are UTF-8, looked through piece by piece: large files are held once."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(raw), _PIECE_BYTES):
            decoder.decode(raw[start : start + _PIECE_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def read_csv(path: Path, file: str) -> tuple[Sheet, ...]:
    """The one sheet of a CSV file; every cell is text.

    Raises:
        SourceFileError: the text is no table.
    """
    raw = _read_bytes(path, file)
    signs = signs_of(raw, most=MAX_CSV_CELLS)
    if signs.is_binary:
        raise RefusedFile("csv_is_binary", file=file)
    columns = _long_and_plain(raw, signs, file) if signs.count(b"\n") >= _MANY_ROWS else None
    if columns is None:
        columns = _of_every_kind(in_utf8(raw, file), signs, file)
    cells = CellTable(columns, len(columns[0]))
    return (Sheet(file=file, name=path.stem, number=1, cells=cells),)


def _long_and_plain(raw: bytes, signs: Signs, file: str) -> list[CellColumn] | None:
    """The cells of a long file by arrays; None where it is not plain enough.

    Its separators are ASCII in both encodings, so that the file is UTF-8 where the words between them are.
    """
    begin = len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0
    try:
        return plain_columns(raw, signs, _width(raw, signs, file), begin=begin)
    except UnicodeDecodeError:
        encoded = in_utf8(raw, file)
        return plain_columns(encoded, signs_of(encoded, most=MAX_CSV_CELLS), _width(encoded, signs, file))


def _of_every_kind(encoded: bytes, signs: Signs, file: str) -> list[CellColumn]:
    """The cells of a file that may hold quotation marks and rows that are shorter than others."""
    if not encoded or encoded.isspace() or (len(encoded) < _HEAD_BYTES and not encoded.decode().strip()):
        raise RefusedFile("empty", file=file)
    width = _width(encoded, signs, file)
    # words by their numbers; one that is new gets the next
    numbers = [defaultdict[str, int](count().__next__) for _ in range(width)]
    parts: list[list[np.ndarray]] = [[] for _ in range(width)]
    rows = _rows(encoded, width, file)
    while piece := list(islice(rows, _PIECE_ROWS)):
        for at, cells in enumerate(zip(*piece, strict=True)):
            codes = map(numbers[at].__getitem__, cells)
            parts[at].append(np.fromiter(codes, dtype=np.int32, count=len(cells)))
    columns = [CellColumn(np.concatenate(parts[at]), list(numbers[at])) for at in range(width)]
    if len(columns[0]) < signs.count(b"\n"):
        _check_fields(columns, file)
    return columns


def _rows(encoded: bytes, width: int, file: str) -> Iterator[list[str]]:
    """The rows of a file, each filled up to the width.

    Raises:
        SourceFileError: a row is wider, or a quotation mark is never closed.
    """
    reader = csv.reader(chain(_lines(encoded), (_BEHIND_THE_END,)))
    before = 0
    try:
        for row in reader:
            if row and row[-1].endswith(_BEHIND_THE_END):
                if row == [_BEHIND_THE_END]:
                    return
                raise _no_table(file, "csv_open_quote", line=before + 1)
            if len(row) > width:
                line = reader.line_num
                raise _no_table(file, "csv_wide_row", line=line, found=len(row), expected=width)
            before = reader.line_num
            yield row if len(row) == width else row + [""] * (width - len(row))
    except csv.Error as error:
        raise _field_too_long(file) from error


def _no_table(file: str, fault: str, **facts: object) -> SourceFileError:
    in_words = {lang: say(fault, lang, **facts) for lang in ("zh", "en")}
    return SourceFileError(file=file, **told("no_table", fault=in_words))


def _field_too_long(file: str) -> RefusedFile:
    return RefusedFile("field", file=file, limit=f"{MAX_FIELD_CHARS:,}")


def _read_bytes(path: Path, file: str) -> bytes:
    """The bytes of a file that can be a CSV file."""
    refuse_bytes_above("too_large", file, size_of(path, file), MAX_CSV_BYTES)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from error
    if raw.startswith(_WORKBOOKS):
        raise RefusedFile("csv_is_workbook", file=file)
    if raw[:_HEAD_BYTES].lstrip().lower().startswith(_MARKUP):
        raise RefusedFile("kind_html", file=file)
    return raw


def _width(encoded: bytes, signs: Signs, file: str) -> int:
    """The number of columns: of the widest of the first rows, for a title above the headings is one cell.

    Every row is filled up to it, so that a wide row makes many short ones costly.
    """
    rows = max(signs.count(b"\n"), signs.count(b"\r")) + 1
    refuse_above("csv_cells", file, signs.count(b",") + rows, MAX_CSV_CELLS)
    try:
        width = max(1, *map(len, islice(csv.reader(_lines(encoded)), _FIRST_ROWS)))
    except csv.Error as error:
        raise _field_too_long(file) from error
    refuse_above("csv_cells", file, width * rows, MAX_CSV_CELLS)
    return width


def _lines(encoded: bytes) -> Iterable[str]:
    """The lines of a text one by one, each with its end."""
    return io.TextIOWrapper(io.BytesIO(encoded), encoding="utf-8", newline="")


def _check_fields(columns: list[CellColumn], file: str) -> None:
    """A field of several lines may be a quotation mark that swallowed the rows up to the next one."""
    if max(len(word) for column in columns for word in column.words) > MAX_FIELD_CHARS:
        raise _field_too_long(file)
