"""Stage sheets of figures: one figure per row, or a table of regions by columns."""

from collections.abc import Iterable
from datetime import date

import numpy as np
from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.columns import Array, Coded, Columns, codes_of
from etl.model.cell_table import CellColumn, CellRows, one_below_the_other
from etl.model.format import (
    Format,
    LongLayout,
    SeriesColumn,
    TableLayout,
    UnitColumn,
)
from etl.model.loaded import RawFile
from etl.model.period import Period
from etl.model.sheet import Sheet
from etl.model.source import known_from
from etl.model.unit import Unit
from etl.stage.heading import find_columns, refuse_undeclared_figures
from etl.stage.numbers import (
    are_in_per_cent,
    read_bounds,
    read_numbers,
    read_statuses,
    refuse_impossible_levels,
    refuse_impossible_values,
    refuse_unknown_statuses,
)
from etl.stage.places import pairs_of, read_periods, read_regions
from etl.stage.possible_periods import refuse_impossible_periods, rows_kept
from etl.stage.result import Faults, StagedSheet, no_records
from etl.stage.words import (
    all_alike,
    coded,
    lookup,
    normal,
    rows_are_blank,
    texts_of,
    vocabulary_of,
)


def stage_long(
    sheet: Sheet, declared: Format, layout: LongLayout, file: RawFile, catalog: Catalog
) -> StagedSheet:
    """Rows of a sheet with one figure per row."""
    wanted = _headings_of_long(layout)
    heading_row, columns = find_columns(sheet, wanted)
    refuse_undeclared_figures(sheet, heading_row, columns.values(), layout.ignore_columns)
    body = _body(sheet, heading_row)
    faults = Faults(len(body))
    words, series = _read_series(body, layout.series, columns, catalog, faults)
    regions = read_regions(body, layout.region, columns, catalog, faults)
    periods = read_periods(body, layout.period, columns, words, faults)
    known_from = _known_from(body, layout.published, columns, file, faults)
    value_column = columns[layout.value]
    at_period = columns.get(layout.period.heading or "", value_column)
    covers = catalog.sources[file.source].covers
    refuse_impossible_periods(
        periods,
        known_from,
        covers,
        faults,
        column=at_period,
        found=body[at_period],
        are_flows=_are_flows(series, catalog),
    )
    units = _read_units(body, layout.unit, columns, catalog, series=series, faults=faults)
    reported, reasons = read_numbers(
        body[value_column], declared, faults, value_column, in_per_cent=are_in_per_cent(units, catalog)
    )
    refuse_impossible_levels(series, reported, catalog, faults, column=value_column)
    refuse_impossible_values(series, units.codes, reported, catalog, faults, column=value_column)
    status_column = columns.get(layout.status.heading or "", 0)
    status_words = body[status_column] if status_column else None
    refuse_unknown_statuses(layout.status, status_words, faults, status_column)
    rows = Columns(
        {
            "series": series,
            "region": regions,
            "period": periods,
            "reported": reported,
            "unit": units,
            "status": read_statuses(layout.status, status_words, periods, reasons),
            "reason": reasons,
            "bound": read_bounds(body, layout.bound, columns),
            "known_from": known_from,
            "sheet_no": np.full(len(body), sheet.number, dtype=np.int16),
            "row_no": body.numbers,
            "column_no": np.full(len(body), value_column, dtype=np.int16),
            "cited_as": _text(body, layout.cited_as, columns),
            "note": _text(body, layout.note, columns),
        }
    )
    return _split(sheet, rows, faults)


def stage_table(
    sheet: Sheet, declared: Format, layout: TableLayout, file: RawFile, catalog: Catalog
) -> StagedSheet:
    """Rows of a table with regions down and one column of figures per series, column after column."""
    heading_row, columns = find_columns(sheet, _headings_of_table(layout))
    refuse_undeclared_figures(sheet, heading_row, columns.values(), layout.ignore_columns)
    body = _body(sheet, heading_row)
    across = _Across(body, [columns[column.heading] for column in layout.columns])
    below = body.take(across.rows)
    faults = Faults(len(below))
    regions = read_regions(below, layout.region, columns, catalog, faults)
    figures = across.figures
    periods = read_periods(below, layout.period, columns, figures, faults)
    known_from = np.full(len(below), np.datetime64(file.known_from, "s"))
    at_period = columns.get(layout.period.heading or "", 0)
    series = across.of_columns([column.series for column in layout.columns], catalog.series)
    refuse_impossible_periods(
        periods,
        known_from,
        catalog.sources[file.source].covers,
        faults,
        column=at_period or across.column_numbers,
        found=below[at_period] if at_period else figures,
        are_flows=_are_flows(series, catalog),
    )
    units = across.of_columns([column.unit for column in layout.columns], catalog.units)
    reported, reasons = read_numbers(
        figures, declared, faults, across.column_numbers, in_per_cent=are_in_per_cent(units, catalog)
    )
    refuse_impossible_levels(series, reported, catalog, faults, column=across.column_numbers)
    refuse_impossible_values(series, units.codes, reported, catalog, faults, column=across.column_numbers)
    rows = Columns(
        {
            "series": series,
            "region": regions,
            "period": periods,
            "reported": reported,
            "unit": units,
            "status": read_statuses(layout.status, None, periods, reasons),
            "reason": reasons,
            "bound": read_bounds(below, None, columns),
            "known_from": known_from,
            "sheet_no": np.full(len(below), sheet.number, dtype=np.int16),
            "row_no": below.numbers,
            "column_no": across.column_numbers.astype(np.int16),
            "cited_as": Coded.all_alike(None, len(below)),
            "note": _text(below, layout.note, columns),
        }
    )
    return _split(sheet, rows, faults)


class _Across(Struct, frozen=True):
    """Columns of figures as one column, one below the other.

    Attributes:
        body: the rows of the table.
        columns: 1-based numbers of the columns of figures.
    """

    body: CellRows
    columns: list[int]

    @property
    def rows(self) -> Array:
        """The position of each figure's row among those of the table."""
        return np.tile(np.arange(len(self.body)), len(self.columns))

    @property
    def column_numbers(self) -> np.ndarray:
        """The column of each figure."""
        return np.repeat(np.asarray(self.columns), len(self.body))

    @property
    def figures(self) -> CellColumn:
        """The figures as found."""
        return one_below_the_other([self.body[column] for column in self.columns])

    def of_columns(self, words: list[str], known: Iterable[str]) -> Coded:
        """A word of each column, for each of its figures."""
        vocabulary = vocabulary_of(tuple(known))
        codes = codes_of([vocabulary.index(word) for word in words], vocabulary)
        return Coded(np.repeat(codes, len(self.body)), vocabulary)


def _headings_of_long(layout: LongLayout) -> tuple[str, ...]:
    optional = (
        layout.region.name_heading,
        layout.period.heading,
        layout.series.heading,
        layout.series.second_heading,
        layout.unit.heading,
        layout.status.heading,
        layout.bound.heading if layout.bound else None,
        layout.published,
        layout.note,
        layout.cited_as,
    )
    named = (layout.region.heading, layout.value, *(heading for heading in optional if heading is not None))
    return tuple(dict.fromkeys(named))


def _headings_of_table(layout: TableLayout) -> tuple[str, ...]:
    figures = (column.heading for column in layout.columns)
    return tuple(dict.fromkeys((*_headings_of_rows(layout), *figures)))


def _headings_of_rows(layout: TableLayout) -> tuple[str, ...]:
    """Headings of what holds for all figures of a row."""
    optional = (layout.region.name_heading, layout.period.heading, layout.note)
    return (layout.region.heading, *(heading for heading in optional if heading is not None))


def _body(sheet: Sheet, heading_row: int) -> CellRows:
    """The rows below the headings; rows with nothing in them are no rows."""
    body = sheet.cells.below(heading_row)
    blank = rows_are_blank(body)
    return body.take(~blank) if blank.any() else body


def _read_series(
    body: CellRows, column: SeriesColumn, columns: dict[str, int], catalog: Catalog, faults: Faults
) -> tuple[CellColumn, Coded]:
    """The word and the series of each row."""
    vocabulary = tuple(catalog.series)
    if column.heading is None:
        words = CellColumn.all_alike(column.fixed, len(body))
        return words, coded(words, vocabulary, str)
    words = body[columns[column.heading]]
    joined = words
    if column.second_heading is not None:
        joined = _side_by_side(words, body[columns[column.second_heading]])
    series = coded(joined, vocabulary, lookup(column.words))
    faults.add(series.codes < 0, "unknown_series", columns[column.heading], joined)
    return words, series


def _side_by_side(first: CellColumn, second: CellColumn) -> CellColumn:
    """The words of two columns as one."""
    pairs = pairs_of(first.codes, second.codes)
    words = [f"{first.words[a]}|{second.words[b]}" for a, b in pairs.distinct]
    return CellColumn(pairs.of_row, words)


def _read_units(
    body: CellRows,
    column: UnitColumn,
    columns: dict[str, int],
    catalog: Catalog,
    *,
    series: Coded,
    faults: Faults,
) -> Coded:
    """The unit of each row; a unit that is neither the series' own nor declared for the file is a fault."""
    vocabulary = tuple(catalog.units)
    if column.heading is None:
        return all_alike(str(column.fixed), len(body), vocabulary)
    words = body[columns[column.heading]]
    units = coded(words, vocabulary, lookup(catalog.unit_by_word))
    at = columns[column.heading]
    faults.add(units.codes < 0, "unknown_unit", at, words)
    declared = list(catalog.series.values())
    all_units = list(catalog.units.values())
    for s, u in pairs_of(series.codes, units.codes).distinct:
        if s >= 0 and u >= 0 and not _is_expected(all_units[u], catalog.units[declared[s].unit], column.also):
            wrong = (series.codes == s) & (units.codes == u)
            faults.add(wrong, "wrong_unit", at, words, expected=declared[s].unit, series=declared[s].id)
    return units


def _is_expected(found: Unit, own: Unit, also: tuple[str, ...]) -> bool:
    return found.id == own.id or (found.id in also and found.converts_to(own))


def _are_flows(series: Coded, catalog: Catalog) -> np.ndarray:
    """Which figures run through their period; of a series not understood, none."""
    flows = np.asarray(
        [*(each in catalog.series_running_through for each in catalog.series), False], dtype=bool
    )
    are_flows: np.ndarray = flows[series.codes]
    return are_flows


def _known_from(
    body: CellRows, heading: str | None, columns: dict[str, int], file: RawFile, faults: Faults
) -> np.ndarray:
    """The day from which each figure is known: the row's own date of publication, else the file's."""
    if heading is None:
        return np.full(len(body), np.datetime64(file.known_from, "s"))
    texts = body[columns[heading]]
    dates = np.array([_date(word, file.known_from) for word in texts.words], dtype="datetime64[s]")
    known = dates[texts.codes]
    faults.add(np.isnat(known), "unknown_date", columns[heading], texts)
    return known


def _date(text: object, default: date) -> date | None:
    if not normal(text):
        return default
    try:
        return known_from(str(text))
    except ValueError:
        return None


def _text(body: CellRows, heading: str | None, columns: dict[str, int]) -> Coded:
    return Coded.all_alike(None, len(body)) if heading is None else texts_of(body[columns[heading]])


def _split(sheet: Sheet, rows: Columns, faults: Faults) -> StagedSheet:
    kept = rows_kept(rows, faults.any_of)
    rejected = faults.rejected(sheet, rows.array("row_no"), rows)
    return StagedSheet(rows_in=rows.size, rows=kept, records=no_records(), rejected=rejected)


def periods_in_order(periods: Iterable[str]) -> list[str]:
    """Periods in order of time, those of the same months by their text: the same set, the same order."""
    found = [Period.parse(text) for text in periods]
    return [str(period) for period in sorted(found, key=lambda period: (period.sort_key(), str(period)))]
