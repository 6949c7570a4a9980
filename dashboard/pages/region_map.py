"""The map that 总览 and 指标 share: polygons of the build, addresses of the page."""

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component
from msgspec import Struct

from dashboard.address import boundaries_url
from dashboard.components.graph import map_figure, map_notes
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.indicator_map import build_indicator_map, has_map
from dashboard.views.map import MapView
from dashboard.views.shared_rows import Scene
from dashboard.views.value_words import unit_sign
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel


class RegionMap(Struct, frozen=True):
    """A map, or none where the regions have no polygons."""

    lang: str
    view: MapView | None


def build_region_map(
    queries: Queries,
    scene: Scene,
    selection: Selection,
    *,
    approval_number: str,
    address_of: Callable[[Region], str | None],
) -> RegionMap:
    """The map of a scene.

    Args:
        queries: the build, for its polygons and declarations.
        scene: regions, indicator and period with their rows.
        selection: what the address says.
        approval_number: 审图号 of the settings.
        address_of: where a click on a region leads.
    """
    catalog, lang = queries.catalog, selection.lang
    if not has_map(scene):
        return RegionMap(lang, None)
    unit = "" if scene.is_judged else unit_sign(catalog, scene.choice.indicator, lang)
    boundaries = words(lang)("map.boundaries")
    view = build_indicator_map(
        catalog,
        scene,
        lang=lang,
        boundaries=_boundaries(queries.build_id, scene),
        notes=map_notes(lang, source=boundaries, approval_number=approval_number, unit=unit),
        address_of=address_of,
        selected=selection.region,
    )
    return RegionMap(lang, view)


def draw_region_map(view: RegionMap) -> Component:
    """The map, or why there is none."""
    if view.view is None:
        return html.P(words(view.lang)("map.no_polygons"), className="note no-map")
    return map_figure(view.view, view.lang)


def _boundaries(build_id: str, scene: Scene) -> str:
    scope = scene.choice.scope
    if scope.level is RegionLevel.CITY:
        return boundaries_url(build_id)
    parent = scope.parent.code if scope.parent.level is RegionLevel.CITY else None
    return boundaries_url(build_id, parent, all_counties=parent is None)
