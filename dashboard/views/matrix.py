"""The table of regions × periods, and its CSV: what is missing is a dash, and an empty cell in the file."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_period
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.choice import Choice
from dashboard.views.ranking import regions_word
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import number_of, scope_of_figure, unit_sign
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.region import Region
from etl.store.rows import ValueRow

PRINTED_PERIODS: Final = 10
"""As many as a sheet of A4 holds; the style sheet hides the columns after them on paper."""


class MatrixView(Struct, frozen=True):
    """The table as shown, and the same figures at full precision.

    Attributes:
        print_note: what paper leaves out; empty where it holds all periods.
    """

    table: TableView
    sheet: Sheet
    print_note: str


def build_matrix_view(
    catalog: Catalog,
    choice: Choice,
    values: Sequence[ValueRow],
    selection: Selection,
    csv_address: str | None = None,
) -> MatrixView:
    """Every value of an indicator in the regions of a scope, and in their parent.

    Args:
        catalog: the declarations.
        choice: regions and indicator.
        values: values of the indicator, of any region and period.
        selection: what the address says.
        csv_address: where the same figures can be downloaded.
    """
    lang, indicator = selection.lang, choice.indicator
    unit = unit_sign(catalog, indicator, lang)
    known = {(row.region, row.period): row for row in values if row.indicator == indicator.id}
    units = tuple(unit for unit in choice.scope.units if any(code == unit.code for code, _ in known))
    regions = (choice.scope.parent, *choice.scope.regions, *units)
    codes = {region.code for region in regions}
    periods = sorted(
        {Period.parse(row.period) for row in known.values() if row.region in codes and row.value is not None},
        reverse=True,  # a reader wants the latest, and the window is narrower than twenty years
    )
    say = words(lang)
    caption = say("matrix.caption", indicator=indicator.name[lang], unit=unit,
                  regions=regions_word(choice.scope.level, lang))  # fmt: skip
    titles = tuple(format_period(period, lang) for period in periods)
    table = TableView(
        caption=caption,
        columns=(Column(say("controls.region")), *(Column(title, is_numeric=True) for title in titles)),
        rows=tuple(_row(region, periods, known, indicator, lang) for region in regions),
        lang=lang,
        csv_address=csv_address,
        notes=(say("matrix.note"), *_scopes(catalog, regions, periods, known, lang)),
    )
    header = (say("ranking.column.code"), say("controls.region"), say("ranking.column.unit"), *titles)
    raw = tuple(_raw(region, periods, known, unit, lang) for region in regions)
    is_cut = len(periods) > PRINTED_PERIODS
    sheet = Sheet(caption, header, raw, catalog.sources_of(indicator.id), table.notes)
    return MatrixView(table, sheet, say("matrix.printed", count=PRINTED_PERIODS) if is_cut else "")


Known = dict[tuple[str, str], ValueRow]


def _row(
    region: Region, periods: Sequence[Period], known: Known, indicator: Indicator, lang: Lang
) -> tuple[Cell, ...]:
    name = Cell(
        region.name[lang],
        address=to_url(Selection("region", lang, region=region.code)),
    )
    cells = (known.get((region.code, str(period))) for period in periods)
    return (
        name,
        *(Cell(DASH if row is None or row.value is None else _number(indicator, row, lang)) for row in cells),
    )


def _number(indicator: Indicator, row: ValueRow, lang: Lang) -> str:
    """The number; the mark of an open challenge stands before it, so that the digits stay in line."""
    number = number_of(indicator, row, lang)
    return f"{words(lang)('value.challenged')} {number}" if row.is_challenged else number


def _scopes(
    catalog: Catalog, regions: Sequence[Region], periods: Sequence[Period], known: Known, lang: Lang
) -> tuple[str, ...]:
    """What sources say of the scope of single figures, in one line; none where they say nothing."""
    told = [
        words(lang)("matrix.scope", region=region.name[lang], period=format_period(period, lang), scope=scope)
        for region in regions
        for period in periods
        if (row := known.get((region.code, str(period)))) and (scope := scope_of_figure(catalog, row, lang))
    ]
    return (words(lang)("matrix.scopes", told=words(lang)("list.semicolon").join(told)),) if told else ()


def _raw(
    region: Region, periods: Sequence[Period], known: Known, unit: str, lang: str
) -> tuple[str | float | None, ...]:
    rows = (known.get((region.code, str(period))) for period in periods)
    return (region.code, region.name[lang], unit, *(row.value if row else None for row in rows))
