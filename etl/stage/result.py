"""What staging one sheet yields: rows or records kept, cells rejected, rows left out as declared."""

import json
from collections.abc import Mapping
from typing import Final

import numpy as np
from msgspec import Struct, field

from etl.columns import Array, Coded, Column, Columns
from etl.model.cell_table import CellColumn, objects_of
from etl.model.sheet import Sheet

STAGED_COLUMNS = (
    "series", "region", "period", "reported", "unit", "status", "reason", "bound", "known_from",
    "sheet_no", "row_no", "column_no", "cited_as", "note",
)  # fmt: skip
REJECT_COLUMNS = ("sheet_no", "row_no", "column_no", "code", "found", "facts", "series", "region", "period")
RECORD_COLUMNS = ("register", "region", "fields", "sheet_no", "row_no", "column_no")
_FACT = ("series", "region", "period")
_NUMBERS: Final = {
    "reported": "float64", "known_from": "datetime64[s]",
    "sheet_no": "int16", "row_no": "int32", "column_no": "int16",
}  # fmt: skip


class _Found(Struct, frozen=True):
    """Rows with one fault.

    Attributes:
        rows: positions of the rows.
        columns: 1-based number of the column at fault, of each.
        code: key of the message.
        found: what stands there, of each.
        facts: what was expected, as JSON.
    """

    rows: Array
    columns: Array
    code: str
    found: Array
    facts: str


class Faults:
    """The first fault of each row, collected check by check."""

    def __init__(self, size: int) -> None:
        """Begin without a fault.

        Args:
            size: how many rows are checked.
        """
        self.size = size
        self.any_of = np.zeros(size, dtype=bool)
        """Which rows have a fault."""
        self._found: list[_Found] = []

    def add(
        self,
        wrong: np.ndarray,
        code: str,
        column: int | np.ndarray,
        found: Array | CellColumn,
        **facts: object,
    ) -> None:
        """Note a fault of the rows that have none yet.

        Args:
            wrong: which rows fail this check.
            code: key of the message.
            column: 1-based number of the column at fault, one for all rows or one for each.
            found: what stands there.
            facts: what was expected, for the message.
        """
        if not wrong.any():
            return
        new = np.flatnonzero(wrong & ~self.any_of)
        self.any_of[new] = True
        columns = column[new] if isinstance(column, np.ndarray) else np.full(len(new), column)
        told = json.dumps(facts, ensure_ascii=False, sort_keys=True)
        self._found.append(_Found(new, columns, code, objects_of(found[new]), told))

    def rejected(self, sheet: Sheet, rows: Array, read: Mapping[str, Column]) -> Columns:
        """The rows at fault, each with its cell, what was found, and the facts of the message.

        Args:
            sheet: where they stand.
            rows: 1-based numbers of all rows.
            read: what was read of all rows; series, region and period tell whose figure is at fault.
        """
        none = _Found(np.empty(0, np.intp), np.empty(0, np.int32), "", objects_of(()), "")
        of_all = [none, *self._found]
        wrong = np.concatenate([each.rows for each in of_all])
        order = np.argsort(wrong)
        texts = [str(text) for each in of_all for text in each.found.tolist()]
        return Columns(
            {
                "sheet_no": np.full(len(wrong), sheet.number, dtype=np.int32),
                "row_no": rows[wrong[order]].astype(np.int32),
                "column_no": np.concatenate([each.columns for each in of_all])[order].astype(np.int32),
                "code": objects_of([each.code for each in of_all for _ in each.rows])[order],
                "found": objects_of(texts)[order],
                "facts": objects_of([each.facts for each in of_all for _ in each.rows])[order],
                **{name: _words(read.get(name), wrong[order]) for name in _FACT},
            }
        )


def _words(column: Column | None, wrong: Array) -> Array:
    """The words of a column in the rows at fault; None where they were not understood."""
    if isinstance(column, Coded):
        return objects_of(list(column.take(wrong)))
    return np.full(len(wrong), None, dtype=object)


class StagedSheet(Struct, frozen=True):
    """One sheet after staging.

    ``rows_in == rows.size + records.size + rejected.size + rows_left_out`` always.

    Attributes:
        rows: figures, with the columns ``STAGED_COLUMNS``.
        records: records, with the columns ``RECORD_COLUMNS``.
        rejected: cells that were not taken in, with the columns ``REJECT_COLUMNS``.
        left_out: rows that the format declares to be none (sub-totals, section headings), by their word.
    """

    rows_in: int
    rows: Columns
    records: Columns
    rejected: Columns
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def rows_left_out(self) -> int:
        """How many rows the format declares to be none."""
        return sum(self.left_out.values())


def no_rows() -> Columns:
    """An empty table of staged rows."""
    numbers: dict[str, Column] = {name: np.empty(0, dtype=kind) for name, kind in _NUMBERS.items()}
    return Columns({name: numbers.get(name, Coded.of(())) for name in STAGED_COLUMNS})


def no_records() -> Columns:
    """An empty table of records."""
    words: dict[str, Column] = {name: Coded.of(()) for name in ("register", "region")}
    return Columns({name: words.get(name, np.empty(0, dtype=object)) for name in RECORD_COLUMNS})
