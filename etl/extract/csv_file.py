"""CSV files of offices: UTF-8 with or without byte-order mark, else GB18030."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

from etl.errors import RefusedFile, SourceFileError, told
from etl.extract.limits import MAX_CSV_BYTES, MAX_CSV_CELLS, MAX_FIELD_CHARS
from etl.extract.plain_csv import plain_columns
from etl.extract.refusal import refuse_above, refuse_bytes_above, size_of, unreadable
from etl.model.sheet import Sheet

_WORKBOOKS = (b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1"))
_HEAD_BYTES = 4096
_FIRST_ROWS = 30
_PIECE_BYTES = 1 << 20
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")
_MANY_ROWS = 10_000
"""From here on the words of a column are numbered while they are read: a text for each cell costs more."""
_NEVER_IN_TEXT = bytes({*range(32), 127} - set(b"\t\n\r\f\x1a"))  # 0x1A ends texts of old programs


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
    """The one sheet of a CSV file; every cell is text, in a long file each column's words as categories.

    Raises:
        SourceFileError: the text is no table.
    """
    encoded = in_utf8(_read_text(path, file), file)
    if not encoded or encoded.isspace() or (len(encoded) < _HEAD_BYTES and not encoded.decode().strip()):
        raise RefusedFile("empty", file=file)
    width, lines = _width(encoded, file), encoded.count(b"\n")
    columns = plain_columns(encoded, width) if lines >= _MANY_ROWS else None
    if columns is None:
        cells = _of_every_kind(encoded, width, lines, file)
    else:
        del encoded
        cells = pd.DataFrame({at: _as_words(*column) for at, column in enumerate(columns)}, copy=False)
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    cells.columns = pd.RangeIndex(1, cells.shape[1] + 1)
    return (Sheet(file=file, name=path.stem, number=1, cells=cells),)


def _as_words(codes: np.ndarray, words: list[str]) -> pd.Series:
    categories = pd.CategoricalDtype(pd.Index(words))
    return pd.Series(pd.Categorical.from_codes(codes, dtype=categories, validate=False))


def _of_every_kind(encoded: bytes, width: int, lines: int, file: str) -> pd.DataFrame:
    """The cells of a file that may hold quotation marks and rows of any width."""
    try:
        cells = pd.read_csv(
            io.BytesIO(encoded),
            header=None,
            names=range(width),
            dtype="category" if lines >= _MANY_ROWS else str,
            low_memory=False,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SourceFileError(file=file, **told("no_table", fault=error)) from error
    if len(cells) < lines:
        _check_fields(cells, file)
    return cells


def _read_text(path: Path, file: str) -> bytes:
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
    if len(raw.translate(None, _NEVER_IN_TEXT)) < len(raw):
        raise RefusedFile("csv_is_binary", file=file)
    return raw


def _width(encoded: bytes, file: str) -> int:
    """The number of columns: of the widest of the first rows, for a title above the headings is one cell.

    Every row is filled up to it, so that a wide row makes many short ones costly.
    """
    rows = encoded.count(b"\n") + 1
    refuse_above("csv_cells", file, encoded.count(b",") + rows, MAX_CSV_CELLS)
    try:
        width = max(map(len, islice(csv.reader(_lines(encoded)), _FIRST_ROWS)))
    except csv.Error as error:
        raise RefusedFile("field", file=file, limit=f"{MAX_FIELD_CHARS:,}") from error
    refuse_above("csv_cells", file, width * rows, MAX_CSV_CELLS)
    return width


def _lines(encoded: bytes) -> Iterator[str]:
    """The lines of a text one by one, each with its end."""
    start = 0
    while start < len(encoded):
        end = encoded.find(b"\n", start) + 1 or len(encoded)
        yield encoded[start:end].decode()
        start = end


def _check_fields(cells: pd.DataFrame, file: str) -> None:
    """A field of several lines may be a quotation mark that swallowed the rows up to the next one."""
    longest = cells.map(len).to_numpy().max()
    if longest > MAX_FIELD_CHARS:
        raise RefusedFile("field", file=file, limit=f"{MAX_FIELD_CHARS:,}")
