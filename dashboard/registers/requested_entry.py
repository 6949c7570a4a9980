"""What somebody wants a register to say, and what became of it."""

from collections.abc import Mapping

from msgspec import Struct

from dashboard.registers.entry import BY_FORM, Origin


class Wanted(Struct, frozen=True):
    """What somebody wants an entry to say.

    Attributes:
        number: the entry to change; empty for a new one.
        version: the version that they saw; None where they saw none, as from a workbook.
        fields: field id → text, protected ones too. A protected field that is empty stays as it is.
        origin: the form, or the row of a workbook.
        cells: field id → cell of the workbook, for faults.
    """

    region: str
    fields: Mapping[str, str]
    number: str = ""
    version: int | None = None
    origin: Origin = BY_FORM
    cells: Mapping[str, str] | None = None


class Written(Struct, frozen=True):
    """What became of wanted entries: numbers that are new, changed, and those that said so already."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
