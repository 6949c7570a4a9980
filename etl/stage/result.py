"""What staging one sheet yields: rows or records kept, cells rejected, rows left out as declared."""

import json
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from etl.model.sheet import Sheet

STAGED_COLUMNS = (
    "series", "region", "period", "reported", "unit", "status", "reason", "bound", "known_from",
    "sheet_no", "row_no", "column_no", "cited_as", "note",
)  # fmt: skip
REJECT_COLUMNS = ("sheet_no", "row_no", "column_no", "code", "found", "facts", "series", "region", "period")
_FACT = ("series", "region", "period")


@dataclass
class Faults:
    """The first fault of each row, collected check by check.

    Attributes:
        size: how many rows are checked.
    """

    size: int
    codes: np.ndarray = field(init=False)
    columns: np.ndarray = field(init=False)
    found: np.ndarray = field(init=False)
    facts: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.codes = np.full(self.size, None, dtype=object)
        self.columns = np.zeros(self.size, dtype=np.int32)
        self.found = np.full(self.size, None, dtype=object)
        self.facts = np.full(self.size, None, dtype=object)

    def add(
        self, wrong: np.ndarray, code: str, column: int | np.ndarray, found: pd.Series, **facts: object
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
        new = wrong & (self.codes == None)  # noqa: E711 - element-wise comparison of an object array
        self.codes[new] = code
        self.columns[new] = column[new] if isinstance(column, np.ndarray) else column
        self.found[new] = found[new].to_numpy(dtype=object)
        self.facts[new] = json.dumps(facts, ensure_ascii=False, sort_keys=True)

    @property
    def any_of(self) -> np.ndarray:
        """Which rows have a fault."""
        return np.asarray(self.codes != None)  # noqa: E711 - element-wise comparison of an object array

    def rejected(self, sheet: Sheet, rows: np.ndarray, read: pd.DataFrame | None = None) -> pd.DataFrame:
        """The rows at fault, each with its cell, what was found, and the facts of the message.

        Args:
            sheet: where they stand.
            rows: 1-based numbers of all rows.
            read: what was read of all rows; series, region and period tell whose figure is at fault.
        """
        wrong = self.any_of
        if not wrong.any():
            return pd.DataFrame(columns=list(REJECT_COLUMNS))
        known = pd.DataFrame(index=range(len(rows))) if read is None else read.reset_index(drop=True)
        return pd.DataFrame(
            {
                "sheet_no": sheet.number,
                "row_no": rows[wrong],
                "column_no": self.columns[wrong],
                "code": self.codes[wrong],
                "found": [str(text) for text in self.found[wrong]],
                "facts": self.facts[wrong],
                **{name: _words(known.get(name), wrong) for name in _FACT},
            },
            columns=list(REJECT_COLUMNS),
        )


def _words(column: pd.Series | None, wrong: np.ndarray) -> list[str | None]:
    """The words of a column in the rows at fault; None where they were not understood."""
    if column is None:
        return [None] * int(wrong.sum())
    return [str(word) if isinstance(word, str) else None for word in column.astype(object)[wrong]]


@dataclass(frozen=True)
class StagedSheet:
    """One sheet after staging.

    ``rows_in == len(rows) + len(records) + len(rejected) + rows_left_out`` always.

    Attributes:
        left_out: rows that the format declares to be none (sub-totals, section headings), by their word.
    """

    rows_in: int
    rows: pd.DataFrame
    records: pd.DataFrame
    rejected: pd.DataFrame
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def rows_left_out(self) -> int:
        """How many rows the format declares to be none."""
        return sum(self.left_out.values())


def no_rows() -> pd.DataFrame:
    """An empty frame of staged rows."""
    return pd.DataFrame(columns=list(STAGED_COLUMNS))


def no_records() -> pd.DataFrame:
    """An empty frame of records."""
    return pd.DataFrame(columns=["register", "region", "fields", "sheet_no", "row_no", "column_no"])
