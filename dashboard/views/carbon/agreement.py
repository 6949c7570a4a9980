"""How far the inventories of a region agree, as numbers: ratio and rank correlation of their common years."""

import json
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from dashboard.format import DASH, format_number
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.carbon.choices import own_name
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import short_name
from etl.errors import say
from etl.model.region import Region

_KIND: Final = "agreement"
_MOST: Final = 40
_SAME: Final = "agree"


class Pair(Struct, frozen=True):
    """The inventory of the page over another one of the same region, over their common years."""

    region: Region
    other: str
    first_year: int
    last_year: int
    years: int
    lowest: float
    median: float
    highest: float
    correlation: float | None
    agrees: bool

    @property
    def factor(self) -> float:
        """How far apart they are at most, either way; 1 is the same."""
        return max(self.highest, 1 / self.lowest)


class AgreementView(Struct, frozen=True):
    """The pairs, the furthest apart first.

    Attributes:
        names: words of the rows, as many as pairs.
        tolerance: inventories agree while every ratio stays within this factor.
        is_drawn: whether there are few enough to draw.
    """

    words: ChartWords
    sheet: Sheet
    pairs: tuple[Pair, ...]
    names: tuple[str, ...]
    tolerance: float
    is_drawn: bool


def build_agreement(scene: CarbonScene, selection: Selection, csv_address: str) -> AgreementView | None:
    """How the inventory of the page compares with the others; None where no region has two.

    Args:
        scene: inventory and regions.
        selection: what the address says.
        csv_address: where the download is.
    """
    lang = selection.lang
    pairs = tuple(sorted(_pairs(scene), key=lambda pair: (-pair.factor, pair.region.code, pair.other)))
    if not pairs:
        return None
    say_word = words(lang)
    keys = ("region", "other", "years", "median", "lowest", "highest", "correlation", "verdict")
    header = tuple(say_word(f"carbon.agreement.{key}") for key in keys)
    tolerance = scene.rule.agreement_ratio
    title = say_word(
        "carbon.agreement.title",
        inventory=own_name(scene, scene.inventory.indicator, lang),
        of=len({pair.region for pair in pairs}),
        count=len({pair.region for pair in pairs} - {pair.region for pair in pairs if not pair.agrees}),
        region=short_name(pairs[0].region, lang),
        other=own_name(scene, pairs[0].other, lang),
        factor=format_number(pairs[0].factor, 1),
    )
    table = TableView(
        title,
        tuple(Column(each, is_numeric=1 < at < len(keys) - 1) for at, each in enumerate(header)),
        tuple(_cells(scene, pair, lang) for pair in pairs),
        lang,
        csv_address,
    )
    raw = tuple(
        (pair.region.name[lang], own_name(scene, pair.other, lang), f"{pair.first_year}/{pair.last_year}",
         pair.median, pair.lowest, pair.highest, pair.correlation, _verdict(pair, lang))
        for pair in pairs
    )  # fmt: skip
    has_several = len({pair.other for pair in pairs}) > 1
    sources = (name for each in scene.inventories for name in scene.catalog.sources_of(each.indicator))
    used = tuple(dict.fromkeys(name for name in sources if name in scene.used))
    return AgreementView(
        words=ChartWords(
            lang=lang,
            title=title,
            axis=say_word("carbon.agreement.axis", tolerance=format_number(tolerance, 1)),
            source=sources_line(scene.catalog, used, lang),
            notes=(say_word("carbon.agreement.note"),),
            table=table,
        ),
        sheet=Sheet(title, header, raw, used),
        pairs=pairs,
        names=tuple(_name(scene, pair, lang, has_several=has_several) for pair in pairs),
        tolerance=tolerance,
        is_drawn=len(pairs) <= _MOST,
    )


def _pairs(scene: CarbonScene) -> Iterator[Pair]:
    for region in (scene.home, *scene.regions):
        row = scene.found(_KIND, region)
        facts: dict[str, Any] = json.loads(row.facts) if row else {"with": {}, "tolerance": 1.0}
        for other, one in facts["with"].items():
            lowest, highest, tolerance = one["ratio_lowest"], one["ratio_highest"], facts["tolerance"]
            yield Pair(
                region, other, one["first_year"], one["last_year"], one["years"], lowest, one["ratio_median"],
                highest, one["rank_correlation"], agrees=1 / tolerance < lowest and highest < tolerance,
            )  # fmt: skip


def _name(scene: CarbonScene, pair: Pair, lang: str, *, has_several: bool) -> str:
    name = short_name(pair.region, lang)
    return f"{name} / {own_name(scene, pair.other, lang)}" if has_several else name


def _verdict(pair: Pair, lang: str) -> str:
    return say("found_agree" if pair.agrees else "found_differ", lang)


def _cells(scene: CarbonScene, pair: Pair, lang: str) -> tuple[Cell, ...]:
    span = words(lang)("carbon.agreement.span", first=pair.first_year, last=pair.last_year, count=pair.years)
    correlation = DASH if pair.correlation is None else format_number(pair.correlation, 2)
    return (
        Cell(short_name(pair.region, lang)),
        Cell(own_name(scene, pair.other, lang)),
        Cell(span),
        *(Cell(format_number(each, 2)) for each in (pair.median, pair.lowest, pair.highest)),
        Cell(correlation),
        Cell(_verdict(pair, lang)),
    )
