"""Drivers of the change of emissions (LMDI on the Kaya product): a waterfall of the region in focus."""

import json
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

from dashboard.format import DASH, format_number, format_period, format_signed, with_unit
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.carbon.choices import own_name
from dashboard.views.carbon.numbers import FACTORS
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.explain import why_address
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import short_name, unit_sign
from etl.errors import say
from etl.model.period import Period
from etl.model.region import Region

_ENERGY: Final = "energy_per_gdp"


class Step(Struct, frozen=True):
    """One effect, or the amount at an end, in the unit of the inventory."""

    name: str
    amount: float
    label: str
    is_end: bool = False


class DriversView(Struct, frozen=True):
    """The waterfall; no steps where nothing can be told apart, which ``words`` says."""

    words: ChartWords
    sheet: Sheet
    steps: tuple[Step, ...]
    unit: str


def build_drivers(scene: CarbonScene, selection: Selection, csv_address: str) -> DriversView | None:
    """The drivers of the region in focus; None where no region has a window at all.

    The window of the page counts, where the region's figures are comparable over it; else its latest one.

    Args:
        scene: inventory, window and region.
        selection: what the address says.
        csv_address: where the download is.
    """
    everyone = (scene.home, *scene.regions)
    rows = {region.code: found for region in everyone if (found := _effects(scene, region))}
    if not rows and scene.window is None:
        return None
    lang, own = selection.lang, _effects(scene, scene.focus)
    unit = unit_sign(scene.catalog, scene.indicator, lang)
    title = _title(scene, own, unit, lang)
    names = _factors([facts for _, facts in rows.values()])
    header = tuple(words(lang)(f"carbon.drivers.{key}") for key in ("region", "period", "change"))
    header = (*header, *(say(f"driver_{name}", lang) for name in names))
    shown = [(region, *rows[region.code]) for region in everyone if region.code in rows]
    table = TableView(
        title,
        tuple(Column(each, is_numeric=at > 1) for at, each in enumerate(header)),
        tuple(_cells(scene, region, period, facts, names, selection) for region, period, facts in shown),
        lang,
        csv_address,
    )
    raw: list[tuple[Value, ...]] = [
        (region.name[lang], str(period), facts["change"], *(facts["additive"].get(name) for name in names))
        for region, period, facts in shown
    ]
    around = ChartWords(
        lang=lang,
        title=title,
        axis=words(lang)("carbon.drivers.axis", unit=unit) if own else "",
        source=sources_line(scene.catalog, _sources(scene), lang),
        notes=_notes(scene, names, rows, lang),
        table=table if shown else None,
    )
    steps = _steps(scene, own, lang) if own else ()
    return DriversView(around, Sheet(title, header, tuple(raw), _sources(scene)), steps, unit)


def _effects(scene: CarbonScene, region: Region) -> tuple[Period, dict[str, Any]] | None:
    """Window and effects of a region: of the page's window if they are comparable, else of the latest."""
    found = [
        (Period.parse(row.period), json.loads(row.facts))
        for row in scene.findings
        if (row.kind, row.subject, row.region) == ("drivers", scene.inventory.indicator, region.code)
    ]
    told = {period: facts for period, facts in found if "additive" in facts}
    if not told:
        return None
    period = scene.window if scene.window in told else max(told, key=lambda each: (each.end_year, each.years))
    return (period, told[period]) if period is not None else None


def _factors(found: Sequence[dict[str, Any]]) -> list[str]:
    there = {name for facts in found for name in facts["additive"]}
    return [name for name in FACTORS if name in there]


def _title(scene: CarbonScene, own: tuple[Period, dict[str, Any]] | None, unit: str, lang: str) -> str:
    inventory = own_name(scene, scene.inventory.indicator, lang)
    facts_of_title = {"region": scene.focus.name[lang], "inventory": inventory}
    if own is None:
        return words(lang)("carbon.drivers.nothing", **facts_of_title)
    period, facts = own
    largest = max(facts["additive"], key=lambda name: abs(facts["additive"][name]))
    decimals = scene.indicator.display.decimals + 1
    return words(lang)(
        f"carbon.drivers.{'rose' if facts['change'] >= 0 else 'fell'}",
        **facts_of_title,
        period=format_period(period, lang),
        change=with_unit(format_number(abs(facts["change"]), decimals), unit),
        driver=say(f"driver_{largest}", lang),
        effect=with_unit(format_signed(facts["additive"][largest], decimals), unit),
    )


def _steps(scene: CarbonScene, own: tuple[Period, dict[str, Any]], lang: str) -> tuple[Step, ...]:
    period, facts = own
    years = scene.emissions(scene.focus)
    first, last = period.start_year - 1, period.end_year
    decimals = scene.indicator.display.decimals + 1
    effects = [
        Step(say(f"driver_{name}", lang), effect, format_signed(effect, decimals))
        for name in FACTORS
        if (effect := facts["additive"].get(name)) is not None
    ]
    ends = [Step(words(lang)("carbon.drivers.year", year=year), years[year],
                 format_number(years[year], decimals), is_end=True) for year in (first, last)]  # fmt: skip
    return (ends[0], *effects, ends[1])


def _notes(
    scene: CarbonScene, names: Sequence[str], rows: dict[str, tuple[Period, dict[str, Any]]], lang: str
) -> tuple[str, ...]:
    """How it is made, without which factor, and who is left out for which reason."""
    say_word = words(lang)
    made = say_word("carbon.drivers.note_energy" if _ENERGY in names else "carbon.drivers.note_without")
    lacking = [region for region in (scene.home, *scene.regions) if region.code not in rows]
    crossed = [each for each in lacking if scene.found("drivers", each) is not None]
    silent = [each for each in lacking if each not in crossed]
    told = [
        say_word(f"carbon.drivers.{key}", count=len(regions),
                 names=say_word("punctuation.list").join(short_name(each, lang) for each in regions))
        for key, regions in (("crossed", crossed), ("silent", silent)) if regions
    ]  # fmt: skip
    return (made, *told)


def _cells(  # noqa: PLR0917 - a row and what it is told by
    scene: CarbonScene,
    region: Region,
    period: Period,
    facts: dict[str, Any],
    names: Sequence[str],
    selection: Selection,
) -> tuple[Cell, ...]:
    decimals = scene.indicator.display.decimals + 1
    why = why_address(selection, scene.inventory.indicator, region.code, str(period.end_year))
    effects = (facts["additive"].get(name) for name in names)
    return (
        Cell(region.name[selection.lang]),
        Cell(format_period(period, selection.lang)),
        Cell(format_signed(facts["change"], decimals), why),
        *(Cell(DASH) if each is None else Cell(format_signed(each, decimals), why) for each in effects),
    )


def _sources(scene: CarbonScene) -> tuple[str, ...]:
    names = (scene.inventory.indicator, scene.rule.gdp, scene.rule.population)
    found = (source for name in names for source in scene.catalog.sources_of(name))
    return tuple(dict.fromkeys(source for source in found if source in scene.used))
