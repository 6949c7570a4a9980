"""Rows of a register's workbook → the fields of entries, in the spelling that entries have. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from etl.model.register import (
    NUMBER_HEADING,
    REGION_HEADING,
    FieldKind,
    Register,
    RegisterField,
)

_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_WHOLE: Final = re.compile(r"(-?\d+)\.0")
_DEEPEST_HEADING: Final = 10


class RowGiven(Struct, frozen=True):
    """One row of a workbook.

    Attributes:
        row: its 1-based number.
        number: the entry that it changes; empty for a new one.
        region: code of the region; empty where none stands there.
        fields: field id → text.
    """

    row: int
    number: str
    region: str
    fields: Mapping[str, str]


class NotThisRegister(Exception):  # noqa: N818  the name is what happened
    """A workbook without the headings of the register; ``missing`` names them."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(", ".join(missing))


def rows_given(register: Register, cells: Sequence[Sequence[str]]) -> tuple[RowGiven, ...]:
    """The rows below the headings that hold anything.

    Args:
        register: the declaration.
        cells: the texts of a sheet from A1 on, row by row.

    Raises:
        NotThisRegister: no row near the top holds all headings.
    """
    at, columns = _headings(register, cells)
    found = []
    for number, row in enumerate(cells[at + 1 :], start=at + 2):
        told = {heading: _cell(row, column) for heading, column in columns.items()}
        if any(told.values()):
            fields = {field.id: spelled(field, told[field.name.zh]) for field in register.fields}
            region = _WHOLE.sub(r"\1", told[REGION_HEADING])
            found.append(RowGiven(number, told[NUMBER_HEADING], region, fields))
    return tuple(found)


def column_of(register: Register, cells: Sequence[Sequence[str]], heading: str) -> int:
    """The 1-based column of a heading."""
    return _headings(register, cells)[1][heading] + 1


def _headings(register: Register, cells: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the column of each."""
    nearest: list[str] = list(register.headings)
    for at, row in enumerate(cells[:_DEEPEST_HEADING]):
        words = [_plain(cell) for cell in row]
        missing = [heading for heading in register.headings if _plain(heading) not in words]
        if not missing:
            return at, {heading: words.index(_plain(heading)) for heading in register.headings}
        nearest = min(nearest, missing, key=len)
    raise NotThisRegister(nearest)


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def spelled(field: RegisterField, text: str) -> str:
    """A text in the spelling that entries have; what cannot be read stays as it is, to be refused by name."""
    match field.kind:
        case FieldKind.DATE:
            return _day(text)
        case FieldKind.YEAR | FieldKind.NUMBER:
            plain = _plain(text).replace(",", "").replace("−", "-")
            return _WHOLE.sub(r"\1", plain) if _WHOLE.fullmatch(plain) else plain
        case FieldKind.CHOICE:
            return _choice(field, text)
        case FieldKind.LINE:
            return _WHOLE.sub(r"\1", text) if _WHOLE.fullmatch(text) else text.strip()
        case FieldKind.TEXT:
            return text.replace("\r\n", "\n").strip()


def _day(text: str) -> str:
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    if match is None:
        return text.strip()
    year, month, day = match.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _choice(field: RegisterField, text: str) -> str:
    """The id of a choice by its words in either language, or by itself."""
    for choice, name in field.choices.items():
        if _plain(text) in {choice, _plain(name.zh), _plain(name.en)}:
            return choice
    return text.strip()
