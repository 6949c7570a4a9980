"""View of a small course → SVG text, drawn by hand because it must print and cost nothing."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from dashboard import theme
from dashboard.views.sparkline import SparklineView, run_ends

WIDTH: Final = 112
HEIGHT: Final = 28
_EDGE: Final = 4
_ROOM: Final = HEIGHT - 2 * _EDGE
_DOT: Final = 1.6
_LAST_DOT: Final = 2.6
_OPEN: Final = "?"
"""Where a height is put in."""
_QUOTED: Final = str.maketrans({mark: f"%{ord(mark):02X}" for mark in '%<>#" '})
"""What a drawing holds and an address must not; the drawings have no other such mark, and no `?`."""


class _Pen:
    """The pieces of a drawing between its numbers, as text or quoted for an address once and for all."""

    def __init__(self, written: Callable[[str], str], before: str = "") -> None:
        ink = f'<g fill="none" stroke="{theme.DEEP_BLUE}" stroke-width="1.5" stroke-linejoin="round">'
        self.opening = before + written(
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
_IN_ADDRESS: Final = _Pen(lambda text: text.translate(_QUOTED), "data:image/svg+xml,")


class Drawing(NamedTuple):
    """The drawing of all courses of some years.

    Attributes:
        head: what stands before the first height.
        heights: from the first height to the last, each left open.
        tail: what stands behind the last.
        places: takes the heights in the order in which they are put in.
    """

    head: str
    heights: str
    tail: str
    places: Callable[[Sequence[float]], tuple[float, ...]]

    def between(self, values: Sequence[float]) -> str:
        """What stands between head and tail in the drawing of some values."""
        lowest, highest = min(values), max(values)
        height = (highest - lowest) or 1
        down = [_EDGE + (1 - (value - lowest) / height) * _ROOM for value in values]
        return self.heights % self.places(down)

    def of(self, values: Sequence[float]) -> str:
        """The whole drawing."""
        return f"{self.head}{self.between(values)}{self.tail}"


def sparkline_address(view: SparklineView) -> str:
    """The drawing as an address that an image can show without asking anyone."""
    return drawing_in_address(view.years, view.breaks).of(view.values)


def drawing_in_address(years: tuple[int, ...], breaks: tuple[int, ...]) -> Drawing:
    """Such addresses of all courses of some years."""
    return _drawing(_IN_ADDRESS, years, breaks)


def draw_sparkline(view: SparklineView) -> str:
    """Lines over years without a hole, lone years as dots, the last value marked, breaks as uprights."""
    return _drawing(_PLAIN, view.years, view.breaks).of(view.values)


@lru_cache(maxsize=1024)  # most courses of a build are of the same years
def _drawing(pen: _Pen, years: tuple[int, ...], breaks: tuple[int, ...]) -> Drawing:
    """The drawing of all courses of some years."""
    across, runs, uprights = _shape(years, breaks)
    lined = [run for run in runs if run.stop - run.start > 1]
    alone = [run.start for run in runs if run.stop - run.start == 1]
    lines = "".join(
        [f"{pen.line}{pen.gap.join([f'{x},{_OPEN}' for x in across[run]])}{pen.line_end}" for run in lined]
    )
    dots = "".join([_dot(pen, across[at], _DOT) for at in alone])
    marks = "".join([f"{pen.upright}{x}{pen.upright_end}" for x in uprights])
    last = _dot(pen, across[-1], _LAST_DOT)
    drawn = f"{pen.opening}{marks}{lines}{pen.dots}{dots}{last}{pen.closing}"
    first, end = drawn.index(_OPEN), drawn.rindex(_OPEN) + 1
    heights = drawn[first:end].replace("%", "%%").replace(_OPEN, "%.1f")
    order = [*(at for run in lined for at in range(run.start, run.stop)), *alone, len(years) - 1]
    return Drawing(drawn[:first], heights, drawn[end:], itemgetter(*order))


def _dot(pen: _Pen, x: str, radius: float) -> str:
    return f"{pen.dot}{x}{pen.dot_y}{_OPEN}{pen.radius}{radius}{pen.dot_end}"


def _shape(
    years: tuple[int, ...], breaks: tuple[int, ...]
) -> tuple[tuple[str, ...], tuple[slice, ...], tuple[str, ...]]:
    """Where years and breaks stand across, and the runs of years without a hole and without a break."""
    first, span = years[0], (years[-1] - years[0]) or 1

    def across(year: float) -> str:
        return f"{_EDGE + (year - first) / span * (WIDTH - 2 * _EDGE):.1f}"

    ends = run_ends(years, breaks)
    runs = tuple(slice(begun, end) for begun, end in zip((0, *ends[:-1]), ends, strict=True))
    return tuple(map(across, years)), runs, tuple(across(year - 0.5) for year in breaks)
