"""The cells of a sheet as found: a column is a list of words, and for each row the number of its word.

A word is read once, however many rows say it. Words are texts, and what else a workbook holds: numbers, days,
truth values.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Array = npt.NDArray[Any]
Words = Sequence[Any] | Array


class CellColumn(Struct, frozen=True, dict=True):
    """One column of cells.

    Attributes:
        codes: for each row the position of its word.
        words: what stands there; a word may stand in the list twice, and some may stand in no row.
    """

    codes: Array
    words: Words

    @classmethod
    def of(cls, cells: Words) -> "CellColumn":
        """A column whose cells are not compared: every cell is a word of its own."""
        return cls(np.arange(len(cells), dtype=np.int32), cells)

    @classmethod
    def all_alike(cls, word: object, size: int) -> "CellColumn":
        """One word in every row."""
        return cls(np.zeros(size, dtype=np.int32), (word,))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: Array | slice) -> Array:
        """What stands in some rows, as objects."""
        return objects_of([self.words[code] for code in self.codes[rows].tolist()])

    def __iter__(self) -> Iterator[Any]:
        return (self.words[code] for code in self.codes.tolist())

    def take(self, rows: Array | slice) -> "CellColumn":
        """Some rows, by a mask, by positions or one after the other."""
        return CellColumn(self.codes[rows], self.words)

    @cached_property
    def is_used(self) -> npt.NDArray[np.bool_]:
        """Which words stand in any row."""
        used = np.zeros(len(self.words), dtype=bool)
        used[self.codes] = True
        return used


def one_below_the_other(columns: Sequence[CellColumn]) -> CellColumn:
    """Columns as one."""
    begins = np.cumsum([0, *(len(column.words) for column in columns)])
    codes = [column.codes + begin for column, begin in zip(columns, begins[:-1].tolist(), strict=True)]
    return CellColumn(np.concatenate(codes), list(chain.from_iterable(column.words for column in columns)))


class CellTable:
    """The cells of a sheet from A1 on; rows and columns are counted from 1, as people do."""

    def __init__(self, columns: Sequence[CellColumn], height: int) -> None:
        self._columns = columns
        self.shape = (height, len(columns))

    @classmethod
    def of_rows(cls, raw: Array) -> "CellTable":
        """The cells of a block of objects, row by row."""
        numbers = np.arange(raw.shape[0], dtype=np.int32)
        table = cls([CellColumn(numbers, raw[:, at]) for at in range(raw.shape[1])], raw.shape[0])
        table.raw = raw
        return table

    @property
    def size(self) -> int:
        """How many cells there are."""
        return self.shape[0] * self.shape[1]

    @cached_property
    def raw(self) -> Array:
        """The cells as a block of objects."""
        block: Array = np.empty(self.shape, dtype=object)
        for at, column in enumerate(self._columns):
            block[:, at] = objects_of(column.words)[column.codes]
        return block

    def column(self, number: int) -> CellColumn:
        """One column."""
        return self._columns[number - 1]

    def row(self, number: int) -> list[Any]:
        """The cells of one row, from left to right; none of a row that is not there."""
        if number > self.shape[0]:
            return []
        return [column.words[column.codes[number - 1]] for column in self._columns]

    def below(self, row: int) -> "CellRows":
        """The rows below one of them."""
        return CellRows(np.arange(row + 1, self.shape[0] + 1, dtype=np.int32), self, slice(row, None))


class CellRows(Struct, frozen=True):
    """Some rows of a sheet, not all of them different.

    Attributes:
        numbers: their numbers, counted from 1.
        table: the whole sheet.
        in_a_row: where they stand, if they follow each other: then a column of them is no copy.
    """

    numbers: Array
    table: CellTable
    in_a_row: slice | None = None

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, column: int) -> CellColumn:
        """One column of these rows, counted from 1."""
        return self.table.column(column).take(self.numbers - 1 if self.in_a_row is None else self.in_a_row)

    def take(self, rows: Array) -> "CellRows":
        """Some of them, by a mask or by positions."""
        return CellRows(self.numbers[rows], self.table)


def objects_of(values: Words) -> Array:
    """An array that holds the values as they are."""
    if isinstance(values, np.ndarray) and values.dtype == object:
        return values
    array: Array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
