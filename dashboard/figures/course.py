"""View of lines over time → figure: steps for stocks, words at the line's end, gaps that stay gaps."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.tiers.course import CourseLine, CourseView

HEIGHT_PX: Final = 280


def draw_course(view: CourseView) -> dict[str, Any]:
    """Stocks from zero; a stock holds until it changes, so its line goes in steps."""
    highest = max((p.value for line in view.lines for p in line.points if p.value is not None), default=1.0)
    widest = max((len(line.label) for line in view.lines), default=0)
    return {
        "data": [_trace(line) for line in view.lines],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin={"l": 8, "r": 16 + widest * 11, "t": 16, "b": 32},
            xaxis=paper.axis(
                tickvals=[year - 0.5 for year in view.ticks], ticktext=[str(y) for y in view.ticks]
            ),
            yaxis=paper.axis(
                range=[0, highest * 1.08], showgrid=True, gridcolor=paper.GRID, nticks=5, automargin=True
            ),
            annotations=[_end(line) for line in view.lines],
        ),
    }


def _trace(line: CourseLine) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "line": {
            "shape": "hv",
            "color": theme.DEEP_BLUE if line.is_main else theme.QUIET_INK,
            "width": 3 if line.is_main else 1.5,
        },
        "x": [point.at for point in line.points],
        "y": [point.value for point in line.points],
        "text": [point.told for point in line.points],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
    }


def _end(line: CourseLine) -> dict[str, Any]:
    last = line.points[-1]
    return paper.label(
        last.at,
        last.value,
        line.label,
        xanchor="left",
        yanchor="middle",
        xshift=6,
        font={"color": theme.DEEP_BLUE if line.is_main else theme.QUIET_INK},
    )
