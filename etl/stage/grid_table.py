"""An untidy table after its headings, its period, its columns and its rows are found."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.model.cell_table import CellColumn
from etl.model.format import Format, GridLayout
from etl.model.grid import PERIOD_MARK
from etl.model.period import Period
from etl.stage.cells import Cells, is_figure
from etl.stage.grid_columns import ColumnSearch, FigureColumn, heading_pattern
from etl.stage.grid_heading import Heading, find_anchor, read_heading, table_changed
from etl.stage.grid_periods import PeriodPlaces
from etl.stage.grid_regions import RowReader, TableRows
from etl.stage.period_words import PeriodReader
from etl.stage.possible_periods import PeriodLimits
from etl.stage.words import normal


class Table(Struct, frozen=True, dict=True):
    """A sheet after its headings and rows are found.

    Attributes:
        cells: the sheet.
        heading: the block of headings.
        period: the period of the whole table, if it has one.
        is_flow: whether any figure runs through its period.
        read_period: reads the periods of headings or of the column of periods.
        period_column: 0-based column of the periods, if declared.
        columns: the columns of figures.
        rows: the rows below the headings.
    """

    cells: Cells
    heading: Heading
    period: Period | None
    is_flow: bool
    read_period: PeriodReader
    period_column: int | None
    columns: tuple[FigureColumn, ...]
    rows: TableRows

    @cached_property
    def row_numbers(self) -> np.ndarray:
        """0-based rows of the regions."""
        return np.asarray([row.row for row in self.rows.regions], dtype=np.intp)

    @cached_property
    def column_numbers(self) -> np.ndarray:
        """0-based columns of the figures."""
        return np.asarray([column.at for column in self.columns], dtype=np.intp)

    @property
    def figures(self) -> CellColumn:
        """The cells of the figures, row by row."""
        block = self.cells.raw[np.ix_(self.row_numbers, self.column_numbers)]
        return CellColumn.of(block.reshape(-1))

    def by_row(self, values: np.ndarray) -> np.ndarray:
        """One value per row, at each of its figures."""
        return np.repeat(values, len(self.columns))

    def by_column(self, values: np.ndarray) -> np.ndarray:
        """One value per column, at each of its figures."""
        return np.tile(values, len(self.rows.regions))


def find_table(
    cells: Cells, declared: Format, layout: GridLayout, catalog: Catalog, limits: PeriodLimits
) -> Table:
    """Find the parts of a table.

    Raises:
        TableChanged: the table is not as declared, or its title or headings name a period of which the file
            cannot speak; names the cell, what was expected and found, what to do.
    """
    anchor = find_anchor(cells, layout.region.headings)
    is_flow = any(column.series in catalog.series_running_through for column in layout.columns)
    places = PeriodPlaces(cells, layout.period, anchor[0], limits, is_flow)
    read_period = places.reader()
    in_headings = any(PERIOD_MARK in column.heading for column in layout.columns)

    def is_period(value: object) -> bool:
        return in_headings and is_figure(value) and read_period(normal(value)) is not None

    heading = read_heading(cells, anchor, declared, layout, is_period)
    period_column = _period_column(cells, heading, layout)
    taken = frozenset(at for at in (heading.column, heading.name_column, period_column) if at is not None)
    search = ColumnSearch(cells, layout, heading, catalog, read_period, taken)
    columns = search.columns()
    _refuse_impossible(cells, heading, columns, limits, catalog)
    rows = RowReader(cells, layout, heading, [column.at for column in columns], catalog).read()
    return Table(cells, heading, places.of_table(), is_flow, read_period, period_column, columns, rows)


def _refuse_impossible(
    cells: Cells, heading: Heading, columns: Iterable[FigureColumn], limits: PeriodLimits, catalog: Catalog
) -> None:
    """Columns whose heading names a period of which the file cannot speak."""
    for column in columns:
        if column.period is None:
            continue
        # The newest year often stands in the headings before there is a figure of it.
        has_figures = any(is_figure(cell) for cell in cells.raw[heading.last_row + 1 :, column.at])
        is_flow = has_figures and column.declared.series in catalog.series_running_through
        if (fault := limits.fault_of(column.period, is_flow=is_flow)) is not None:
            found = "|".join(heading.paths[column.at])
            raise table_changed(
                cells, fault[0], cells.address(heading.row, column.at), found=found, **fault[1]
            )


def _period_column(cells: Cells, heading: Heading, layout: GridLayout) -> int | None:
    if layout.period.heading is None:
        return None
    pattern = heading_pattern(layout.period.heading)
    for at, path in enumerate(heading.paths):
        if pattern.fullmatch("|".join(path)):
            return at
    place, found = cells.address(heading.row, heading.column), cells.spoken(heading.row)
    raise table_changed(cells, "column_lacking", place, expected=[layout.period.heading], found=found)
