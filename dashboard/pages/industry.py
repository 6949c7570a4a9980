"""产业与创新 (Arts 5–10, 14, 19, 21): growth by month, cities in order, structure, each article."""

from typing import Any, Final

from dash import Dash, html

from dashboard.address import export_url
from dashboard.components import industry as pieces
from dashboard.components.headline import draw_headline
from dashboard.components.ranking import draw_ranking
from dashboard.components.selectors import draw_selectors
from dashboard.components.states import panel_slot
from dashboard.pages.region_reads import read_subject
from dashboard.pages.shared_rows import read_indicator
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.article_families import (
    GROWTH,
    STRUCTURE,
    FamiliesView,
    StructureView,
    build_families_view,
    build_industry_headline,
    build_structure_view,
    indicators_shown,
)
from dashboard.views.choice import indicator_of
from dashboard.views.headline import HeadlineView
from dashboard.views.industry_turn import CsvAddresses, IndustryTurnView, build_industry_turn
from dashboard.views.month_course import MonthCourseView, build_month_course
from dashboard.views.ranking import RankingView, build_ranking_view, ranking_sheet
from dashboard.views.selectors import SelectorsView, build_selectors_view
from dashboard.views.sheet import Sheet
from dashboard.views.tiers.shared_rows import region_of
from etl.catalog.catalog import Catalog
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel

_MONTHS: Final = "industry-months"
_STRUCTURE: Final = "industry-structure"
_RANKING: Final = "industry-ranking"
_TURN: Final = "industry-turn"
_TARGETS: Final = "industry-targets"


def layout(selection: Selection) -> html.Div:
    """The skeleton: how it stands, who is behind, what would turn it, what each article has figures for."""
    lang = selection.lang
    say = words(lang)
    return html.Div(
        [
            panel_slot("industry-headline", lang),
            panel_slot(_MONTHS, lang, kind="chart"),
            html.H2(say("industry.heading.order")),
            panel_slot("industry-selectors", lang),
            panel_slot(_RANKING, lang, kind="table"),
            html.H3(say("industry.heading.structure")),
            panel_slot(_STRUCTURE, lang),
            html.H2(say("industry.heading.turn")),
            panel_slot(_TURN, lang, kind="table"),
            panel_slot(_TARGETS, lang, kind="table"),
            html.H2(say("industry.heading.articles")),
            panel_slot("industry-articles", lang, kind="table"),
        ],
        className="industry-page",
    )


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels; every choice on the page is an address."""
    panels.add("industry-headline", build=build_headline, draw=draw_headline)
    panels.add(_MONTHS, build=build_months, draw=pieces.draw_months, sheet=lambda view: view.sheet)
    panels.add("industry-selectors", build=build_selectors, draw=draw_selectors)
    panels.add(_RANKING, build=build_ranking, draw=draw_ranking, sheet=ranking_sheet)
    panels.add(_TURN, build=build_turn, draw=pieces.draw_turn, sheet=lambda view: view.behind_sheet)
    panels.add(
        _TARGETS, build=build_turn, draw=pieces.draw_turn_targets, sheet=lambda view: view.targets_sheet
    )
    panels.add(_STRUCTURE, build=build_structure, draw=pieces.draw_structure, sheet=_sheet)
    panels.add("industry-articles", build=build_articles, draw=pieces.draw_families)


def _sheet(view: Any) -> Sheet:
    return view.sheet or Sheet("", (), ())


def _with_indicator(selection: Selection) -> Selection:
    return selection if selection.indicator else selection.to(indicator=GROWTH)


def build_headline(queries: Queries, selection: Selection) -> HeadlineView:
    """The sentences on top."""
    home = read_subject(queries, queries.catalog.deployment.home)
    return build_industry_headline(queries.catalog, home.spine, queries.coverage(), selection.lang)


def build_articles(queries: Queries, selection: Selection) -> FamiliesView:
    """Each article with its indicators."""
    home = read_subject(queries, queries.catalog.deployment.home)
    return build_families_view(queries.catalog, home.spine, queries.coverage(), selection.lang)


def build_months(queries: Queries, selection: Selection) -> MonthCourseView:
    """Growth of industrial value added, month by month."""
    catalog = queries.catalog
    region = region_of(catalog, selection.region)
    regions = [region, *catalog.children(region.code, RegionLevel.CITY)]
    return build_month_course(
        catalog,
        indicator_of(catalog, GROWTH),
        queries.values([GROWTH]),
        regions,
        lang=selection.lang,
        csv_address=export_url(queries.build_id, _MONTHS, selection),
    )


def build_selectors(queries: Queries, selection: Selection) -> SelectorsView:
    """Indicator of these articles, and period."""
    catalog = queries.catalog
    chosen = _with_indicator(selection)
    choice = read_indicator(queries, chosen).choice
    shown = {one.id for one in indicators_shown(catalog)} | {GROWTH}
    with_data = {
        row.indicator: row.regions
        for row in sorted(queries.coverage(), key=lambda row: row.regions)
        if row.level == choice.scope.level and row.indicator in shown
    }
    return build_selectors_view(catalog, choice, chosen, with_data=with_data)


def build_ranking(queries: Queries, selection: Selection) -> RankingView:
    """The cities in order of the indicator chosen."""
    chosen = _with_indicator(selection)
    csv = export_url(queries.build_id, _RANKING, selection)
    return build_ranking_view(queries.catalog, read_indicator(queries, chosen), chosen, csv_address=csv)


def build_turn(queries: Queries, selection: Selection) -> IndustryTurnView:
    """How far targets are, and how far cities are behind in the indicator chosen."""
    catalog = queries.catalog
    names = [one.id for one in indicators_shown(catalog)]
    rows = queries.assessments(names, [catalog.home.code, *(c.code for c in _cities(catalog))])
    scene = read_indicator(queries, _with_indicator(selection))
    csv = CsvAddresses(*(export_url(queries.build_id, name, selection) for name in (_TURN, _TARGETS)))
    return build_industry_turn(catalog, rows, names, scene, selection, csv=csv)


def _cities(catalog: Catalog) -> tuple[Region, ...]:
    return tuple(catalog.children(catalog.home.code, RegionLevel.CITY))


def build_structure(queries: Queries, selection: Selection) -> StructureView:
    """Location quotients and concentration."""
    catalog = queries.catalog
    home = catalog.home
    regions = [home, *_cities(catalog)]
    csv = export_url(queries.build_id, _STRUCTURE, selection)
    values = queries.values(list(STRUCTURE), [region.code for region in regions])
    return build_structure_view(catalog, regions, values, selection.lang, csv)
