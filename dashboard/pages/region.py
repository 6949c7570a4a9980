"""地区: who a region is, how it stands, its indicators, targets and peers; without a code, all regions."""

from typing import Any, Final

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.address import export_url
from dashboard.components import peers as peers_pieces
from dashboard.components import region as pieces
from dashboard.components.dual_control import turn
from dashboard.components.fold import folded, title
from dashboard.components.paths import paths
from dashboard.components.states import panel_slot
from dashboard.pages.region_reads import read_events, read_rows, read_subject
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.dual_control.what_turns_it import TurnView
from dashboard.views.flags_and_doubts import (
    ConcernsView,
    SourcesView,
    build_concerns_view,
    build_sources_view,
)
from dashboard.views.identity import IdentityView, build_identity_view
from dashboard.views.levels_2011_2015 import BASES, HistoryView, build_history_view
from dashboard.views.path import PathView, build_path_view
from dashboard.views.peers import PeersView, build_peers_view
from dashboard.views.profile import ProfileView, build_profile_view
from dashboard.views.published_levels import FIGURE_PERIOD, FIGURES, NOTICES, QUANTITIES
from dashboard.views.region_list import RegionListView, build_region_list_view
from dashboard.views.region_turn import build_region_turn
from dashboard.views.sheet import Sheet
from dashboard.views.verdicts import VerdictsView, build_verdicts_view
from etl.catalog.catalog import Catalog

_STANDING: Final = (("region-identity", "text"), ("region-children", "text"), ("region-verdicts", "text"))
_BEHIND: Final = (("region-concerns", "text"),)
_TURN: Final = (("region-turn", "text"), ("region-path", "text"))
_ORIGIN: Final = (
    ("region-indicators", "table"),
    ("region-peers", "text"),
    ("region-history", "text"),
    ("region-sources", "text"),
)


def heading(catalog: Catalog, selection: Selection) -> str | None:
    """The name of the region; None for the list."""
    return catalog.region(selection.region).name[selection.lang] if selection.region else None


def layout(selection: Selection) -> Component:
    """The choice of a region, then the list, or its profile in the order in which a reader asks."""
    lang = selection.lang
    say = words(lang)

    def slots(panels: tuple[tuple[str, str], ...]) -> list[Component]:
        return [panel_slot(name, lang, kind=kind) for name, kind in panels]

    choice = panel_slot("region-choice", lang)
    if not selection.region:
        return html.Div([choice, *slots((("region-list", "text"),))], className="region-page")
    return html.Div(
        [
            choice,
            *slots(_STANDING),
            html.H2(say("region_turn.sections.behind")),
            *slots(_BEHIND),
            html.H2(say("region_turn.sections.turn")),
            *slots(_TURN),
            *slots(_ORIGIN),
        ],
        className="region-page",
    )


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels of the page."""
    panels.add("region-choice", build=build_list, draw=pieces.region_choice)
    panels.add("region-list", build=build_list, draw=pieces.region_list)
    panels.add("region-identity", build=build_identity, draw=pieces.identity)
    panels.add("region-children", build=build_identity, draw=pieces.children)
    panels.add("region-verdicts", build=build_verdicts, draw=pieces.verdicts)
    panels.add("region-turn", build=build_turn, draw=turn)
    panels.add("region-path", build=build_path, draw=paths)
    panels.add("region-indicators", build=build_profile, draw=pieces.profile, sheet=lambda view: view.sheet)
    panels.add("region-concerns", build=build_concerns, draw=pieces.concerns)
    panels.add(
        "region-peers", build=build_peers, draw=folded(_optional(peers_pieces.peers), title), sheet=_sheet
    )
    panels.add(
        "region-history",
        build=build_history,
        draw=folded(_optional(peers_pieces.history), title),
        sheet=_sheet,
    )
    panels.add("region-sources", build=build_sources, draw=folded(pieces.sources, title))


# ── queries → view ─────────────────────────────────────────────────────────────────────────────────────
def _code(queries: Queries, selection: Selection) -> str:
    return selection.region or queries.catalog.deployment.home


def build_list(queries: Queries, selection: Selection) -> RegionListView:
    """All regions."""
    return build_region_list_view(queries.catalog, selection)


def build_identity(queries: Queries, selection: Selection) -> IdentityView:
    """Who the region is."""
    catalog = queries.catalog
    region = catalog.region(_code(queries, selection))
    events = read_events(queries)
    return build_identity_view(catalog, region, events, selection)


def build_verdicts(queries: Queries, selection: Selection) -> VerdictsView:
    """How it stands by family."""
    region = queries.catalog.region(_code(queries, selection))
    return build_verdicts_view(queries.catalog, region, read_rows(queries, region.code), selection)


def build_path(queries: Queries, selection: Selection) -> PathView:
    """The way to its reduction targets."""
    region = queries.catalog.region(_code(queries, selection))
    return build_path_view(queries.catalog, region, read_rows(queries, region.code), selection)


def build_turn(queries: Queries, selection: Selection) -> TurnView:
    """What would turn the findings that name it as behind."""
    region = queries.catalog.region(_code(queries, selection))
    return build_region_turn(queries.catalog, region, read_rows(queries, region.code), selection)


def build_profile(queries: Queries, selection: Selection) -> ProfileView:
    """Every indicator."""
    subject = read_subject(queries, _code(queries, selection))
    csv_address = export_url(queries.build_id, "region-indicators", selection)
    return build_profile_view(queries.catalog, subject.region, subject.spine, selection, csv_address)


def build_concerns(queries: Queries, selection: Selection) -> ConcernsView:
    """Flags and challenges."""
    region = queries.catalog.region(_code(queries, selection))
    return build_concerns_view(queries.catalog, region, read_rows(queries, region.code), selection)


def build_sources(queries: Queries, selection: Selection) -> SourcesView:
    """Where its figures come from."""
    subject = read_subject(queries, _code(queries, selection))
    also = sorted({event.source for event in subject.events})
    return build_sources_view(queries.catalog, subject.spine, also, selection)


def build_peers(queries: Queries, selection: Selection) -> PeersView | None:
    """A province among all provinces; None for any other region, or where no level was published."""
    if not _is_peer(queries, selection):
        return None
    published = queries.observations(list(QUANTITIES), None, list(NOTICES))
    if not published:
        return None
    return build_peers_view(
        queries.catalog,
        queries.values(list(FIGURES), None, [FIGURE_PERIOD]),
        published,
        selection,
        export_url(queries.build_id, "region-peers", selection),
    )


def build_history(queries: Queries, selection: Selection) -> HistoryView | None:
    """The levels of 2011–2015; None for any other region than a province, or where none was published."""
    if not _is_peer(queries, selection):
        return None
    published = queries.observations(list(BASES))
    csv_address = export_url(queries.build_id, "region-history", selection)
    return build_history_view(queries.catalog, published, selection, csv_address) if published else None


def _is_peer(queries: Queries, selection: Selection) -> bool:
    catalog = queries.catalog
    region = catalog.region(_code(queries, selection))
    # to a reader who may not see it, a table of its peers would call published figures unpublished
    return region.level is catalog.deployment.peers and region.code not in catalog.outside


def _optional(draw: Any) -> Any:
    """A panel that other regions do not have: an empty place."""
    return lambda view: draw(view) if view is not None else html.Div()


def _sheet(view: PeersView | HistoryView | None) -> Sheet:
    return view.sheet if view is not None else Sheet("", (), ())
