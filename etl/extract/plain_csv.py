"""Long CSV files without quotation marks: every cell lies between two separators, so that arrays find them.

A cell is compared by eight bytes at a time; only the different words of a column ever become texts. A file
that is not as plain as that is left to a reader of every kind of CSV.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from etl.columns import Array
from etl.model.cell_table import CellColumn

Positions = npt.NDArray[np.intp]
Words64 = npt.NDArray[np.uint64]

_COMMA, _LINE_END = ord(","), ord("\n")
_EIGHT: Final = 8
_PIECE: Final = 1 << 18
"""Bytes that are looked through at once: as many as stay near the processor."""
_MASKS: Final = np.asarray([(1 << 8 * size) - 1 for size in range(_EIGHT + 1)], dtype=np.uint64)
"""By number of bytes: what of eight bytes, the smallest first, belongs to a cell."""
_SPREAD: Final = np.uint64(
    0x9E3779B97F4A7C15
)  # 2^64 divided by the golden ratio; odd, so that nothing is lost
_HALF: Final = np.uint64(32)
_SMALL_TABLE: Final = 16
"""Bits of the number of places in a table of hashes that stays near the processor."""
_LONGEST: Final = 1 << 10
"""Bytes of a cell; columns of longer texts are no words."""


def plain_columns(encoded: bytes, width: int) -> list[CellColumn] | None:
    """The columns of a plain CSV file, each as numbers into its words.

    Args:
        encoded: the text in UTF-8, without a byte-order mark.
        width: the number of columns.

    Returns:
        None where the file is not plain: quotation marks, rows of another width, very long cells.
    """
    if width <= 1 or b'"' in encoded:
        return None
    if b"\r" in encoded:
        encoded = encoded.replace(b"\r\n", b"\n")
        if b"\r" in encoded:
            return None
    if not encoded.endswith(b"\n"):
        encoded += b"\n"
    encoded = encoded.ljust(_EIGHT, b"\0")
    ends = _separators(encoded, width)
    return None if ends is None else _columns(encoded, ends)


def _separators(encoded: bytes, width: int) -> Positions | None:
    """Where each cell ends, row by row; None where a row is of another width."""
    raw = np.frombuffer(encoded, dtype=np.uint8)
    found = np.concatenate(list(_found(raw)))
    if len(found) % width:
        return None
    ends = found.reshape(-1, width)
    is_line_end = raw[ends] == _LINE_END
    return ends if is_line_end[:, -1].all() and not is_line_end[:, :-1].any() else None


def _found(raw: npt.NDArray[np.uint8]) -> Iterator[Positions]:
    for start in range(0, len(raw), _PIECE):
        piece = raw[start : start + _PIECE]
        yield np.flatnonzero((piece == _COMMA) | (piece == _LINE_END)) + start


def _columns(encoded: bytes, ends: Positions) -> list[CellColumn] | None:
    columns = []
    for at in range(ends.shape[1]):
        end = np.ascontiguousarray(ends[:, at])
        before = ends[:, at - 1] if at else np.concatenate(([-1], ends[:-1, -1]))
        found = _coded(encoded, before + 1, end)
        if found is None:
            return None
        columns.append(found)
    return columns


def _coded(encoded: bytes, start: Positions, end: Positions) -> CellColumn | None:
    size = end - start
    shortest, longest = int(size.min()), int(size.max())
    if longest > _LONGEST:
        return None
    parts = [
        _part(encoded, start, end, first, of=(shortest, longest))
        for first in range(0, max(longest, 1), _EIGHT)
    ]
    mixed = parts[0]
    for part in parts[1:]:
        mixed = mixed ^ (mixed >> _HALF)
        mixed *= _SPREAD
        mixed ^= part
    codes, example = numbered(mixed)
    if len(parts) > 1 and not all((part == part[example][codes]).all() for part in parts):
        return None  # two words were mixed to one number
    return CellColumn(codes, _texts(encoded, start[example], end[example]))


def _part(encoded: bytes, start: Positions, end: Positions, first: int, *, of: tuple[int, int]) -> Words64:
    """Eight bytes of each cell, from its byte ``first`` on; zero where it has no more.

    Args:
        encoded: the text.
        start: where each cell begins.
        end: where it ends.
        first: the byte of each cell.
        of: the sizes of the shortest and of the longest cell: where all reach as far, none is looked at.
    """
    shortest, longest = of
    if shortest >= first + _EIGHT:
        return _eights(encoded, start + first)
    if shortest == longest:
        part = _eights(encoded, start + first)
        part &= _MASKS[shortest - first]
        return part
    part = _eights(encoded, np.minimum(start + first, end))
    part &= _MASKS[np.clip(end - start - first, 0, _EIGHT)]
    return part


def _eights(encoded: bytes, places: Positions) -> Words64:
    """Eight bytes from each place on, the first one smallest; zeros behind the end of the text.

    Args:
        encoded: the text, of eight bytes at least.
        places: in rising order.
    """
    last = len(encoded) - _EIGHT
    every = np.ndarray((last + 1,), "<u8", encoded, strides=(1,))
    whole = int(np.searchsorted(places, last, side="right"))
    if whole == len(places):
        return every[places]
    beyond = (_EIGHT * (places[whole:] - last)).astype(np.uint64)
    return np.concatenate((every[places[:whole]], every[last] >> beyond))


def numbered(keys: Words64) -> tuple[Array, Positions]:
    """Equal keys as equal numbers, in order of their first appearance.

    Files are mostly in some order, so that many rows say what the row above says: those need no look.

    Returns:
        the number of each row's key, and for each number the first row that has the key.
    """
    begins = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.arange(0)
    if len(begins) * 2 > len(keys):
        return _numbered(keys)
    codes, first = _numbered(keys[begins])
    return np.repeat(codes, np.diff(begins, append=len(keys))), begins[first]


def _numbered(keys: Words64) -> tuple[Array, Positions]:
    """The same by a table of hashes, looked up by all rows at once.

    Of the rows that meet in one place of the table the first one stays, rows with its key are done, and the
    others try again in a larger table, with other bits of their hash.
    """
    all_rows = np.arange(len(keys), dtype=np.int32)
    first = np.empty_like(all_rows)
    rows, left, hashes, bits = all_rows, keys, keys * _SPREAD, _SMALL_TABLE
    while len(rows):
        places = (hashes >> np.uint64(64 - bits)).astype(np.intp)
        table = np.empty(1 << bits, dtype=np.int32)
        table[places[::-1]] = rows[::-1]  # what is written last stays
        found = table[places]
        is_other = keys[found] != left
        first[rows] = found  # of those that try again for now
        rows, left, hashes = rows[is_other], left[is_other], _mixed_again(hashes[is_other])
        bits = max(_SMALL_TABLE, (2 * len(rows)).bit_length())
    starts = np.flatnonzero(first == all_rows)
    numbers = np.empty_like(all_rows)
    numbers[starts] = all_rows[: len(starts)]
    return numbers[first], starts


def _mixed_again(hashes: Words64) -> Words64:
    mixed: Words64 = (hashes ^ (hashes >> np.uint64(29))) * _SPREAD
    return mixed


def _texts(encoded: bytes, start: Positions, end: Positions) -> list[str]:
    """The texts of some cells of one column: read as one text, cut at the separator that follows each."""
    size = end + 1 - start
    begins = np.cumsum(size) - size
    places = np.repeat(start - begins, size) + np.arange(int(size.sum()))
    joined = np.frombuffer(encoded, dtype=np.uint8)[places].tobytes().decode()
    return joined[:-1].split(joined[-1])
