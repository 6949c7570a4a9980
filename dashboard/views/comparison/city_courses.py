"""对比: the course of one indicator in every city, side by side on one scale."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.comparison.comparable import is_comparable
from dashboard.views.comparison.peers_table import Party
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import marked_number, short_name, show_value, unit_sign
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import Period, PeriodKind
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel
from etl.store.rows import ValueRow

_FEWEST_YEARS: Final = 2
"""A course needs two years somewhere."""

Point = tuple[int, float]


class CourseCard(Struct, frozen=True):
    """One region.

    Attributes:
        pieces: year and value, in runs without a missing year and on one statistical basis.
        latest: the last value with its unit and year, or why there is none.
        told: everything in one sentence.
    """

    name: str
    address: str
    pieces: tuple[tuple[Point, ...], ...]
    latest: str
    told: str
    is_main: bool


class CoursesView(Struct, frozen=True):
    """The cards of all regions.

    Attributes:
        years: the first and the last year of every card.
        span: the lowest and the highest value of every card.
    """

    words: ChartWords
    sheet: Sheet
    cards: tuple[CourseCard, ...]
    years: tuple[int, int]
    span: tuple[float, float]


def build_courses_view(
    catalog: Catalog,
    party: Party,
    indicator: Indicator,
    values: Iterable[ValueRow],
    *,
    selection: Selection,
    csv_address: str,
) -> CoursesView:
    """A card per city, or per county beside it where a county is looked at; none without a course.

    Args:
        catalog: the declarations.
        party: who is compared.
        indicator: what is drawn.
        values: its values.
        selection: what the address says.
        csv_address: where the CSV is.
    """
    lang = selection.lang
    regions = beside(catalog, party.region)
    codes = {region.code for region in regions}
    rows = [row for row in values if row.region in codes]
    months = _months_shown(rows, selection.period)
    by_region = {code: _by_year(rows, code, months) for code in codes}
    years = sorted(
        {year for found in by_region.values() for year, row in found.items() if row.value is not None}
    )
    around = _words(catalog, indicator, party.region, regions, years, by_region, lang=lang, csv=csv_address)
    header, cells = _sheet_cells(regions, years, by_region, lang)
    sheet = Sheet(around.title, header, cells, catalog.sources_of(indicator.id))
    if len(years) < _FEWEST_YEARS:
        return CoursesView(around, sheet, (), (0, 0), (0.0, 0.0))
    cards = tuple(
        _card(catalog, indicator, region, by_region[region.code], selection, is_main=region == party.region)
        for region in regions
    )
    drawn = [value for card in cards for piece in card.pieces for _, value in piece]
    floor = [0.0] if indicator.display.zero_baseline else []
    return CoursesView(around, sheet, cards, (years[0], years[-1]), (min(drawn + floor), max(drawn + floor)))


def beside(catalog: Catalog, region: Region) -> tuple[Region, ...]:
    """The region, then those of its level: the cities of the home region, or the counties of its own city."""
    is_below = region.level is RegionLevel.COUNTY and region.parent is not None
    above = region.parent if is_below and region.parent else catalog.home.code
    level = RegionLevel.COUNTY if is_below else RegionLevel.CITY
    found = catalog.children(above, level)
    return tuple(sorted(found, key=lambda one: one != region))


Months = tuple[PeriodKind, int, int]


def _months_shown(rows: Sequence[ValueRow], asked: Period | None) -> Months | None:
    """Kind and months of the periods drawn: of the period looked at, else whole years, else the most."""
    found = Counter(_months(Period.parse(row.period)) for row in rows if row.value is not None)
    found = Counter({months: count for months, count in found.items() if months[0] is not PeriodKind.SPAN})
    if asked is not None and _months(asked) in found:
        return _months(asked)
    whole = next((months for months in found if months[0] is PeriodKind.YEAR), None)
    return whole or max(found, key=lambda months: (found[months], months), default=None)


def _months(period: Period) -> Months:
    return period.kind, period.start_month, period.end_month


def _by_year(rows: Iterable[ValueRow], region: str, months: Months | None) -> dict[int, ValueRow]:
    own = ((Period.parse(row.period), row) for row in rows if row.region == region)
    return {at.end_year: row for at, row in sorted(own, key=lambda pair: pair[0]) if _months(at) == months}


def _card(
    catalog: Catalog,
    indicator: Indicator,
    region: Region,
    found: Mapping[int, ValueRow],
    selection: Selection,
    *,
    is_main: bool,
) -> CourseCard:
    lang = selection.lang
    known = [row for row in found.values() if row.value is not None]
    last = known[-1] if known else next(reversed(list(found.values())), None)
    shown = show_value(catalog, indicator, last, lang, region=region)
    when = format_period(Period.parse(last.period), lang) if known and last else ""
    latest = " ".join(part for part in (shown.with_unit if known else f"○ {shown.reason}", when) if part)
    name = short_name(region, lang)
    return CourseCard(
        name=name,
        address=to_url(selection.to(region=region.code, peers=())),
        pieces=_pieces(catalog, known),
        latest=latest,
        told=words(lang)("compare.course_told", region=name, indicator=indicator.name[lang], latest=latest),
        is_main=is_main,
    )


def _pieces(catalog: Catalog, rows: Sequence[ValueRow]) -> tuple[tuple[Point, ...], ...]:
    """Runs of years: a missing year and a new statistical basis end one."""
    pieces: list[list[Point]] = []
    before: ValueRow | None = None
    for row in rows:
        point = (Period.parse(row.period).end_year, row.value or 0.0)
        follows = (
            before is not None and point[0] == pieces[-1][-1][0] + 1 and is_comparable(catalog, before, row)
        )
        if follows:
            pieces[-1].append(point)
        else:
            pieces.append([point])
        before = row
    return tuple(map(tuple, pieces))


def _words(  # noqa: PLR0917
    catalog: Catalog,
    indicator: Indicator,
    region: Region,
    regions: Sequence[Region],
    years: Sequence[int],
    by_region: Mapping[str, Mapping[int, ValueRow]],
    *,
    lang: str,
    csv: str,
) -> ChartWords:
    say_word = words(lang)
    lacking = sum(all(row.value is None for row in by_region[one.code].values()) for one in regions)
    has_course = len(years) >= _FEWEST_YEARS
    title = say_word(
        "compare.courses" if has_course else "compare.no_courses", indicator=indicator.name[lang],
        count=len(regions) - lacking, of=len(regions),
        first=years[0] if years else "", last=years[-1] if years else "",
    )  # fmt: skip
    columns = (Column(say_word("controls.region")), *(Column(str(year), True) for year in years))
    cells = tuple(
        (
            Cell(one.name[lang]),
            *(_told_cell(indicator, by_region[one.code].get(year), lang) for year in years),
        )
        for one in regions
    )
    return ChartWords(
        lang,
        title,
        axis=unit_sign(catalog, indicator, lang),
        source=sources_line(catalog, catalog.sources_of(indicator.id), lang),
        notes=(say_word("compare.courses_note", region=short_name(region, lang)),),
        table=TableView(title, columns, cells, lang, csv),
    )


def _told_cell(indicator: Indicator, row: ValueRow | None, lang: str) -> Cell:
    return Cell(marked_number(indicator, row, lang) if row is not None and row.value is not None else DASH)


def _sheet_cells(
    regions: Sequence[Region],
    years: Sequence[int],
    by_region: Mapping[str, Mapping[int, ValueRow]],
    lang: str,
) -> tuple[tuple[str, ...], tuple[tuple[str | float | None, ...], ...]]:
    header = (words(lang)("controls.region"), *map(str, years))
    rows = tuple(
        (
            one.name[lang],
            *(row.value if (row := by_region[one.code].get(year)) is not None else None for year in years),
        )
        for one in regions
    )
    return header, rows
