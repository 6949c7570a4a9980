"""What a report says, before any file format: headings, sentences with traced figures, tables, charts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from etl.model.vocabulary import Result


@dataclass(frozen=True)
class Trace:
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


@dataclass(frozen=True)
class Figure:
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


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 一、, level 2 （一）."""

    level: Literal[1, 2]
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the running text."""

    parts: Parts

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        return text_of(self.parts)


@dataclass(frozen=True)
class Note:
    """A remark in small type below a table or chart, or at the end of a section."""

    parts: Parts

    @property
    def text(self) -> str:
        """The remark as plain text."""
        return text_of(self.parts)


@dataclass(frozen=True)
class Column:
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


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: what is printed; ``—`` where there is no value.
        value: the number behind the text at full precision, None for words and for what is missing.
        decimals: decimals of the number.
        trace: where the number stands in the warehouse.
        result: the verdict to mark by shape and colour, if the cell is one.
    """

    text: str
    value: float | None = None
    decimals: int = 0
    trace: Trace | None = None
    result: Result | None = None


@dataclass(frozen=True)
class Table:
    """A table; its header rows are repeated on every page.

    Attributes:
        name: short id, unique in the document.
        caption: number and title.
        columns: columns from left to right.
        rows: cells, as many as columns.
        notes: source, reasons of what is missing, cautions.
        is_wide: stands on a rotated page of its own.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Note, ...] = ()
    is_wide: bool = False

    @property
    def header(self) -> tuple[tuple[str, ...], ...]:
        """The header rows: titles, and units where any column has one."""
        titles = tuple(column.title for column in self.columns)
        units = tuple(column.unit for column in self.columns)
        return (titles, units) if any(units) else (titles,)


@dataclass(frozen=True)
class ChartSeries:
    """One series of a chart; None is a gap, never a zero."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """A chart that every format draws natively.

    Attributes:
        name: short id, unique in the document.
        kind: ``bar`` lies horizontally, first category on top; ``line`` runs over time.
        title: number and the sentence that the chart shows.
        categories: names of bars or points in time.
        series: one or more series as long as the categories.
        unit: unit of the values.
        decimals: decimals of the labels.
        alt: the chart in words, for readers who do not see it.
        note: source.
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


Block = Heading | Paragraph | Note | Table | Chart


@dataclass(frozen=True)
class Imprint:
    """What identifies the edition, for file properties and the last page.

    Attributes:
        build_id: the data version.
        date: day of the latest publication in the build, ``YYYY-MM-DD``; the only date in the files.
        publisher: name of the deployment.
        subject: basis and period in one line.
    """

    build_id: str
    date: str
    publisher: str
    subject: str


@dataclass(frozen=True)
class Document:
    """A report.

    Attributes:
        title: its title.
        subtitle: the period, below the title.
        number: 文号, or the words that it has none yet.
        lang: ``zh`` or ``en``.
        blocks: the content in order; wide tables and the last page come after the running text.
        imprint: what identifies the edition.
        watermark: words across every page of a demonstration; empty for real data.
    """

    title: str
    subtitle: str
    number: str
    lang: str
    blocks: tuple[Block, ...]
    imprint: Imprint
    watermark: str = ""

    def tables(self) -> tuple[Table, ...]:
        """All tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    def charts(self) -> tuple[Chart, ...]:
        """All charts in order."""
        return tuple(block for block in self.blocks if isinstance(block, Chart))

    def on_pages(self) -> Iterator[tuple[Block, bool]]:
        """Every block, and whether it stands on a rotated page: a wide table and the heading before it."""
        for block, following in zip(self.blocks, (*self.blocks[1:], None), strict=True):
            told = following if isinstance(block, Heading) else block
            yield block, isinstance(told, Table) and told.is_wide

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Every traced number of the text with the sentence that it stands in."""
        for parts in self._sentences():
            for part in parts:
                if isinstance(part, Figure):
                    yield text_of(parts), part

    def _sentences(self) -> Iterator[Parts]:
        for block in self.blocks:
            match block:
                case Paragraph() | Note():
                    yield block.parts
                case Table():
                    yield from (note.parts for note in block.notes)
                case Chart():
                    yield block.note.parts

    def texts(self) -> Iterator[str]:
        """Every text that is printed, for the check of the glyphs."""
        yield from (self.title, self.subtitle, self.number, self.watermark)
        yield from (text_of(parts) for parts in self._sentences())
        for block in self.blocks:
            match block:
                case Heading():
                    yield block.text
                case Table():
                    yield from _texts_of_table(block)
                case Chart():
                    yield from (block.title, block.unit, *block.categories, *(s.name for s in block.series))


def text_of(parts: Parts) -> str:
    """A sentence as plain text."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def _texts_of_table(table: Table) -> Iterator[str]:
    yield table.caption
    for header in table.header:
        yield from header
    for row in table.rows:
        yield from (cell.text for cell in row)
