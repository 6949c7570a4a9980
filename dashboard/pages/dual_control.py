"""能耗双控: how the cities stand, who is behind and why, what would turn it, where it comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.address import Selection, export_url, to_url
from dashboard.components import dual_control as pieces
from dashboard.components.missing import draw_missing
from dashboard.components.rich_table import rich_table
from dashboard.components.states import panel_slot
from dashboard.pages.region_map import build_region_map
from dashboard.pages.scene import read_indicator, read_levels
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.text import words
from dashboard.views.choice import scope_of
from dashboard.views.dual_control.choices import build_choices
from dashboard.views.dual_control.headline import basis_of, build_headline
from dashboard.views.dual_control.lists import BarometerView, build_lacks
from dashboard.views.dual_control.paths import build_paths
from dashboard.views.dual_control.scene import DualScene, build_scene, subjects_of
from dashboard.views.dual_control.table import build_table
from dashboard.views.missing import build_missing_view

TABLE: Final = "dual-table"
_SCENES: Final = 16


def layout(selection: Selection) -> Component:
    """The skeleton, in the order in which a reader asks."""
    lang = selection.lang
    say = words(lang)
    return html.Div(
        [
            panel_slot("dual-headline", lang),
            panel_slot("dual-choices", lang),
            panel_slot("dual-barometer", lang),
            html.H2(say("dual.sections.behind")),
            panel_slot("dual-paths", lang, kind="chart"),
            panel_slot(TABLE, lang, kind="table"),
            html.H2(say("dual.sections.origin")),
            panel_slot("dual-missing", lang),
        ],
        className="dual-page",
    )


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels of the page; every choice on it is an address."""
    page = _Page(panels)
    page.add("dual-headline", page.headline, pieces.headline)
    page.add("dual-choices", lambda _, *shown: build_choices(*shown), pieces.choices)
    page.add("dual-barometer", page.barometer, pieces.barometer)
    page.add("dual-paths", lambda _, *shown: build_paths(*shown), pieces.paths)
    panels.add(TABLE, build=page.over(page.table), draw=_or_nothing(lambda view: rich_table(view.table)),
               sheet=lambda shown: shown.view.sheet)  # fmt: skip
    page.add("dual-missing", page.missing, draw_missing)


@dataclass(frozen=True)
class Shown:
    """A view; None where nothing is judged in this place, or there is nothing to show."""

    view: Any


def _or_nothing(draw: Callable[[Any], Component]) -> Callable[[Shown], Component]:
    return lambda shown: html.Div() if shown.view is None else draw(shown.view)


class _Page:
    """The panels over one scene per reader's scope and selection, which all of them share."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels
        self._scene = lru_cache(maxsize=_SCENES)(self._read)

    def add(
        self,
        name: str,
        build: Callable[[Queries, DualScene, Selection], Any],
        draw: Callable[[Any], Component],
        answers: tuple[str, ...] = (),
    ) -> None:
        """Declare a panel whose view comes from the scene."""
        self._panels.add(name, build=self.over(build), draw=_or_nothing(draw), answers=answers)

    def over(
        self, build: Callable[[Queries, DualScene, Selection], Any]
    ) -> Callable[[Queries, Selection], Shown]:
        """From the scene of a selection to what a panel shows."""

        def built(queries: Queries, selection: Selection) -> Shown:
            # the reader's own queries are part of the key: a scene is never shared across scopes
            scene = self._scene(queries, queries.build_id, selection.beside().to(sort=None))
            return Shown(build(queries, scene, selection) if scene else None)

        return built

    @staticmethod
    def _read(queries: Queries, build_id: str, selection: Selection) -> DualScene | None:
        catalog = queries.catalog
        subjects = subjects_of(catalog)
        if subjects is None:
            return None
        codes = [catalog.home.code, *scope_of(catalog, catalog.home.code, subjects.intensity).codes]
        values = queries.values(subjects.ids, codes)
        assessments = queries.assessments(subjects.ids, codes)
        used = {file.source for file in queries.files() if file.used}
        return build_scene(catalog, subjects, values, assessments, selection, used=used)

    def headline(self, queries: Queries, scene: DualScene, selection: Selection) -> Any:
        """The sentences, with the counts of the earlier period."""
        earlier = selection.beside().to(period=scene.since, since=None, sort=None) if scene.since else None
        return build_headline(
            scene, self._scene(queries, queries.build_id, earlier) if earlier else None, selection
        )

    def barometer(self, queries: Queries, scene: DualScene, selection: Selection) -> Any:
        """Map of the intensity beside the lists of both quantities; nothing where no city has a level."""
        if not scene.is_judged:
            return None
        lists = []
        for indicator in (scene.subjects.intensity, scene.subjects.total):
            own = Selection("indicator", selection.lang, indicator=indicator.id, period=scene.period)
            shown = read_indicator(queries, own.to(parent=scene.home.region.code, region=selection.region))
            lists.append((shown, read_levels(queries, shown, own, scene.since)))
        drawn = build_region_map(
            queries,
            lists[0][0],
            selection.to(region=scene.focus.region.code),
            approval_number=self._panels.settings.map_approval_number,
            address_of=lambda region: to_url(selection.to(region=region.code)),
        )
        found = tuple(each for _, each in lists if each is not None)
        return BarometerView(selection.lang, drawn.view, found, basis_of(scene, selection.lang))

    def table(self, queries: Queries, scene: DualScene, selection: Selection) -> Any:
        """Every region with everything."""
        return build_table(scene, selection, export_url(queries.build_id, TABLE, selection))

    def missing(self, queries: Queries, scene: DualScene, selection: Selection) -> Any:
        """What is lacking, and who could deliver it."""
        demo = self._panels.settings.demo_address
        return build_missing_view(
            scene.catalog, build_lacks(scene, selection.lang), selection.lang, demo_address=demo
        )
