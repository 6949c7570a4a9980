"""Stage an untidy table of offices: every cell kept, rejected or left out as declared."""

import json
from collections import Counter

import numpy as np

from etl.catalog.catalog import Catalog
from etl.columns import NOTHING, Coded, Columns, together
from etl.model.cell_table import objects_of
from etl.model.format import Format, GridLayout
from etl.model.loaded import RawFile
from etl.model.period import Period
from etl.model.sheet import Sheet
from etl.model.vocabulary import Bound
from etl.stage.cells import Cells
from etl.stage.grid_figures import read_units, refuse_blanks_and_errors
from etl.stage.grid_heading import table_changed
from etl.stage.grid_regions import RegionRow
from etl.stage.grid_table import Table, find_table
from etl.stage.numbers import (
    BOUNDS,
    are_in_per_cent,
    read_numbers,
    read_statuses,
    refuse_impossible_levels,
    refuse_impossible_values,
)
from etl.stage.possible_periods import PeriodLimits, rows_kept
from etl.stage.result import Faults, StagedSheet, no_records
from etl.stage.words import all_alike, vocabulary_of

_FIRST_PARTS = ("M01", "Q1")
"""Of the first month and quarter the figure since January is the figure of the part itself."""


def stage_grid(
    sheet: Sheet, declared: Format, layout: GridLayout, file: RawFile, catalog: Catalog
) -> StagedSheet:
    """Rows of a table with its regions down and series, periods or both across; a row is one cell of it.

    Raises:
        TableChanged: the table is not as declared; names the cell, what was expected and found, what to do.
    """
    limits = PeriodLimits(file.known_from, catalog.sources[file.source].covers)
    table = find_table(Cells.of(sheet), declared, layout, catalog, limits)
    faults = Faults(len(table.row_numbers) * len(table.columns))
    regions = _regions(table, catalog, faults)
    periods = _periods(table, limits, faults)
    values, columns = table.figures, table.by_column(table.column_numbers + 1)
    refuse_blanks_and_errors(values, table, declared, faults, columns)
    values, units = read_units(values, table, catalog, faults)
    reported, reasons = read_numbers(
        values, declared, faults, columns, in_per_cent=are_in_per_cent(units, catalog)
    )
    series = _series(table, catalog)
    refuse_impossible_levels(series, reported, catalog, faults, column=columns)
    refuse_impossible_values(series, units.codes, reported, catalog, faults, column=columns)
    rows = Columns(
        {
            "series": series,
            "region": regions,
            "period": periods,
            "reported": reported,
            "unit": units,
            "status": read_statuses(layout.status, None, periods, reasons),
            "reason": reasons,
            "bound": all_alike(Bound.EXACT.value, faults.size, BOUNDS),
            "known_from": np.full(faults.size, np.datetime64(file.known_from, "s")),
            "sheet_no": np.full(faults.size, sheet.number, dtype=np.int16),
            "row_no": table.by_row(table.row_numbers + 1).astype(np.int32),
            "column_no": columns.astype(np.int16),
            "cited_as": Coded.all_alike(None, faults.size),
            "note": Coded.all_alike(None, faults.size),
        }
    )
    return _staged(sheet, table, rows, faults)


def _series(table: Table, catalog: Catalog) -> Coded:
    of_columns = Coded.of(
        [column.declared.series for column in table.columns], vocabulary_of(tuple(catalog.series))
    )
    return Coded(table.by_column(of_columns.codes), of_columns.words)


def _regions(table: Table, catalog: Catalog, faults: Faults) -> Coded:
    """The region of each figure; all figures of a row whose region cannot be told are at fault."""
    rows = table.rows.regions
    of_rows = Coded.of([row.region for row in rows], vocabulary_of(tuple(catalog.regions)))
    words = table.by_row(objects_of([row.word for row in rows]))
    alike: dict[tuple[str, int, str], list[int]] = {}
    for number, row in enumerate(rows):
        if row.fault is not None:
            key = (row.fault, row.column, json.dumps(row.facts, ensure_ascii=False))
            alike.setdefault(key, []).append(number)
    for (fault, column, facts), numbers in alike.items():
        wrong = table.by_row(np.isin(np.arange(len(rows)), numbers))
        faults.add(wrong, fault, column + 1, words, **json.loads(facts))
    return Coded(table.by_row(of_rows.codes), of_rows.words)


def _periods(table: Table, limits: PeriodLimits, faults: Faults) -> Coded:
    """The period of each figure; a region that stands twice in a period is at fault the second time."""
    of_rows = _periods_of_rows(table, faults)
    _refuse_impossible(table, of_rows, limits, faults)
    _refuse_twice(table, of_rows, faults)
    distinct = {period: number for number, period in enumerate(dict.fromkeys([*of_rows, table.period]))}
    found = [[column.period_of(of_row) for column in table.columns] for of_row in distinct]
    for line in found:
        _refuse_series_twice(table, line)
    known = sorted({period for line in found for period in line if period is not None})
    position: dict[Period | None, int] = {period: number for number, period in enumerate(known)}
    codes = np.asarray([[position.get(p, NOTHING) for p in line] for line in found], dtype=np.int32)
    rows = np.asarray([distinct[of_row] for of_row in of_rows], dtype=np.intp)
    return Coded(codes[rows].reshape(-1), tuple(str(period) for period in known))


def _refuse_series_twice(table: Table, periods: list[Period | None]) -> None:
    """Two columns of one series and period: nobody can say which of them is meant."""
    places: dict[tuple[str, Period], list[int]] = {}
    for column, period in zip(table.columns, periods, strict=True):
        if period is not None:
            places.setdefault((column.declared.series, period), []).append(column.at)
    for (series, period), where in places.items():
        if len(where) > 1 and str(period)[4:] not in _FIRST_PARTS:
            cells = ", ".join(table.cells.address(table.heading.row, at) for at in where)
            raise table_changed(
                table.cells, "series_twice", cells, found=cells, series=series, period=str(period)
            )


def _periods_of_rows(table: Table, faults: Faults) -> list[Period | None]:
    at = table.period_column
    if at is None:
        return [table.period] * len(table.row_numbers)
    texts = [table.cells.text(row, at) for row in table.row_numbers]
    read = {text: table.read_period(text) for text in dict.fromkeys(texts)}
    wrong = table.by_row(np.asarray([read[text] is None for text in texts], dtype=bool))
    faults.add(wrong, "unknown_period", at + 1, table.by_row(objects_of(texts)))
    return [read[text] for text in texts]


def _refuse_impossible(
    table: Table, of_rows: list[Period | None], limits: PeriodLimits, faults: Faults
) -> None:
    """Rows of a period of which the file cannot speak, where periods stand in a column."""
    if table.period_column is None:
        return
    at, texts = table.period_column, [table.cells.text(row, table.period_column) for row in table.row_numbers]
    words = table.by_row(objects_of(texts))
    for period in {period for period in of_rows if period is not None}:
        if (fault := limits.fault_of(period, is_flow=table.is_flow)) is not None:
            wrong = table.by_row(np.asarray([of_row == period for of_row in of_rows], dtype=bool))
            faults.add(wrong, fault[0], at + 1, words, **fault[1])


def _refuse_twice(table: Table, of_rows: list[Period | None], faults: Faults) -> None:
    """Two rows of one region in one period: nobody can say which of them is meant."""
    first: dict[tuple[str, Period | None], RegionRow] = {}
    for number, (row, period) in enumerate(zip(table.rows.regions, of_rows, strict=True)):
        if row.region is None:
            continue
        before = first.setdefault((row.region, period), row)
        if before is not row:
            wrong = table.by_row(np.arange(len(of_rows)) == number)
            words = table.by_row(objects_of([row.word] * len(of_rows)))
            cell = table.cells.address(before.row, table.heading.column)
            faults.add(wrong, "region_twice", table.heading.column + 1, words, first=cell)


def _staged(sheet: Sheet, table: Table, rows: Columns, faults: Faults) -> StagedSheet:
    wrong = faults.any_of
    rejected = faults.rejected(sheet, rows.array("row_no"), rows)
    below = _below_notes(sheet, table)
    left_out: Counter[str] = Counter()
    for word in table.rows.left_out.values():
        left_out[word] += len(table.columns)
    return StagedSheet(
        rows_in=rows.size + left_out.total() + below.size,
        rows=rows_kept(rows, wrong),
        records=no_records(),
        rejected=together([rejected, below]) if below.size else rejected,
        left_out=dict(left_out),
    )


def _below_notes(sheet: Sheet, table: Table) -> Columns:
    """Figures below the beginning of the notes: a table that goes on where it should have ended."""
    cells = table.rows.below_notes
    faults = Faults(len(cells))
    columns = np.asarray([column + 1 for _, column in cells], dtype=np.int32)
    found = objects_of([table.cells.raw[cell] for cell in cells])
    faults.add(np.ones(len(cells), dtype=bool), "figure_below_notes", columns, found)
    return faults.rejected(sheet, np.asarray([row + 1 for row, _ in cells], dtype=np.int32), {})
