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
    last = b"" if encoded.endswith(b"\n") else b"\n"
    padded = b"".join((encoded, last, bytes(_EIGHT)))  # so that eight bytes can be read from every place
    ends = _separators(padded, width)
    return None if ends is None else _columns(padded, ends)


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


def _columns(padded: bytes, ends: Positions) -> list[CellColumn] | None:
    eights = np.ndarray((len(padded) - _EIGHT + 1,), "<u8", padded, strides=(1,))
    columns = []
    for at in range(ends.shape[1]):
        end = np.ascontiguousarray(ends[:, at])
        before = ends[:, at - 1] if at else np.concatenate(([-1], ends[:-1, -1]))
        found = _coded(padded, eights, before + 1, end)
        if found is None:
            return None
        columns.append(found)
    return columns


def _coded(encoded: bytes, eights: Words64, start: Positions, end: Positions) -> CellColumn | None:
    size = end - start
    longest = int(size.max())
    if longest > _LONGEST:
        return None
    parts = [
        eights[np.minimum(start + first, end)] & _MASKS[np.clip(size - first, 0, _EIGHT)]
        for first in range(0, max(longest, 1), _EIGHT)
    ]
    mixed = parts[0]
    for part in parts[1:]:
        mixed = (mixed ^ (mixed >> np.uint64(32))) * _SPREAD ^ part
    codes, example = numbered(mixed)
    if len(parts) > 1 and not all((part == part[example][codes]).all() for part in parts):
        return None  # two words were mixed to one number
    return CellColumn(codes, _texts(encoded, start[example], end[example]))


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
