"""Emissions of the region in focus by every inventory apart, with maximum, Sen slope and target."""

from statistics import median
from typing import Final

from msgspec import Struct

from dashboard.format import format_number
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.carbon.cards import sen_slope
from dashboard.views.carbon.choices import own_name
from dashboard.views.carbon.headline import amount_words
from dashboard.views.carbon.numbers import slope_words
from dashboard.views.carbon.peak import Peak, status_words, test_words
from dashboard.views.carbon.plans import peak_target
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import silent_words, unit_sign
from etl.derive.finding.years import Years

_FEWEST: Final = 2


class CourseLine(Struct, frozen=True):
    """One inventory of the region: emissions by year in the unit of the chart."""

    name: str
    points: tuple[tuple[int, float], ...]
    is_main: bool


class Slope(Struct, frozen=True):
    """A straight line of the Sen slope over the years that it is of."""

    start: tuple[int, float]
    end: tuple[int, float]
    label: str


class CourseView(Struct, frozen=True):
    """The chart.

    Attributes:
        lines: the inventories, the one of the page last.
        maximum: year, amount and words of the last maximum; None without figures.
        slope: Sen slope of the values after the maximum where they were tested, else of all years.
        target: the year before which a peak is due, with its document; None where none is declared.
    """

    words: ChartWords
    sheet: Sheet
    lines: tuple[CourseLine, ...]
    maximum: tuple[int, float, str] | None
    slope: Slope | None
    target: tuple[int, str] | None
    unit: str


def build_course(scene: CarbonScene, selection: Selection, csv_address: str) -> CourseView | None:
    """The course of the region in focus; None where no inventory has it.

    Args:
        scene: inventory, year and region.
        selection: what the address says.
        csv_address: where the download is.
    """
    lang, region = selection.lang, scene.focus
    series = _series(scene)
    if not series:
        return None
    peak = scene.peak(region)
    unit = unit_sign(scene.catalog, scene.indicator, lang)
    lines = tuple(
        CourseLine(own_name(scene, name, lang), tuple(years.items()), name == scene.inventory.indicator)
        for name, years in sorted(series.items(), key=lambda pair: pair[0] == scene.inventory.indicator)
    )
    title = _title(scene, peak, lang)
    note = (test_words(peak, scene.indicator.display.decimals, unit, lang),) if peak else ()
    return CourseView(
        words=ChartWords(
            lang=lang,
            title=title,
            axis=words(lang)("carbon.course.axis", unit=unit),
            source=sources_line(scene.catalog, _sources(scene), lang),
            notes=(*note, words(lang)("carbon.course.note")),
            table=_table(scene, series, title, lang, csv_address),
        ),
        sheet=_sheet(scene, series, title, lang),
        lines=lines,
        maximum=_maximum(scene, peak, lang),
        slope=_slope(scene, peak, unit, lang),
        target=peak_target(scene, region, lang),
        unit=unit,
    )


def _series(scene: CarbonScene) -> dict[str, Years]:
    """Every inventory of the region in the unit of the page's inventory."""
    own = scene.catalog.units[scene.indicator.unit]
    found: dict[str, Years] = {}
    for each in scene.inventories:
        years = scene.series.get((each.indicator, scene.focus.code))
        if years:
            unit = scene.catalog.units[scene.catalog.indicators[each.indicator].unit]
            factor = float(unit.factor_to(own))
            found[each.indicator] = {year: value * factor for year, value in years.items()}
    return found


def _title(scene: CarbonScene, peak: Peak | None, lang: str) -> str:
    name, inventory = scene.focus.name[lang], own_name(scene, scene.inventory.indicator, lang)
    if peak is None:
        return words(lang)("carbon.course.title_silent", region=name, inventory=inventory)
    return words(lang)(
        "carbon.course.title",
        region=name,
        inventory=inventory,
        status=status_words(peak, lang),
        last=peak.last_year,
        year=peak.maximum_year,
        value=amount_words(scene, peak.maximum, lang, (scene.focus, peak.maximum_year)),
    )


def _maximum(scene: CarbonScene, peak: Peak | None, lang: str) -> tuple[int, float, str] | None:
    if peak is None:
        return None
    value = format_number(peak.maximum, scene.indicator.display.decimals)
    told = words(lang)("carbon.cards.maximum", year=peak.maximum_year, value=value)
    return peak.maximum_year, peak.maximum, told


def _slope(scene: CarbonScene, peak: Peak | None, unit: str, lang: str) -> Slope | None:
    """The line goes through the middle of what the values leave when the slope is taken off."""
    years = scene.emissions(scene.focus)
    if peak is not None and peak.sen_slope is not None:
        years = {year: value for year, value in years.items() if year > peak.maximum_year}
    slope = sen_slope(years)
    if slope is None or len(years) < _FEWEST:
        return None
    level = median(value - slope * year for year, value in years.items())
    first, last = min(years), max(years)
    told = slope_words(slope, scene.indicator.display.decimals + 1, unit, lang)
    label = words(lang)("carbon.course.slope", first=first, last=last, slope=told)
    return Slope((first, level + slope * first), (last, level + slope * last), label)


def _sources(scene: CarbonScene) -> tuple[str, ...]:
    used = (name for each in scene.inventories if (each.indicator, scene.focus.code) in scene.series
            for name in scene.catalog.sources_of(each.indicator))  # fmt: skip
    return tuple(dict.fromkeys(name for name in used if name in scene.used))


def _table(
    scene: CarbonScene, series: dict[str, Years], title: str, lang: str, csv_address: str
) -> TableView:
    columns = (
        Column(words(lang)("carbon.course.year")),
        *(Column(own_name(scene, name, lang), is_numeric=True) for name in series),
    )
    decimals = scene.indicator.display.decimals
    rows = tuple(
        (
            Cell(str(year)),
            *(
                Cell(
                    f"{format_number(years.get(year), decimals)}{scene.doubt(scene.focus, year, lang, name)}"
                )
                for name, years in series.items()
            ),
        )
        for year in sorted({year for years in series.values() for year in years})
    )
    return TableView(title, columns, rows, lang, csv_address)


def _sheet(scene: CarbonScene, series: dict[str, Years], title: str, lang: str) -> Sheet:
    header = (words(lang)("carbon.course.year"), *(own_name(scene, name, lang) for name in series))
    rows: list[tuple[Value, ...]] = [
        (year, *(years.get(year) for years in series.values()))
        for year in sorted({year for years in series.values() for year in years})
    ]
    notes = (silent_words(scene.catalog, scene.focus, lang),)
    return Sheet(title, header, tuple(rows), _sources(scene), notes)
