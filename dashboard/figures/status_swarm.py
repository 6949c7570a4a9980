"""View of the counties → figure: a dot each, in colour and shape of its status; some are ringed."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.carbon.counties import CountiesView, CountyBee

HEIGHT_PX: Final = 320
_SYMBOLS: Final = {
    "rebounding": "square", "not_peaked": "diamond", "plateau": "triangle-up", "peaked": "circle",
    "passive": "circle", "undetermined": "diamond-open",
}  # fmt: skip


def draw_status_swarm(view: CountiesView) -> dict[str, Any]:
    """Dots set apart, so that none hides another; the vertical place means nothing. Zero is drawn."""
    words = tuple(dict.fromkeys(bee.word for bee in view.bees))
    reach = max((abs(bee.aside) for bee in view.bees), default=0) + 2
    ends = [(view.bees[0], "left"), (view.bees[-1], "right")] if len(view.bees) > 1 else []
    return {
        "data": [_dots(word, [bee for bee in view.bees if bee.word == word]) for word in words],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin={"l": 24, "r": 24, "t": 8, "b": 32},
            xaxis=paper.axis(showgrid=True, gridcolor=paper.GRID, nticks=9, ticksuffix="%", zeroline=True,
                             zerolinecolor=theme.INK),
            yaxis=paper.axis(range=[-reach, reach], visible=False),
            annotations=[_end(bee, side) for bee, side in ends],
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
            "size": [12 if bee.is_main else 9 for bee in bees],
            "line": {
                "color": [theme.INK if bee.is_main else color for bee in bees],
                "width": [2 if bee.is_main else 1 for bee in bees],
            },
        },
    }


def _end(bee: CountyBee, side: str) -> dict[str, Any]:
    return paper.label(
        bee.value,
        bee.aside,
        bee.name,
        xanchor=side,
        yanchor="bottom",
        yshift=8,
        font={"color": theme.QUIET_INK},
    )
