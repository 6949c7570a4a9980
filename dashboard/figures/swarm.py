"""View of a swarm → figure: one dot a region over one scale; those looked at in the deep blue, named."""

from collections.abc import Sequence
from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.figures.point_labels import Dot, Frame, Plot, annotation, place_labels, reach_of
from dashboard.views.comparison.charts import Bee, SwarmView

HEIGHT_PX: Final = 280
_MARGIN: Final = {"l": 24, "r": 24, "t": 8, "b": 32}
# half of a page of 1101 pixels is the narrowest drawing beside another, a whole one of 1100 the widest
_PLOT: Final = Plot(narrow=440, wide=1010, height=HEIGHT_PX - _MARGIN["t"] - _MARGIN["b"])


def draw_swarm(view: SwarmView) -> dict[str, Any]:
    """Dots set apart, so that none hides another; the vertical place means nothing."""
    quiet = [bee for bee in view.bees if not bee.is_main]
    main = [bee for bee in view.bees if bee.is_main]
    reach = max((abs(bee.aside) for bee in view.bees), default=0) + 2
    frame = Frame(reach_of([bee.value for bee in view.bees]), (-reach, reach), _PLOT)
    return {
        "data": [_dots(quiet, paper.SOFT_BLUE), _dots(main, theme.DEEP_BLUE)],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin=_MARGIN,
            xaxis=paper.axis(range=list(frame.across), showgrid=True, gridcolor=paper.GRID, nticks=7),
            yaxis=paper.axis(range=[-reach, reach], visible=False),
            annotations=_names(view.bees, frame),
        ),
    }


def _dots(bees: list[Bee], color: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [bee.value for bee in bees],
        "y": [bee.aside for bee in bees],
        "text": [paper.plain(bee.told) for bee in bees],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "color": color,
            "size": [_size(bee) for bee in bees],
            "line": {"color": theme.PAPER, "width": 1},
        },
    }


def _names(bees: Sequence[Bee], frame: Frame) -> list[dict[str, Any]]:
    """Those looked at, both ends, then from the ends inwards as far as there is room."""
    middle = sum(frame.across) / 2
    ends = {bees[0], bees[-1]} if bees else set()
    ordered = sorted(bees, key=lambda bee: (not bee.is_main, bee not in ends, -abs(bee.value - middle)))
    dots = [
        Dot(
            bee.name, frame.share(bee.value), frame.top(bee.aside), _size(bee) / 2, bee.is_main or bee in ends
        )
        for bee in ordered
    ]
    return [
        annotation(label, bee.value, bee.aside, bee.name, theme.DEEP_BLUE if bee.is_main else theme.QUIET_INK)
        for label in place_labels(dots, frame.plot)
        for bee in [ordered[label.dot]]
    ]


def _size(bee: Bee) -> int:
    return 11 if bee.is_main else 8
