"""A raw sheet: every cell as found, with its address."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from etl.errors import say

if TYPE_CHECKING:  # with arrays behind it, which who only names a cell never needs
    from etl.model.cell_table import CellTable

UNCALCULATED = "#UNCALCULATED"
"""Stands in the cell of a formula that was saved without its value: there is a figure that nobody knows."""


@cache
def column_letters(number: int) -> str:
    """The letters of a 1-based column number, as spreadsheets name it (28 → AB)."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """The address of a cell from its 1-based numbers, such as ``C7``."""
    return f"{column_letters(column)}{row}"


class SheetWarning(Struct, frozen=True):
    """Something to know about a sheet that was read, such as formulas saved without their values.

    Attributes:
        code: its sentence in ``etl/messages.yaml`` is ``sheet_<code>``.
        facts: what the sentence names.
    """

    code: str
    facts: tuple[tuple[str, object], ...]

    @classmethod
    def of(cls, code: str, /, **facts: object) -> SheetWarning:
        """A warning with its facts."""
        return cls(code, tuple(facts.items()))

    def say(self, lang: str) -> str:
        """The warning as one sentence."""
        return say(f"sheet_{self.code}", lang, **dict(self.facts))


class Sheet(Struct, frozen=True):
    """One sheet of a file as found.

    Attributes:
        file: path of the file below ``data/raw``, for messages.
        name: name of the sheet; for a CSV file the file's name without its ending.
        number: 1-based position in the file.
        cells: its cells from A1 on.
        merged: merged ranges as first row, first column, last row, last column, 1-based; only the first cell
            of a range holds its value.
        warnings: what to know before its figures are used.
    """

    file: str
    name: str
    number: int
    cells: CellTable
    merged: tuple[tuple[int, int, int, int], ...] = ()
    warnings: tuple[SheetWarning, ...] = ()

    def without_cells(self) -> Sheet:
        """What is still told of a sheet after its cells are staged; a delivery need not hold them all."""
        from etl.model.cell_table import CellTable  # noqa: PLC0415  see above

        return replace(self, cells=CellTable((), 0))
