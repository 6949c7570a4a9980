"""One series: which region has a figure for which period, where it is in doubt, and why it is not there."""

from collections.abc import Collection, Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_date, format_period
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.challenge_words import place_name
from dashboard.views.quality.grid import (
    GridCell,
    GridRow,
    GridView,
    by_city,
    grid_sheet,
    group_of,
    legend_of,
    short_period,
)
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel
from etl.store.quality_rows import CoverageCellRow

MARKS: Final = ("value", "challenged", "gap", "none")
MOST_PERIODS: Final = 40
"""More columns than this are shown by year."""


def periods_shown(
    periods: Collection[Period], year: int | None
) -> tuple[tuple[Period, ...], tuple[int, ...]]:
    """The periods shown and the years to choose from, latest first; no years where all fit beside each other.

    Args:
        periods: periods with a row.
        year: the year asked for.
    """
    if not periods:
        return (), ()
    if len(periods) <= MOST_PERIODS and year is None:
        return tuple(sorted(periods)), ()
    years = tuple(sorted({period.end_year for period in periods}, reverse=True))
    chosen = year if year is not None else years[0]
    return tuple(sorted(p for p in periods if p.end_year == chosen)), years


class SeriesFacts(Struct, frozen=True):
    """What is known of one series at one level.

    Attributes:
        series: id of the series.
        level: level of the regions shown.
        codes: the regions of that level that the reader may see.
        cells: what is there of it.
        doubted: region and period of figures with an open challenge.
    """

    series: str
    level: RegionLevel
    codes: Sequence[str]
    cells: Sequence[CoverageCellRow]
    doubted: Collection[tuple[str, str]]


def build_series_grid(
    catalog: Catalog, facts: SeriesFacts, selection: Selection, csv_address: str
) -> GridView:
    """Regions × periods of one series.

    Args:
        catalog: the declarations.
        facts: what is known of the series.
        selection: what the address says: ``period`` for one year, ``parent`` for one city.
        csv_address: where the grid can be downloaded.
    """
    lang, say_word = selection.lang, words(selection.lang)
    maker = _CellMaker(catalog, facts, lang)
    year = selection.period.end_year if selection.period else None
    periods, _ = periods_shown(maker.periods, year)
    regions = _regions(catalog, facts.codes, selection.parent)
    rows = tuple(maker.row(region, periods) for region in regions) if periods else ()
    are_months = len({period.end_year for period in periods}) == 1 and len(periods) > 1
    titles = tuple(short_period(p, lang) if are_months else format_period(p, lang) for p in periods)
    name = catalog.series[facts.series].name[lang]
    caption = say_word("data.grid.of_series", name=name, regions=say_word(f"level.{facts.level}.all"))
    if are_months:
        of_year = format_period(Period.of_year(periods[0].end_year), lang)
        caption = say_word("data.grid.return", name=caption, year=of_year)
    coded = [(region.code, row) for region, row in zip(regions, rows, strict=bool(rows))]
    header = (say_word("data.owed.code"), say_word("data.owed.region"), *titles)
    return GridView(
        lang=lang,
        caption=caption,
        lead=maker.lead(regions, rows) if rows else (),
        corner=say_word("controls.region"),
        columns=titles,
        rows=rows,
        legend=legend_of(MARKS, lang),
        notes=_notes(catalog, facts.series, lang),
        csv_address=csv_address,
        make_sheet=lambda: grid_sheet(coded, caption, header, catalog.sources_of_series(facts.series)),
        empty="" if rows else say_word("data.grid.nothing_of_series", name=name),
    )


def _regions(catalog: Catalog, codes: Sequence[str], parent: str | None) -> list[Region]:
    ordered = by_city(catalog, codes)
    return [region for region in ordered if parent is None or catalog.descends_from(region, parent)]


def _notes(catalog: Catalog, series: str, lang: str) -> tuple[str, ...]:
    titles = [catalog.sources[name].title[lang] for name in catalog.sources_of_series(series)]
    who = catalog.series[series].delivered_by
    told = [words(lang)("data.grid.sources", names=words(lang)("list.comma").join(titles))] if titles else []
    return (*told, *([words(lang)("value.to_deliver", who=who[lang])] if who else ()))


class _CellMaker:
    """Makes the cells of one series."""

    def __init__(self, catalog: Catalog, facts: SeriesFacts, lang: Lang) -> None:
        self._catalog, self._facts, self._lang = catalog, facts, lang
        self._found = {(cell.region, Period.parse(cell.period)): cell for cell in facts.cells}
        self.periods = {period for _, period in self._found}

    def row(self, region: Region, periods: Sequence[Period]) -> GridRow:
        """One region."""
        address = to_url(Selection("region", self._lang, region=region.code))
        group = group_of(self._catalog, region, self._lang)
        return GridRow(
            region.name[self._lang], address, tuple(self._cell(region, period) for period in periods), group
        )

    def lead(self, regions: Sequence[Region], rows: Sequence[GridRow]) -> tuple[str, ...]:
        """How many of the cells hold a figure; which regions have none at all."""
        say_word, level = words(self._lang), self._facts.level
        cells = [cell for row in rows for cell in row.cells]
        have = sum(cell.mark in {"value", "challenged"} for cell in cells)
        counted = say_word(
            "data.grid.series_lead",
            name=self._catalog.series[self._facts.series].name[self._lang],
            regions=len(rows),
            word=say_word(f"level.{level}.one"),
            periods=len(cells) // len(rows),
            have=f"{have:,}",
            of=f"{len(cells):,}",
        )
        without = [
            place_name(self._catalog, region.code, self._lang)
            for region, row in zip(regions, rows, strict=True)
            if all(cell.mark in {"none", "gap"} for cell in row.cells)
        ]
        names = say_word("list.comma").join(without)
        return (counted, say_word("data.grid.without", names=names)) if without else (counted,)

    def _cell(self, region: Region, period: Period) -> GridCell:
        say_word = words(self._lang)
        cell = self._found.get((region.code, period))
        mark, state = self._state(cell, (region.code, str(period)))
        told = say_word(
            "data.grid.cell_told",
            region=place_name(self._catalog, region.code, self._lang),
            period=format_period(period, self._lang),
            state=state,
        )
        doubts = Selection("data", self._lang, section="challenges", region=region.code, period=period)
        return GridCell(
            mark, say_word(f"data.sign.{mark}"), told, to_url(doubts) if mark == "challenged" else ""
        )

    def _state(self, cell: CoverageCellRow | None, place: tuple[str, str]) -> tuple[str, str]:
        """Mark and words of a cell."""
        if cell is None:
            return "none", words(self._lang)("data.legend.none")
        if not cell.has_value:
            return "gap", say(f"missing_{cell.reason}", self._lang)
        mark = "challenged" if place in self._facts.doubted else "value"
        day = format_date(cell.first_known, self._lang)
        return mark, words(self._lang)(f"data.cell.{mark}", day=day, count=cell.vintages)
