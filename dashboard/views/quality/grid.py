"""A grid of what is there: regions or series down, periods across. A cell is a mark and a word, never a 0."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from dashboard.format import format_period
from dashboard.text import words
from dashboard.views.sheet import Sheet
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel


class GridCell(Struct, frozen=True):
    """One cell.

    Attributes:
        mark: how it is drawn; the key of its look in the style sheet.
        text: what stands in it.
        told: the whole sentence, for who points at it or does not see it.
        address: where it leads, if anywhere.
    """

    mark: str
    text: str
    told: str
    address: str = ""


class GridRow(Struct, frozen=True):
    """One row; ``group`` is the heading that it stands under."""

    name: str
    address: str
    cells: tuple[GridCell, ...]
    group: str = ""


class GridView(Struct, frozen=True):
    """A grid with its legend.

    Attributes:
        lead: what it says, in sentences.
        corner: what the rows are.
        legend: mark, text in the cell, and what it means.
        empty: why there is nothing; empty where there are rows.
        has_long_names: whether the names of the rows need more room than those of regions.
    """

    lang: str
    caption: str
    lead: tuple[str, ...]
    corner: str
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    legend: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    csv_address: str
    make_sheet: Callable[[], Sheet]
    empty: str = ""
    has_long_names: bool = False


def grid_sheet(
    view_rows: Sequence[tuple[str, GridRow]], title: str, header: Sequence[str], sources: tuple[str, ...]
) -> Sheet:
    """A grid for download: code, name, and each cell in words.

    Args:
        view_rows: code and row.
        title: what it shows.
        header: headings of code, name and the columns.
        sources: ids of sources.
    """
    rows = tuple((code, row.name, *(cell.told for cell in row.cells)) for code, row in view_rows)
    return Sheet(title, tuple(header), rows, sources)


def short_period(period: Period, lang: str) -> str:
    """A period within a year whose number stands elsewhere: ``1—5月``, ``Jan–May``; a year by itself."""
    full = format_period(period, lang)
    year = format_period(Period.of_year(period.end_year), lang)
    return full.removeprefix(year).removesuffix(f" {year}") or full


def by_city(catalog: Catalog, codes: Sequence[str]) -> list[Region]:
    """Regions in the order of the catalogue, each county after its city's others."""
    wanted = set(codes)
    order = {code: place for place, code in enumerate(catalog.regions)}
    return sorted(
        (catalog.regions[code] for code in wanted),
        key=lambda region: (order.get(region.parent or "", -1), order[region.code]),
    )


def group_of(catalog: Catalog, region: Region, lang: str) -> str:
    """The heading that a region stands under: a county's city."""
    if region.level is not RegionLevel.COUNTY or region.parent is None:
        return ""
    return catalog.regions[region.parent].name[lang]


def legend_of(marks: Sequence[str], lang: str) -> tuple[tuple[str, str, str], ...]:
    """Mark, sign and meaning of some marks."""
    say_word = words(lang)
    return tuple((mark, say_word(f"data.sign.{mark}"), say_word(f"data.legend.{mark}")) for mark in marks)
