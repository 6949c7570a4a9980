"""Years to a peak under declared assumptions: a fan of paths and a span of years, never a point."""

import json
from typing import Any

from msgspec import Struct

from dashboard.format import DASH, format_signed
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.carbon.choices import own_name
from dashboard.views.carbon.plans import peak_target
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import short_name, unit_sign
from etl.model.carbon import PeakScenario
from etl.model.region import Region

_KIND = "peak_scenario"
_OBSERVED = "observed_maximum"
_BEYOND = "beyond"


class FanPath(Struct, frozen=True):
    """One path: its assumption, emissions by year, the year of its maximum (None: no peak by the horizon)."""

    name: str
    points: tuple[tuple[int, float], ...]
    peak: tuple[int, float] | None


class FanView(Struct, frozen=True):
    """The fan of the region in focus; no paths where none is declared for it, which ``words`` says.

    Attributes:
        observed: emissions observed so far.
        target: the year before which a peak is due, with its document.
    """

    words: ChartWords
    sheet: Sheet
    observed: tuple[tuple[int, float], ...]
    paths: tuple[FanPath, ...]
    target: tuple[int, str] | None
    unit: str


def build_fan(scene: CarbonScene, selection: Selection, csv_address: str) -> FanView | None:
    """The fan of the region in focus, and the spans of all; None where no scenario is declared.

    Args:
        scene: inventory and region.
        selection: what the address says.
        csv_address: where the download is.
    """
    scenario = next(iter(scene.catalog.peak_scenarios.values()), None)
    if scenario is None:
        return None
    lang = selection.lang
    facts, result = _facts(scene, scene.focus)
    title = _title(scene, scenario, facts, result, lang)
    header = _header(scenario, lang)
    known = [(each, *_facts(scene, each)) for each in (scene.home, *scene.regions)]
    shown = [(region, found, told) for region, found, told in known if found is not None]
    table = TableView(
        title,
        tuple(Column(each, is_numeric=at > 1) for at, each in enumerate(header)),
        tuple(_cells(scenario, region, found, told, lang) for region, found, told in shown),
        lang,
        csv_address,
    )
    raw = tuple(_raw(scenario, region, found, told, lang) for region, found, told in shown)
    return FanView(
        words=ChartWords(
            lang=lang,
            title=title,
            axis=words(lang)("carbon.fan.axis") if facts else "",
            source=sources_line(scene.catalog, scene.sources, lang),
            notes=_notes(scenario, facts, lang),
            table=table if shown else None,
        ),
        sheet=Sheet(title, header, raw, scene.sources, (scenario.note[lang],)),
        observed=tuple(scene.emissions(scene.focus).items()) if facts else (),
        paths=_paths(scene, scenario, facts, lang) if facts else (),
        target=peak_target(scene, scene.focus, lang),
        unit=unit_sign(scene.catalog, scene.indicator, lang),
    )


def _facts(scene: CarbonScene, region: Region) -> tuple[dict[str, Any] | None, str]:
    """The paths of a region, as far as they begin at the last year shown."""
    row = scene.found(_KIND, region)
    peak = scene.peak(region)
    facts = json.loads(row.facts) if row is not None else None
    if row is None or facts is None or peak is None or facts["last_year"] != peak.last_year:
        return None, ""
    return facts, row.result


def span_of_peak(result: str, horizon: int, lang: str) -> str:
    """The span of peak years of a fan in words; never a single path's."""
    if result == _OBSERVED:
        return words(lang)("carbon.fan.observed")
    if result == _BEYOND:
        return words(lang)("carbon.fan.beyond", horizon=horizon)
    first, last = result.split("/")
    key = "open" if last == _BEYOND else "one" if first == last else "span"
    return words(lang)(f"carbon.fan.{key}", first=first, last=last, horizon=horizon)


def _title(
    scene: CarbonScene, scenario: PeakScenario, facts: dict[str, Any] | None, result: str, lang: str
) -> str:
    named = {"region": scene.focus.name[lang], "inventory": own_name(scene, scene.inventory.indicator, lang)}
    if facts is None:
        peak = scene.peak(scene.focus)
        is_over = peak is not None and peak.word in {"peaked", "passive"}
        return words(lang)(f"carbon.fan.{'over' if is_over else 'nothing'}", **named)
    span = span_of_peak(result, scenario.horizon, lang)
    return words(lang)("carbon.fan.title", **named, count=len(scenario.paths), span=span)


def _notes(scenario: PeakScenario, facts: dict[str, Any] | None, lang: str) -> tuple[str, ...]:
    if facts is None:
        return (scenario.note[lang],)
    pace = words(lang)(
        "carbon.fan.pace",
        years=scenario.own_pace_years,
        growth=f"{format_signed(facts['own_gdp_growth_pct'], 2)}%",
        reduction=f"{format_signed(-facts['own_intensity_reduction_pct'], 2)}%",
    )
    names = words(lang)("punctuation.semicolon").join(path.name[lang] for path in scenario.paths)
    return (scenario.note[lang], words(lang)("carbon.fan.assumptions", names=names), pace)


def _paths(
    scene: CarbonScene, scenario: PeakScenario, facts: dict[str, Any], lang: str
) -> tuple[FanPath, ...]:
    """The paths in the order of the declaration."""
    found = []
    for path in scenario.paths:
        held = facts["paths"][path.id]
        points = {int(year): value for year, value in held["values"].items()}
        year = held["peak_year"]
        everything = {**scene.emissions(scene.focus), **points}
        peak = (year, everything[year]) if year is not None else None
        found.append(FanPath(path.name[lang], tuple(sorted(points.items())), peak))
    return tuple(found)


def _header(scenario: PeakScenario, lang: str) -> tuple[str, ...]:
    keys = ("column_region", "column_span", "growth", "reduction")
    told = (words(lang)(f"carbon.fan.{key}") for key in keys)
    return (*told, *(path.name[lang] for path in scenario.paths))


def _peaks(scenario: PeakScenario, facts: dict[str, Any]) -> list[int | None]:
    return [facts["paths"][path.id]["peak_year"] for path in scenario.paths]


def _cells(
    scenario: PeakScenario, region: Region, facts: dict[str, Any], result: str, lang: str
) -> tuple[Cell, ...]:
    later = words(lang)("carbon.fan.later", horizon=scenario.horizon)
    return (
        Cell(short_name(region, lang)),
        Cell(span_of_peak(result, scenario.horizon, lang)),
        Cell(f"{format_signed(facts['own_gdp_growth_pct'], 1)}%"),
        Cell(f"{format_signed(-facts['own_intensity_reduction_pct'], 1)}%"),
        *(Cell(later if year is None else str(year) or DASH) for year in _peaks(scenario, facts)),
    )


def _raw(
    scenario: PeakScenario, region: Region, facts: dict[str, Any], result: str, lang: str
) -> tuple[Value, ...]:
    return (
        region.name[lang], span_of_peak(result, scenario.horizon, lang), facts["own_gdp_growth_pct"],
        -facts["own_intensity_reduction_pct"], *_peaks(scenario, facts),
    )  # fmt: skip
