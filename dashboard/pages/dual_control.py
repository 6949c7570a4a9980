"""能耗双控: how the cities stand, who is behind and why, what would turn it, where it comes from."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.address import export_url, to_url
from dashboard.components import dual_control as pieces
from dashboard.components import peers as peers_pieces
from dashboard.components import region as region_pieces
from dashboard.components.fold import caption, folded, sentence, title
from dashboard.components.missing import draw_missing
from dashboard.components.page_choices import draw_page_choices
from dashboard.components.rich_table import rich_table
from dashboard.components.states import panel_slot
from dashboard.pages import dual_control_details as more
from dashboard.pages.region import build_history, build_peers
from dashboard.pages.region_map import build_region_map
from dashboard.pages.scene_page import Build, ScenePage
from dashboard.pages.shared_rows import read_indicator, read_levels
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.choice import scope_of
from dashboard.views.dual_control.bullet import BulletView, build_bullets
from dashboard.views.dual_control.choices import build_choices
from dashboard.views.dual_control.headline import DualHeadline, basis_of, build_headline
from dashboard.views.dual_control.lists import BarometerView, LightsView, build_lacks, build_lights
from dashboard.views.dual_control.paths import PathsView, build_paths
from dashboard.views.dual_control.project import ProjectView, build_project
from dashboard.views.dual_control.shared_rows import DualScene, build_scene, subjects_of
from dashboard.views.dual_control.slope import SlopeView, build_slopes
from dashboard.views.dual_control.table import StandingTable, build_table
from dashboard.views.dual_control.what_turns_it import TurnView, build_turn
from dashboard.views.flags_and_doubts import SourcesView, build_sources_view
from dashboard.views.missing import MissingView, build_missing_view
from dashboard.views.spine import Spine
from dashboard.views.tiers.selectors import PageChoices
from etl.catalog.catalog import Catalog

TABLE: Final = "dual-table"


def layout(selection: Selection) -> Component:
    """The skeleton, in the order in which a reader asks."""
    lang = selection.lang
    say = words(lang)

    def slots(*names: str) -> list[Component]:
        return [panel_slot(f"dual-{name}", lang) for name in names]

    beside = [html.Div(slot, className="half") for slot in slots("bullets", "slopes")]
    return html.Div(
        [
            *slots("headline", "choices", "barometer", "lights"),
            html.H2(say("dual.sections.behind")),
            *slots("paths", "table"),
            html.Div(beside, className="columns"),
            *slots("assessed", "scores", "counties"),
            html.H2(say("dual.sections.turn")),
            *slots("turn", "project", "trial"),
            html.H2(say("dual.sections.origin")),
            *slots("missing", "peers", "history", "sources"),
        ],
        className="dual-page",
    )


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels of the page; every choice on it is an address."""
    page = _Page(panels, "dual", read_scene)
    page.add("headline", page.headline, pieces.headline)
    page.add("choices", choices, draw_page_choices)
    page.add("barometer", partial(barometer, approval=panels.settings.map_approval_number), pieces.barometer)
    page.add("lights", lights, pieces.lights)
    page.add("paths", paths, pieces.paths)
    page.add("table", table, folded(lambda view: rich_table(view.table), caption), has_sheet=True)
    page.add("bullets", bullets, pieces.bullets)
    page.add("slopes", page.slopes, pieces.slopes)
    page.add("assessed", more.assessed, folded(pieces.assessed, sentence))
    page.add("scores", more.scores, folded(pieces.scores, title))
    page.add("counties", more.counties, folded(pieces.counties, title))
    page.add("turn", turn, pieces.turn)
    page.add("project", project, pieces.project, answers=("project",))
    page.add("trial", more.trial, pieces.trial, answers=("rule", "threshold"))
    page.add("missing", partial(missing, demo_address=panels.settings.demo_address), draw_missing)
    page.add("sources", sources, folded(region_pieces.sources, title))
    page.add("peers", _of_home(build_peers), peers_pieces.peers, has_sheet=True)
    page.add("history", _of_home(build_history), folded(peers_pieces.history, title), has_sheet=True)


class _Page(ScenePage[DualScene]):
    """The panels of 能耗双控, and those that look at the earlier period too."""

    def before(self, queries: Queries, scene: DualScene, selection: Selection) -> DualScene | None:
        """The scene of the earlier period, where there is one."""
        if scene.since is None:
            return None
        return self.scene(queries, selection.to(period=scene.since, since=None))

    def headline(self, queries: Queries, scene: DualScene, selection: Selection) -> DualHeadline:
        """The sentences, with the counts of the earlier period."""
        return build_headline(scene, self.before(queries, scene, selection), selection)

    def slopes(self, queries: Queries, scene: DualScene, selection: Selection) -> SlopeView | None:
        """Both periods beside each other."""
        return build_slopes(scene, self.before(queries, scene, selection), selection)


# ── queries → view ─────────────────────────────────────────────────────────────────────────────────────
def read_scene(queries: Queries, selection: Selection) -> DualScene | None:
    """The rows of the home region and its cities; None where a deployment judges no dual control."""
    catalog = queries.catalog
    subjects = subjects_of(catalog)
    if subjects is None:
        return None
    codes = [catalog.home.code, *scope_of(catalog, catalog.home.code, subjects.intensity).codes]
    values = queries.values(subjects.ids, codes)
    assessments = queries.assessments(subjects.ids, codes)
    used = {file.source for file in queries.files() if file.used}
    return build_scene(catalog, subjects, values, assessments, selection, used=used)


def choices(queries: Queries, scene: DualScene, selection: Selection) -> PageChoices:
    """Period, period compared with, region."""
    return build_choices(scene, selection)


def barometer(
    queries: Queries, scene: DualScene, selection: Selection, *, approval: str
) -> BarometerView | None:
    """Map of the intensity beside the lists of both quantities; nothing where no city has a level."""
    if not scene.is_judged:
        return None
    own = [
        Selection(
            "indicator", selection.lang, indicator=one.id, period=scene.period, parent=scene.home.region.code
        )
        for one in (scene.subjects.intensity, scene.subjects.total)
    ]
    shown = [read_indicator(queries, each) for each in own]
    lists = [read_levels(queries, each, named, scene.since) for each, named in zip(shown, own, strict=True)]
    drawn = build_region_map(
        queries,
        shown[0],
        selection.to(region=scene.focus.region.code),
        approval_number=approval,
        address_of=lambda region: to_url(selection.to(region=region.code)),
    )
    found = tuple(each for each in lists if each is not None)
    return BarometerView(selection.lang, drawn.view, found, basis_of(scene, selection.lang))


def lights(queries: Queries, scene: DualScene, selection: Selection) -> LightsView | None:
    """Published levels of the home region."""
    return build_lights(scene, selection)


def paths(queries: Queries, scene: DualScene, selection: Selection) -> PathsView | None:
    """The cities on their way."""
    return build_paths(scene, selection)


def table(queries: Queries, scene: DualScene, selection: Selection) -> StandingTable:
    """Every region with everything."""
    return build_table(scene, selection, export_url(queries.build_id, TABLE, selection))


def bullets(queries: Queries, scene: DualScene, selection: Selection) -> BulletView | None:
    """Each city's change against its target."""
    return build_bullets(scene, selection)


def turn(queries: Queries, scene: DualScene, selection: Selection) -> TurnView:
    """What would turn the region in focus."""
    return build_turn(scene, selection)


def project(queries: Queries, scene: DualScene, selection: Selection) -> ProjectView | None:
    """One more project."""
    return build_project(scene, selection)


def missing(
    queries: Queries, scene: DualScene, selection: Selection, *, demo_address: str
) -> MissingView | None:
    """What is lacking, and who could deliver it."""
    lacks = build_lacks(scene, selection.lang)
    return build_missing_view(scene.catalog, lacks, selection.lang, demo_address=demo_address)


def sources(queries: Queries, scene: DualScene, selection: Selection) -> SourcesView:
    """Every source of what is judged, with its licence and caution."""
    return build_sources_view(scene.catalog, Spine(), scene.sources, selection)


def _of_home(build: Callable[[Queries, Selection], Any]) -> Build[DualScene]:
    """A panel of the page 地区 about the home region among its peers, where its peers are provinces."""

    def built(queries: Queries, scene: DualScene, selection: Selection) -> Any:
        return build(queries, selection.to(region=None)) if _has_peers(queries.catalog) else None

    return built


def _has_peers(catalog: Catalog) -> bool:
    return catalog.home.level is catalog.deployment.peers
