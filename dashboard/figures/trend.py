"""View of courses → figure: thin quiet lines, the one looked at in the deep blue, names at the line's end."""

from collections.abc import Sequence
from typing import Any, Final

from dashboard import theme
from dashboard.views.trend import TrendLine, TrendTarget, TrendView

HEIGHT_PX: Final = 440
_PLOT_PX: Final = 370  # what is left of it between the margins
_LABEL_PX: Final = 13
_LABEL_STEP_PX: Final = 17
_QUIET: Final = "#A9B3BD"
_MOST_TICKS: Final = 14
_CROWD: Final = 40  # lines; beyond, thousands of points would cost seconds and tell nothing
_FEW_TICKS: Final = 3  # so few years make no line: the points must carry it


def draw_trend(view: TrendView) -> dict[str, Any]:
    """Lines with their names at the end; a gap stays a gap; targets dashed, breaks dotted."""
    low, high = _range(view)
    quiet_first = sorted(view.lines, key=lambda line: line.is_main)
    return {
        "data": [_trace(line, view) for line in quiet_first],
        "layout": {
            **_layout(view, low, high),
            "shapes": [*map(_target_shape, view.targets), *(_break_shape(at) for at, _ in view.breaks)],
            "annotations": [
                *_end_labels(view.lines, low, high),
                *map(_target_label, view.targets),
                *(_break_label(at, text) for at, text in view.breaks),
            ],
        },
    }


def choose_labels(lines: Sequence[TrendLine], step: float) -> tuple[TrendLine, ...]:
    """The lines whose names can stand at their own ends without lying on each other.

    The one looked at comes first, then the highest downwards.

    Args:
        lines: lines; those without a label are left out.
        step: the least distance of two labels in the unit of the values.
    """
    named = (line for line in lines if line.label)
    kept: list[TrendLine] = []
    for line in sorted(named, key=lambda line: (not line.is_main, -(line.last.value or 0.0))):
        at = line.last.value or 0.0
        if all(abs(at - (other.last.value or 0.0)) >= step for other in kept):
            kept.append(line)
    return tuple(kept)


def _trace(line: TrendLine, view: TrendView) -> dict[str, Any]:
    color = theme.DEEP_BLUE if line.is_main else _QUIET
    return {
        "type": "scatter",
        "mode": _mode(line, view),
        "x": [point.at for point in line.points],
        "y": [point.value for point in line.points],
        "text": [point.told for point in line.points],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "showlegend": False,
        "line": {"color": color, "width": 3 if line.is_main else 1.25},
        "marker": {"color": color, "size": _marker_size(line, view)},
    }


def _mode(line: TrendLine, view: TrendView) -> str:
    if not view.is_joined:
        return "markers"
    is_crowd = len(view.lines) > _CROWD and not line.is_main
    has_gap = any(point.value is None for point in line.points)
    return "lines" if is_crowd and not has_gap else "lines+markers"


def _marker_size(line: TrendLine, view: TrendView) -> int:
    if not view.is_joined:
        return 10 if line.is_main else 8
    if len(view.ticks) <= _FEW_TICKS:
        return 10 if line.is_main else 6
    return 6 if line.is_main else 3  # a lone year between two gaps must stay visible


def _range(view: TrendView) -> tuple[float, float]:
    values = [point.value for line in view.lines for point in line.points if point.value is not None]
    values += [target.value for target in view.targets]
    low, high = min(values, default=0.0), max(values, default=1.0)
    if view.zero_baseline:
        low, high = min(0.0, low), max(0.0, high)
    margin = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return (low if view.zero_baseline and low == 0 else low - margin), high + margin


def _layout(view: TrendView, low: float, high: float) -> dict[str, Any]:
    step = -(-len(view.ticks) // _MOST_TICKS) or 1
    ticks = view.ticks[::-1][::step][::-1]  # the last year is always named
    widest = max((len(line.label) for line in view.lines), default=0)
    per_letter = 14 if view.lang == "zh" else 8
    axis = {"color": theme.QUIET_INK, "linecolor": theme.RULE, "zeroline": False, "fixedrange": True}
    return {
        "height": HEIGHT_PX,
        "autosize": True,
        "margin": {"l": 64, "r": 24 + widest * per_letter, "t": 24, "b": 40},
        "paper_bgcolor": theme.PAPER,
        "plot_bgcolor": theme.PAPER,
        "dragmode": False,
        "hovermode": "closest",
        "font": {"family": theme.FONT, "color": theme.INK, "size": _LABEL_PX},
        "hoverlabel": {"bgcolor": theme.PAPER, "bordercolor": theme.QUIET_INK, "font": {"color": theme.INK}},
        "xaxis": {
            **axis,
            "showgrid": False,
            "tickvals": list(ticks),
            "ticktext": [str(year) for year in ticks],
        },
        "yaxis": {
            **axis,
            "range": [low, high],
            "gridcolor": "#ECEFF2",
            "nticks": 6,
            "separatethousands": True,
            "exponentformat": "none",
            "title": {"text": view.unit, "standoff": 8},
            "automargin": True,
            "zeroline": low < 0 < high,
            "zerolinecolor": theme.QUIET_INK,
        },
    }


def _end_labels(lines: Sequence[TrendLine], low: float, high: float) -> list[dict[str, Any]]:
    step = (high - low) * _LABEL_STEP_PX / _PLOT_PX
    return [
        {
            "x": line.last.at,
            "y": line.last.value,
            "xanchor": "left",
            "yanchor": "middle",
            "xshift": 6,
            "text": f"<b>{line.label}</b>" if line.is_main else line.label,
            "showarrow": False,
            "font": {"size": _LABEL_PX, "color": theme.DEEP_BLUE if line.is_main else theme.QUIET_INK},
        }
        for line in choose_labels(lines, step)
    ]


def _target_shape(target: TrendTarget) -> dict[str, Any]:
    line = {"color": theme.INK, "width": 1.5, "dash": "dash"}
    return {
        "type": "line",
        "x0": target.first,
        "x1": target.last,
        "y0": target.value,
        "y1": target.value,
        "line": line,
    }


def _target_label(target: TrendTarget) -> dict[str, Any]:
    return {
        "x": target.last,
        "y": target.value,
        "xanchor": "right",
        "yanchor": "bottom",
        "text": target.label,
        "showarrow": False,
        "font": {"size": 12, "color": theme.INK},
    }


def _break_shape(at: float) -> dict[str, Any]:
    line = {"color": theme.QUIET_INK, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _break_label(at: float, text: str) -> dict[str, Any]:
    return {
        "x": at,
        "y": 1,
        "yref": "paper",
        "xanchor": "center",
        "yanchor": "bottom",
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": theme.QUIET_INK},
    }
