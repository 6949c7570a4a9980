"""View of the counties → figure: a dot each, in colour and shape of its status; some are ringed."""

from collections.abc import Sequence
from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.figures.point_labels import Dot, Frame, Plot, annotation, place_labels, reach_of
from dashboard.views.carbon.counties import CountiesView, CountyBee

HEIGHT_PX: Final = 320
_MARGIN: Final = {"l": 24, "r": 24, "t": 8, "b": 32}
# as wide as the page, from one of 1024 pixels on
_PLOT: Final = Plot(narrow=900, wide=1400, height=HEIGHT_PX - _MARGIN["t"] - _MARGIN["b"])
_RED: Final = "rebounding"
_SYMBOLS: Final = {
    "rebounding": "square", "not_peaked": "diamond", "plateau": "triangle-up", "peaked": "circle",
    "passive": "circle", "undetermined": "diamond-open",
}  # fmt: skip


def draw_status_swarm(view: CountiesView) -> dict[str, Any]:
    """Dots set apart, so that none hides another; the vertical place means nothing. Zero is drawn."""
    words = tuple(dict.fromkeys(bee.word for bee in view.bees))
    reach = max((abs(bee.aside) for bee in view.bees), default=0) + 2
    frame = Frame(reach_of([bee.value for bee in view.bees]), (-reach, reach), _PLOT)
    return {
        "data": [_dots(word, [bee for bee in view.bees if bee.word == word]) for word in words],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin=_MARGIN,
            xaxis=paper.axis(range=list(frame.across), showgrid=True, gridcolor=paper.GRID, nticks=9,
                             ticksuffix="%", zeroline=True, zerolinecolor=theme.INK),
            yaxis=paper.axis(range=[-reach, reach], visible=False),
            annotations=_names(view.bees, frame),
        ),
    }  # fmt: skip


def _dots(word: str, bees: list[CountyBee]) -> dict[str, Any]:
    mark = theme.PEAK_MARKS[word]
    color = mark.ink if word == "undetermined" else mark.fill
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [bee.value for bee in bees],
        "y": [bee.aside for bee in bees],
        "text": [paper.plain(bee.told) for bee in bees],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": _SYMBOLS[word],
            "opacity": 1,
            "color": color,
            "size": [_size(bee) for bee in bees],
            "line": {
                "color": [theme.INK if bee.is_main else color for bee in bees],
                "width": [2 if bee.is_main else 1 for bee in bees],
            },
        },
    }


def _names(bees: Sequence[CountyBee], frame: Frame) -> list[dict[str, Any]]:
    """Those of the region looked at, those that rebound, both ends, then from the ends inwards."""
    middle = sum(frame.across) / 2
    ends = {bees[0], bees[-1]} if bees else set()

    def order(bee: CountyBee) -> tuple[bool, bool, bool, float]:
        return not bee.is_main, bee.word != _RED, bee not in ends, -abs(bee.value - middle)

    ordered = sorted(bees, key=order)
    dots = [
        Dot(bee.name, frame.share(bee.value), frame.top(bee.aside), _size(bee) / 2,
            is_needed=bee.is_main or bee.word == _RED or bee in ends)
        for bee in ordered
    ]  # fmt: skip
    return [
        annotation(label, bee.value, bee.aside, bee.name, theme.INK if bee.is_main else theme.QUIET_INK)
        for label in place_labels(dots, frame.plot)
        for bee in [ordered[label.dot]]
    ]


def _size(bee: CountyBee) -> int:
    return 12 if bee.is_main else 9
