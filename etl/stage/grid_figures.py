"""The figures of an untidy table: blanks and errors named, units behind figures parted from them."""

import re
from collections.abc import Callable

import numpy as np

from etl.catalog.catalog import Catalog
from etl.columns import NOTHING, Array, Coded, Mask
from etl.model.cell_table import CellColumn, objects_of
from etl.model.format import Format
from etl.model.unit import Unit
from etl.stage.cells import is_blank, is_error
from etl.stage.grid_table import Table
from etl.stage.result import Faults
from etl.stage.words import normal, number_of, vocabulary_of

_WITH_UNIT = re.compile(r"(?P<number>[-+−－]?[\d.,０-９．，]+)(?P<unit>\D+)")
_SPACE = re.compile(r"\s+")


def refuse_blanks_and_errors(
    values: CellColumn, table: Table, declared: Format, faults: Faults, columns: np.ndarray
) -> None:
    """An empty cell needs a declared meaning; an error, or a figure of two cells, never has one."""
    faults.add(_are_merged(table), "merged_figure", columns, values)
    words = {normal(word) for word in declared.missing}
    if "" not in words:
        faults.add(_are(values, is_blank), "blank_figure", columns, values)
    faults.add(_are(values, is_error), "error_cell", columns, values)


def _are(values: CellColumn, fits: Callable[[object], bool]) -> Mask:
    return np.asarray([fits(word) for word in values.words], dtype=bool)[values.codes]


def _are_merged(table: Table) -> np.ndarray:
    """Which figures lie in a range merged over several of them: nobody can say whose the one figure is."""
    rows, columns = table.by_row(table.row_numbers + 1), table.by_column(table.column_numbers + 1)
    are = np.zeros(len(rows), dtype=bool)
    for first_row, first_column, last_row, last_column in table.cells.sheet.merged:
        if last_row <= table.heading.last_row + 1:
            continue
        within = (
            (rows >= first_row) & (rows <= last_row) & (columns >= first_column) & (columns <= last_column)
        )
        if within.sum() > 1 and not table.cells.blank[first_row - 1, first_column - 1]:
            are |= within
    return are


def read_units(
    values: CellColumn, table: Table, catalog: Catalog, faults: Faults
) -> tuple[CellColumn, Coded]:
    """The figures without the units behind them, and the unit of each."""
    vocabulary = vocabulary_of(tuple(catalog.units))
    of_columns = [column.unit.id if column.unit else None for column in table.columns]
    position = {unit: number for number, unit in enumerate(vocabulary)}
    codes = table.by_column(
        np.asarray([position.get(str(unit), NOTHING) for unit in of_columns], dtype=np.int32)
    )
    if any(column.declared.unit_in_cells for column in table.columns):
        values = _split(values, codes, table, catalog, faults)
    return values, Coded(codes, vocabulary)


def _split(values: CellColumn, codes: Array, table: Table, catalog: Catalog, faults: Faults) -> CellColumn:
    """Part the units from the figures of the columns that have them; ``codes`` takes the units."""
    words = {normal(word): catalog.units[unit] for word, unit in catalog.unit_by_word.items()}
    position = {unit: number for number, unit in enumerate(catalog.units)}
    found = objects_of(list(values))
    parted = found.copy()
    unknown, unfit, lacking = (np.zeros(len(values), dtype=bool) for _ in range(3))
    in_cells = np.asarray([column.declared.unit_in_cells for column in table.columns], dtype=bool)
    for at in np.flatnonzero(table.by_column(in_cells)).tolist():
        number, word = _number_and_word(found[at])
        unit = words.get(word)
        if word and unit is None:
            unknown[at] = True
        elif unit is not None:
            unfit[at] = not unit.converts_to(_unit_of_series(table, at, catalog))
            codes[at], parted[at] = position[unit.id], number
        else:
            lacking[at] = codes[at] < 0 and number_of(found[at]) is not None
    columns = table.by_column(table.column_numbers + 1)
    faults.add(unknown, "unknown_unit", columns, values)
    for series in {column.declared.series for column in table.columns}:
        of_series = table.by_column(np.asarray([c.declared.series == series for c in table.columns]))
        expected = catalog.series[series].unit
        faults.add(unfit & of_series, "wrong_unit", columns, values, expected=expected, series=series)
    faults.add(lacking, "unit_lacking", columns, values)
    return CellColumn.of(parted)


def _number_and_word(value: object) -> tuple[object, str]:
    """A figure and the word behind it; no word where the cell does not begin with a figure."""
    match = _WITH_UNIT.fullmatch(_SPACE.sub("", value)) if isinstance(value, str) else None
    return (match["number"], normal(match["unit"])) if match else (value, "")


def _unit_of_series(table: Table, at: int, catalog: Catalog) -> Unit:
    column = table.columns[at % len(table.columns)]
    return catalog.units[catalog.series[column.declared.series].unit]
