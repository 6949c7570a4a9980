"""碳达峰: where regions stand by inventory, who is behind and why, what would turn it, the sources."""

from collections.abc import Callable
from functools import partial
from typing import Any

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.address import boundaries_url, export_url
from dashboard.components import carbon as pieces
from dashboard.components import region as region_pieces
from dashboard.components.elements import Element
from dashboard.components.fold import caption, folded, sentence, title
from dashboard.components.graph import map_notes
from dashboard.components.missing import draw_missing
from dashboard.components.page_choices import draw_page_choices
from dashboard.components.rich_table import rich_table
from dashboard.components.states import panel_slot
from dashboard.pages.scene_page import Build, ScenePage
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.carbon.accounts import AccountsView, accounts_of, build_accounts
from dashboard.views.carbon.agreement import build_agreement
from dashboard.views.carbon.cards import CardsView, build_cards
from dashboard.views.carbon.choices import build_choices
from dashboard.views.carbon.counties import CountiesView, build_counties, county_inventory
from dashboard.views.carbon.decoupling import build_decoupling
from dashboard.views.carbon.drivers import build_drivers
from dashboard.views.carbon.emissions_course import build_course
from dashboard.views.carbon.fan import build_fan
from dashboard.views.carbon.headline import CarbonHeadline, build_headline, build_nothing
from dashboard.views.carbon.method import MethodView, build_lacks, build_method
from dashboard.views.carbon.plans import build_plans
from dashboard.views.carbon.regime import RegimeView, build_regime, cumulative_indicators
from dashboard.views.carbon.shared_rows import (
    KINDS,
    CarbonScene,
    Rows,
    build_scene,
    carbon_rule,
    indicator_ids,
    region_codes,
)
from dashboard.views.carbon.status import StatusView, build_status
from dashboard.views.carbon.table import build_table
from dashboard.views.carbon.what_turns_it import TurnView, build_turn
from dashboard.views.flags_and_doubts import SourcesView, build_sources_view
from dashboard.views.missing import MissingView, build_missing_view
from dashboard.views.spine import Spine
from dashboard.views.tiers.selectors import PageChoices
from etl.model.vocabulary import RegionLevel


def layout(selection: Selection) -> Component:
    """The skeleton, in the order in which a reader asks."""
    lang = selection.lang
    say = words(lang)

    def slots(*names: str) -> list[Component]:
        return [panel_slot(f"carbon-{name}", lang) for name in names]

    return html.Div(
        [
            *slots("headline", "choices", "status"),
            html.H2(say("carbon.sections.behind")),
            *slots("table", "cards", "course"),
            *_halves(*slots("decoupling", "drivers")),
            *slots("counties", "agreement"),
            html.H2(say("carbon.sections.turn")),
            *slots("turn", "fan", "regime", "plans"),
            html.H2(say("carbon.sections.origin")),
            *slots("accounts", "method", "missing", "sources"),
        ],
        className="dual-page carbon-page",
    )


def _halves(*slots: Component) -> list[Component]:
    return [html.Div([html.Div(slot, className="half") for slot in slots], className="columns")]


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels of the page; every choice on it is an address."""
    page = _Page(panels, "carbon", read_scene)
    approval = panels.settings.map_approval_number
    page.add("headline", headline, pieces.headline, without=build_nothing)
    page.add("choices", choices, draw_page_choices)
    page.add("status", partial(status, approval=approval), pieces.status)
    page.add("table", _exported(build_table, "table"), folded(_table, caption), has_sheet=True)
    page.add("cards", cards, pieces.cards)
    page.add("course", _exported(build_course, "course"), folded(pieces.course, sentence), has_sheet=True)
    page.add("decoupling", _exported(build_decoupling, "decoupling"), pieces.decoupling, has_sheet=True)
    page.add("drivers", _exported(build_drivers, "drivers"), pieces.drivers, has_sheet=True)
    page.add("fan", _exported(build_fan, "fan"), folded(pieces.fan, sentence), has_sheet=True)
    page.add(
        "agreement",
        _exported(build_agreement, "agreement"),
        folded(pieces.agreement, sentence),
        has_sheet=True,
    )
    page.add("counties", page.counties, folded(pieces.counties, sentence), has_sheet=True)
    page.add("turn", turn, pieces.turn)
    page.add("regime", regime, folded(pieces.regime, title), has_sheet=True)
    page.add("plans", _exported(build_plans, "plans"), folded(pieces.plans, caption), has_sheet=True)
    page.add("accounts", accounts, folded(pieces.accounts, sentence), has_sheet=True)
    page.add("method", method, folded(pieces.method, title))
    page.add("missing", partial(missing, demo_address=panels.settings.demo_address), draw_missing)
    page.add("sources", sources, folded(region_pieces.sources, title))


def _table(view: Any) -> Element:
    return rich_table(view.table)


def _exported(build: Callable[[CarbonScene, Selection, str], Any], name: str) -> Build[CarbonScene]:
    """A view of the scene alone, which names where its download is."""

    def built(queries: Queries, scene: CarbonScene, selection: Selection) -> Any:
        return build(scene, selection, export_url(queries.build_id, f"carbon-{name}", selection))

    return built


class _Page(ScenePage[CarbonScene]):
    """The panels of 碳达峰, and those that read a second scene."""

    def counties(self, queries: Queries, scene: CarbonScene, selection: Selection) -> CountiesView | None:
        """The counties by the inventory that tells of them, which need not be that of the page."""
        inventory = county_inventory(scene)
        if inventory is None:
            return None
        asked = selection.to(inventory=inventory, level=RegionLevel.COUNTY.value, window=None)
        below = self.scene(queries, asked)
        csv = export_url(queries.build_id, "carbon-counties", selection)
        return build_counties(below, scene.focus, selection, csv) if below is not None else None


# ── queries → view ─────────────────────────────────────────────────────────────────────────────────────
def read_scene(queries: Queries, selection: Selection) -> CarbonScene | None:
    """Emissions and findings of the home region, its cities and counties; None where nothing is declared."""
    catalog = queries.catalog
    rule = carbon_rule(catalog)
    if rule is None:
        return None
    codes = region_codes(catalog)
    above = tuple(region.code for region in catalog.ancestors(catalog.home.code))
    rows = Rows(queries.values(indicator_ids(rule), codes), queries.findings(KINDS, None, [*above, *codes]))
    used = {file.source for file in queries.files() if file.used}
    return build_scene(catalog, rule, rows, selection, used=used)


def headline(queries: Queries, scene: CarbonScene, selection: Selection) -> CarbonHeadline:
    """The sentences."""
    return build_headline(scene, selection)


def choices(queries: Queries, scene: CarbonScene, selection: Selection) -> PageChoices:
    """Inventory, year, level, region, window."""
    return build_choices(scene, selection)


def status(queries: Queries, scene: CarbonScene, selection: Selection, *, approval: str) -> StatusView:
    """Map and lists."""
    lang = selection.lang
    notes = map_notes(lang, source=words(lang)("map.boundaries"), approval_number=approval)
    boundaries = boundaries_url(queries.build_id, all_counties=scene.level is RegionLevel.COUNTY)
    return build_status(scene, selection, boundaries=boundaries, notes=notes)


def cards(queries: Queries, scene: CarbonScene, selection: Selection) -> CardsView | None:
    """The regions as small courses."""
    return build_cards(scene, selection)


def turn(queries: Queries, scene: CarbonScene, selection: Selection) -> TurnView:
    """What would turn the region in focus."""
    return build_turn(scene, selection)


def regime(queries: Queries, scene: CarbonScene, selection: Selection) -> RegimeView | None:
    """Energy and carbon, plan by plan."""
    names = [each.id for each in cumulative_indicators(scene.catalog).values()]
    csv = export_url(queries.build_id, "carbon-regime", selection)
    return build_regime(scene, queries.assessments(names, _cities_of(scene)), selection, csv)


def accounts(queries: Queries, scene: CarbonScene, selection: Selection) -> AccountsView | None:
    """Fuels and purchased power of the region in focus."""
    found = accounts_of(scene.catalog)
    if found is None:
        return None
    csv = export_url(queries.build_id, "carbon-accounts", selection)
    return build_accounts(scene, found, queries.values(found.ids, [scene.focus.code]), selection, csv)


def method(queries: Queries, scene: CarbonScene, selection: Selection) -> MethodView:
    """How a status is found."""
    return build_method(scene, selection.lang)


def missing(
    queries: Queries, scene: CarbonScene, selection: Selection, *, demo_address: str
) -> MissingView | None:
    """What is lacking, and who could deliver it."""
    found = accounts_of(scene.catalog)
    asked = [each.id for each in cumulative_indicators(scene.catalog).values()]
    rows = queries.values([*asked, *(found.ids if found else ())], _cities_of(scene))
    known = frozenset((row.indicator, row.region) for row in rows if row.value is not None)
    lacks = build_lacks(scene, found, known, selection.lang)
    return build_missing_view(scene.catalog, lacks, selection.lang, demo_address=demo_address)


def _cities_of(scene: CarbonScene) -> list[str]:
    cities = scene.catalog.children(scene.home.code, RegionLevel.CITY)
    return [scene.home.code, *(city.code for city in cities)]


def sources(queries: Queries, scene: CarbonScene, selection: Selection) -> SourcesView:
    """Every source of the inventory, with its licence and caution."""
    return build_sources_view(scene.catalog, Spine(), scene.sources, selection)
