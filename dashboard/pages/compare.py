"""对比: a region beside its parent and its peers, structural neighbours or those the reader chose."""

from collections.abc import Callable
from typing import Final, TypeVar

from dash import Dash, html

from dashboard.address import export_url
from dashboard.components import compare as pieces
from dashboard.components.headline import draw_headline
from dashboard.components.page_choices import draw_page_choices
from dashboard.components.selectors import draw_selectors
from dashboard.components.states import panel_slot
from dashboard.pages.shared_rows import read_indicator
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.choice import indicator_of
from dashboard.views.comparison.charts import SlopeView, SwarmView, build_slope_view, build_swarm_view
from dashboard.views.comparison.city_courses import CoursesView, build_courses_view
from dashboard.views.comparison.peers_table import (
    CompareSpineView,
    Party,
    PeersTableView,
    build_compare_choices,
    build_compare_headline,
    build_compare_spine,
    build_party,
    build_peers_table,
    peer_group,
    subject_of,
)
from dashboard.views.headline import HeadlineView
from dashboard.views.selectors import SelectorsView, build_selectors_view
from dashboard.views.tiers.selectors import PageChoices
from etl.model.vocabulary import RegionLevel
from etl.store.rows import ValueRow

View = TypeVar("View")

_PEERS: Final = "compare-peers"
_SPINE: Final = "compare-spine"
_SLOPE: Final = "compare-slope"
_SWARM: Final = "compare-swarm"
_COURSES: Final = "compare-courses"
_FIRST: Final = {RegionLevel.COUNTY: "urbanisation_rate", RegionLevel.CITY: "gdp_growth"}


def layout(selection: Selection) -> html.Div:
    """The skeleton: how it stands, beside whom, on every indicator, then on one over time and everywhere."""
    lang = selection.lang
    say = words(lang)
    return html.Div(
        [
            panel_slot("compare-headline", lang),
            panel_slot("compare-choices", lang),
            panel_slot(_PEERS, lang),
            html.H2(say("compare.heading.spine")),
            panel_slot(_SPINE, lang, kind="table"),
            html.H2(say("compare.heading.one")),
            panel_slot("compare-selectors", lang),
            html.Div(
                [
                    html.Div(panel_slot(_SLOPE, lang, kind="chart"), className="half"),
                    html.Div(panel_slot(_SWARM, lang, kind="chart"), className="half"),
                ],
                className="columns",
            ),
            panel_slot(_COURSES, lang, kind="chart"),
        ],
        className="compare-page",
    )


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels; every choice on the page is an address."""
    panels.add("compare-headline", build=build_headline, draw=draw_headline)
    panels.add("compare-choices", build=build_choices, draw=draw_page_choices)
    panels.add(_PEERS, build=build_peers, draw=pieces.draw_peers, sheet=lambda view: view.sheet)
    panels.add(_SPINE, build=build_spine, draw=pieces.draw_compare_spine, sheet=lambda view: view.sheet)
    panels.add("compare-selectors", build=build_selectors, draw=draw_selectors)
    panels.add(_SLOPE, build=build_slope, draw=pieces.draw_slope_panel, sheet=lambda view: view.sheet)
    panels.add(_SWARM, build=build_swarm, draw=pieces.draw_swarm_panel, sheet=lambda view: view.sheet)
    panels.add(_COURSES, build=build_courses, draw=pieces.draw_courses_panel, sheet=lambda view: view.sheet)


def read_party(queries: Queries, selection: Selection) -> Party:
    """Region, parent and peers of the address."""
    region = subject_of(queries.catalog, selection)
    return build_party(queries.catalog, queries.peers([region.code]), selection)


def _with_indicator(queries: Queries, selection: Selection) -> Selection:
    """The indicator of the address, else one that the level has."""
    region = subject_of(queries.catalog, selection)
    chosen = selection.indicator or _FIRST.get(region.level, "gdp_growth")
    return selection.to(indicator=chosen, parent=None)


def _values(queries: Queries, party: Party) -> list[ValueRow]:
    codes = {one.code for one in (*party.siblings, *party.peers, party.region)}
    return queries.values(None, sorted(codes | ({party.parent.code} if party.parent else set())))


def build_choices(queries: Queries, selection: Selection) -> PageChoices:
    """Region, and one more to compare with."""
    return build_compare_choices(queries.catalog, read_party(queries, selection), selection)


def build_peers(queries: Queries, selection: Selection) -> PeersTableView:
    """Who is compared, by what."""
    party = read_party(queries, selection)
    group = peer_group(queries.catalog, party.region)
    names = [one.indicator for one in group.variables] if group else []
    values = queries.values(names) if names else []
    csv = export_url(queries.build_id, _PEERS, selection)
    return build_peers_table(queries.catalog, party, values, selection, csv)


def build_spine(queries: Queries, selection: Selection) -> CompareSpineView:
    """Every indicator against parent and peers."""
    party = read_party(queries, selection)
    csv = export_url(queries.build_id, _SPINE, selection)
    return build_compare_spine(queries.catalog, party, _values(queries, party), selection, csv)


def build_headline(queries: Queries, selection: Selection) -> HeadlineView:
    """How it stands against its peers."""
    spine = build_spine(queries, selection)
    return build_compare_headline(read_party(queries, selection), spine, selection.lang)


def build_selectors(queries: Queries, selection: Selection) -> SelectorsView:
    """Indicator and period of the two charts."""
    chosen = _with_indicator(queries, selection)
    choice = read_indicator(queries, chosen).choice
    counts = {row.indicator: row.regions for row in queries.coverage() if row.level == choice.scope.level}
    return build_selectors_view(queries.catalog, choice, chosen, with_data=counts)


def build_slope(queries: Queries, selection: Selection) -> SlopeView:
    """The region and its peers between two periods."""
    return _of_indicator(build_slope_view, _SLOPE, queries, selection)


def build_swarm(queries: Queries, selection: Selection) -> SwarmView:
    """Every county at once."""
    return _of_indicator(build_swarm_view, _SWARM, queries, selection)


def build_courses(queries: Queries, selection: Selection) -> CoursesView:
    """The indicator in every city, or in every county beside the one looked at."""
    return _of_indicator(build_courses_view, _COURSES, queries, selection)


def _of_indicator(build: Callable[..., View], panel: str, queries: Queries, selection: Selection) -> View:
    """One indicator in the region and its party, as a chart with its download."""
    indicator = indicator_of(queries.catalog, _with_indicator(queries, selection).indicator or "")
    return build(
        queries.catalog,
        read_party(queries, selection),
        indicator,
        queries.values([indicator.id]),
        selection=selection,
        csv_address=export_url(queries.build_id, panel, selection),
    )
