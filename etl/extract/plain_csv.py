"""Long CSV files without quotation marks: every cell lies between two separators, so that arrays find them.

A cell is taken out with as many bytes as the longest one near it has, and compared as a few whole numbers;
only the different words of a column ever become texts. A file that is not as plain as that is left to a
reader of every kind of CSV.
"""

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from etl.extract.column_words import ColumnWords, Positions
from etl.extract.text_signs import Signs
from etl.model.cell_table import CellColumn
from etl.model.number_words import Words64

_RETURN: Final = ord("\r")
_EIGHT: Final = 8
_PIECE_ROWS: Final = 1 << 13
"""Rows that are looked at together: their text, and what is made of it, stay near the processor."""
_LONGEST: Final = 1 << 10
"""Bytes of a cell; columns of longer texts are no words."""


def plain_columns(text: bytes, signs: Signs, width: int, *, begin: int = 0) -> list[CellColumn] | None:
    """The columns of a plain CSV file, each as numbers into its words.

    Args:
        text: the file; no character in it is zero.
        signs: what stands in it.
        width: the number of columns.
        begin: where its first cell begins, behind a byte-order mark.

    Returns:
        None where the file is not plain: quotation marks, rows of another width, very long cells.

    Raises:
        UnicodeDecodeError: a word is not in UTF-8.
    """
    if width <= 1 or signs.count(b'"'):
        return None
    ends = _ends(text, signs, width)
    if ends is None:
        return None
    returns = _returns(text, ends[:, -1], signs.count(b"\r"))
    if returns is None:
        return None
    columns = [ColumnWords(len(ends)) for _ in range(width)]
    for rows in range(0, len(ends), _PIECE_ROWS):
        before = int(ends[rows - 1, -1]) + 1 if rows else begin
        piece = ends[rows : rows + _PIECE_ROWS].T.astype(np.intp, order="C")
        starts = np.concatenate((np.append(before, piece[-1, :-1] + 1)[np.newaxis], piece[:-1] + 1))
        piece[-1] -= returns[rows : rows + _PIECE_ROWS]
        if int((piece - starts).max()) > _LONGEST:
            return None
        for column, start, end in zip(columns, starts, piece, strict=True):
            column.take_in(_cells(text, start, end), rows)
    return [column.told() for column in columns]


def _ends(text: bytes, signs: Signs, width: int) -> npt.NDArray[np.int32] | None:
    """Where each cell ends, row by row; None where a row is of another width."""
    places, is_line_end = signs.separators, signs.is_line_end
    if places is None or not text:
        return None
    if not text.endswith(b"\n"):  # the last line ends where the text does
        places = np.append(places, np.int32(len(text)))
        is_line_end = np.append(is_line_end, True)
    if len(places) % width:
        return None
    at_ends = is_line_end.reshape(-1, width)
    is_plain = at_ends[:, -1].all() and np.count_nonzero(at_ends) == len(at_ends)
    return places.reshape(-1, width) if is_plain else None


def _returns(text: bytes, ends: npt.NDArray[np.int32], known: int) -> npt.NDArray[np.bool_] | None:
    """Which lines end in a carriage return before the line end; None where a return stands elsewhere."""
    if not known:
        return np.zeros(len(ends), dtype=bool)
    are: npt.NDArray[np.bool_] = np.frombuffer(text, dtype=np.uint8)[ends - 1] == _RETURN
    return are if np.count_nonzero(are) == known else None


def _cells(text: bytes, start: Positions, end: Positions) -> Words64:
    """The cells of some rows, each in a row of whole numbers of eight bytes; zero where it has no more bytes.

    Args:
        text: the file.
        start: where each cell begins.
        end: where it ends.
    """
    size = end - start
    shortest, longest = int(size.min()), int(size.max())
    wide = max(1, -(-longest // _EIGHT))
    cells = _windows(text, start, wide)
    if shortest == longest:
        if longest < wide * _EIGHT:
            cells &= _masks(wide)[longest]
        return cells
    masks = _masks(wide).view(f"V{wide * _EIGHT}").ravel()
    cells &= masks[size].view(np.uint64).reshape(-1, wide)
    return cells


def _windows(text: bytes, start: Positions, wide: int) -> Words64:
    """So many times eight bytes from each place on, the first one smallest; zeros behind the end of the text.

    One look for all bytes of a cell: finding the place costs more than what is taken from there.
    """
    size = wide * _EIGHT
    if int(start[-1]) + size > len(text):
        begin = int(start[0])
        text, start = text[begin:] + bytes(size), start - begin
    every = np.ndarray((len(text) - size + 1,), f"V{size}", text, strides=(1,))
    return every[start].view("<u8").reshape(-1, wide)


@lru_cache(maxsize=32)
def _masks(wide: int) -> Words64:
    """By size of a cell: what of so many times eight bytes belongs to it."""
    left = np.arange(wide * _EIGHT + 1)[:, np.newaxis] - _EIGHT * np.arange(wide)
    whole = np.asarray([(1 << 8 * size) - 1 for size in range(_EIGHT + 1)], dtype=np.uint64)
    masks: Words64 = whole[np.clip(left, 0, _EIGHT)]
    return masks
