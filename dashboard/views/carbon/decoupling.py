"""Decoupling (Tapio): change of emissions against change of GDP over a window, with the named states."""

import json
from typing import Any, Final

from msgspec import Struct

from dashboard.format import format_period, format_signed
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.carbon.choices import own_name
from dashboard.views.carbon.numbers import elasticity_words
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.explain import why_address
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import short_name
from etl.errors import say
from etl.model.region import Region
from etl.model.rounding import PERCENT

STRONG: Final = "strong_decoupling"
EXPANDING: Final = (STRONG, "weak_decoupling", "expansive_coupling", "expansive_negative_decoupling")
STATES: Final = (
    *EXPANDING,
    "strong_negative_decoupling", "weak_negative_decoupling", "recessive_coupling", "recessive_decoupling",
)  # fmt: skip


class Mover(Struct, frozen=True):
    """One region: both changes in per cent, its state and elasticity."""

    name: str
    gdp: float
    carbon: float
    elasticity: float | None
    state: str
    told: str
    is_main: bool


class DecouplingView(Struct, frozen=True):
    """The quadrant; ``states`` are the words of the eight sectors."""

    words: ChartWords
    sheet: Sheet
    movers: tuple[Mover, ...]
    states: dict[str, str]
    axes: tuple[str, str]


def build_decoupling(scene: CarbonScene, selection: Selection, csv_address: str) -> DecouplingView | None:
    """The regions over the window of the page; None where none has both series.

    Args:
        scene: inventory and window.
        selection: what the address says.
        csv_address: where the download is.
    """
    if scene.window is None:
        return None
    lang = selection.lang
    pairs = [
        (region, mover) for region in (scene.home, *scene.regions) if (mover := _mover(scene, region, lang))
    ]
    if not pairs:
        return None
    say_word = words(lang)
    movers = tuple(mover for _, mover in pairs)
    title = _title(scene, [mover for region, mover in pairs if region != scene.home], lang)
    drawn = {region for region, _ in pairs}
    lacking = [short_name(each, lang) for each in scene.regions if each not in drawn]
    names = say_word("punctuation.list").join(lacking)
    note = say_word("carbon.decoupling.lacking", count=len(lacking), names=names)
    keys = ("region", "gdp", "carbon", "elasticity", "state")
    header = tuple(say_word(f"carbon.decoupling.{key}") for key in keys)
    rows: list[tuple[Value, ...]] = [
        (region.name[lang], mover.gdp, mover.carbon, mover.elasticity, mover.state) for region, mover in pairs
    ]
    table = TableView(
        title,
        tuple(Column(each, is_numeric=0 < at < len(keys) - 1) for at, each in enumerate(header)),
        tuple(_cells(scene, region, mover, selection) for region, mover in pairs),
        lang,
        csv_address,
    )
    of_gdp = (name for name in scene.catalog.sources_of(scene.rule.gdp) if name in scene.used)
    sources = (*scene.sources, *of_gdp)
    around = ChartWords(
        lang=lang,
        title=title,
        axis=say_word("carbon.decoupling.axis"),
        source=sources_line(scene.catalog, sources, lang),
        notes=(say_word("carbon.decoupling.note"), *([note] if lacking else [])),
        table=table,
    )
    return DecouplingView(
        words=around,
        sheet=Sheet(title, header, tuple(rows), tuple(dict.fromkeys(sources))),
        movers=movers,
        states={state: say(f"found_{state}", lang) for state in STATES},
        axes=(say_word("carbon.decoupling.gdp"), say_word("carbon.decoupling.carbon")),
    )


def _mover(scene: CarbonScene, region: Region, lang: str) -> Mover | None:
    row = scene.found("decoupling", region, scene.window)
    if row is None:
        return None
    facts: dict[str, Any] = json.loads(row.facts)
    if not facts["gdp_start"] or not facts["carbon_start"]:
        return None
    gdp, carbon = (
        (facts[f"{name}_end"] / facts[f"{name}_start"] - 1) * PERCENT for name in ("gdp", "carbon")
    )
    state = say(f"found_{row.result}", lang)
    name = short_name(region, lang)
    told = words(lang)(
        "carbon.decoupling.told",
        name=name,
        gdp=f"{format_signed(gdp, 1)}%",
        carbon=f"{format_signed(carbon, 1)}%",
        elasticity=elasticity_words(facts["elasticity"]),
        state=state,
    )
    return Mover(name, gdp, carbon, facts["elasticity"], state, told, region == scene.focus)


def _title(scene: CarbonScene, movers: list[Mover], lang: str) -> str:
    strong = say(f"found_{STRONG}", lang)
    return words(lang)(
        "carbon.decoupling.title",
        period=format_period(scene.window, lang) if scene.window else "",
        inventory=own_name(scene, scene.inventory.indicator, lang),
        of=len(movers),
        count=sum(mover.state == strong for mover in movers),
        rising=sum(mover.carbon > 0 for mover in movers),
    )


def _cells(scene: CarbonScene, region: Region, mover: Mover, selection: Selection) -> tuple[Cell, ...]:
    year = str(scene.window.end_year) if scene.window else ""
    why = why_address(selection, scene.inventory.indicator, region.code, year)
    gdp = why_address(selection, scene.rule.gdp, region.code, year)
    return (
        Cell(region.name[selection.lang]),
        Cell(f"{format_signed(mover.gdp, 1)}%", gdp),
        Cell(f"{format_signed(mover.carbon, 1)}%", why),
        Cell(elasticity_words(mover.elasticity), why),
        Cell(mover.state),
    )
