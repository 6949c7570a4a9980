"""Every county over one scale: how fast emissions moved, in the look of its status."""

from msgspec import Struct

from dashboard.format import format_signed
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.theme import Mark
from dashboard.views.carbon.choices import own_name
from dashboard.views.carbon.headline import span_words
from dashboard.views.carbon.peak import STATUSES, mark_of, status_words
from dashboard.views.carbon.shared_rows import CarbonScene, pace_of
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.comparison.charts import set_aside
from dashboard.views.explain import why_address
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from etl.errors import say
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel


class CountyBee(Struct, frozen=True):
    """One county: yearly change over five years in per cent, its place beside the middle, its status."""

    name: str
    value: float
    aside: float
    word: str
    told: str
    is_main: bool


class CountiesView(Struct, frozen=True):
    """The swarm, with the marks of the statuses that occur and their counts."""

    words: ChartWords
    sheet: Sheet
    bees: tuple[CountyBee, ...]
    legend: tuple[tuple[Mark, str, int], ...]


def county_inventory(scene: CarbonScene) -> str | None:
    """The inventory that tells of counties: that of the page if it does, else the first of the rule."""
    known = {name for name, code in scene.peaks if scene.catalog.regions[code].level is RegionLevel.COUNTY}
    ordered = (scene.inventory, *(each for each in scene.inventories if each != scene.inventory))
    return next((each.indicator for each in ordered if each.indicator in known), None)


def build_counties(
    scene: CarbonScene, focus: Region, selection: Selection, csv_address: str
) -> CountiesView | None:
    """The counties of a scene of counties; None where none has five years.

    Args:
        scene: the scene of the inventory that tells of counties, at their level.
        focus: the region that the page looks at; its counties stand out.
        selection: what the address says.
        csv_address: where the download is.
    """
    lang, say_word = selection.lang, words(selection.lang)
    paces = {region: pace for region in scene.known if (pace := pace_of(scene, region)) is not None}
    if not paces:
        return None
    shown = sorted(paces, key=lambda region: (paces[region], region.code))
    aside = set_aside([paces[region] for region in shown])
    bees = tuple(_bee(scene, region, paces[region], away, focus, lang)
                 for region, away in zip(shown, aside, strict=True))  # fmt: skip
    counts = [(word, sum(bee.word == word for bee in bees)) for word in STATUSES]
    title = say_word(
        "carbon.counties.title",
        inventory=own_name(scene, scene.inventory.indicator, lang),
        count=len(bees),
        rising=sum(bee.value > 0 for bee in bees),
        span=span_words(scene, lang),
        low=f"{bees[0].name} {format_signed(bees[0].value, 1)}%",
        high=f"{bees[-1].name} {format_signed(bees[-1].value, 1)}%",
    )
    keys = ("region", "city", "status", "maximum_year", "pace")
    header = tuple(say_word(f"carbon.counties.{key}") for key in keys)
    rows: list[tuple[Value, ...]] = []
    cells: list[tuple[Cell, ...]] = []
    for region in reversed(shown):
        raw, told = _row(scene, region, paces[region], selection)
        rows.append(raw)
        cells.append(told)
    columns = tuple(Column(each, is_numeric=at > 2) for at, each in enumerate(header))  # noqa: PLR2004
    return CountiesView(
        words=ChartWords(
            lang=lang,
            title=title,
            axis=say_word("carbon.counties.axis"),
            source=sources_line(scene.catalog, scene.sources, lang),
            notes=(say_word("carbon.counties.note", region=focus.name[lang]), *_caution(scene, lang)),
            table=TableView(title, columns, tuple(cells), lang, csv_address),
        ),
        sheet=Sheet(title, header, tuple(rows), scene.sources),
        bees=bees,
        legend=tuple((mark_of(word), say(f"found_{word}", lang), count) for word, count in counts if count),
    )


def _caution(scene: CarbonScene, lang: str) -> tuple[str, ...]:
    caution = scene.indicator.caution
    return (caution[lang],) if caution else ()


def _bee(  # noqa: PLR0917 - a dot and what it says
    scene: CarbonScene, region: Region, pace: float, away: float, focus: Region, lang: str
) -> CountyBee:
    peak = scene.peak(region)
    word = peak.word if peak else STATUSES[-1]
    status = status_words(peak, lang) if peak else ""
    name = region.name[lang]
    told = words(lang)("carbon.counties.told", name=name, pace=f"{format_signed(pace, 1)}%", status=status)
    return CountyBee(name, pace, away, word, told, focus.code in {region.code, region.parent})


def _row(
    scene: CarbonScene, region: Region, pace: float, selection: Selection
) -> tuple[tuple[Value, ...], tuple[Cell, ...]]:
    lang, peak = selection.lang, scene.peak(region)
    if peak is None:
        raise ValueError(f"{region.code} has no status")
    city = scene.catalog.regions[region.parent or region.code].name[lang]
    status = status_words(peak, lang)
    why = why_address(selection, scene.inventory.indicator, region.code, str(peak.last_year))
    raw = (region.name[lang], city, status, peak.maximum_year, pace)
    cells = (
        Cell(region.name[lang]), Cell(city), Cell(status, mark=mark_of(peak.word)),
        Cell(str(peak.maximum_year), why), Cell(f"{format_signed(pace, 1)}%", why),
    )  # fmt: skip
    return raw, cells
