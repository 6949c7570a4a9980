"""碳达峰: where regions stand by inventory, who is behind and why, what would turn it, the sources."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.address import Selection, boundaries_url, export_url
from dashboard.components import carbon as pieces
from dashboard.components import region as region_pieces
from dashboard.components.graph import map_notes
from dashboard.components.page_choices import draw_page_choices
from dashboard.components.rich_table import rich_table
from dashboard.components.states import panel_slot
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.text import words
from dashboard.views.carbon.cards import CardsView, build_cards
from dashboard.views.carbon.choices import build_choices
from dashboard.views.carbon.headline import CarbonHeadline, build_headline
from dashboard.views.carbon.scene import (
    KINDS,
    CarbonScene,
    Rows,
    build_scene,
    carbon_rule,
    indicator_ids,
    region_codes,
)
from dashboard.views.carbon.status import StatusView, build_status
from dashboard.views.carbon.table import PeakTable, build_table
from dashboard.views.flags_and_doubts import SourcesView, build_sources_view
from dashboard.views.sheet import Sheet
from dashboard.views.spine import Spine
from dashboard.views.tier_selectors import PageChoices
from etl.model.vocabulary import RegionLevel

TABLE: Final = "carbon-table"
_SCENES: Final = 16

Build = Callable[[Queries, CarbonScene, Selection], Any]


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
            *slots("table", "cards"),
            html.H2(say("carbon.sections.turn")),
            html.H2(say("carbon.sections.origin")),
            *slots("sources"),
        ],
        className="dual-page carbon-page",
    )


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels of the page; every choice on it is an address."""
    page = _Page(panels)
    approval = panels.settings.map_approval_number
    page.add("headline", headline, pieces.headline)
    page.add("choices", choices, draw_page_choices)
    page.add("status", partial(status, approval=approval), pieces.status)
    page.add("table", table, lambda view: rich_table(view.table), sheet=lambda shown: shown.view.sheet)
    page.add("cards", cards, pieces.cards)
    page.add("sources", sources, region_pieces.sources)


@dataclass(frozen=True)
class Shown:
    """A view; None where nothing is known of emissions in this place, or there is nothing to show."""

    view: Any


class _Page:
    """The panels over one scene per reader's scope and selection, which all of them share."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels
        self._remembered = lru_cache(maxsize=_SCENES)(self._remember)

    def add(
        self,
        name: str,
        build: Build,
        draw: Callable[[Any], Component],
        *,
        sheet: Callable[[Shown], Sheet] | None = None,
    ) -> None:
        """Declare a panel whose view comes from the scene."""

        def built(queries: Queries, selection: Selection) -> Shown:
            scene = self._remembered(queries, queries.build_id, selection.beside().to(sort=None))
            return Shown(build(queries, scene, selection) if scene else None)

        def drawn(shown: Shown) -> Component:
            return html.Div() if shown.view is None else draw(shown.view)

        self._panels.add(f"carbon-{name}", build=built, draw=drawn, sheet=sheet)

    @staticmethod
    def _remember(queries: Queries, build_id: str, selection: Selection) -> CarbonScene | None:
        return read_scene(queries, selection)


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


def table(queries: Queries, scene: CarbonScene, selection: Selection) -> PeakTable:
    """Every region with its test."""
    return build_table(scene, selection, export_url(queries.build_id, TABLE, selection))


def cards(queries: Queries, scene: CarbonScene, selection: Selection) -> CardsView | None:
    """The regions as small courses."""
    return build_cards(scene, selection)


def sources(queries: Queries, scene: CarbonScene, selection: Selection) -> SourcesView:
    """Every source of the inventory, with its licence and caution."""
    return build_sources_view(scene.catalog, Spine(), scene.sources, selection)
