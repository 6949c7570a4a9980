"""View of decoupling → figure: GDP across, emissions up, the borders 0.8 and 1.2 as rays, states named."""

from collections.abc import Sequence
from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.figures.point_labels import Box, Dot, Frame, Plot, annotation, place_labels, width_of
from dashboard.views.carbon.decoupling import EXPANDING, DecouplingView, Mover

HEIGHT_PX: Final = 460
_BORDERS: Final = (0.8, 1.2)
_ROOM: Final = 1.25
_LEAST: Final = 5.0  # per cent, so that the sectors have room around a crowd
_SECTOR_PX: Final = 11
_MARGIN: Final = {"l": 64, "r": 24, "t": 8, "b": 48}
# half of a page of 1101 pixels is the narrowest drawing beside another, a whole one of 1100 the widest
_PLOT: Final = Plot(narrow=400, wide=970, height=HEIGHT_PX - _MARGIN["t"] - _MARGIN["b"])
_WORST: Final = frozenset({"strong_negative_decoupling", "expansive_negative_decoupling"})


def draw_quadrant(view: DecouplingView) -> dict[str, Any]:
    """Dots with their names where there is room; the eight sectors carry their words."""
    x0, x1 = _range([mover.gdp for mover in view.movers])
    y0, y1 = _range([mover.carbon for mover in view.movers])
    sectors = _sectors(view, (x0, x1), (y0, y1))
    names = _names(view.movers, sectors, Frame((x0, x1), (y0, y1), _PLOT))
    axis = {"ticksuffix": "%", "zeroline": True, "zerolinecolor": theme.QUIET_INK, "nticks": 7}
    return {
        "data": [_dots(view.movers, is_main=False), _dots(view.movers, is_main=True)],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin=_MARGIN,
            xaxis=paper.axis(range=[x0, x1], title={"text": view.axes[0], "standoff": 8}, **axis),
            yaxis=paper.axis(range=[y0, y1], title={"text": view.axes[1], "standoff": 8}, **axis),
            shapes=[_ray(border, x0, x1) for border in _BORDERS],
            annotations=[*sectors, *names],
        ),
    }


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Both sides of zero are seen."""
    low, high = min(values), max(values)
    reach = max(high - min(low, 0), -low, _LEAST)
    return min(low * _ROOM, -0.25 * reach), max(high * _ROOM, 0.25 * reach)


def _size(mover: Mover) -> int:
    return 13 if mover.is_main else 9


def _dots(movers: Sequence[Mover], *, is_main: bool) -> dict[str, Any]:
    shown = [mover for mover in movers if mover.is_main is is_main]
    color = theme.DEEP_BLUE if is_main else paper.MIDDLE_BLUE
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mover.gdp for mover in shown],
        "y": [mover.carbon for mover in shown],
        "text": [paper.plain(mover.told) for mover in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "color": color,
            "size": [_size(mover) for mover in shown],
            "line": {"color": theme.PAPER, "width": 1},
        },
    }


# ── names ──────────────────────────────────────────────────────────────────────────────────────────────
def _names(movers: Sequence[Mover], sectors: Sequence[dict[str, Any]], frame: Frame) -> list[dict[str, Any]]:
    """The one looked at, then those whose emissions outgrow their economy, then the largest changes."""
    ordered = sorted(movers, key=lambda one: (not one.is_main, one.state not in _WORST, -abs(one.carbon)))
    dots = [
        Dot(
            name=mover.name,
            share=frame.share(mover.gdp),
            top=frame.top(mover.carbon),
            radius=_size(mover) / 2,
            is_needed=mover.is_main or mover.state in _WORST,
        )
        for mover in ordered
    ]
    placed = place_labels(dots, frame.plot, [_box(each, frame) for each in sectors])
    return [
        annotation(
            label, mover.gdp, mover.carbon, mover.name, theme.DEEP_BLUE if mover.is_main else theme.INK
        )
        for label in placed
        for mover in [ordered[label.dot]]
    ]


def _box(sector: dict[str, Any], frame: Frame) -> Box:
    """The place that the word of a sector takes."""
    half = width_of(sector["text"], _SECTOR_PX) / 2
    line = _SECTOR_PX * 0.6
    aside = {"left": half, "right": -half}[sector["xanchor"]]
    below = {"top": line, "middle": 0, "bottom": -line}[sector["yanchor"]]
    return Box(frame.share(sector["x"]), aside, frame.top(sector["y"]) + below, half, line)


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
                    font={"color": theme.QUIET_INK, "size": _SECTOR_PX})
        for state, (at_x, at_y, xanchor, yanchor) in places.items()
        if is_two_sided or state in EXPANDING
    ]  # fmt: skip
