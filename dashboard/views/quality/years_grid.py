"""Every series by year: how many regions of a level have a figure. What nobody has is hatched, never 0."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_period
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.quality.grid import GridCell, GridRow, GridView, grid_sheet, legend_of
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.vocabulary import RegionLevel
from etl.store.quality_rows import YearCoverageRow

_STEPS = 4  # classes of shade below "all"
_MARKS = ("share-1", "share-2", "share-3", "share-4", "share-5", "gap", "none")


class YearsFacts(Struct, frozen=True):
    """How much there is of every series.

    Attributes:
        rows: counts of regions, of any level.
        level: the level shown.
        regions: how many regions of that level the reader may see.
    """

    rows: Sequence[YearCoverageRow]
    level: RegionLevel
    regions: int


def build_years_grid(catalog: Catalog, facts: YearsFacts, selection: Selection, csv_address: str) -> GridView:
    """Series × years at one level.

    Args:
        catalog: the declarations.
        facts: how much there is.
        selection: what the address says.
        csv_address: where the grid can be downloaded.
    """
    lang, say_word = selection.lang, words(selection.lang)
    level = facts.level
    counts = {(row.series, row.year): row for row in facts.rows if row.level == level}
    years = sorted({year for _, year in counts})
    with_row = {series for series, _ in counts}
    names = [name for name in catalog.series if name in with_row]
    maker = _CellMaker(catalog, counts, facts, lang)
    shown = [(name, maker.row(name, years)) for name in names]
    regions = say_word(f"level.{level}.all")
    caption = say_word("data.grid.years", regions=regions, count=maker.regions)
    header = (say_word("data.grid.series_id"), say_word("data.grid.series_word"), *map(str, years))
    sources = tuple(dict.fromkeys(s for name in names for s in catalog.sources_of_series(name)))
    return GridView(
        lang=lang,
        caption=caption,
        lead=(say_word("data.grid.years_lead", count=len(names), of=maker.regions),),
        corner=say_word("data.grid.series_word"),
        columns=tuple(map(str, years)),
        rows=tuple(row for _, row in shown),
        legend=legend_of(_MARKS, lang),
        notes=(say_word("data.grid.years_note"),),
        csv_address=csv_address,
        make_sheet=lambda: grid_sheet(shown, caption, header, sources),
        has_long_names=True,
        empty="" if shown else say_word("data.grid.no_series", regions=regions),
    )


class _CellMaker:
    """Makes the cells of one level; ``regions`` is how many regions it has."""

    def __init__(
        self,
        catalog: Catalog,
        counts: Mapping[tuple[str, int], YearCoverageRow],
        facts: YearsFacts,
        lang: Lang,
    ) -> None:
        self._catalog, self._counts, self._level, self._lang = catalog, counts, facts.level, lang
        self.regions = facts.regions

    def row(self, name: str, years: Sequence[int]) -> GridRow:
        """One series."""
        page = Selection("data", self._lang, section="coverage", series=name, level=self._level.value)
        cells = tuple(self._cell(name, year) for year in years)
        return GridRow(self._catalog.series[name].name[self._lang], to_url(page), cells)

    def _cell(self, name: str, year: int) -> GridCell:
        say_word, row = words(self._lang), self._counts.get((name, year))
        facts = {
            "name": self._catalog.series[name].name[self._lang],
            "period": format_period(Period.of_year(year), self._lang),
        }
        if row is None or not row.with_value:
            mark = "none" if row is None else "gap"
            told = say_word("data.grid.year_none", **facts, state=say_word(f"data.legend.{mark}"))
            return GridCell(mark, say_word(f"data.sign.{mark}"), told)
        told = say_word("data.grid.year_told", **facts, have=row.with_value, of=self.regions)
        return GridCell(f"share-{1 + row.with_value * _STEPS // self.regions}", str(row.with_value), told)
