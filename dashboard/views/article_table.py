"""The indicators of an article: where the home region stands with each, and how many cities have data."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.address import to_url
from dashboard.format import DASH, format_article, format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.spine import IndicatorLine, Spine, Uncollected
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.targets import asked_in_words
from dashboard.views.value_words import delivered_by, show_value
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.region import Region
from etl.model.regulation import Article
from etl.model.vocabulary import RegionLevel, Result, UnassessedReason
from etl.store.rows import CoverageRow

_COLUMNS: Final = ("indicator", "value", "target", "verdict", "cities")


def indicators_of(catalog: Catalog, article: Article) -> tuple[Indicator, ...]:
    """The indicators that serve an article, in the order of the catalogue."""
    return tuple(one for one in catalog.indicators.values() if article.number in one.articles)


def build_article_table(
    catalog: Catalog, spine: Spine, coverage: Sequence[CoverageRow], article: Article, lang: str
) -> TableView | None:
    """The table of an article; None where no indicator serves it."""
    served = indicators_of(catalog, article)
    if not served:
        return None
    say_word = words(lang)
    home = catalog.home
    facts: Mapping[str, IndicatorLine | Uncollected] = {
        **{line.indicator.id: line for line in spine.all_lines()},
        **{one.indicator.id: one for missing in spine.uncollected.values() for one in missing},
    }
    columns = tuple(
        Column(say_word(f"articles.columns.{name}", home=home.name[lang]), name == "value")
        for name in _COLUMNS
    )
    cities = len(catalog.children(home.code, RegionLevel.CITY))
    rows = tuple(
        (*_standing(catalog, home, one, facts.get(one.id), lang), _cities(one, coverage, cities, lang))
        for one in served
    )
    caption = say_word("articles.table", number=format_article(article.number, lang), home=home.name[lang])
    return TableView(caption, columns, rows, lang)


def _standing(
    catalog: Catalog, home: Region, indicator: Indicator, fact: IndicatorLine | Uncollected | None, lang: str
) -> tuple[Cell, ...]:
    """Name, value, target and verdict of an indicator for the home region."""
    page = Selection("indicator", "en" if lang == "en" else "zh", indicator=indicator.id, region=home.code)
    if isinstance(fact, IndicatorLine):
        address = to_url(page.to(period=fact.period))
        return (Cell(indicator.name[lang], address=address), *_line_cells(catalog, fact, lang))
    name = Cell(indicator.name[lang], address=to_url(page))
    if fact is None:
        return (name, Cell(DASH, note=words(lang)("articles.not_this_level")), Cell(DASH), Cell(DASH))
    who = delivered_by(catalog, indicator, lang)
    missing = f"{DASH} {say(f'missing_{fact.reason}', lang)}"
    no_data = Cell("", result=Result.UNASSESSED, reason=UnassessedReason.NO_DATA)
    return (
        name,
        Cell(missing, note=words(lang)("articles.deliverer", who=who) if who else ""),
        Cell(asked_in_words(catalog, fact.targets, lang) or DASH),
        no_data if indicator.assessment else Cell(DASH),
    )


def _line_cells(catalog: Catalog, line: IndicatorLine, lang: str) -> tuple[Cell, ...]:
    shown = show_value(catalog, line.indicator, line.value, lang)
    note = " · ".join(part for part in (format_period(line.period, lang), shown.movement) if part)
    row = line.assessment
    asked = [] if row is None or row.kind == "barometer" else [row]
    targets = asked_in_words(catalog, (*asked, *line.open_targets), lang)
    verdict = Cell(DASH)
    if row is not None:
        reason = UnassessedReason(row.reason) if row.reason else None
        at = "" if row.period == line.value.period else format_period(Period.parse(row.period), lang)
        verdict = Cell("", result=Result(row.result), reason=reason, note=at)
    return Cell(shown.with_scope, note=note), Cell(targets or DASH), verdict


def _cities(indicator: Indicator, coverage: Sequence[CoverageRow], cities: int, lang: str) -> Cell:
    """How many cities have data, in the latest of the best covered periods."""
    if RegionLevel.CITY not in indicator.levels:
        return Cell(DASH, note=words(lang)("articles.not_cities"))
    found = [row for row in coverage if row.indicator == indicator.id and row.level == RegionLevel.CITY]
    if not found:
        return Cell(words(lang)("articles.cities_none", of=cities))
    best = max(found, key=lambda row: (row.regions, Period.parse(row.period)))
    note = format_period(Period.parse(best.period), lang)
    return Cell(words(lang)("articles.cities", count=best.regions, of=cities), note=note)
