"""View of slopes → figure: two uprights, one line a region, values at both ends."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.comparison.charts import Slope, SlopeView

HEIGHT_PX: Final = 380
_LEAST_SHARE: Final = 0.055  # of the height between two labels


def draw_slope(view: SlopeView) -> dict[str, Any]:
    """The one looked at in the deep blue; labels that would lie on each other give way to it."""
    quiet_first = sorted(view.slopes, key=lambda slope: slope.is_main)
    return {
        "data": [_line(slope) for slope in quiet_first],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin={"l": 8, "r": 8, "t": 16, "b": 32},
            xaxis=paper.axis(
                range=[-0.75, 1.9], tickvals=[0, 1], ticktext=list(view.periods), color=theme.INK
            ),
            yaxis=paper.axis(visible=False),
            annotations=[*_labels(view.slopes, 0), *_labels(view.slopes, 1)],
            shapes=[paper.upright(0), paper.upright(1)],
        ),
    }


def _line(slope: Slope) -> dict[str, Any]:
    color = theme.DEEP_BLUE if slope.is_main else paper.QUIET_LINE
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [0, 1],
        "y": [slope.before, slope.after],
        "text": [paper.plain(f"{slope.name} {told}") for told in slope.told],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "width": 3 if slope.is_main else 1.5},
        "marker": {"color": color, "size": 8},
    }


def _labels(slopes: tuple[Slope, ...], side: int) -> list[dict[str, Any]]:
    values = [(slope.before, slope.after)[side] for slope in slopes]
    everything = [value for slope in slopes for value in (slope.before, slope.after)]
    step = (max(everything, default=1) - min(everything, default=0)) * _LEAST_SHARE
    kept: list[float] = []
    labels = []
    for slope, value in sorted(zip(slopes, values, strict=True), key=lambda each: not each[0].is_main):
        if any(abs(value - other) < step for other in kept):
            continue
        kept.append(value)
        text = slope.told[0] if side == 0 else f"{slope.told[1]} {slope.name}"
        color = theme.DEEP_BLUE if slope.is_main else theme.QUIET_INK
        place = {"xanchor": "right", "xshift": -10} if side == 0 else {"xanchor": "left", "xshift": 10}
        labels.append(paper.label(side, value, text, yanchor="middle", font={"color": color}, **place))
    return labels
