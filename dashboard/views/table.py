"""What a table says: text made by ``format``, links made by ``address``, verdicts by their code."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, overload

from msgspec import Struct

from dashboard.theme import Mark
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


HOLE: Final = "\0"
"""Where a row puts in a word of its own, in a cell that it shares with others; no data hold this sign."""

Fill = str | SparklineView


class RowKind(Struct, frozen=True, eq=False):
    """Cells that rows share but for a few words: equal only to itself, so that it is drawn once for all.

    Attributes:
        cells: with a hole in an address, text or note where each row has something of its own; a cell whose
            text is nothing but a hole may be filled with a course too.
    """

    cells: tuple[Cell, ...]


class FilledRow(Sequence[Cell]):
    """A row of a kind.

    Attributes:
        kind: what it shares with others.
        fills: what stands in the holes: cell by cell, of each the address before the text before the note.
    """

    __slots__ = ("fills", "kind")

    def __init__(self, kind: RowKind, fills: tuple[Fill, ...]) -> None:
        self.kind = kind
        self.fills = fills

    def cells(self) -> tuple[Cell, ...]:
        """The row as any other."""
        left = iter(self.fills)
        return tuple([_filled(cell, left) for cell in self.kind.cells])

    def __len__(self) -> int:
        return len(self.kind.cells)

    @overload
    def __getitem__(self, at: int) -> Cell: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Cell, ...]: ...
    def __getitem__(self, at: int | slice) -> Cell | tuple[Cell, ...]:
        return self.cells()[at]


def _filled(cell: Cell, left: Iterator[Fill]) -> Cell:
    address = None if cell.address is None else _put(cell.address, left)
    if cell.text != HOLE:
        text = _put(cell.text, left)
        return cell._replace(address=address, text=text, note=_put(cell.note, left))
    own = next(left)
    text, trend = (own, None) if isinstance(own, str) else ("", own)
    return cell._replace(address=address, text=text, trend=trend, note=_put(cell.note, left))


def _put(text: str, left: Iterator[Fill]) -> str:
    begun, *rest = text.split(HOLE)
    return begun + "".join([f"{next(left)}{part}" for part in rest])


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
