"""A sheet as a grid of cells: what a cell says, and whether it holds a figure."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct

from etl.model.sheet import UNCALCULATED, Sheet, cell_name
from etl.stage.words import normal, number_of, per_cent_of

ERROR_WORDS = frozenset(
    {
        "#DIV/0!",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#N/A",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        UNCALCULATED,
    }
)
_SHOWN = 8


class Cells(Struct, frozen=True, dict=True):
    """The cells of a sheet by 0-based row and column.

    Attributes:
        sheet: the sheet as found.
        raw: its cells as found.
    """

    sheet: Sheet
    raw: np.ndarray

    @classmethod
    def of(cls, sheet: Sheet) -> "Cells":
        """The cells of a sheet."""
        return cls(sheet, sheet.cells.raw)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return int(self.raw.shape[0])

    @property
    def width(self) -> int:
        """How many columns there are."""
        return int(self.raw.shape[1])

    def text(self, row: int, column: int) -> str:
        """What a cell says, in normal form; empty if nothing."""
        return normal(self.raw[row, column])

    def texts(self, row: int) -> list[str]:
        """What the cells of a row say."""
        return [normal(value) for value in self.raw[row]]

    @cached_property
    def blank(self) -> np.ndarray:
        """Which cells hold nothing; white space is nothing."""
        blank: np.ndarray = np.frompyfunc(is_blank, 1, 1)(self.raw).astype(bool)
        return blank

    def address(self, row: int, column: int) -> str:
        """The name of a cell, such as C7."""
        return cell_name(row + 1, column + 1)

    def spoken(self, row: int, without: Sequence[int] = ()) -> str:
        """The filled cells of a row with their addresses, for a message."""
        said = [
            f"{self.address(row, column)} {str(value).strip()!r}"
            for column, value in enumerate(self.raw[row])
            if not self.blank[row, column] and column not in without
        ]
        return ", ".join(said[:_SHOWN]) + (" …" if len(said) > _SHOWN else "")


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or value != value  # noqa: PLR0124 - NaN


def is_error(value: object) -> bool:
    """Whether a cell holds an error of the spreadsheet, such as #DIV/0!."""
    return isinstance(value, str) and value.strip().upper() in ERROR_WORDS


def holds_digits(value: object) -> bool:
    """Whether a cell says a number, alone or among words: 320, 约40, 320万吨."""
    return is_figure(value) or (isinstance(value, str) and any(sign.isdecimal() for sign in value))


def is_figure(value: object) -> bool:
    """Whether a cell states a number, perhaps in per cent; a truth value and a date do not."""
    if not isinstance(value, str | int | float):
        return False
    return number_of(value) is not None or per_cent_of(value) is not None
