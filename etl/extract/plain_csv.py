"""Long CSV files without quotation marks: every cell lies between two separators, so that arrays find them.

A cell is taken out with as many bytes as the longest one near it has, and compared as a few whole numbers;
only the different words of a column ever become texts. A file that is not as plain as that is left to a
reader of every kind of CSV.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import count
from typing import Final

import numpy as np
import numpy.typing as npt

from etl.columns import Array
from etl.extract.text_signs import Signs
from etl.model.cell_table import CellColumn
from etl.model.number_words import NumberWords, plain_numbers

Positions = npt.NDArray[np.intp]
Words64 = npt.NDArray[np.uint64]

_RETURN: Final = ord("\r")
_EIGHT: Final = 8
_PIECE_ROWS: Final = 1 << 13
"""Rows that are looked at together: their text, and what is made of it, stay near the processor."""
_SPREAD: Final = np.uint64(
    0x9E3779B97F4A7C15
)  # 2^64 divided by the golden ratio; odd, so that nothing is lost
_HALF: Final = np.uint64(32)
_TABLE: Final = 14, 17
"""Least and most bits of the number of places in a table of hashes: as large as stays near the processor."""
_LONGEST: Final = 1 << 10
"""Bytes of a cell; columns of longer texts are no words."""
_SAMPLE: Final = 1 << 15
"""Rows of a column that tell whether it says many things."""
_FEW: Final = 4
"""Of so many rows one may say something new for words to be looked up one by one."""


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
    columns = [_ColumnOfWords(len(ends)) for _ in range(width)]
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


class _ColumnOfWords:
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
            cells: the rows, see :func:`_cells`.
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
