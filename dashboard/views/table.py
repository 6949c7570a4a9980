"""What a table says: text made by ``format``, links made by ``address``, verdicts by their code."""

from typing import NamedTuple

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
    rows: tuple[tuple[Cell, ...], ...]
    lang: str
    csv_address: str | None = None
    notes: tuple[str, ...] = ()
    marked: frozenset[int] = frozenset()
