"""What a report is made of, before any file format: headings, traced sentences, tables, charts."""

import math
from typing import Final, Literal

from msgspec import Struct

from dashboard.report.widths import printed_width
from etl.model.vocabulary import Result

_KEPT_LINES: Final = {False: 14, True: 14}
"""A table with no more printed lines stands on one page: upright, and on a rotated page."""
_CHARACTERS: Final = {False: 94, True: 136}
"""Width of the text in halves of a Han character of the size of tables."""


class Trace(Struct, frozen=True):
    """Where a figure comes from in the warehouse.

    Attributes:
        table: table and column, such as ``indicator_value`` or ``assessment.target_value``.
        name: indicator, series or kind.
        region: code of the region.
        period: the period as written in the grammar.
        value: the stored value at full precision.
    """

    table: str
    name: str
    region: str
    period: str
    value: float


class Figure(Struct, frozen=True):
    """A number in a sentence.

    Attributes:
        text: the number as printed, with its unit.
        value: the number that was rounded for printing.
        traces: the stored value, or the values that it is the difference, sum or ratio of.
    """

    text: str
    value: float
    traces: tuple[Trace, ...]


Part = str | Figure
Parts = tuple[Part, ...]


class Heading(Struct, frozen=True):
    """A heading: level 1 一、, level 2 （一）; one that begins an annex starts a page."""

    level: Literal[1, 2]
    text: str
    begins_page: bool = False


class Paragraph(Struct, frozen=True):
    """A paragraph of the running text.

    Attributes:
        parts: the sentences.
        lead: words at the beginning that say what it is about, set off from the text.
        look: ``body``; ``point`` for one of the points before the text; ``plain`` without indent, for whom a
            letter is addressed to; ``closing`` at the right, for who signs it and when.
    """

    parts: Parts
    lead: str = ""
    look: Literal["body", "point", "plain", "closing"] = "body"

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        return self.lead + text_of(self.parts)


class Note(Struct, frozen=True):
    """A remark in small type below a table or chart, or at the end of a section."""

    parts: Parts

    @property
    def text(self) -> str:
        """The remark as plain text."""
        return text_of(self.parts)


class Contents(Struct, frozen=True):
    """Where the table of contents stands.

    Attributes:
        title: its heading.
    """

    title: str


class Column(Struct, frozen=True):
    """A column of a table.

    Attributes:
        title: what stands in it.
        unit: second header row: unit and period; empty for words.
        is_numeric: figures stand right-aligned.
        share: width in proportion to the other columns.
    """

    title: str
    unit: str = ""
    is_numeric: bool = False
    share: float = 1.0


class Cell(Struct, frozen=True):
    """A cell of a table.

    Attributes:
        text: what is printed; ``—`` where there is no value.
        value: the number behind the text at full precision, None for words and for what is missing.
        decimals: decimals of the number.
        trace: where the number stands in the warehouse.
        result: the verdict to mark by shape and colour, if the cell is one.
        anchor: name under which a number of the text finds this row; only in the list of workings.
        figures: traced numbers within the words of the cell.
    """

    text: str
    value: float | None = None
    decimals: int = 0
    trace: Trace | None = None
    result: Result | None = None
    anchor: str = ""
    figures: tuple[Figure, ...] = ()


class Table(Struct, frozen=True):
    """A table; its header rows are repeated on every page.

    Attributes:
        name: short id, unique in the document.
        caption: its title.
        columns: columns from left to right.
        rows: cells, as many as columns.
        notes: source, reasons of what is missing, cautions.
        is_wide: stands on a rotated page.
        number: running number; 0 before it is given.
        label: the words of the number: ``表3``.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Note, ...] = ()
    is_wide: bool = False
    number: int = 0
    label: str = ""

    @property
    def header(self) -> tuple[tuple[str, ...], ...]:
        """The header rows: titles, and units where any column has one."""
        titles = tuple(column.title for column in self.columns)
        units = tuple(column.unit for column in self.columns)
        return (titles, units) if any(units) else (titles,)

    @property
    def is_kept_together(self) -> bool:
        """Whether it is short enough to stand on one page."""
        most = _KEPT_LINES[self.is_wide]
        return len(self.rows) <= most and sum(map(self.lines_of, self.rows)) <= most

    def lines_of(self, cells: tuple[Cell, ...]) -> int:
        """How many printed lines the longest cell of a row takes, as far as widths can be told beforehand."""
        shares = sum(column.share for column in self.columns)
        return max(
            math.ceil(printed_width(cell.text) / (_CHARACTERS[self.is_wide] * column.share / shares))
            for cell, column in zip(cells, self.columns, strict=True)
        )


class ChartSeries(Struct, frozen=True):
    """One series of a chart; None is a gap, never a zero.

    Attributes:
        is_reference: drawn quietly behind the others: a target, the figures of the superior region.
    """

    name: str
    values: tuple[float | None, ...]
    is_reference: bool = False


class Chart(Struct, frozen=True):
    """A chart that every format draws natively.

    Attributes:
        name: short id, unique in the document.
        kind: ``bar`` lies horizontally, first category on top; ``line`` runs over time.
        title: the sentence that the chart shows.
        categories: names of bars or points in time.
        series: one or more series as long as the categories.
        unit: unit of the values.
        decimals: decimals of the labels.
        alt: the chart in words, for readers who do not see it.
        note: unit and source.
        number: running number; 0 before it is given.
        label: the words of the number: ``图3``.
        is_signed: whether its values are changes, which carry their sign.
    """

    name: str
    kind: Literal["bar", "line"]
    title: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    unit: str
    decimals: int
    alt: str
    note: Note
    number: int = 0
    label: str = ""
    is_signed: bool = False


Block = Heading | Paragraph | Note | Contents | Table | Chart


def text_of(parts: Parts) -> str:
    """A sentence as plain text."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def told_cell(parts: Parts) -> Cell:
    """A sentence as a cell that keeps the traces of its numbers."""
    return Cell(text_of(parts), figures=tuple(part for part in parts if isinstance(part, Figure)))
