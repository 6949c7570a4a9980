"""Growth month by month as published: year-to-date figures joined within their year, gaps left open."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from dashboard.format import format_period, format_signed
from dashboard.text import words
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import doubt_of, short_name, unit_sign
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import MONTHS_IN_YEAR, Period, PeriodKind
from etl.model.region import Region
from etl.store.rows import ValueRow

_DASH: Final = "—"
_KINDS: Final = frozenset({PeriodKind.CUMULATIVE, PeriodKind.YEAR})
_MOST_LINES: Final = 16


class MonthPoint(Struct, frozen=True):
    """A year-to-date figure at the end of its last month, in years; ``value`` None is a gap."""

    at: float
    value: float | None
    told: str


class MonthLine(Struct, frozen=True):
    """One region."""

    name: str
    points: tuple[MonthPoint, ...]
    is_main: bool


class MonthCourseView(Struct, frozen=True):
    """The courses of a region and of those below it; without lines nothing was published."""

    words: ChartWords
    sheet: Sheet
    lines: tuple[MonthLine, ...]
    ticks: tuple[int, ...]


def build_month_course(
    catalog: Catalog,
    indicator: Indicator,
    values: Iterable[ValueRow],
    regions: Sequence[Region],
    *,
    lang: str,
    csv_address: str,
) -> MonthCourseView:
    """The year-to-date figures of regions, the first of which is looked at.

    Args:
        catalog: the declarations.
        indicator: a rate on the year before.
        values: its values.
        regions: the region looked at, then those below it.
        lang: language of the words.
        csv_address: where the figures can be downloaded.
    """
    by_region = _by_region(indicator, values)
    shown = [region for region in regions if region.code in by_region][: _MOST_LINES + 1]
    lines = tuple(
        MonthLine(short_name(region, lang), _points(region, by_region[region.code], lang), index == 0)
        for index, region in enumerate(shown)
    )
    periods = sorted({period for region in shown for period in by_region[region.code]})
    title = _title(indicator, regions[0], by_region, lang)
    sheet, table = _tables(catalog, indicator, shown, by_region, periods, lang=lang, csv_address=csv_address)
    colours = [words(lang)("industry.months.colours", region=shown[0].name[lang])] if len(shown) > 1 else []
    notes = (*colours, *(words(lang)(f"industry.months.{name}") for name in ("joined", "gaps")))
    return MonthCourseView(
        words=ChartWords(
            lang,
            title,
            axis=words(lang)("industry.months.axis", unit=unit_sign(catalog, indicator, lang)),
            source=sources_line(catalog, catalog.sources_of(indicator.id), lang),
            notes=notes,
            table=table,
        ),
        sheet=sheet,
        lines=lines[::-1],  # the one looked at is drawn last
        ticks=tuple(dict.fromkeys(period.end_year for period in periods)),
    )


def _by_region(indicator: Indicator, values: Iterable[ValueRow]) -> dict[str, dict[Period, ValueRow]]:
    found: dict[str, dict[Period, ValueRow]] = {}
    for row in values:
        period = Period.parse(row.period)
        if row.indicator == indicator.id and row.value is not None and period.kind in _KINDS:
            found.setdefault(row.region, {})[_year_to_date(period)] = row
    return found


def _year_to_date(period: Period) -> Period:
    """The whole year is its months 1 to 12."""
    return Period.parse(f"{period.end_year}M01-{period.end_month:02d}")


def _points(region: Region, rows: Mapping[Period, ValueRow], lang: str) -> tuple[MonthPoint, ...]:
    points: list[MonthPoint] = []
    last: Period | None = None
    for period in sorted(rows):
        follows = last is not None and (last.end_year, last.end_month + 1) == (
            period.end_year,
            period.end_month,
        )
        if last is not None and not follows:
            points.append(MonthPoint((_at(last) + _at(period)) / 2, None, ""))
        told = f"{region.name[lang]} {format_period(period, lang)} {_rate(rows[period], lang)}"
        points.append(MonthPoint(_at(period), rows[period].value, told))
        last = period
    return tuple(points)


def _at(period: Period) -> float:
    return period.end_year + period.end_month / MONTHS_IN_YEAR


def _title(
    indicator: Indicator, region: Region, by_region: Mapping[str, Mapping[Period, ValueRow]], lang: str
) -> str:
    rows = by_region.get(region.code)
    facts = {"region": region.name[lang], "indicator": indicator.name[lang]}
    if not rows:
        return words(lang)("industry.months.nothing", **facts)
    last = max(rows)
    facts |= {"period": format_period(last, lang), "value": _rate(rows[last], lang)}
    before = last.previous_year()
    if before in rows:
        facts |= {"before": _rate(rows[before], lang)}
        return words(lang)("industry.months.compared", **facts)
    return words(lang)("industry.months.title", **facts, count=len(rows))


def _tables(
    catalog: Catalog,
    indicator: Indicator,
    regions: Sequence[Region],
    by_region: Mapping[str, Mapping[Period, ValueRow]],
    periods: Sequence[Period],
    *,
    lang: str,
    csv_address: str,
) -> tuple[Sheet, TableView]:
    caption = words(lang)("industry.months.caption", indicator=indicator.name[lang])
    latest = periods[::-1]
    header = (words(lang)("controls.region"), *(format_period(period, lang) for period in latest))
    raw = tuple(
        (region.name[lang], *(_number(by_region[region.code].get(period)) for period in latest))
        for region in regions
    )
    cells = tuple(
        (Cell(region.name[lang]), *(_cell(by_region[region.code].get(period), lang) for period in latest))
        for region in regions
    )
    columns = (Column(header[0]), *(Column(title, True) for title in header[1:]))
    sheet = Sheet(caption, header, raw, catalog.sources_of(indicator.id))
    return sheet, TableView(caption, columns, cells, lang, csv_address)


def _number(row: ValueRow | None) -> float | None:
    return row.value if row is not None else None


def _rate(row: ValueRow, lang: str) -> str:
    return f"{format_signed(row.value)}%{doubt_of(row, lang)}"


def _cell(row: ValueRow | None, lang: str) -> Cell:
    return Cell(_DASH) if row is None else Cell(f"{format_signed(row.value)}{doubt_of(row, lang)}")
