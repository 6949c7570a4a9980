"""Names beside dots: each where it meets no other name, no dot and no edge, in order of importance.

A figure is as wide as the window, its height is fixed. So a dot lies at a share of the width, a name at a
distance in pixels from its dot, and a place is free only if it is free at the least and at the greatest
width; what lies between two widths is then free too, because distances grow evenly with the width.
"""

import unicodedata
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any, Final

from msgspec import Struct

from dashboard.figures import paper

_HAN_EM: Final = 1.0
_LATIN_EM: Final = 0.6  # Noto Sans and what office machines have; capitals are wider than the rest
_LINE_EM: Final = 1.2
_GAP_PX: Final = 3
_STEP_PX: Final = 13  # how much farther each round looks
_ROOM: Final = 0.05
_ROUNDS: Final = 8
_LEADER_FROM: Final = 1  # the round from which a line leads back to the dot


class Dot(Struct, frozen=True):
    """A dot and its name.

    Attributes:
        share: how far it lies from the left edge, 0 to 1 of the width.
        top: pixels from the upper edge.
        radius: pixels.
        is_needed: whether its name is looked for farther away too, with a line that leads back.
    """

    name: str
    share: float
    top: float
    radius: float
    is_needed: bool = False


class Plot(Struct, frozen=True):
    """The ground that names stand on, in pixels: as narrow and as wide as it gets, and its height."""

    narrow: float
    wide: float
    height: float


class Frame(Struct, frozen=True):
    """The ground with the ranges of its axes, in their units: where a dot lies on it."""

    across: tuple[float, float]
    up: tuple[float, float]
    plot: Plot

    def share(self, x: float) -> float:
        """How far from the left edge, as a share of the width."""
        first, last = self.across
        return (x - first) / (last - first)

    def top(self, y: float) -> float:
        """Pixels from the upper edge."""
        low, high = self.up
        return (high - y) / (high - low) * self.plot.height


class Box(Struct, frozen=True):
    """A rectangle whose centre lies at a share of the width plus pixels; the rest is in pixels."""

    share: float
    aside: float
    top: float
    half_width: float
    half_height: float


class Label(Struct, frozen=True):
    """A name that found its place.

    Attributes:
        dot: index of its dot.
        right: pixels from the middle of the dot to the middle of the name.
        down: the same downwards.
        is_led: whether a line leads back to the dot.
    """

    dot: int
    right: float
    down: float
    is_led: bool
    box: Box


class _Ground:
    """What stands on a plot, by height: a name is held only against what may be as high as it is."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._boxes: list[Box] = []
        self._tallest = 0.0
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        insort(self._boxes, box, key=_top)
        self._tallest = max(self._tallest, box.half_height)

    def beside(self, box: Box) -> Sequence[Box]:
        reach = box.half_height + self._tallest
        first = bisect_left(self._boxes, box.top - reach, key=_top)
        return self._boxes[first : bisect_right(self._boxes, box.top + reach, key=_top)]


def _top(box: Box) -> float:
    return box.top


def place_labels(
    dots: Sequence[Dot], plot: Plot, taken: Sequence[Box] = (), size: float = paper.LABEL_PX
) -> tuple[Label, ...]:
    """The names that have room, each at its place.

    Args:
        dots: the most important first; a name given a place keeps it.
        plot: the ground.
        taken: words that stand there already.
        size: of the letters, in pixels.
    """
    marks = [Box(dot.share, 0.0, dot.top, dot.radius, dot.radius) for dot in dots]
    ground, placed = _Ground([*taken, *marks]), list[Label]()
    for index, dot in enumerate(dots):
        free = (
            label
            for label in _places(index, dot, size)
            if _lies_within(label.box, plot)
            and not any(
                _meet(label.box, other, plot)
                for other in ground.beside(label.box)
                if other is not marks[index]
            )
        )
        if (found := next(free, None)) is not None:
            placed.append(found)
            ground.add(found.box)
    return tuple(placed)


def annotation(label: Label, x: float, y: float, name: str, color: str) -> dict[str, Any]:
    """The name as an annotation of a plotly figure, at the place of its dot in the units of the axes."""
    parts: dict[str, Any] = {"xshift": label.right, "yshift": -label.down}
    if label.is_led:
        # the end of the line lies at the dot, the words at its beginning
        parts = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": paper.QUIET_LINE,
                 "ax": label.right, "ay": label.down, "standoff": 4}  # fmt: skip
    drawn = paper.label(x, y, name, xanchor="center", yanchor="middle", font={"color": color}, borderpad=0)
    return {**drawn, **parts}


def reach_of(values: Sequence[float]) -> tuple[float, float]:
    """The range of an axis across: all values, zero-wide ones too, with room for a dot at either end."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    room = (high - low) * _ROOM or 1.0
    return low - room, high + room


def width_of(name: str, size: float = paper.LABEL_PX) -> float:
    """Pixels that a name takes, a little too much rather than too little."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in name)
    return size * (wide * _HAN_EM + (len(name) - wide) * _LATIN_EM)


def _places(index: int, dot: Dot, size: float) -> Iterator[Label]:
    """Right, left, above, below, then the corners; farther and farther away for a name that is needed."""
    half = (width_of(dot.name, size) / 2, size * _LINE_EM / 2)
    for turn in range(_ROUNDS if dot.is_needed else 1):
        away = dot.radius + _GAP_PX + turn * _STEP_PX
        for right, down in _sides(turn):
            shift = (right * (half[0] + away), down * (half[1] + away))
            box = Box(dot.share, shift[0], dot.top + shift[1], *half)
            yield Label(index, *shift, turn >= _LEADER_FROM, box)


def _sides(turn: int) -> Iterator[tuple[float, float]]:
    yield from ((1, 0), (-1, 0), (0, -1), (0, 1))
    if turn:
        yield from product((1, -1, 0.5, -0.5), (-1, 1))


def _lies_within(box: Box, plot: Plot) -> bool:
    if not box.half_height <= box.top <= plot.height - box.half_height:
        return False
    return all(
        box.half_width <= box.share * width + box.aside <= width - box.half_width
        for width in (plot.narrow, plot.wide)
    )


def _meet(one: Box, other: Box, plot: Plot) -> bool:
    """Whether they overlap at any width; at both ends on the same side of each other, they do at none."""
    if abs(one.top - other.top) >= one.half_height + other.half_height:
        return False
    room = one.half_width + other.half_width
    apart = [
        (one.share - other.share) * width + one.aside - other.aside for width in (plot.narrow, plot.wide)
    ]
    return not (min(apart) >= room or max(apart) <= -room)
