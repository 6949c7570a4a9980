"""产业与创新: each article with its indicators, where the province stands, who must deliver."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_article, format_number, format_period
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.article_table import build_article_table, indicators_of
from dashboard.views.headline import HeadlineView
from dashboard.views.sheet import Sheet
from dashboard.views.spine import Spine
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import heading_with_unit, show_value
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.region import Region
from etl.model.regulation import Article
from etl.store.rows import CoverageRow, ValueRow

ARTICLES: Final = ("5", "6", "7", "8", "9", "10", "14", "19", "21")
GROWTH: Final = "industrial_va_growth"
STRUCTURE: Final = (
    "equipment_location_quotient",
    "petrochemical_location_quotient",
    "metallurgy_location_quotient",
    "top_two_industries_share",
    "industry_herfindahl",
    "industrial_va_province_share",
)


class ArticleFamily(Struct, frozen=True):
    """One article: its name, its page, how far its figures go, and its table."""

    title: str
    address: str
    summary: str
    state: str
    table: TableView | None


class FamiliesView(Struct, frozen=True):
    """The articles in order."""

    families: tuple[ArticleFamily, ...]


def articles_shown(catalog: Catalog) -> tuple[Article, ...]:
    """The articles of the page, in the order of the regulation."""
    return tuple(one for one in catalog.regulation.articles if one.number in ARTICLES)


def indicators_shown(catalog: Catalog) -> tuple[Indicator, ...]:
    """The indicators of these articles, each once."""
    found = {one.id: one for article in articles_shown(catalog) for one in indicators_of(catalog, article)}
    return tuple(found.values())


def build_families_view(
    catalog: Catalog, spine: Spine, coverage: Sequence[CoverageRow], lang: Lang
) -> FamiliesView:
    """One family per article.

    Args:
        catalog: the declarations.
        spine: the indicators of the home region.
        coverage: how many regions have data, by indicator and period.
        lang: language of the words.
    """
    return FamiliesView(
        tuple(_family(catalog, spine, coverage, one, lang) for one in articles_shown(catalog))
    )


def _family(
    catalog: Catalog, spine: Spine, coverage: Sequence[CoverageRow], article: Article, lang: Lang
) -> ArticleFamily:
    served = {one.id for one in indicators_of(catalog, article)}
    have = served & {line.indicator.id for line in spine.all_lines()}
    in_cities = served & {row.indicator for row in coverage if row.level == "city" and row.regions}
    key = "state" if served else "no_indicators"
    return ArticleFamily(
        title=f"{format_article(article.number, lang)} {article.title[lang]}",
        address=to_url(Selection("articles", lang, article=article.number)),
        summary=article.summary[lang],
        state=words(lang)(
            f"industry.{key}", count=len(served), home=len(have), cities=len(in_cities),
            without=len(served) - len(have | in_cities), place=catalog.home.name[lang],
        ),
        table=build_article_table(catalog, spine, coverage, article, lang),
    )  # fmt: skip


def build_industry_headline(
    catalog: Catalog, spine: Spine, coverage: Sequence[CoverageRow], lang: Lang
) -> HeadlineView:
    """How industry stands, and how much of these articles can be told at all."""
    say_word = words(lang)
    shown = {one.id for one in indicators_shown(catalog)}
    lines = {line.indicator.id: line for line in spine.all_lines() if line.indicator.id in shown}
    in_cities = {row.indicator for row in coverage if row.level == "city" and row.regions} & shown
    told = []
    growth = next((line for line in spine.all_lines() if line.indicator.id == GROWTH), None)
    if growth is not None:
        told.append(
            say_word(
                "industry.headline.growth",
                place=catalog.home.name[lang],
                indicator=growth.indicator.name[lang],
                period=format_period(growth.period, lang),
                value=show_value(catalog, growth.indicator, growth.value, lang).with_unit,
            )
        )
    without = len(shown - lines.keys() - in_cities)
    told.append(
        say_word(
            "industry.headline.coverage" if without else "industry.headline.covered",
            articles=len(articles_shown(catalog)),
            count=len(shown),
            home=len(lines),
            cities=len(in_cities),
            without=without,
            place=catalog.home.name[lang],
        )
    )
    return HeadlineView(lang, tuple(told))


# ── structure ──────────────────────────────────────────────────────────────────────────────────────────
class StructureView(Struct, frozen=True):
    """Location quotients and concentration of the cities; without a table nobody has delivered them."""

    table: TableView | None
    sheet: Sheet | None
    reason: str


def build_structure_view(
    catalog: Catalog, regions: Sequence[Region], values: Sequence[ValueRow], lang: Lang, csv_address: str
) -> StructureView:
    """The latest year that any region has, of each indicator of structure."""
    say_word = words(lang)
    names = [catalog.indicators[name] for name in STRUCTURE if name in catalog.indicators]
    latest = {one.id: _latest(one, values) for one in names}
    known = [one for one in names if latest[one.id] is not None]
    if not known:
        return StructureView(None, None, say_word("industry.structure.nothing"))
    rows = {
        (row.indicator, row.region): row for row in values if row.period == str(latest.get(row.indicator))
    }
    columns = (
        Column(say_word("controls.region")),
        *(Column(heading_with_unit(catalog, one, latest[one.id], lang), True) for one in known),
    )
    caption = say_word("industry.structure.caption")
    notes = (say_word("industry.structure.note"),)
    shown = [region for region in regions if any((one.id, region.code) in rows for one in known)]
    cells = tuple((_name(region, lang), *(_cell(one, rows, region) for one in known)) for region in shown)
    raw = tuple((region.name[lang], *(_value(rows, one, region) for one in known)) for region in shown)
    sources = tuple(dict.fromkeys(source for one in known for source in catalog.sources_of(one.id)))
    return StructureView(
        TableView(caption, columns, cells, lang, csv_address, notes=notes),
        Sheet(caption, tuple(column.title for column in columns), raw, sources, notes),
        "",
    )


Rows = dict[tuple[str, str], ValueRow]


def _latest(indicator: Indicator, values: Sequence[ValueRow]) -> Period | None:
    periods = [
        Period.parse(row.period) for row in values if row.indicator == indicator.id and row.value is not None
    ]
    return max(periods, default=None)


def _name(region: Region, lang: Lang) -> Cell:
    return Cell(region.name[lang], address=to_url(Selection("region", lang, region=region.code)))


def _value(rows: Rows, indicator: Indicator, region: Region) -> float | None:
    row = rows.get((indicator.id, region.code))
    return row.value if row else None


def _cell(indicator: Indicator, rows: Rows, region: Region) -> Cell:
    value = _value(rows, indicator, region)
    return Cell(DASH if value is None else format_number(value, indicator.display.decimals))
