"""View of decoupling → figure: GDP across, emissions up, the borders 0.8 and 1.2 as rays, states named."""

from collections.abc import Sequence
from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.carbon.decoupling import EXPANDING, DecouplingView, Mover

HEIGHT_PX: Final = 460
_BORDERS: Final = (0.8, 1.2)
_ROOM: Final = 1.25
_LEAST: Final = 5.0  # per cent, so that the sectors have room around a crowd
_LABEL: Final = (0.09, 0.045)  # width and height of a name as a share of the drawing


def draw_quadrant(view: DecouplingView) -> dict[str, Any]:
    """Dots with their names where there is room; the eight sectors carry their words."""
    x0, x1 = _range([mover.gdp for mover in view.movers])
    y0, y1 = _range([mover.carbon for mover in view.movers])
    named = _named(view.movers, x1 - x0, y1 - y0)
    axis = {"ticksuffix": "%", "zeroline": True, "zerolinecolor": theme.QUIET_INK, "nticks": 7}
    return {
        "data": [_dots(view.movers, is_main=False), _dots(view.movers, is_main=True)],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin={"l": 64, "r": 24, "t": 8, "b": 48},
            xaxis=paper.axis(range=[x0, x1], title={"text": view.axes[0], "standoff": 8}, **axis),
            yaxis=paper.axis(range=[y0, y1], title={"text": view.axes[1], "standoff": 8}, **axis),
            shapes=[_ray(border, x0, x1) for border in _BORDERS],
            annotations=[*_sectors(view, (x0, x1), (y0, y1)), *map(_name, named)],
        ),
    }


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Both sides of zero are seen."""
    low, high = min(values), max(values)
    reach = max(high - min(low, 0), -low, _LEAST)
    return min(low * _ROOM, -0.25 * reach), max(high * _ROOM, 0.25 * reach)


def _dots(movers: Sequence[Mover], *, is_main: bool) -> dict[str, Any]:
    shown = [mover for mover in movers if mover.is_main is is_main]
    color, size = (theme.DEEP_BLUE, 13) if is_main else (paper.MIDDLE_BLUE, 9)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mover.gdp for mover in shown],
        "y": [mover.carbon for mover in shown],
        "text": [paper.plain(mover.told) for mover in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": color, "size": size, "line": {"color": theme.PAPER, "width": 1}},
    }


def _named(movers: Sequence[Mover], width: float, height: float) -> list[Mover]:
    """The one looked at first, then whoever's name meets neither another name nor a dot of one."""
    kept: list[Mover] = []
    for mover in sorted(movers, key=lambda one: not one.is_main):
        if all(
            abs(mover.gdp - other.gdp) > width * _LABEL[0]
            or abs(mover.carbon - other.carbon) > height * _LABEL[1]
            for other in kept
        ):
            kept.append(mover)
    return kept


def _name(mover: Mover) -> dict[str, Any]:
    color = theme.DEEP_BLUE if mover.is_main else theme.INK
    return paper.label(mover.gdp, mover.carbon, mover.name, yanchor="bottom", yshift=6, font={"color": color})


def _ray(border: float, x0: float, x1: float) -> dict[str, Any]:
    line = {"color": paper.QUIET_LINE, "width": 1, "dash": "dot"}
    return {
        "type": "line",
        "x0": x0,
        "x1": x1,
        "y0": border * x0,
        "y1": border * x1,
        "line": line,
        "layer": "below",
    }


def _sectors(view: DecouplingView, x: tuple[float, float], y: tuple[float, float]) -> list[dict[str, Any]]:
    """A word in each sector; those of a shrinking economy only where one shrank."""
    right, left, up, down = x[1], x[0], y[1], y[0]
    is_two_sided = any(mover.gdp < 0 for mover in view.movers)
    places = {
        "strong_decoupling": (right, down, "right", "bottom"),
        "weak_decoupling": (right, min(0.4 * right, up), "right", "middle"),
        "expansive_coupling": (min(right, up), min(right, up), "right", "middle"),
        "expansive_negative_decoupling": (0.02 * right, up, "left", "top"),
        "strong_negative_decoupling": (left, up, "left", "top"),
        "weak_negative_decoupling": (left, 0.4 * max(left, down), "left", "middle"),
        "recessive_coupling": (max(left, down), max(left, down), "left", "middle"),
        "recessive_decoupling": (0.02 * left, down, "right", "bottom"),
    }
    return [
        paper.label(at_x, at_y, view.states[state], xanchor=xanchor, yanchor=yanchor,
                    font={"color": theme.QUIET_INK, "size": 11})
        for state, (at_x, at_y, xanchor, yanchor) in places.items()
        if is_two_sided or state in EXPANDING
    ]  # fmt: skip
