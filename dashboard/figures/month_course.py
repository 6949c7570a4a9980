"""View of year-to-date figures → figure: joined within a year only, every figure marked, names at ends."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.month_course import MonthCourseView, MonthLine

HEIGHT_PX: Final = 380
_FEW: Final = 4


def draw_month_course(view: MonthCourseView) -> dict[str, Any]:
    """Quiet lines and the one looked at in the deep blue, over a zero line."""
    return {
        "data": [_trace(line) for line in view.lines],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin={"l": 8, "r": 80, "t": 16, "b": 32},
            xaxis=paper.axis(
                tickvals=[year + 0.5 for year in view.ticks], ticktext=[str(year) for year in view.ticks]
            ),
            yaxis=paper.axis(
                showgrid=True,
                gridcolor=paper.GRID,
                ticksuffix="%",
                nticks=6,
                automargin=True,
                zeroline=True,
                zerolinecolor=theme.QUIET_INK,
            ),
            shapes=[_year(year) for year in view.ticks],
            annotations=[_end(line) for line in view.lines if line.is_main or len(view.lines) <= _FEW],
        ),
    }


def _trace(line: MonthLine) -> dict[str, Any]:
    color = theme.DEEP_BLUE if line.is_main else paper.QUIET_LINE
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [point.at for point in line.points],
        "y": [point.value for point in line.points],
        "text": [point.told for point in line.points],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "line": {"color": color, "width": 3 if line.is_main else 1.25},
        "marker": {"color": color, "size": 8 if line.is_main else 5},
    }


def _year(year: int) -> dict[str, Any]:
    line = {"color": theme.RULE, "width": 1}
    return {"type": "line", "x0": year, "x1": year, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _end(line: MonthLine) -> dict[str, Any]:
    last = line.points[-1]
    color = theme.DEEP_BLUE if line.is_main else theme.QUIET_INK
    return paper.label(
        last.at, last.value, line.name, xanchor="left", yanchor="middle", xshift=8, font={"color": color}
    )
