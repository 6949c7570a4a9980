"""View of scenarios → figure: what was observed, then a fan of paths between its lowest and highest."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.carbon.fan import FanPath, FanView

HEIGHT_PX: Final = 420
_ROOM: Final = 1.12
_LETTER_PX: Final = 13
_WASH: Final = "#EAF1F8"
_LABEL_SHARE: Final = 0.055  # height of a name as a share of the drawing
_DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


def draw_fan(view: FanView) -> dict[str, Any]:
    """The observed years in the deep blue, every path with a dash of its own and its name at the end."""
    ends = [path.points[-1] for path in view.paths]
    values = [
        value for _, value in (*view.observed, *(point for path in view.paths for point in path.points))
    ]
    first, last = view.observed[0][0], ends[0][0]
    top = max(values) * _ROOM
    widest = max(len(path.name) * (1 if path.name.isascii() else 2) for path in view.paths) / 2
    return {
        "data": [*_band(view), _observed(view), *map(_path, view.paths, _DASHES), _peaks(view)],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin={"l": 56, "r": round(16 + widest * _LETTER_PX), "t": 24, "b": 32},
            xaxis=paper.year_axis(range=[first - 0.5, last + 0.5], dtick=5, tick0=2000),
            yaxis=paper.axis(
                range=[0, top], showgrid=True, gridcolor=paper.GRID, nticks=6,
                title={"text": view.unit, "standoff": 8},
            ),
            shapes=_target_line(view),
            annotations=[*_names(view.paths, top), *_target_label(view)],
        ),
    }  # fmt: skip


def _band(view: FanView) -> list[dict[str, Any]]:
    years = [year for year, _ in view.paths[0].points]
    by_year = [[dict(path.points)[year] for path in view.paths] for year in years]
    look = {"type": "scatter", "mode": "lines", "x": years, "hoverinfo": "skip", "line": {"width": 0}}
    return [
        {**look, "y": [min(each) for each in by_year]},
        {**look, "y": [max(each) for each in by_year], "fill": "tonexty", "fillcolor": _WASH},
    ]


def _observed(view: FanView) -> dict[str, Any]:
    known = dict(view.observed)
    years = list(range(min(known), max(known) + 1))
    return {
        "type": "scatter", "mode": "lines", "x": years, "y": [known.get(year) for year in years],
        "connectgaps": False, "line": {"color": theme.DEEP_BLUE, "width": 3},
        "hovertemplate": "%{x}: %{y:.2f}<extra></extra>",
    }  # fmt: skip


def _path(path: FanPath, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": [year for year, _ in path.points],
        "y": [value for _, value in path.points], "name": path.name,
        "line": {"color": paper.MIDDLE_BLUE, "width": 1.75, "dash": dash},
        "hovertemplate": f"{paper.plain(path.name)} %{{x}}: %{{y:.1f}}<extra></extra>",
    }  # fmt: skip


def _peaks(view: FanView) -> dict[str, Any]:
    found = [path.peak for path in view.paths if path.peak is not None]
    return {
        "type": "scatter", "mode": "markers", "x": [year for year, _ in found],
        "y": [value for _, value in found],
        "marker": {"symbol": "circle-open", "size": 10, "color": theme.DEEP_BLUE, "line": {"width": 2}},
        "hovertemplate": "%{x}: %{y:.1f}<extra></extra>",
    }  # fmt: skip


def _names(paths: tuple[FanPath, ...], top: float) -> list[dict[str, Any]]:
    """Names beside the ends, pushed apart from the highest downwards."""
    found, floor = [], float("inf")
    for path in sorted(paths, key=lambda one: -one.points[-1][1]):
        year, value = path.points[-1]
        floor = min(value, floor - _LABEL_SHARE * top)
        found.append(paper.label(year, floor, path.name, xanchor="left", xshift=6,
                                 font={"color": theme.INK, "size": 12}))  # fmt: skip
    return found


def _target_line(view: FanView) -> list[dict[str, Any]]:
    if view.target is None:
        return []
    line = {"color": theme.INK, "width": 1.5, "dash": "dash"}
    return [{**paper.upright(view.target[0]), "line": line}]


def _target_label(view: FanView) -> list[dict[str, Any]]:
    if view.target is None:
        return []
    year, told = view.target
    return [paper.label(year, 1, told, yref="paper", xanchor="right", yanchor="top", xshift=-6,
                        font={"size": 12})]  # fmt: skip
