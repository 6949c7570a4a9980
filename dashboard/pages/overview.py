"""总览: where the cities, or the counties of one city, stand; what is missing is said as plainly."""

from functools import partial
from typing import Any

from dash import Dash, dcc, html

from dashboard.address import export_url, to_url
from dashboard.components.data_strip import draw_standing
from dashboard.components.dual_control import paths
from dashboard.components.headline import draw_headline
from dashboard.components.level_lists import draw_level_lists
from dashboard.components.ranking import draw_ranking
from dashboard.components.selectors import draw_selectors
from dashboard.components.states import panel_slot
from dashboard.components.table import data_table
from dashboard.pages.dual_control import read_scene
from dashboard.pages.region_map import RegionMap, build_region_map, draw_region_map
from dashboard.pages.shared_rows import read_levels, read_overview
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.data_strip import Shipment, StandingView, build_standing_view
from dashboard.views.dual_control.paths import PathsView, build_paths
from dashboard.views.headline import HeadlineView, build_headline_view, covered_elsewhere
from dashboard.views.level_lists import LevelListsView
from dashboard.views.ranking import RankingView, build_ranking_view, ranking_sheet
from dashboard.views.ranking_table import build_ranking_table
from dashboard.views.selectors import SelectorsView, build_selectors_view
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel

RANKING = "overview-ranking"
TOPICS = ("dual_control", "carbon", "gradient", "industry")


def layout(selection: Selection) -> html.Div:
    """The skeleton: headline, choices, map beside the lists, who is behind, the whole ranking, its origin."""
    lang = selection.lang
    beside = [
        html.Div(panel_slot("overview-map", lang, kind="map"), className="half"),
        html.Div(panel_slot("overview-order", lang, kind="table"), className="half"),
    ]
    return html.Div(
        [
            panel_slot("overview-headline", lang),
            panel_slot("overview-selectors", lang),
            html.Div(beside, className="columns"),
            panel_slot("overview-paths", lang),
            html.H2(words(lang)("overview.ranking")),
            panel_slot(RANKING, lang, kind="table"),
            _topics(selection),
            html.H2(words(lang)("overview.standing")),
            panel_slot("overview-standing", lang),
        ]
    )


def _topics(selection: Selection) -> html.P:
    """The pages that tell one matter in full."""
    say = words(selection.lang)
    links = [dcc.Link(say(f"pages.{page}"), href=to_url(Selection(page, selection.lang))) for page in TOPICS]
    return html.P([html.Span(say("overview.topics")), *links], className="topics")


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels; every choice on the page is an address."""
    region_map = partial(_build_map, approval_number=panels.settings.map_approval_number)
    panels.add("overview-headline", build=build_headline, draw=draw_headline)
    panels.add("overview-selectors", build=build_selectors, draw=draw_selectors)
    panels.add("overview-map", build=region_map, draw=draw_region_map)
    panels.add("overview-order", build=build_order, draw=draw_order)
    panels.add("overview-paths", build=build_city_paths, draw=draw_city_paths)
    panels.add(RANKING, build=build_ranking, draw=draw_ranking_table, sheet=ranking_sheet)
    panels.add("overview-standing", build=build_standing, draw=draw_standing)


def build_headline(queries: Queries, selection: Selection) -> HeadlineView:
    """The sentences on top."""
    scene = read_overview(queries, selection)
    elsewhere: tuple[tuple[str, str], ...] = ()
    if not scene.values:
        everything = read_overview(queries, selection.to(indicator=None, period=None))
        elsewhere = covered_elsewhere(everything, queries.catalog, selection)
    levels = read_levels(queries, scene, selection)
    return build_headline_view(queries.catalog, scene, levels, selection, elsewhere=elsewhere)


def build_selectors(queries: Queries, selection: Selection) -> SelectorsView:
    """The choices; how many regions each indicator has is counted over all of them."""
    choice = read_overview(queries, selection).choice
    everything = read_overview(queries, selection.to(indicator=None, period=None)).choice
    return build_selectors_view(queries.catalog, choice, selection, with_data=everything.with_data)


def _build_map(queries: Queries, selection: Selection, *, approval_number: str) -> RegionMap:
    scene = read_overview(queries, selection)

    def address_of(region: Region) -> str:
        """A city drills to its counties, a county leads to its own page; what was left open stays open."""
        if region.level is RegionLevel.CITY:
            kept = selection.period if selection.indicator else None
            return to_url(selection.to(parent=region.code, period=kept, region=None))
        return to_url(Selection("region", selection.lang, region=region.code))

    return build_region_map(queries, scene, selection, approval_number=approval_number, address_of=address_of)


def build_order(queries: Queries, selection: Selection) -> LevelListsView | RankingView:
    """Beside the map: the lists per level where the period is judged, else the regions as bars."""
    scene = read_overview(queries, selection)
    return read_levels(queries, scene, selection) or build_ranking_view(queries.catalog, scene, selection)


def draw_order(view: LevelListsView | RankingView) -> Any:
    """Lists or bars."""
    return draw_level_lists(view) if isinstance(view, LevelListsView) else draw_ranking(view)


def build_ranking(queries: Queries, selection: Selection) -> RankingView:
    """All regions with what is known of each."""
    scene = read_overview(queries, selection)
    csv = export_url(queries.build_id, RANKING, selection)
    return build_ranking_view(queries.catalog, scene, selection, csv_address=csv)


def draw_ranking_table(view: RankingView) -> html.Figure:
    """The ranking as a table."""
    return data_table(build_ranking_table(view))


def build_city_paths(queries: Queries, selection: Selection) -> PathsView | None:
    """The cities on their way to the target of the plan, the furthest behind first; none below a city."""
    if selection.parent not in {None, queries.catalog.home.code}:
        return None
    topic = Selection("dual_control", selection.lang)
    scene = read_scene(queries, topic)
    view = build_paths(scene, topic) if scene is not None else None
    return view if view is not None and any(card.actual for card in view.cards) else None


def draw_city_paths(view: PathsView | None) -> html.Div | html.Section:
    """A small chart for each city, leading to what would turn it."""
    if view is None:
        return html.Div()
    return html.Section([html.H2(words(view.words.lang)("overview.behind")), paths(view)])


def build_standing(queries: Queries, selection: Selection) -> StandingView:
    """What stands behind the page."""
    scene = read_overview(queries, selection)
    shipment = Shipment(queries.build(), queries.files(), queries.coverage(), queries.challenges())
    home = queries.assessments(None, [queries.catalog.home.code])
    return build_standing_view(queries.catalog, scene, shipment, home, selection)
