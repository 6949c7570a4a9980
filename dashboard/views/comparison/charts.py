"""对比: one indicator between two periods, and every county of the province at once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from dashboard.format import format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.comparison.comparable import is_comparable
from dashboard.views.comparison.peers_table import Party
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import marked_number, short_name, unit_sign
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import Period, PeriodKind
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel
from etl.store.rows import ValueRow

_YEARS_BACK: Final = 5
_FEWEST: Final = 5
"""So few regions make no swarm."""


class Slope(Struct, frozen=True):
    """One region: its value then and now."""

    name: str
    before: float
    after: float
    told: tuple[str, str]
    is_main: bool


class SlopeView(Struct, frozen=True):
    """The slopes, or none where fewer than two periods are comparable."""

    words: ChartWords
    sheet: Sheet
    periods: tuple[str, str]
    slopes: tuple[Slope, ...]


class Bee(Struct, frozen=True):
    """One region in the swarm: its value, and how far from the middle it is set aside."""

    name: str
    value: float
    aside: float
    told: str
    is_main: bool


class SwarmView(Struct, frozen=True):
    """All regions of a level over one scale."""

    words: ChartWords
    sheet: Sheet
    bees: tuple[Bee, ...]
    unit: str


def build_slope_view(
    catalog: Catalog,
    party: Party,
    indicator: Indicator,
    values: Iterable[ValueRow],
    *,
    selection: Selection,
    csv_address: str,
) -> SlopeView:
    """The region and its peers between two periods on the same statistical basis."""
    lang = selection.lang
    rows = {(r.region, Period.parse(r.period)): r for r in values if r.value is not None}
    regions = (party.region, *party.peers)
    last, first = _two_periods(catalog, party.region, rows, selection)
    shown = [r for r in regions if first and last and (r.code, first) in rows and (r.code, last) in rows]
    slopes = tuple(_slope(r, rows[r.code, first], rows[r.code, last], indicator, lang, r == party.region)
                   for r in shown if first and last)  # fmt: skip
    names = tuple(format_period(p, lang) if p else "" for p in (first, last))
    key = "slope" if slopes else "no_slope"
    title = words(lang)(
        f"compare.{key}", region=party.region.name[lang], indicator=indicator.name[lang],
        first=names[0], last=names[1],
        before=slopes[0].told[0] if slopes else "", after=slopes[0].told[1] if slopes else "",
    )  # fmt: skip
    header = (words(lang)("controls.region"), *names)
    cells = tuple((Cell(s.name), Cell(s.told[0]), Cell(s.told[1])) for s in slopes)
    columns = (Column(header[0]), Column(header[1], True), Column(header[2], True))
    table = TableView(title, columns, cells, lang, csv_address)
    sources = catalog.sources_of(indicator.id)
    sheet = Sheet(title, header, tuple((s.name, s.before, s.after) for s in slopes), sources)
    around = ChartWords(
        lang, title, axis=unit_sign(catalog, indicator, lang), source=sources_line(catalog, sources, lang),
        table=table,
    )  # fmt: skip
    return SlopeView(around, sheet, (names[0], names[1]), slopes)


def _two_periods(
    catalog: Catalog, region: Region, rows: dict[tuple[str, Period], ValueRow], selection: Selection
) -> tuple[Period | None, Period | None]:
    """The period looked at, and an earlier one: of the address, else the earliest of five years back."""
    own = sorted(period for code, period in rows if code == region.code)
    last = selection.period if selection.period in own else (own[-1] if own else None)
    if last is None or last.kind is PeriodKind.SPAN:
        return last, None
    back = [last.previous_year()]
    for _ in range(_YEARS_BACK - 1):
        back.append(back[-1].previous_year())
    asked = [selection.since] if selection.since is not None and selection.since < last else []
    for first in (*asked, *back[::-1]):
        if first in own and is_comparable(catalog, rows[region.code, first], rows[region.code, last]):
            return last, first
    return last, None


def _slope(  # noqa: PLR0917
    region: Region, before: ValueRow, after: ValueRow, indicator: Indicator, lang: str, is_main: bool
) -> Slope:
    told = (marked_number(indicator, before, lang), marked_number(indicator, after, lang))
    return Slope(short_name(region, lang), before.value or 0.0, after.value or 0.0, told, is_main)


def build_swarm_view(
    catalog: Catalog,
    party: Party,
    indicator: Indicator,
    values: Sequence[ValueRow],
    *,
    selection: Selection,
    csv_address: str,
) -> SwarmView:
    """Every county; those of the region looked at stand out. Without county figures its own level."""
    lang, say_word = selection.lang, words(selection.lang)
    level, period = _best_covered(catalog, indicator, values, selection)
    regions = _of_level(catalog, level)
    rows = {r.region: r for r in values if r.period == str(period) and r.value is not None}
    shown = sorted((r for r in regions if r.code in rows), key=lambda r: rows[r.code].value or 0.0)
    figures = [rows[r.code].value or 0.0 for r in shown]
    aside = set_aside(figures)
    bees = tuple(
        Bee(
            r.name[lang], figure, away, f"{r.name[lang]} {marked_number(indicator, rows[r.code], lang)}",
            r == party.region or r.parent == party.region.code,
        )
        for r, figure, away in zip(shown, figures, aside, strict=True)
    )  # fmt: skip
    unit = unit_sign(catalog, indicator, lang)
    key = "swarm" if bees else "no_swarm"
    title = say_word(
        f"compare.{key}", region=party.region.name[lang], indicator=indicator.name[lang], count=len(bees),
        period=format_period(period, lang) if period else "", all=say_word(f"level.{level}.all"),
        low=bees[0].told if bees else "", high=bees[-1].told if bees else "",
    )  # fmt: skip
    header = (say_word("controls.region"), unit)
    cells = tuple(
        (Cell(r.name[lang]), Cell(marked_number(indicator, rows[r.code], lang))) for r in shown[::-1]
    )
    table = TableView(title, (Column(header[0]), Column(header[1], True)), cells, lang, csv_address)
    sources = catalog.sources_of(indicator.id)
    lacking = len(regions) - len(bees)
    note = say_word("compare.swarm_note", region=party.region.name[lang], lacking=lacking)
    around = ChartWords(
        lang, title, axis=unit, source=sources_line(catalog, sources, lang), table=table,
        notes=(note,),
    )  # fmt: skip
    return SwarmView(
        around, Sheet(title, header, tuple((b.name, b.value) for b in bees), sources), bees, unit
    )


def _of_level(catalog: Catalog, level: RegionLevel) -> list[Region]:
    home = catalog.home.code
    return [r for r in catalog.regions.values() if r.level is level and catalog.descends_from(r, home)]


def _best_covered(
    catalog: Catalog, indicator: Indicator, values: Sequence[ValueRow], selection: Selection
) -> tuple[RegionLevel, Period | None]:
    """Counties where enough have the indicator, else cities; the period asked for, else the fullest."""
    for level in (RegionLevel.COUNTY, RegionLevel.CITY):
        codes = {region.code for region in _of_level(catalog, level)}
        counts = Counter(Period.parse(r.period) for r in values if r.region in codes and r.value is not None)
        asked = selection.period if selection.period and counts[selection.period] >= _FEWEST else None
        period = asked or max(counts, key=lambda at: (counts[at], at), default=None)
        if period is not None and counts[period] >= _FEWEST:
            return level, period
    return indicator.levels[-1], None


def set_aside(values: Sequence[float]) -> list[float]:
    """Set neighbours apart, so that no dot lies on another: by turns above and below the line."""
    if not values:
        return []
    width = (max(values) - min(values)) / _DOTS or 1.0
    taken: list[tuple[float, int]] = []
    places: list[float] = []
    for value in values:
        used = {step for at, step in taken if value - at < width}
        step = next(n for n in range(len(values) + 1) if n not in used)
        taken.append((value, step))
        places.append((step + 1) // 2 * (1 if step % 2 else -1) * 1.0)
    return places


_DOTS: Final = 60
"""Dots side by side that the width of the drawing holds."""
