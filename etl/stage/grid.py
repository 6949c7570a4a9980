"""Stage an untidy table of offices: every cell kept, rejected or left out as declared."""

import json
from collections import Counter

import numpy as np
import pandas as pd

from etl.catalog.catalog import Catalog
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
from etl.stage.result import REJECT_COLUMNS, STAGED_COLUMNS, Faults, StagedSheet, no_records
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
    rows = pd.DataFrame(
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
            "sheet_no": np.int16(sheet.number),
            "row_no": table.by_row(table.row_numbers + 1).astype(np.int32),
            "column_no": columns.astype(np.int16),
            "cited_as": None,
            "note": None,
        },
        columns=list(STAGED_COLUMNS),
    )
    return _staged(sheet, table, rows, faults)


def _series(table: Table, catalog: Catalog) -> pd.Categorical:
    vocabulary = vocabulary_of(tuple(catalog.series))
    found = pd.Index([column.declared.series for column in table.columns])
    codes = vocabulary.categories.get_indexer(found)
    return pd.Categorical.from_codes(table.by_column(codes), dtype=vocabulary)


def _regions(table: Table, catalog: Catalog, faults: Faults) -> pd.Categorical:
    """The region of each figure; all figures of a row whose region cannot be told are at fault."""
    vocabulary = vocabulary_of(tuple(catalog.regions))
    rows = table.rows.regions
    codes = vocabulary.categories.get_indexer(pd.Index([row.region for row in rows], dtype=object))
    words = pd.Series(table.by_row(np.asarray([row.word for row in rows], dtype=object)), dtype=object)
    alike: dict[tuple[str, int, str], list[int]] = {}
    for number, row in enumerate(rows):
        if row.fault is not None:
            key = (row.fault, row.column, json.dumps(row.facts, ensure_ascii=False))
            alike.setdefault(key, []).append(number)
    for (fault, column, facts), numbers in alike.items():
        wrong = table.by_row(np.isin(np.arange(len(rows)), numbers))
        faults.add(wrong, fault, column + 1, words, **json.loads(facts))
    return pd.Categorical.from_codes(table.by_row(codes), dtype=vocabulary)


def _periods(table: Table, limits: PeriodLimits, faults: Faults) -> pd.Categorical:
    """The period of each figure; a region that stands twice in a period is at fault the second time."""
    of_rows = _periods_of_rows(table, faults)
    _refuse_impossible(table, of_rows, limits, faults)
    _refuse_twice(table, of_rows, faults)
    distinct = {period: number for number, period in enumerate(dict.fromkeys([*of_rows, table.period]))}
    found = [[column.period_of(of_row) for column in table.columns] for of_row in distinct]
    for line in found:
        _refuse_series_twice(table, line)
    known = sorted({period for line in found for period in line if period is not None})
    vocabulary = pd.Index([str(period) for period in known], dtype="str")
    position = {period: number for number, period in enumerate(known)}
    codes = np.asarray([[position.get(p, -1) if p else -1 for p in line] for line in found], dtype=np.intp)
    rows = np.asarray([distinct[of_row] for of_row in of_rows], dtype=np.intp)
    return pd.Categorical.from_codes(codes[rows].reshape(-1), categories=vocabulary)


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
    faults.add(wrong, "unknown_period", at + 1, pd.Series(table.by_row(np.asarray(texts, dtype=object))))
    return [read[text] for text in texts]


def _refuse_impossible(
    table: Table, of_rows: list[Period | None], limits: PeriodLimits, faults: Faults
) -> None:
    """Rows of a period of which the file cannot speak, where periods stand in a column."""
    if table.period_column is None:
        return
    at, texts = table.period_column, [table.cells.text(row, table.period_column) for row in table.row_numbers]
    words = pd.Series(table.by_row(np.asarray(texts, dtype=object)))
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
            words = pd.Series(table.by_row(np.asarray([row.word] * len(of_rows), dtype=object)))
            cell = table.cells.address(before.row, table.heading.column)
            faults.add(wrong, "region_twice", table.heading.column + 1, words, first=cell)


def _staged(sheet: Sheet, table: Table, rows: pd.DataFrame, faults: Faults) -> StagedSheet:
    wrong = faults.any_of
    rejected = faults.rejected(sheet, rows["row_no"].to_numpy(), rows)
    below = _below_notes(sheet, table)
    left_out: Counter[str] = Counter()
    for word in table.rows.left_out.values():
        left_out[word] += len(table.columns)
    return StagedSheet(
        rows_in=len(rows) + left_out.total() + len(below),
        rows=rows_kept(rows, wrong),
        records=no_records(),
        rejected=pd.concat([rejected, below], ignore_index=True) if len(below) else rejected,
        left_out=dict(left_out),
    )


def _below_notes(sheet: Sheet, table: Table) -> pd.DataFrame:
    """Figures below the beginning of the notes: a table that goes on where it should have ended."""
    return pd.DataFrame(
        [
            {
                "sheet_no": sheet.number,
                "row_no": row + 1,
                "column_no": column + 1,
                "code": "figure_below_notes",
                "found": str(table.cells.raw[row, column]),
                "facts": "{}",
            }
            for row, column in table.rows.below_notes
        ],
        columns=list(REJECT_COLUMNS),
    )
