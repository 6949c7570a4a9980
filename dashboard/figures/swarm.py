"""View of a swarm → figure: one dot a region over one scale; those looked at in the deep blue, ends named."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.comparison.charts import Bee, SwarmView

HEIGHT_PX: Final = 280


def draw_swarm(view: SwarmView) -> dict[str, Any]:
    """Dots set apart, so that none hides another; the vertical place means nothing."""
    quiet = [bee for bee in view.bees if not bee.is_main]
    main = [bee for bee in view.bees if bee.is_main]
    reach = max((abs(bee.aside) for bee in view.bees), default=0) + 2
    return {
        "data": [_dots(quiet, paper.SOFT_BLUE, 8), _dots(main, theme.DEEP_BLUE, 11)],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin={"l": 24, "r": 24, "t": 8, "b": 32},
            xaxis=paper.axis(showgrid=True, gridcolor=paper.GRID, nticks=7),
            yaxis=paper.axis(range=[-reach, reach], visible=False),
            annotations=[_end(bee, side) for bee, side in _ends(view.bees)],
        ),
    }


def _dots(bees: list[Bee], color: str, size: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [bee.value for bee in bees],
        "y": [bee.aside for bee in bees],
        "text": [paper.plain(bee.told) for bee in bees],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": color, "size": size, "line": {"color": theme.PAPER, "width": 1}},
    }


def _ends(bees: tuple[Bee, ...]) -> list[tuple[Bee, str]]:
    return [(bees[0], "left"), (bees[-1], "right")] if len(bees) > 1 else []


def _end(bee: Bee, side: str) -> dict[str, Any]:
    return paper.label(
        bee.value, bee.aside, bee.name, xanchor=side, yanchor="bottom", yshift=8,
        font={"color": theme.QUIET_INK},
    )  # fmt: skip
