"""The files in which faults are planted, and what a planted fault is."""

import numpy as np
from msgspec import Struct

from etl.demo.declared import Fault
from etl.demo.geography import Geography
from etl.demo.tables import DemoFile, Fact, Row


class Planted(Struct, frozen=True):
    """One planted fault.

    Attributes:
        row: the row at fault; None where a row is not there.
        column: position in the row.
        true: what would have stood there.
        planted: what stands there; the date of publication of a late return.
        also: further cells of the same fault.
    """

    fault: Fault
    file: DemoFile
    fact: Fact
    row: Row | None
    column: int
    true: str
    planted: str
    also: tuple[Fact, ...] = ()


class Ground:
    """The files in which faults are planted, and what has been touched already.

    Attributes:
        in_use: the file whose figure is in use, by fact.
        touched: region and series of the faults so far; no two faults may hide each other.
    """

    def __init__(self, files: list[DemoFile], geography: Geography, chance: np.random.Generator) -> None:
        """Begin with untouched files; of several that state a fact the last published one is in use."""
        ordered = sorted(files, key=lambda file: (file.published, file.source, file.name))
        self.files = files
        self.geography = geography
        self.chance = chance
        self.in_use: dict[Fact, DemoFile] = {fact: file for file in ordered for fact in file.cells}
        self.touched: set[tuple[str, str]] = set()

    def text(self, fact: Fact) -> str:
        """What the cell of a fact in use says."""
        row, column = self.in_use[fact].cells[fact]
        return row[column]

    def write(self, fact: Fact, text: str) -> tuple[DemoFile, Row, int, str]:
        """Let the cell of a fact say something else; returns where it is and what it said."""
        file = self.in_use[fact]
        row, column = file.cells[fact]
        before, row[column] = row[column], text
        return file, row, column, before
