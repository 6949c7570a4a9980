"""The words of one column of a file, numbered while its rows come in piece by piece.

Equal words have equal numbers. Cells are compared as whole numbers of eight bytes each; a word becomes a text
once, a figure in a column of figures never.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Final

import numpy as np
import numpy.typing as npt

from etl.columns import Array
from etl.model.cell_table import CellColumn
from etl.model.number_words import NumberWords, Words64, plain_numbers

Positions = npt.NDArray[np.intp]

_EIGHT: Final = 8
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio; odd, so that nothing is lost."""
_HALF: Final = np.uint64(32)
_TABLE: Final = 14, 17
"""Least and most bits of the number of places in a table of hashes: as large as stays near the processor."""
_SAMPLE: Final = 1 << 15
"""Rows of a column that tell whether it says many things."""
_FEW: Final = 4
"""Of so many rows one may say something new for words to be looked up one by one."""


class ColumnWords:
    """The words of a column, numbered while its rows come in piece by piece.

    Files are mostly in some order: a row says what the row above says, or the one so many rows above, as when
    regions stand in the same order in every month. Only rows that say something else are looked at.
    """

    def __init__(self, rows: int) -> None:
        self._codes = np.empty(rows, dtype=np.int32)
        self._numbers = defaultdict[bytes, int](count().__next__)
        self._cycle = 1
        self._diverse: list[Words64] = []
        self._diverse_from = rows

    def take_in(self, cells: Words64, at: int) -> None:
        """Number the words of some rows; those of a column that says many things wait for all others.

        Args:
            cells: the rows, each of whole numbers of eight bytes, zero behind the end of the word.
            at: where they stand among all rows.
        """
        if self._diverse:
            self._diverse.append(cells)
            return
        into = self._codes[at : at + len(cells)]
        new = np.flatnonzero(_is_other(cells, self._cycle))
        if len(new) * _FEW <= len(cells):
            into[:] = _repeated(self._of_words(cells[new]), new, len(cells), self._cycle)
            return
        codes, first = _numbered(cells)
        self._cycle = _cycle_of(codes)
        if len(first) * _FEW <= len(cells):
            into[:] = self._of_words(cells[first])[codes]
        else:
            self._diverse, self._diverse_from = [cells], at

    def _of_words(self, cells: Words64) -> Array:
        """The number of the word of each row; a new word gets the next one."""
        words = _words(cells)
        return np.fromiter(map(self._numbers.__getitem__, words), dtype=np.int32, count=len(words))

    def told(self) -> CellColumn:
        """The column; numbers of a column that says many things stay as they are, other words stand once."""
        if not self._diverse:
            return CellColumn(self._codes, _texts(self._numbers))
        cells = _below(self._diverse)
        if len(cells) * _FEW < len(self._codes) or not _is_diverse(cells):
            codes, first = _numbered(cells)
            self._codes[self._diverse_from :] = self._of_words(cells[first])[codes]
            return CellColumn(self._codes, _texts(self._numbers))
        numbers = plain_numbers(cells)
        is_number = np.isfinite(numbers)
        texts, plain = np.flatnonzero(~is_number), np.flatnonzero(is_number)
        codes, first = _numbered(cells[texts])
        into = self._codes[self._diverse_from :]
        into[texts] = self._of_words(cells[texts[first]])[codes]
        into[plain] = np.arange(len(self._numbers), len(self._numbers) + len(plain), dtype=np.int32)
        return CellColumn(self._codes, NumberWords(_texts(self._numbers), cells[plain], numbers[plain]))


def _is_diverse(cells: Words64) -> bool:
    """Whether a column says many things, by rows from all of it: what seemed so may be a long cycle."""
    some = cells[:: -(-len(cells) // _SAMPLE)]
    _, first = _numbered(some)
    return len(first) * _FEW > len(some)


def _repeated(codes: Array, new: Positions, rows: int, cycle: int) -> Array:
    """The number of each row, where rows that say nothing new say what the one a cycle above says.

    Args:
        codes: the numbers of the rows that say something new.
        new: where those rows stand; the first cycle is among them.
        rows: how many rows there are.
        cycle: how many rows one cycle has.
    """
    if cycle == 1:
        return np.repeat(codes, np.diff(new, append=rows))
    latest = np.zeros(-(-rows // cycle) * cycle, dtype=np.int32)
    latest[new] = np.arange(len(new))
    latest = np.maximum.accumulate(latest.reshape(-1, cycle), axis=0).ravel()
    again: Array = codes[latest[:rows]]
    return again


def _cycle_of(codes: Array) -> int:
    """After how many rows the word of the first row comes again; 1 where it never does."""
    again = np.flatnonzero(codes[1:] == codes[0])
    return int(again[0]) + 1 if len(again) else 1


def _below(pieces: list[Words64]) -> Words64:
    """Pieces of one column as one, as wide as the widest."""
    cells = np.zeros((sum(map(len, pieces)), max(piece.shape[1] for piece in pieces)), dtype=np.uint64)
    at = 0
    for piece in pieces:
        cells[at : at + len(piece), : piece.shape[1]] = piece
        at += len(piece)
    return cells


def _words(cells: Words64) -> list[bytes]:
    """The words of some rows, without the zeros behind their end."""
    words: list[bytes] = cells.view(f"S{cells.shape[1] * _EIGHT}").ravel().tolist()
    return words


def _texts(words: Iterable[bytes]) -> list[str]:
    """Words as texts; none of them holds a line end."""
    joined = b"\n".join(words).decode()
    return joined.split("\n") if joined or words else []


def _numbered(cells: Words64) -> tuple[Array, Positions]:
    """Equal rows as equal numbers; for each number the first row that has it."""
    if cells.shape[1] == 1:
        return numbered(cells[:, 0])
    codes, first = numbered(_mixed(cells))
    if _are_equal(cells, cells[first], codes):
        return codes, first
    numbers = defaultdict[bytes, int](count().__next__)  # two words were mixed to one number
    codes = np.fromiter(map(numbers.__getitem__, _words(cells)), dtype=np.int32, count=len(cells))
    _, first = np.unique(codes, return_index=True)
    return codes, first


def _is_other(cells: Words64, cycle: int) -> npt.NDArray[np.bool_]:
    """Which rows say something else than the row a cycle above; the first cycle always does."""
    is_other = np.ones(len(cells), dtype=bool)
    below = is_other[cycle:]
    np.not_equal(cells[cycle:, 0], cells[:-cycle, 0], out=below)
    for at in range(1, cells.shape[1]):
        below |= cells[cycle:, at] != cells[:-cycle, at]
    return is_other


def _mixed(cells: Words64) -> Words64:
    """One number for each row, the same for the same words; rarely one for two words."""
    mixed = cells[:, 0]
    for at in range(1, cells.shape[1]):
        mixed = mixed ^ (mixed >> _HALF)
        mixed *= _SPREAD
        mixed ^= cells[:, at]
    return mixed


def _are_equal(cells: Words64, words: Words64, codes: Array) -> bool:
    """Whether each row is the word of its number."""
    size = words.shape[1]
    again = words.view(f"V{size * _EIGHT}").ravel()[codes]
    return bool((again.view(np.uint64).reshape(-1, size) == cells).all())


def numbered(keys: Words64) -> tuple[Array, Positions]:
    """Equal keys as equal numbers, in order of their first appearance, by a table of hashes.

    All rows look it up at once. Of the rows that meet in one place of the table the first one stays, rows
    with its key are done, and the others try again in a larger table, with other bits of their hash.

    Returns:
        the number of each row's key, and for each number the first row that has the key.
    """
    all_rows = np.arange(len(keys), dtype=np.int32)
    first = np.empty_like(all_rows)
    least, most = _TABLE
    rows, left, hashes, bits = all_rows, keys, keys * _SPREAD, min(most, max(least, len(keys).bit_length()))
    while len(rows):
        places = (hashes >> np.uint64(64 - bits)).astype(np.intp)
        table = np.empty(1 << bits, dtype=np.int32)
        table[places[::-1]] = rows[::-1]  # what is written last stays
        found = table[places]
        is_other = keys[found] != left
        first[rows] = found  # of those that try again for now
        rows, left, hashes = rows[is_other], left[is_other], _mixed_again(hashes[is_other])
        bits = max(least, (2 * len(rows)).bit_length())
    starts = np.flatnonzero(first == all_rows)
    numbers = np.empty_like(all_rows)
    numbers[starts] = all_rows[: len(starts)]
    return numbers[first], starts


def _mixed_again(hashes: Words64) -> Words64:
    mixed: Words64 = (hashes ^ (hashes >> np.uint64(29))) * _SPREAD
    return mixed
