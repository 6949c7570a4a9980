"""The section 覆盖与报送 of 数据: a return, a series, or every series by year, as a grid."""

from typing import Final

from dashboard.address import export_url
from dashboard.queries import Queries
from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.text import words
from dashboard.views.quality.browse import known, places_asked
from dashboard.views.quality.coverage_choice import LEVELS, CoverageChoice, coverage_choosers, level_of
from dashboard.views.quality.grid import GridView
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.quality.return_grid import build_return_grid
from dashboard.views.quality.returns import ReturnBook, build_book, chased_of, owed_sheet, owed_table
from dashboard.views.quality.series_grid import SeriesFacts, build_series_grid, periods_shown
from dashboard.views.quality.years_grid import YearsFacts, build_years_grid
from dashboard.views.sheet import Sheet
from etl.model.period import Period
from etl.store.quality_rows import CoverageCellRow, YearCoverageRow

GRID: Final = "data-grid"
CHASED: Final = "data-chased"


def read_books(queries: Queries) -> list[ReturnBook]:
    """Every return of the calendar with what is owed of it on the day of the data."""
    return [read_book(queries, name) for name in queries.catalog.returns]


def read_book(queries: Queries, name: str) -> ReturnBook:
    """One return of the calendar.

    Raises:
        AddressError: the calendar has no such return (404).
    """
    declared = queries.catalog.returns[known(queries.catalog.returns, name)]
    quality = queries.quality()
    day = quality.day_of_data()
    if day is None:
        return ReturnBook(declared, ())
    owing = queries.narrow(queries.catalog.owing(declared))
    return build_book(declared, owing, quality.arrivals(declared.source, declared.series), day)


def year_of(book: ReturnBook, selection: Selection) -> int:
    """The year of the address, else the latest for which the return is owed.

    Raises:
        AddressError: nothing is owed in that year (404).
    """
    year = selection.period.end_year if selection.period else next(iter(book.years), None)
    if year is None or (book.years and year not in book.years):
        raise AddressError("unknown_place", found=str(selection.period or selection.due), status=NOT_FOUND)
    return year


def read_years(queries: Queries) -> list[YearCoverageRow]:
    """How much of each series is there, within the home region."""
    catalog = queries.catalog
    codes = [region.code for level in LEVELS for region in catalog.at_home(level)]
    return queries.quality().year_coverage(codes)


def read_cells(queries: Queries, series: str, selection: Selection) -> list[CoverageCellRow]:
    """What is there of a series at the level of the address."""
    known(queries.catalog.series, series)
    return queries.quality().coverage_cells([series], read_codes(queries, selection))


def read_codes(queries: Queries, selection: Selection) -> list[str]:
    """The regions of the level of the address that the reader may see."""
    return queries.narrow([region.code for region in queries.catalog.at_home(level_of(selection))])


def build_choices(queries: Queries, selection: Selection) -> CoverageChoice:
    """What can be shown."""
    rows = read_years(queries)
    there = {row.series for row in rows if row.level == level_of(selection)}
    years: tuple[int, ...] = ()
    if selection.due is not None:
        years = read_book(queries, selection.due).years
    elif selection.series is not None:
        cells = read_cells(queries, selection.series, selection)
        asked = selection.period.end_year if selection.period else None
        _, years = periods_shown({Period.parse(cell.period) for cell in cells}, asked)
    in_order = [name for name in queries.catalog.series if name in there or name == selection.series]
    return coverage_choosers(queries.catalog, in_order, years, selection)


def build_chased(queries: Queries, selection: Selection) -> OfferedTable:
    """What of the chosen return is not in order; nothing where none is chosen."""
    lang = selection.lang
    if selection.due is None:
        return OfferedTable(lang, None, Sheet("", (), ()))
    book = read_book(queries, selection.due)
    year = year_of(book, selection)
    chased = chased_of(book.of_year(year).among(places_asked(queries.catalog, selection)))
    caption = words(lang)("data.owed.to_mend", count=f"{len(chased):,}")
    csv = export_url(queries.build_id, CHASED, selection)
    table = owed_table(queries.catalog, chased, selection, caption, csv) if chased else None
    return OfferedTable(
        lang, table, owed_sheet(queries.catalog, chased, caption, lang), words(lang)("data.owed.all_in")
    )


def build_grid(queries: Queries, selection: Selection) -> GridView:
    """The grid that the address asks for."""
    csv = export_url(queries.build_id, GRID, selection)
    catalog = queries.catalog
    if selection.due is not None:
        book = read_book(queries, selection.due)
        year = year_of(book, selection)
        shown = book.of_year(year).among(places_asked(catalog, selection))
        return build_return_grid(catalog, shown, year, selection, csv)
    if selection.series is not None:
        cells = read_cells(queries, selection.series, selection)
        doubts = queries.challenges([selection.series])
        doubted = {(row.region, row.period) for row in doubts if row.period and row.severity == "challenge"}
        codes = read_codes(queries, selection)
        facts = SeriesFacts(selection.series, level_of(selection), codes, cells, doubted)
        return build_series_grid(catalog, facts, selection, csv)
    years = YearsFacts(read_years(queries), level_of(selection), len(read_codes(queries, selection)))
    return build_years_grid(catalog, years, selection, csv)
