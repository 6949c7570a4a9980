"""A report as a whole, before any file format: its head, its blocks in order, what identifies the edition."""

from collections.abc import Iterator

from msgspec import Struct, field

from dashboard.report.blocks import (
    Block,
    Chart,
    Contents,
    Figure,
    Heading,
    Note,
    Paragraph,
    Parts,
    Table,
    text_of,
)


class Imprint(Struct, frozen=True):
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


class Masthead(Struct, frozen=True):
    """The head of an issue, above a red rule.

    Attributes:
        name: name of the publication, in red.
        number: number of the issue, or that it has none yet.
        day: until when the data are known.
        mark: mark of classification; empty for none.
    """

    name: str
    number: str
    day: str
    mark: str = ""


class Document(Struct, frozen=True):
    """A report.

    Attributes:
        title: its title.
        subtitle: the period, below the title; may be empty.
        masthead: the head of the first page.
        lang: ``zh`` or ``en``.
        blocks: the content in order.
        imprint: what identifies the edition.
        watermark: words across every page of a demonstration; empty for real data.
        is_compact: set small, for sheets that must fit on their pages.
        anchors: name of the row in the list of workings for every figure of the text that is listed.
        title_lines: the title broken where its words allow it; empty where it may break anywhere.
    """

    title: str
    subtitle: str
    masthead: Masthead
    lang: str
    blocks: tuple[Block, ...]
    imprint: Imprint
    watermark: str = ""
    is_compact: bool = False
    anchors: dict[Figure, str] = field(default_factory=dict)
    title_lines: tuple[str, ...] = ()

    def tables(self) -> tuple[Table, ...]:
        """All tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    def charts(self) -> tuple[Chart, ...]:
        """All charts in order."""
        return tuple(block for block in self.blocks if isinstance(block, Chart))

    def headings(self) -> tuple[Heading, ...]:
        """All headings in order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))

    def on_pages(self) -> Iterator[tuple[Block, bool]]:
        """Every block, and whether it stands on a rotated page: a wide table and what leads to it."""
        wide = False
        turned: list[bool] = []
        for block in reversed(self.blocks):
            wide = block.is_wide if isinstance(block, Table) else wide and _leads(block)
            turned.append(wide)
        yield from zip(self.blocks, reversed(turned), strict=True)

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
        yield from (self.title, self.subtitle, self.watermark)
        yield from (self.masthead.name, self.masthead.number, self.masthead.day, self.masthead.mark)
        yield from (text_of(parts) for parts in self._sentences())
        for block in self.blocks:
            yield from _texts_of(block)


def _leads(block: Block) -> bool:
    """Whether a block belongs to the table after it: the heading and the words of an annex."""
    return isinstance(block, (Heading, Note)) or (isinstance(block, Paragraph) and block.look == "plain")


def _texts_of(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield block.text
        case Contents():
            yield block.title
        case Paragraph():
            yield block.lead
        case Table():
            yield from _texts_of_table(block)
        case Chart():
            yield from (block.label, block.title, block.unit, *block.categories)
            yield from (series.name for series in block.series)
        case Note():
            pass


def _texts_of_table(table: Table) -> Iterator[str]:
    yield from (table.label, table.caption)
    for header in table.header:
        yield from header
    for row in table.rows:
        yield from (cell.text for cell in row)
