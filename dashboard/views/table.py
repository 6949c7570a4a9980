"""What a table says: text made by ``format``, links made by ``address``, verdicts by their code."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from msgspec import Struct

from dashboard.theme import Mark
from dashboard.views.holes import HOLE, put_in
from dashboard.views.sparkline import SparklineView
from etl.model.vocabulary import Result, UnassessedReason


class Column(Struct, frozen=True):
    """A column; figures stand right-aligned.

    Attributes:
        title: its heading.
        is_numeric: whether it holds figures.
        address: where the heading leads: the same table sorted by this column.
        order: ``ascending`` or ``descending`` where the rows are sorted by it.
    """

    title: str
    is_numeric: bool = False
    address: str | None = None
    order: str = ""


class Cell(NamedTuple):
    """A cell.

    Attributes:
        text: what is shown; for a verdict, words beside its mark (empty: the verdict's own word).
        address: where the text leads, if anywhere.
        result: the verdict to mark, if the cell is one.
        note: a second line, such as status and source.
        reason: why there is no verdict, where the cell is one.
        trend: a small course drawn in the cell.
        mark: the look of a text that is a status but no verdict, such as one towards a peak.
    """

    text: str
    address: str | None = None
    result: Result | None = None
    note: str = ""
    reason: UnassessedReason | None = None
    trend: SparklineView | None = None
    mark: Mark | None = None


class CourseValues:
    """The values of a course, which rows in several languages put in.

    Attributes:
        values: the value of each year.
        drawn: their drawing, by the first who drew it; it is the same whoever does.
    """

    __slots__ = ("drawn", "values")

    def __init__(self, values: tuple[float, ...]) -> None:
        self.values = values
        self.drawn: str | None = None


class RowKind(Struct, frozen=True, eq=False):
    """Cells that rows share but for a few words: equal only to itself, so that it is drawn once for all.

    Attributes:
        cells: with a hole in an address, text or note where each row has something of its own; one may be a
            course without values, whose words have holes too.
    """

    cells: tuple[Cell, ...]

    @property
    def course(self) -> tuple[int, SparklineView] | None:
        """The course that the rows have, and which of their fills are the first of its words."""
        before = 0
        for cell in self.cells:
            if cell.trend is not None:
                return before, cell.trend
            before += sum(text.count(HOLE) for text in (cell.address or "", cell.text, cell.note))
        return None


class FilledRow(Sequence[Cell]):
    """A row of a kind.

    Attributes:
        kind: what it shares with others.
        fills: what stands in the holes: cell by cell, of each the address before the text before the note.
        course: its values, if the kind has a course.
    """

    __slots__ = ("course", "fills", "kind")

    def __init__(self, kind: RowKind, fills: tuple[str, ...], course: CourseValues | None = None) -> None:
        self.kind = kind
        self.fills = fills
        self.course = course

    def cells(self) -> tuple[Cell, ...]:
        """The row as any other."""
        left = iter(self.fills)
        return tuple([_filled(cell, left, self.course) for cell in self.kind.cells])

    def __len__(self) -> int:
        return len(self.kind.cells)

    @overload
    def __getitem__(self, at: int) -> Cell: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Cell, ...]: ...
    def __getitem__(self, at: int | slice) -> Cell | tuple[Cell, ...]:
        return self.cells()[at]


def _filled(cell: Cell, left: Iterator[str], course: CourseValues | None) -> Cell:
    if cell.trend is not None and course is not None:
        return cell._replace(
            trend=cell.trend._replace(values=course.values, told=put_in(cell.trend.told, left))
        )
    address = None if cell.address is None else put_in(cell.address, left)
    return cell._replace(address=address, text=put_in(cell.text, left), note=put_in(cell.note, left))


class TableView(Struct, frozen=True):
    """A table with its caption.

    Attributes:
        caption: what the table shows, with unit and period.
        columns: its columns; the first names the row.
        rows: cells by row, as many as columns.
        lang: language of the words around it.
        csv_address: where the same figures can be downloaded.
        notes: lines below the table.
        marked: numbers of the rows that stand out, such as the own region among its peers.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Sequence[Cell], ...]
    lang: str
    csv_address: str | None = None
    notes: tuple[str, ...] = ()
    marked: frozenset[int] = frozenset()
