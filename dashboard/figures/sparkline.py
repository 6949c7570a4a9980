"""View of a small course → SVG text, drawn by hand because it must print and cost nothing."""

from typing import Final

from dashboard import theme
from dashboard.views.sparkline import SparklineView

WIDTH: Final = 112
HEIGHT: Final = 28
_EDGE: Final = 4
_DOT: Final = 1.6
_LAST_DOT: Final = 2.6
_QUOTED: Final = str.maketrans({mark: f"%{ord(mark):02X}" for mark in '%<>#" '})
"""What a drawing holds and an address must not; the drawings have no other such mark."""


def sparkline_address(view: SparklineView) -> str:
    """The drawing as an address that an image can show without asking anyone."""
    return "data:image/svg+xml," + draw_sparkline(view).translate(_QUOTED)


def draw_sparkline(view: SparklineView) -> str:
    """Lines over years without a hole, lone years as dots, the last value marked, breaks as uprights."""
    places = _places(view)
    lines = [
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in (places[year] for year, _ in run))}"/>'
        for run in view.pieces()
        if len(run) > 1
    ]
    alone = [_dot(*places[run[0][0]], _DOT) for run in view.pieces() if len(run) == 1]
    last = _dot(*places[view.points[-1][0]], _LAST_DOT)
    uprights = [
        f'<path stroke="{theme.QUIET_INK}" stroke-dasharray="2 2" d="M{x:.1f} 1V{HEIGHT - 1}"/>'
        for x in (_x(view, year - 0.5) for year in view.breaks)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}"><g fill="none" stroke="{theme.DEEP_BLUE}" stroke-width="1.5"'
        f' stroke-linejoin="round">{"".join(uprights)}{"".join(lines)}</g>'
        f'<g fill="{theme.DEEP_BLUE}">{"".join(alone)}{last}</g></svg>'
    )


def _dot(x: float, y: float, radius: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'


def _x(view: SparklineView, year: float) -> float:
    first, last = view.points[0][0], view.points[-1][0]
    return _EDGE + (year - first) / ((last - first) or 1) * (WIDTH - 2 * _EDGE)


def _places(view: SparklineView) -> dict[int, tuple[float, float]]:
    values = [value for _, value in view.points]
    lowest, height = min(values), (max(values) - min(values)) or 1
    room = HEIGHT - 2 * _EDGE
    return {
        year: (_x(view, year), _EDGE + (1 - (value - lowest) / height) * room) for year, value in view.points
    }
