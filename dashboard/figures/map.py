"""View of a map → figure: own polygons, discrete classes, labels at the declared points."""

from typing import Any, Final

from msgspec.structs import replace

from dashboard import theme
from dashboard.views.map import MapRegion, MapView

_OUTLINE_PX: Final = 3
_BORDER_PX: Final = 1
_LABEL_PX: Final = 13
_MERCATOR_FITS: Final = "mercator"  # at 39–43° N a region keeps its familiar shape


def draw_map(view: MapView) -> dict[str, Any]:
    """A choropleth with labels; every region carries its code and the address that a click leads to.

    Polygons come by their own address, so the figure stays a few kilobytes. Regions without a value are a
    class of their own in light grey, which the style sheet hatches; it also gives the labels a white halo.
    """
    over = [_over(view)] if view.over else []
    return {"data": [_areas(view), *over, _labels(view)], "layout": _layout()}


def _over(view: MapView) -> dict[str, Any]:
    """Regions of a lower level on top of the others, outlined so that they are seen to lie within them."""
    inner = replace(view, regions=view.over, boundaries=view.over_boundaries, selected=None)
    areas = _areas(inner)
    areas["marker"] = {"line": {"color": theme.INK, "width": _BORDER_PX}}
    return areas


def _areas(view: MapView) -> dict[str, Any]:
    fills = [*(one.fill for one in view.classes), theme.MISSING_FILL]
    missing = len(view.classes)
    if any(region.is_outside for region in view.regions):
        fills.append(theme.OUTSIDE_FILL)
    regions = sorted(view.regions, key=lambda region: region.code == view.selected)  # its outline lies on top
    return {
        "type": "choropleth",
        "geojson": view.boundaries,
        "featureidkey": "id",
        "locations": [region.code for region in regions],
        "z": [
            missing + region.is_outside if (own := region.class_index) is None else own for region in regions
        ],
        "zmin": -0.5,
        "zmax": len(fills) - 0.5,
        "colorscale": _steps(fills),
        "showscale": False,
        "showlegend": False,
        "customdata": [region.address for region in regions],
        "text": [_told(region) for region in regions],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "line": {
                "color": [theme.INK if region.code == view.selected else theme.BORDER for region in regions],
                "width": [_OUTLINE_PX if region.code == view.selected else _BORDER_PX for region in regions],
            }
        },
    }


def _labels(view: MapView) -> dict[str, Any]:
    """Names; those of small regions on top stand below their point, so that they hide no polygon."""
    labelled = [region for region in (*view.regions, *view.over) if region.is_labelled]
    on_top = {region.code for region in view.over}
    return {
        "type": "scattergeo",
        "mode": "text",
        "lon": [region.at[0] for region in labelled],
        "lat": [region.at[1] for region in labelled],
        "text": [region.name for region in labelled],
        "textposition": [
            "bottom center" if region.code in on_top else "middle center" for region in labelled
        ],
        "textfont": {"family": theme.FONT, "size": _LABEL_PX, "color": theme.INK},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _layout() -> dict[str, Any]:
    return {
        "autosize": True,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": theme.PAPER,
        "dragmode": False,
        "font": {"family": theme.FONT, "color": theme.INK},
        "hoverlabel": {
            "bgcolor": theme.PAPER,
            "bordercolor": theme.QUIET_INK,
            "font": {"family": theme.FONT, "size": 14, "color": theme.INK},
            "align": "left",
        },
        "geo": {
            "visible": False,
            "fitbounds": "locations",
            "projection": {"type": _MERCATOR_FITS},
            "bgcolor": theme.PAPER,
            "showframe": False,
        },
    }


def _steps(fills: list[str]) -> list[list[float | str]]:
    """A colour scale of steps: every class has one flat colour."""
    count = len(fills)
    stops: list[list[float | str]] = []
    for index, fill in enumerate(fills):
        stops += [[index / count, fill], [(index + 1) / count, fill]]
    return stops


def _told(region: MapRegion) -> str:
    return "<br>".join((f"<b>{_plain(region.name)}</b>", *map(_plain, region.told)))


def _plain(text: str) -> str:
    """Names come from files: what they hold is shown, never read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
