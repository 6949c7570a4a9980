"""View of a small course → SVG text, drawn by hand because it must print and cost nothing."""

from collections.abc import Callable
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


class _Pen:
    """The pieces of a drawing between its numbers, as text or quoted for an address once and for all."""

    def __init__(self, written: Callable[[str], str]) -> None:
        ink = f'<g fill="none" stroke="{theme.DEEP_BLUE}" stroke-width="1.5" stroke-linejoin="round">'
        self.opening = written(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
            f' viewBox="0 0 {WIDTH} {HEIGHT}">{ink}'
        )
        self.dots = written(f'</g><g fill="{theme.DEEP_BLUE}">')
        self.closing = written("</g></svg>")
        self.gap = written(" ")
        self.line, self.line_end = written('<polyline points="'), written('"/>')
        self.dot, self.dot_y = written('<circle cx="'), written('" cy="')
        self.radius, self.dot_end = written('" r="'), written('"/>')
        self.upright = written(f'<path stroke="{theme.QUIET_INK}" stroke-dasharray="2 2" d="M')
        self.upright_end = written(f' 1V{HEIGHT - 1}"/>')


_PLAIN: Final = _Pen(str)
_IN_ADDRESS: Final = _Pen(lambda text: text.translate(_QUOTED))


def sparkline_address(view: SparklineView) -> str:
    """The drawing as an address that an image can show without asking anyone."""
    return "data:image/svg+xml," + _drawn(view, _IN_ADDRESS)


def draw_sparkline(view: SparklineView) -> str:
    """Lines over years without a hole, lone years as dots, the last value marked, breaks as uprights."""
    return _drawn(view, _PLAIN)


def _drawn(view: SparklineView, pen: _Pen) -> str:
    places = _places(view)
    lines, alone, begun = "", "", 0
    for run in view.pieces():
        end = begun + len(run)
        if len(run) > 1:
            points = pen.gap.join([f"{x},{y}" for x, y in places[begun:end]])
            lines += f"{pen.line}{points}{pen.line_end}"
        else:
            alone += _dot(pen, *places[begun], _DOT)
        begun = end
    last = _dot(pen, *places[-1], _LAST_DOT)
    uprights = "".join([f"{pen.upright}{_x(view, year - 0.5):.1f}{pen.upright_end}" for year in view.breaks])
    return f"{pen.opening}{uprights}{lines}{pen.dots}{alone}{last}{pen.closing}"


def _dot(pen: _Pen, x: str, y: str, radius: float) -> str:
    return f"{pen.dot}{x}{pen.dot_y}{y}{pen.radius}{radius}{pen.dot_end}"


def _x(view: SparklineView, year: float) -> float:
    first, last = view.points[0][0], view.points[-1][0]
    return _EDGE + (year - first) / ((last - first) or 1) * (WIDTH - 2 * _EDGE)


def _places(view: SparklineView) -> list[tuple[str, str]]:
    """Across and down of every point, as they are written."""
    values = [value for _, value in view.points]
    lowest, height = min(values), (max(values) - min(values)) or 1
    first, years = view.points[0][0], (view.points[-1][0] - view.points[0][0]) or 1
    width, room = WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE
    return [
        (
            f"{_EDGE + (year - first) / years * width:.1f}",
            f"{_EDGE + (1 - (value - lowest) / height) * room:.1f}",
        )
        for year, value in view.points
    ]
