"""指标: one indicator on the map, in order, over the years, as a table, explained; and the list of all."""

from functools import partial

from dash import Dash, html

from dashboard.address import export_url, to_url
from dashboard.components.agreement import draw_agreement
from dashboard.components.definition import draw_definition
from dashboard.components.explain import draw_explain
from dashboard.components.headline import draw_headline
from dashboard.components.indicator_list import draw_indicator_list
from dashboard.components.plain_table import MOST_CELLS, plain_table
from dashboard.components.ranking import draw_ranking
from dashboard.components.selectors import draw_selectors
from dashboard.components.states import empty_state, panel_slot
from dashboard.components.table import data_table
from dashboard.components.trend import trend_figure
from dashboard.pages.region_map import RegionMap, build_region_map, draw_region_map
from dashboard.pages.shared_rows import read_indicator, read_levels
from dashboard.pages.why import read_compared
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Figure, Selection
from dashboard.text import words
from dashboard.views.agreement import AgreementView, build_agreement_view
from dashboard.views.choice import comparable_scopes, indicator_of
from dashboard.views.chosen_region import region_looked_at
from dashboard.views.definition import DefinitionView, build_definition_view
from dashboard.views.explain import ExplainView, build_explain_view
from dashboard.views.headline import HeadlineView, build_headline_view, covered_elsewhere
from dashboard.views.indicator_list import IndicatorListView, build_indicator_list_view, indicator_list_sheet
from dashboard.views.matrix import MatrixView, build_matrix_view
from dashboard.views.ranking import RankingView, build_ranking_view, ranking_sheet
from dashboard.views.selectors import SelectorsView, build_selectors_view
from dashboard.views.trend import TrendView, build_trend_view
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.region import Region

LIST = "indicator-list"
MATRIX = "indicator-matrix"
RANKING = "indicator-ranking"


def heading(catalog: Catalog, selection: Selection) -> str | None:
    """The name of the indicator; None for the list."""
    return indicator_of(catalog, selection.indicator).name[selection.lang] if selection.indicator else None


def layout(selection: Selection) -> html.Div:
    """The skeleton: of one indicator, or of the list where the path names none."""
    return (
        _one(selection) if selection.indicator else html.Div(panel_slot(LIST, selection.lang, kind="table"))
    )


def _one(selection: Selection) -> html.Div:
    lang = selection.lang
    beside = [
        html.Div(panel_slot("indicator-map", lang, kind="map"), className="half"),
        html.Div(panel_slot(RANKING, lang, kind="table"), className="half"),
    ]
    below = [
        html.Div(panel_slot("indicator-explain", lang), className="half"),
        html.Div(
            [panel_slot("indicator-definition", lang), panel_slot("indicator-agreement", lang)],
            className="half",
        ),
    ]
    return html.Div(
        [
            panel_slot("indicator-headline", lang),
            panel_slot("indicator-selectors", lang),
            html.Div(beside, className="columns"),
            html.H2(words(lang)("indicator.trend")),
            panel_slot("indicator-trend", lang, kind="chart"),
            html.Div(below, className="columns"),
            html.H2(words(lang)("indicator.table")),
            panel_slot(MATRIX, lang, kind="table"),
        ]
    )


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels; every choice on the page is an address."""
    region_map = partial(_build_map, approval_number=panels.settings.map_approval_number)
    panels.add(LIST, build=build_list, draw=draw_indicator_list, sheet=indicator_list_sheet)
    panels.add("indicator-headline", build=build_headline, draw=draw_headline)
    panels.add("indicator-selectors", build=build_selectors, draw=draw_selectors)
    panels.add("indicator-map", build=region_map, draw=draw_region_map)
    panels.add(RANKING, build=build_ranking, draw=draw_ranking, sheet=ranking_sheet)
    panels.add("indicator-trend", build=build_trend, draw=trend_figure)
    panels.add("indicator-explain", build=build_explain, draw=_draw_explain)
    panels.add("indicator-definition", build=build_definition, draw=draw_definition)
    panels.add("indicator-agreement", build=build_agreement, draw=draw_agreement)
    panels.add(MATRIX, build=build_matrix, draw=draw_matrix, sheet=lambda view: view.sheet)


def build_list(queries: Queries, selection: Selection) -> IndicatorListView:
    """All indicators by topic."""
    csv = export_url(queries.build_id, LIST, selection)
    return build_indicator_list_view(queries.catalog, queries.coverage(), selection, csv)


def build_headline(queries: Queries, selection: Selection) -> HeadlineView:
    """The sentences on top."""
    scene = read_indicator(queries, selection)
    levels = read_levels(queries, scene, selection)
    elsewhere = covered_elsewhere(scene, queries.catalog, selection)
    return build_headline_view(queries.catalog, scene, levels, selection, elsewhere=elsewhere)


def build_selectors(queries: Queries, selection: Selection) -> SelectorsView:
    """The choices; how many regions each indicator has is counted over all of them."""
    catalog = queries.catalog
    scene = read_indicator(queries, selection)
    choice = scene.choice
    with_data = {
        row.indicator: max(row.regions, 0)
        for row in sorted(queries.coverage(), key=lambda row: row.regions)
        if row.level == choice.scope.level
    }
    return build_selectors_view(
        catalog,
        choice,
        selection,
        with_data=with_data,
        scopes=comparable_scopes(catalog, choice.indicator, queries.values([choice.indicator.id])),
        region=region_looked_at(catalog, scene, selection).code,
    )


def _build_map(queries: Queries, selection: Selection, *, approval_number: str) -> RegionMap:
    scene = read_indicator(queries, selection)

    def address_of(region: Region) -> str:
        """A click looks at the region: its line in the chart, and why its number is what it is."""
        return to_url(selection.to(region=region.code))

    return build_region_map(queries, scene, selection, approval_number=approval_number, address_of=address_of)


def build_ranking(queries: Queries, selection: Selection) -> RankingView:
    """The regions in order."""
    csv = export_url(queries.build_id, RANKING, selection)
    return build_ranking_view(queries.catalog, read_indicator(queries, selection), selection, csv_address=csv)


def build_trend(queries: Queries, selection: Selection) -> TrendView:
    """The course in every region."""
    scene = read_indicator(queries, selection)
    values = queries.values([scene.choice.indicator.id])
    looked_at = region_looked_at(queries.catalog, scene, selection)
    return build_trend_view(queries.catalog, scene.choice, values, selection.to(region=looked_at.code))


def build_matrix(queries: Queries, selection: Selection) -> MatrixView:
    """Every value of the regions shown."""
    choice = read_indicator(queries, selection).choice
    csv = export_url(queries.build_id, MATRIX, selection)
    return build_matrix_view(queries.catalog, choice, queries.values([choice.indicator.id]), selection, csv)


def draw_matrix(view: MatrixView) -> html.Figure:
    """The table; thousands of cells go as one component, which the browser draws in a moment."""
    is_large = len(view.table.rows) * len(view.table.columns) > MOST_CELLS
    cut = html.P(view.print_note, className="note print-only") if view.print_note else None
    return html.Figure([(plain_table if is_large else data_table)(view.table), cut], className="matrix")


def build_definition(queries: Queries, selection: Selection) -> DefinitionView:
    """The definition card."""
    indicator = indicator_of(queries.catalog, selection.indicator or "")
    return build_definition_view(queries.catalog, indicator, queries.coverage(), selection)


def build_explain(queries: Queries, selection: Selection) -> ExplainView | Selection:
    """Why the number of the region looked at is what it is; the selection itself where no period has any."""
    scene = read_indicator(queries, selection)
    choice = scene.choice
    if choice.period is None:
        return selection
    region = region_looked_at(queries.catalog, scene, selection)
    working = queries.working(choice.indicator.id, region.code, choice.period)
    held = [
        row
        for row in queries.assessments([choice.indicator.id], [region.code])
        if row.kind == "barometer_published"
    ]
    asked = Figure(working.indicator, working.region, Period.parse(working.period))
    compared = read_compared(queries, asked, selection.lang)
    return build_explain_view(queries.catalog, working, held, selection, compared)


def _draw_explain(view: ExplainView | Selection) -> html.Section | html.Div:
    if isinstance(view, Selection):
        return empty_state(view.lang, reason=words(view.lang)("explain.nothing"))
    return draw_explain(view)


def build_agreement(queries: Queries, selection: Selection) -> AgreementView:
    """What is known against the figures."""
    choice = read_indicator(queries, selection).choice
    subjects = (choice.indicator.id, *queries.catalog.series_of(choice.indicator.id))
    return build_agreement_view(queries.catalog, choice, queries.challenges(subjects), selection)
