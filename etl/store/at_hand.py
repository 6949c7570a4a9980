"""Large answers to questions out of the rows that the warehouse was written from, which are still at hand.

Asking the finished file for half a million rows costs more than all that the slices of them cost.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from etl.columns import NOTHING, Coded, Column, Columns, code_type
from etl.model.tables import CELL, TABLES
from etl.store.slice_columns import NO_WHOLE
from etl.store.write import WarehouseWriter

_FIGURE: Final = (
    "series", "region", "period", "vintage", "value", "status", "reason", "bound", "nature", "source",
    "known_from", "cited_as", "note", "path", "name", "row_no", "column_no", "reported", "unit", "correction",
)  # fmt: skip
_VALUE: Final = (*TABLES["indicator_value"], "note")
_RANKING: Final = TABLES["ranking"]
_FACT: Final = ("indicator", "period", "region")


def observations_in_use(writer: WarehouseWriter, rows: Columns) -> Columns:
    """The rows of ``observation`` that are in use, each with the names of its file and sheet.

    Args:
        writer: of the warehouse, for its small tables.
        rows: all rows of the table, in its order.
    """
    is_in_use = rows.array("vintage") == 1
    rows = rows if is_in_use.all() else rows.take(is_in_use)
    sheets = writer.rows(
        "SELECT file_id, sheet_no, path, name FROM file JOIN sheet USING (file_id) ORDER BY file_id, sheet_no"
    )
    paths = _named(rows, ("file_id",), {(file,): path for file, _, path, _ in sheets})
    names = _named(rows, ("file_id", "sheet_no"), {(file, number): name for file, number, _, name in sheets})
    found = rows.with_columns(path=paths, name=names, correction=_corrections(writer, rows))
    return Columns({name: found[name] for name in _FIGURE})


def values_with_notes(writer: WarehouseWriter, rows: Columns) -> Columns:
    """The rows of ``indicator_value``, each with what its source says of its scope.

    Args:
        writer: of the warehouse, for its small tables.
        rows: all rows of the table, in order of indicator, period and region.
    """
    notes = writer.rows(f"SELECT {', '.join(_FACT)}, note FROM value_note")
    codes, words = np.full(rows.size, NOTHING, dtype=np.int32), Coded.of([note for *_, note in notes])
    if notes and rows.size:
        coded = [rows.coded(name) for name in _FACT]
        facts = _numbered([each.codes for each in coded], coded)
        wanted = [[each.position[fact[at]] for fact in notes] for at, each in enumerate(coded)]
        keys = _numbered([np.asarray(each, dtype=np.int64) for each in wanted], coded)
        places = np.minimum(np.searchsorted(facts, keys), len(facts) - 1)
        is_there = facts[places] == keys
        codes[places[is_there]] = words.codes[is_there]
    found = rows.with_columns(note=Coded(codes, words.words))
    return Columns({name: found[name] for name in _VALUE})


def rankings_in_order(_: WarehouseWriter, rows: Columns) -> Columns:
    """The rows of ``ranking``, by indicator, period, place and region."""
    indicator, period, region = (rows.coded(name).codes for name in ("indicator", "period", "region"))
    ordered = rows.take(np.lexsort((region, rows.array("position"), period, indicator)))
    return Columns({name: _whole(ordered[name]) for name in _RANKING})


def _whole(column: Column) -> Column:
    """Whole numbers, some of which may be lacking, as the slices have them; words as they are."""
    if isinstance(column, Coded):
        return column
    return np.where(np.isnan(column), NO_WHOLE, column).astype(np.int32)


AT_HAND: Final[Mapping[str, Callable[[WarehouseWriter, Columns], Columns]]] = {
    "observations": observations_in_use,
    "values": values_with_notes,
    "rankings": rankings_in_order,
}
"""By name of the question: how the rows of its table become its answer."""


def _named(rows: Columns, by: Sequence[str], names: Mapping[tuple[int, ...], str]) -> Coded:
    """The name that stands for some small numbers of each row, such as file and sheet."""
    numbers = [rows.array(name) for name in by]
    sizes = [max(known) + 1 for known in zip(*names, strict=True)]
    words = Coded.of(list(names.values()))
    if len(names) == 1 or not rows.size:
        return Coded(np.zeros(rows.size, dtype=code_type(len(words.words))), words.words)
    table = np.full(sizes, NOTHING, dtype=code_type(len(words.words)))
    for known, code in zip(names, words.codes.tolist(), strict=True):
        table[known] = code
    return Coded(table[tuple(numbers)], words.words)


def _corrections(writer: WarehouseWriter, rows: Columns) -> Coded:
    """The correction that holds for each row, for the few that have one."""
    applied = writer.rows(f"SELECT correction, {', '.join(CELL)} FROM correction")
    words = Coded.of([name for name, *_ in applied])
    codes = np.full(rows.size, NOTHING, dtype=np.int32)
    for code, (_, *cell) in zip(words.codes.tolist(), applied, strict=True):
        at = np.logical_and.reduce(
            [rows.array(name) == number for name, number in zip(CELL, cell, strict=True)]
        )
        codes[at] = code
    return Coded(codes, words.words)


def _numbered(codes: Sequence[np.ndarray], of: Sequence[Coded]) -> np.ndarray:
    """One number for the words of several columns, in their order."""
    found = np.zeros(len(codes[0]), dtype=np.int64)
    for column, coded in zip(codes, of, strict=True):
        found = found * len(coded.words) + column
    return found
