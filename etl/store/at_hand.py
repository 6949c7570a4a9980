"""Large answers to questions out of the rows that the warehouse was written from, which are still at hand.

Asking the finished file for half a million rows costs more than all that the slices of them cost.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import duckdb
import numpy as np

from etl.columns import NOTHING, Coded, Columns
from etl.model.tables import CELL, TABLES

_FIGURE: Final = (
    "series", "region", "period", "vintage", "value", "status", "reason", "bound", "nature", "source",
    "known_from", "cited_as", "note", "path", "name", "row_no", "column_no", "reported", "unit", "correction",
)  # fmt: skip
_VALUE: Final = (*TABLES["indicator_value"], "note")
_FACT: Final = ("indicator", "period", "region")


def observations_in_use(connection: duckdb.DuckDBPyConnection, rows: Columns) -> Columns:
    """The rows of ``observation`` that are in use, each with the names of its file and sheet.

    Args:
        connection: of the finished warehouse, for its small tables.
        rows: all rows of the table, in its order.
    """
    is_in_use = rows.array("vintage") == 1
    rows = rows if is_in_use.all() else rows.take(is_in_use)
    sheets = connection.execute(
        "SELECT file_id, sheet_no, path, name FROM file JOIN sheet USING (file_id)"
    ).fetchall()
    paths = _named(rows.array("file_id"), {file: path for file, _, path, _ in sheets})
    names = _named(_sheet_of(rows.array("file_id"), rows.array("sheet_no")),
                   {_sheet_of(file, number): name for file, number, _, name in sheets})  # fmt: skip
    found = rows.with_columns(path=paths, name=names, correction=_corrections(connection, rows))
    return Columns({name: found[name] for name in _FIGURE})


def values_with_notes(connection: duckdb.DuckDBPyConnection, rows: Columns) -> Columns:
    """The rows of ``indicator_value``, each with what its source says of its scope.

    Args:
        connection: of the finished warehouse, for its small tables.
        rows: all rows of the table, in order of indicator, period and region.
    """
    notes = connection.execute(f"SELECT {', '.join(_FACT)}, note FROM value_note").fetchall()
    coded = [rows.coded(name) for name in _FACT]
    facts = _numbered([each.codes for each in coded], coded)
    wanted = [[each.position[fact[at]] for fact in notes] for at, each in enumerate(coded)]
    keys = _numbered([np.asarray(codes, dtype=np.int64) for codes in wanted], coded)
    said: list[str | None] = [note for *_, note in notes]
    places = np.minimum(np.searchsorted(facts, keys), len(facts) - 1)
    is_there = facts[places] == keys if len(facts) else np.zeros(len(keys), dtype=bool)
    words = Coded.of(said)
    codes = np.full(rows.size, NOTHING, dtype=np.int32)
    codes[places[is_there]] = words.codes[is_there]
    found = rows.with_columns(note=Coded(codes, words.words))
    return Columns({name: found[name] for name in _VALUE})


AT_HAND: Final[Mapping[str, Callable[[duckdb.DuckDBPyConnection, Columns], Columns]]] = {
    "observations": observations_in_use,
    "values": values_with_notes,
}
"""By name of the question: how the rows of its table become its answer."""

_MOST_SHEETS: Final = 2**16
"""More than a file can have: its numbers are stored in two bytes."""


def _sheet_of(file: Any, sheet: Any) -> Any:
    return file * _MOST_SHEETS + sheet


def _named(numbers: np.ndarray, names: Mapping[int, str]) -> Coded:
    """The name of each number."""
    known = sorted(names)
    codes = np.searchsorted(np.asarray(known, dtype=np.int64), numbers)
    words = Coded.of([names[number] for number in known])
    return Coded(words.codes[codes], words.words)


def _corrections(connection: duckdb.DuckDBPyConnection, rows: Columns) -> Coded:
    """The correction that holds for each row, for the few that have one."""
    applied = connection.execute(f"SELECT correction, {', '.join(CELL)} FROM correction").fetchall()
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
