"""梯度培育: tiers of enterprise titles; what is valid, what was recognised, what is due, who is behind."""

from typing import Any, Final

from dash import Dash, html

from dashboard.address import export_url
from dashboard.components import gradient as pieces
from dashboard.components.fold import caption, folded
from dashboard.components.headline import draw_headline
from dashboard.components.page_choices import draw_page_choices
from dashboard.components.states import panel_slot
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.headline import HeadlineView
from dashboard.views.sheet import Sheet
from dashboard.views.tiers.batches import BATCHES, BatchesView, build_batches_view
from dashboard.views.tiers.course import CourseView, build_stock_view
from dashboard.views.tiers.flow import FlowView, NoRegister, build_flow_view
from dashboard.views.tiers.headline import build_tier_headline
from dashboard.views.tiers.ladder import LadderView, build_ladder_view
from dashboard.views.tiers.published import PublishedView, build_published_view, title_series
from dashboard.views.tiers.regions import TierRegionsView, build_tier_regions_view, indicators_shown
from dashboard.views.tiers.register import NAME_LISTS, RegisterView, build_register_view
from dashboard.views.tiers.scopes import ScopesView, build_scopes_view
from dashboard.views.tiers.selectors import PageChoices, build_tier_choices
from dashboard.views.tiers.shared_rows import TierScene, build_tier_scene, region_of, scopes_of, until_month
from dashboard.views.tiers.targets import TierTargetsView, build_tier_targets_view
from etl.store.rows import ObservationRow

_LADDER: Final = "gradient-ladder"
_SCOPES: Final = "gradient-scopes"
_FLOW: Final = "gradient-flow"
_REGIONS: Final = "gradient-regions"
_TARGETS: Final = "gradient-targets"
_BATCHES: Final = "gradient-batches"
_PUBLISHED: Final = "gradient-published"
_REGISTER: Final = "gradient-register"


def layout(selection: Selection) -> html.Div:
    """The skeleton: how it stands, who is behind, what would turn it, where it comes from."""
    lang = selection.lang
    say = words(lang)

    def half(*names: str) -> html.Div:
        return html.Div([panel_slot(name, lang, kind="chart") for name in names], className="half")

    return html.Div(
        [
            panel_slot("gradient-headline", lang),
            panel_slot("gradient-selectors", lang),
            html.Div([half(_LADDER), half(_FLOW)], className="columns"),
            html.H2(say("gradient.heading.regions")),
            panel_slot(_REGIONS, lang),
            panel_slot(_SCOPES, lang),
            html.H2(say("gradient.heading.turn")),
            panel_slot(_TARGETS, lang),
            panel_slot("gradient-stock", lang),
            html.H2(say("gradient.heading.register")),
            panel_slot(_REGISTER, lang),
            html.H2(say("gradient.heading.published")),
            panel_slot(_BATCHES, lang),
            panel_slot(_PUBLISHED, lang),
        ],
        className="gradient-page",
    )


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels; every choice on the page is an address."""
    panels.add("gradient-headline", build=build_headline, draw=draw_headline)
    panels.add("gradient-selectors", build=build_choices, draw=draw_page_choices)
    panels.add(_LADDER, build=build_ladder, draw=pieces.draw_ladder_panel, sheet=_sheet)
    panels.add(_SCOPES, build=build_scopes, draw=pieces.draw_scopes, sheet=_sheet)
    panels.add(_FLOW, build=build_flow, draw=pieces.draw_flow_panel, sheet=_sheet)
    panels.add("gradient-stock", build=build_stock, draw=pieces.draw_stock_panel)
    panels.add(_REGIONS, build=build_regions, draw=pieces.draw_regions_panel, sheet=_sheet)
    panels.add(_TARGETS, build=build_targets, draw=pieces.draw_targets_panel, sheet=_sheet)
    panels.add(_BATCHES, build=build_batches, draw=pieces.draw_batches_panel, sheet=_sheet)
    panels.add(
        _PUBLISHED, build=build_published, draw=folded(pieces.draw_published_panel, caption), sheet=_sheet
    )
    panels.add(_REGISTER, build=build_register, draw=pieces.draw_register_panel, sheet=_sheet)


def _sheet(view: Any) -> Sheet:
    """The table for download; an empty one where there is nothing."""
    return getattr(view, "sheet", None) or Sheet("", (), ())


# ── queries → view ─────────────────────────────────────────────────────────────────────────────────────
def read_scene(queries: Queries, selection: Selection) -> TierScene:
    """Region, tier, month and register of the address."""
    region = region_of(queries.catalog, selection.region)
    return build_tier_scene(queries.catalog, queries.title_flows(None, [region.code]), selection)


def read_published(queries: Queries, scene: TierScene) -> list[ObservationRow]:
    """Counts as published of the months up to the one looked at: a later one is no news of it."""
    return until_month(queries.observations(title_series(queries.catalog)), scene.asked)


def build_headline(queries: Queries, selection: Selection) -> HeadlineView:
    """The sentences on top."""
    scene = read_scene(queries, selection)
    return build_tier_headline(queries.catalog, scene, read_published(queries, scene), selection.lang)


def build_choices(queries: Queries, selection: Selection) -> PageChoices:
    """Region, tier, month."""
    return build_tier_choices(queries.catalog, read_scene(queries, selection), selection)


def build_ladder(queries: Queries, selection: Selection) -> LadderView:
    """The nested tiers."""
    csv = export_url(queries.build_id, _LADDER, selection)
    scene = read_scene(queries, selection)
    return build_ladder_view(queries.catalog, scene, read_published(queries, scene), selection.lang, csv)


def build_scopes(queries: Queries, selection: Selection) -> ScopesView | None:
    """Both scopes of a region counted apart."""
    scene = read_scene(queries, selection)
    codes = [code for scope in scopes_of(scene.rule, scene.region) for code in (scope.region, scope.without)]
    flows = queries.title_flows(None, codes, [str(scene.month)]) if scene.month else []
    return build_scopes_view(
        queries.catalog,
        scene,
        flows,
        read_published(queries, scene),
        lang=selection.lang,
        csv_address=export_url(queries.build_id, _SCOPES, selection),
    )


def build_flow(queries: Queries, selection: Selection) -> FlowView | NoRegister:
    """What became of the titles within the year."""
    csv = export_url(queries.build_id, _FLOW, selection)
    return build_flow_view(queries.catalog, read_scene(queries, selection), selection.lang, csv)


def build_stock(queries: Queries, selection: Selection) -> CourseView | None:
    """The stock month by month."""
    return build_stock_view(queries.catalog, read_scene(queries, selection), selection.lang)


def build_regions(queries: Queries, selection: Selection) -> TierRegionsView | NoRegister:
    """The regions below, side by side."""
    catalog = queries.catalog
    scene = read_scene(queries, selection)
    codes = [scene.region.code, *(region.code for region in (*scene.parts, *scene.units))]
    values = queries.values(indicators_shown(catalog, scene), codes, _periods(scene)) if scene.month else []
    csv = export_url(queries.build_id, _REGIONS, selection)
    return build_tier_regions_view(catalog, scene, values, selection, csv)


def _periods(scene: TierScene) -> list[str]:
    """The month looked at, and the years whose density may be the latest."""
    return [str(scene.month), *sorted({str(month.end_year) for month in scene.months})]


def build_targets(queries: Queries, selection: Selection) -> TierTargetsView:
    """What is due, and what plans ask for."""
    regions = build_regions(queries, selection)
    scene = read_scene(queries, selection)
    counts = [f"{tier.id}_count" for tier in scene.rule.tiers]
    return build_tier_targets_view(
        queries.catalog,
        scene,
        queries.assessments(counts, [scene.region.code]),
        until_month(queries.values(counts, [scene.region.code]), scene.asked),
        due=regions.due if isinstance(regions, TierRegionsView) else (),
        lang=selection.lang,
        csv_address=export_url(queries.build_id, _TARGETS, selection),
    )


def build_batches(queries: Queries, selection: Selection) -> BatchesView | None:
    """The batches of little giants."""
    csv = export_url(queries.build_id, _BATCHES, selection)
    return build_batches_view(queries.catalog, queries.values([BATCHES]), selection.lang, csv)


def build_published(queries: Queries, selection: Selection) -> PublishedView:
    """Counts as published, with their scopes."""
    catalog = queries.catalog
    csv = export_url(queries.build_id, _PUBLISHED, selection)
    region = region_of(catalog, selection.region)
    everything = queries.observations(title_series(catalog))
    return build_published_view(catalog, everything, region, selection, csv)


def build_register(queries: Queries, selection: Selection) -> RegisterView:
    """Firms one by one."""
    return build_register_view(
        queries.catalog,
        read_scene(queries, selection),
        queries.title_states(),
        lists=[row for name in NAME_LISTS for row in queries.records(name)],
        readings=queries.readings(),
        selection=selection,
        csv_address=export_url(queries.build_id, _REGISTER, selection),
    )
