"""View of emissions → figure: inventories apart, maximum ringed, Sen slope dotted, target dashed."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.carbon.emissions_course import CourseLine, CourseView

HEIGHT_PX: Final = 400
_ROOM: Final = 1.12
_LABEL_SHARE: Final = 0.055  # height of a name as a share of the drawing
_NEAR_YEARS: Final = 3
_LETTER_PX: Final = 7


def draw_emissions(view: CourseView) -> dict[str, Any]:
    """Lines labelled at their ends; a missing year breaks a line."""
    years = [year for line in view.lines for year, _ in line.points]
    values = [value for line in view.lines for _, value in line.points]
    last = max([*years, *([view.target[0]] if view.target else [])])
    widest = max(len(line.name) * (1 if line.name.isascii() else 2) for line in view.lines)
    return {
        "data": [*map(_line, view.lines), *_slope(view), *_maximum(view)],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin={"l": 56, "r": 24 if view.target else 16 + widest * _LETTER_PX, "t": 24, "b": 32},
            xaxis=paper.year_axis(range=[min(years) - 0.5, last + 0.5], dtick=5, tick0=2000),
            yaxis=paper.axis(
                range=[0, max(values) * _ROOM], showgrid=True, gridcolor=paper.GRID, nticks=6,
                title={"text": view.unit, "standoff": 8},
            ),
            shapes=_target_line(view),
            annotations=[*_names(view.lines, max(values) * _ROOM), *_labels(view)],
        ),
    }  # fmt: skip


def _line(line: CourseLine) -> dict[str, Any]:
    known = dict(line.points)
    years = list(range(min(known), max(known) + 1))
    color = theme.DEEP_BLUE if line.is_main else paper.QUIET_LINE
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": years,
        "y": [known.get(year) for year in years],
        "connectgaps": False,
        "name": line.name,
        "hovertemplate": f"{paper.plain(line.name)} %{{x}}: %{{y:.2f}}<extra></extra>",
        "line": {"color": color, "width": 3 if line.is_main else 1.5},
        "marker": {"color": color, "size": 4},
    }


def _slope(view: CourseView) -> list[dict[str, Any]]:
    if view.slope is None:
        return []
    (x0, y0), (x1, y1) = view.slope.start, view.slope.end
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x0, x1],
            "y": [y0, y1],
            "line": {"color": theme.INK, "width": 1.5, "dash": "dot"},
            "hoverinfo": "skip",
        }
    ]


def _maximum(view: CourseView) -> list[dict[str, Any]]:
    if view.maximum is None:
        return []
    year, value, label = view.maximum
    ring = {"symbol": "circle-open", "size": 13, "color": theme.DEEP_BLUE, "line": {"width": 2}}
    return [
        {"type": "scatter", "mode": "markers", "x": [year], "y": [value], "marker": ring,
         "hovertemplate": f"{paper.plain(label)}<extra></extra>"}
    ]  # fmt: skip


def _names(lines: tuple[CourseLine, ...], top: float) -> list[dict[str, Any]]:
    """Names beside the ends of the lines, those that end beside each other pushed apart."""
    found: list[dict[str, Any]] = []
    placed: list[tuple[int, float]] = []
    for line in sorted(lines, key=lambda one: -one.points[-1][1]):
        year, value = line.points[-1]
        beside = [at for other, at in placed if abs(other - year) <= _NEAR_YEARS]
        at = min([value, *(each - _LABEL_SHARE * top for each in beside)])
        placed.append((year, at))
        color = theme.DEEP_BLUE if line.is_main else theme.QUIET_INK
        found.append(paper.label(year, at, line.name, xanchor="left", xshift=8, font={"color": color}))
    return found


def _labels(view: CourseView) -> list[dict[str, Any]]:
    found = []
    if view.maximum is not None:
        year, value, label = view.maximum
        found.append(paper.label(year, value, label, yanchor="bottom", yshift=10, xanchor="right",
                                 font={"color": theme.DEEP_BLUE}))  # fmt: skip
    if view.slope is not None:
        (x0, _), (x1, _) = view.slope.start, view.slope.end
        found.append(paper.label((x0 + x1) / 2, 0, view.slope.label, yanchor="bottom", yshift=6,
                                 font={"color": theme.INK, "size": 12}))  # fmt: skip
    if view.target is not None:
        year, told = view.target
        found.append(paper.label(year, 1, told, yref="paper", xanchor="right", yanchor="top", xshift=-6,
                                 font={"color": theme.INK, "size": 12}))  # fmt: skip
    return found


def _target_line(view: CourseView) -> list[dict[str, Any]]:
    if view.target is None:
        return []
    return [
        {
            **paper.upright(view.target[0]),
            "line": {"color": theme.INK, "width": 1.5, "dash": "dash"},
        }
    ]
