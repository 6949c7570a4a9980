"""The headings of an untidy table: found by the heading of its regions, read over all their rows."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from etl.errors import TableChanged
from etl.model.format import Format, GridLayout
from etl.stage.cells import Cells, is_error, is_figure
from etl.stage.words import normal

_SEARCHED_ROWS = 30


class Heading(Struct, frozen=True):
    """The block of headings; rows and columns are 0-based.

    Attributes:
        row: first row of the block.
        column: column of the regions.
        last_row: last row of the block.
        name_column: column of the names beside codes, if declared.
        paths: what the headings of each column say, from the top row down.
    """

    row: int
    column: int
    last_row: int
    name_column: int | None
    paths: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> int:
        """How many rows the block has."""
        return self.last_row - self.row + 1


def table_changed(cells: Cells, code: str, cell: str, **facts: object) -> TableChanged:
    """A difference between a table and its format, at a cell or a range of cells."""
    return TableChanged(code, file=cells.sheet.file, sheet=cells.sheet.name, cell=cell, **facts)


def read_heading(
    cells: Cells,
    anchor: tuple[int, int],
    declared: Format,
    layout: GridLayout,
    is_period: Callable[[object], bool],
) -> Heading:
    """Read the block of headings.

    Its rows are those of the region's heading, which may be merged over several, and the following ones whose
    region is blank and whose cells are all words: a row with a figure, or with a word for a missing one, is a
    row of the table even if its region cannot be read.

    Args:
        cells: the sheet.
        anchor: row and column of the heading of the regions.
        declared: the format, for its words for missing figures.
        layout: the layout, for the heading of the names.
        is_period: whether a number stands for a period, where periods stand in the headings.

    Raises:
        TableChanged: no heading of the names beside codes.
    """
    row, column = anchor
    last = _end_of_merge(cells, row, column)
    name_column = _name_column(cells, layout, range(row, last + 1))
    keys = [column] if name_column is None else [column, name_column]
    missing = {normal(word) for word in declared.missing}
    while last + 1 < cells.height and _continues(cells, last + 1, keys, missing, is_period):
        last += 1
    paths = _paths(cells, range(row, last + 1), column, fill_right=layout.fill_right)
    return Heading(row, column, last, name_column, paths)


def find_anchor(cells: Cells, headings: Iterable[str]) -> tuple[int, int]:
    """Row and column of the first declared heading of the regions that is found.

    Raises:
        TableChanged: there is none, or several side by side.
    """
    searched = range(min(_SEARCHED_ROWS, cells.height))
    for heading in map(normal, headings):
        found = [
            (row, column)
            for row in searched
            for column, value in enumerate(cells.raw[row])
            if isinstance(value, str) and normal(value) == heading
        ]
        if len({column for _, column in found}) > 1:
            where = ", ".join(cells.address(*place) for place in found)
            raise table_changed(cells, "two_region_headings", where, heading=heading)
        if found:
            return found[0]
    raise table_changed(
        cells,
        "no_region_heading",
        f"A1:{cells.address(max(len(searched), 1) - 1, max(cells.width, 1) - 1)}",
        expected=list(headings),
        found=_fullest_row(cells, searched),
    )


def _fullest_row(cells: Cells, rows: Iterable[int]) -> str:
    """The row with the most words, which is probably the one that should have been the headings."""
    fullest = max(rows, key=lambda row: sum(_is_word(value, {""}) for value in cells.raw[row]), default=None)
    return "—" if fullest is None else cells.spoken(fullest) or "—"


def _end_of_merge(cells: Cells, row: int, column: int) -> int:
    for first_row, first_column, last_row, _ in cells.sheet.merged:
        if (first_row, first_column) == (row + 1, column + 1):
            return min(last_row, cells.height) - 1
    return row


def _name_column(cells: Cells, layout: GridLayout, rows: Iterable[int]) -> int | None:
    wanted = [normal(heading) for heading in layout.region.name_headings]
    if not wanted:
        return None
    for row in rows:
        for column, text in enumerate(cells.texts(row)):
            if text in wanted:
                return column
    first = min(rows)
    raise table_changed(
        cells, "no_name_heading", f"row {first + 1}", expected=wanted, found=cells.spoken(first)
    )


def _continues(
    cells: Cells, row: int, keys: Iterable[int], missing: set[str], is_period: Callable[[object], bool]
) -> bool:
    if cells.blank[row].all() or not all(cells.blank[row, key] for key in keys):
        return False
    return all(
        blank or is_period(value) or _is_word(value, missing)
        for value, blank in zip(cells.raw[row], cells.blank[row], strict=True)
    )


def _is_word(value: object, missing: set[str]) -> bool:
    return (
        isinstance(value, str)
        and not is_figure(value)
        and not is_error(value)
        and normal(value) not in missing
    )


def _paths(cells: Cells, rows: range, anchor: int, *, fill_right: bool) -> tuple[tuple[str, ...], ...]:
    """The words above each column; a cell merged over several columns stands above each of them."""
    block = [[normal(value) for value in cells.raw[row]] for row in rows]
    for first_row, first_column, _, last_column in cells.sheet.merged:
        if first_row - 1 in rows:
            line = block[first_row - 1 - rows.start]
            for column in range(first_column, min(last_column, cells.width)):
                line[column] = line[first_column - 1]
    if fill_right:
        _fill_right(block, anchor)
    return tuple(tuple(filter(None, column)) for column in zip(*block, strict=True))


def _fill_right(block: list[list[str]], anchor: int) -> None:
    """Let a heading stand above the columns on its right that have none, as before it lost its merge.

    A column belongs to the group on its left if it was blank in the row above too, or in the top row.
    """
    width = len(block[0])
    grouped = [column > anchor + 1 for column in range(width)]
    for number, upper in enumerate(block[:-1]):
        below = ["".join(texts) for texts in zip(*block[number + 1 :], strict=True)]
        for column in range(anchor + 2, width):
            grouped[column] = grouped[column] and not upper[column] and bool(below[column])
            if grouped[column]:
                upper[column] = upper[column - 1]
