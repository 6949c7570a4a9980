"""The regions as small courses of emissions: maximum, last year, status, slope. One inventory throughout."""

from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_number
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.theme import UNASSESSED, Mark
from dashboard.views.carbon.choices import own_name
from dashboard.views.carbon.headline import amount_words, span_words
from dashboard.views.carbon.numbers import slope_words
from dashboard.views.carbon.peak import Peak, mark_of, status_words
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import short_name, silent_words, unit_sign
from etl.derive.finding.years import Years
from etl.derive.trend import FEWEST_VALUES, compute_sen_slope
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel

_MOST: Final = 40
"""More regions than this are told by map, table and swarm."""


class PeakCard(Struct, frozen=True):
    """One region's course.

    Attributes:
        mark, verdict: its status; grey without figures.
        points: emissions by year; empty without figures.
        maximum: year and amount of the last maximum; None without figures.
        maximum_label: the year with the amount.
        lines: the last year with its amount; the Sen slope of all observed years.
        told: everything in one sentence.
    """

    name: str
    address: str
    mark: Mark
    verdict: str
    points: tuple[tuple[int, float], ...]
    maximum: tuple[int, float] | None
    maximum_label: str
    lines: tuple[str, ...]
    told: str


class CardsView(Struct, frozen=True):
    """The cards, all over the same years."""

    words: ChartWords
    cards: tuple[PeakCard, ...]
    years: tuple[int, int]


def build_cards(scene: CarbonScene, selection: Selection) -> CardsView | None:
    """A card per region, the home region first; None where there are too many, or no figures.

    Args:
        scene: inventory and year.
        selection: what the address says.
    """
    regions = (scene.home, *scene.known, *scene.silent)
    years = [year for region in regions for year in scene.emissions(region)]
    if len(regions) > _MOST or not years:
        return None
    cards = tuple(_card(scene, region, selection) for region in regions)
    return CardsView(_words(scene, selection.lang), cards, (min(years), max(years)))


def sen_slope(years: Years) -> float | None:
    """Sen slope of all observed years, in units per year; None of fewer than two."""
    return compute_sen_slope(list(years), list(years.values())) if len(years) >= FEWEST_VALUES else None


def _card(scene: CarbonScene, region: Region, selection: Selection) -> PeakCard:
    lang, peak = selection.lang, scene.peak(region)
    name = short_name(region, lang)
    address = to_url(selection.to(region=region.code))
    if peak is None:
        missing = silent_words(scene.catalog, region, lang)
        return PeakCard(name, address, UNASSESSED, missing, (), None, "", (), f"{name} {missing}")
    status = status_words(peak, lang)
    lines = _lines(scene, region, peak, lang)
    label = words(lang)(
        "carbon.cards.maximum", year=peak.maximum_year,
        value=format_number(peak.maximum, scene.indicator.display.decimals)
        + scene.doubt(region, peak.maximum_year, lang),
    )  # fmt: skip
    told = words(lang)("punctuation.semicolon").join((f"{name} {status}", label, *lines))
    return PeakCard(
        name=name,
        address=address,
        mark=mark_of(peak.word),
        verdict=status,
        points=tuple(scene.emissions(region).items()),
        maximum=(peak.maximum_year, peak.maximum),
        maximum_label=label,
        lines=lines,
        told=told,
    )


def _lines(scene: CarbonScene, region: Region, peak: Peak, lang: str) -> tuple[str, ...]:
    amount = amount_words(scene, peak.last, lang, (region, peak.last_year))
    last = words(lang)("carbon.cards.last", year=peak.last_year, value=amount)
    slope = sen_slope(scene.emissions(region))
    if slope is None:
        return (last,)
    unit = unit_sign(scene.catalog, scene.indicator, lang)
    told = slope_words(slope, scene.indicator.display.decimals + 1, unit, lang)
    return last, words(lang)("carbon.cards.slope", slope=told)


def _words(scene: CarbonScene, lang: str) -> ChartWords:
    say_word = words(lang)
    falling = sum((sen_slope(scene.emissions(region)) or 0) < 0 for region in scene.known)
    title = say_word(
        "carbon.cards.title",
        inventory=own_name(scene, scene.inventory.indicator, lang),
        of=len(scene.known),
        level=say_word(f"level.{scene.level}.one"),
        peaked=len(scene.with_status("peaked", "passive")),
        falling=falling,
        span=span_words(scene, lang),
    )  # fmt: skip
    note = "note" if scene.level is RegionLevel.CITY else "note_counties"
    return ChartWords(
        lang=lang,
        title=title,
        axis=say_word("carbon.cards.axis", unit=unit_sign(scene.catalog, scene.indicator, lang)),
        source=sources_line(scene.catalog, scene.sources, lang),
        notes=(say_word(f"carbon.cards.{note}"),),
        table=_table(scene, title, lang),
    )


def _table(scene: CarbonScene, title: str, lang: str) -> TableView:
    """Emissions by region and year, everything that is drawn."""
    years = sorted({year for region in (scene.home, *scene.known) for year in scene.emissions(region)})
    columns = (
        Column(words(lang)("carbon.table.region")),
        *(Column(str(year), is_numeric=True) for year in years),
    )
    decimals = scene.indicator.display.decimals
    rows = tuple(
        (
            Cell(region.name[lang]),
            *(
                Cell(
                    format_number(scene.emissions(region).get(year), decimals)
                    + scene.doubt(region, year, lang)
                )
                for year in years
            ),
        )
        for region in (scene.home, *scene.known)
    )
    return TableView(title, columns, rows, lang)
