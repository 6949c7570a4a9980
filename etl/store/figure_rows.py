"""Tables of figures as narrow rows: the number of a fact, of what is said of it alike, and its figure.

The engine takes as long for a column that says the same in half a million rows as for one of figures. So what
rows have in common, such as status and source, is a statement that stands once; ``figures.sql`` puts both
together again.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from msgspec import Struct

from etl.columns import Array, Coded, Column, Columns

OTHERWISE: Final = "otherwise_reported"
"""Column of what the cell of a figure holds, where that is another number than the value."""
_WORD_BITS: Final = 20
"""Room for the number of a series, of a period and of a region; ``figures.sql`` takes them apart again."""
_MOST_COMBINED: Final = 2**62
_MOST_OF_FOUR_BYTES: Final = 2**31 - 1
_NO_ROW: Final = -1
_ROOM: Final = 4
"""Combinations are counted in a table where it has at most so many places for each row, else sorted."""


class NarrowTable(Struct, frozen=True):
    """How one table of figures is stored.

    Attributes:
        fact: the columns that make up the number of a fact, the first above the others.
        own: the columns that each row has for itself.
        stated: the columns of the statements, after their number.
        reported: whether rows tell what the cell of their figure holds, mostly the same number.
    """

    fact: tuple[str, str, str]
    own: tuple[str, ...]
    stated: tuple[str, ...]
    reported: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a row."""
        return ("fact", "statement", *self.own, *((OTHERWISE,) if self.reported else ()))


NARROW: Final[Mapping[str, NarrowTable]] = {
    "observation": NarrowTable(
        ("series", "period", "region"),
        ("row_no", "value"),
        (
            "vintage", "status", "reason", "bound", "nature", "source", "known_from", "file_id", "sheet_no",
            "column_no", "cited_as", "note", "unit", "is_as_reported",
        ),
        reported=True,
    ),
    "indicator_value": NarrowTable(
        ("indicator", "period", "region"),
        ("value",),
        ("status", "reason", "basis", "nature", "bound", "rule"),
    ),
}  # fmt: skip
"""By name of the view."""
STORED: Final[Mapping[str, tuple[str, ...]]] = {
    **{f"{name}_row": table.columns for name, table in NARROW.items()},
    **{f"{name}_statement": ("statement", *table.stated) for name, table in NARROW.items()},
}
"""Columns of the tables behind the views."""


def narrowed(table: NarrowTable, rows: Columns, *, first: int) -> tuple[Columns, Columns]:
    """The rows of a table of figures as they are stored.

    Args:
        table: how it is stored.
        rows: words of facts are numbered as the ENUMs of the warehouse are.
        first: the number of the first statement, where others stand already.

    Returns:
        the narrow rows, and the statements that they refer to.
    """
    more: dict[str, Column] = {}
    if table.reported:
        is_as_reported = _are_same(rows.array("value"), rows.array("reported"))
        rows = rows.with_columns(is_as_reported=is_as_reported)
        if not is_as_reported.all():
            more[OTHERWISE] = np.where(is_as_reported, np.nan, rows.array("reported"))
    stated = Columns({name: rows[name] for name in table.stated if name in rows})
    statement, example = _numbered(stated)
    statements = stated.take(example).with_columns(statement=np.arange(first, first + len(example)))
    own = {name: rows[name] for name in table.own}
    statement += np.int32(first)
    narrow = {"fact": _facts(table, rows), "statement": statement, **own, **more}
    return Columns(narrow), statements


def _are_same(one: Array, other: Array) -> Array:
    """Where two columns hold the same number, or both none."""
    if one is other:
        return np.ones(len(one), dtype=bool)
    same: Array = one == other
    if not same.all():
        same |= np.isnan(one) & np.isnan(other)
    return same


def _facts(table: NarrowTable, rows: Columns) -> Array:
    found = np.zeros(rows.size, dtype=np.int64)
    for name in table.fact:
        found <<= _WORD_BITS
        found |= rows.coded(name).codes
    return found


def _numbered(rows: Columns) -> tuple[Array, Array]:
    """A number for each row, and of each number a row; rows that say the same have the same number.

    None is left out.
    """
    found, places = np.zeros(rows.size, dtype=np.int32), 1
    for column in rows.values():
        codes = column.codes if isinstance(column, Coded) else _whole(column)
        lowest, highest = (int(codes.min()), int(codes.max())) if len(codes) else (0, 0)
        words = highest - lowest + 1
        if words == 1:
            continue
        if places * words > _MOST_COMBINED:
            found, places = _without_gaps(found, places)[0], rows.size
        if places * words > _MOST_OF_FOUR_BYTES:
            found = found.astype(np.int64, copy=False)
        found *= found.dtype.type(words)
        found += codes.astype(found.dtype, copy=False)
        found -= found.dtype.type(lowest)
        places *= words
    return _without_gaps(found, places)


def _whole(column: Array) -> Array:
    """Days and yes or no as whole numbers."""
    if column.dtype.kind == "M":
        days = column if len(column) == 0 or column.min() != column.max() else column[:1]
        return np.broadcast_to(days.astype("datetime64[D]").astype(np.int64), column.shape)
    return column.view(np.int8) if column.dtype.kind == "b" else column


def _without_gaps(numbers: Array, places: int) -> tuple[Array, Array]:
    """The same numbers in the same order without those that do not occur, and of each that does a row."""
    if places > _ROOM * len(numbers):
        _, example, found = np.unique(numbers, return_index=True, return_inverse=True)
        return found.astype(np.int32), example
    row_of = np.full(places, _NO_ROW, dtype=np.int32)
    row_of[numbers] = np.arange(len(numbers), dtype=np.int32)
    is_there = row_of != _NO_ROW
    return (np.cumsum(is_there, dtype=np.int32) - np.int32(1))[numbers], row_of[is_there]
