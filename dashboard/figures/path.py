"""View of a plan → figure: what was reached, the required path, the target dashed with its document."""

import re
from typing import Any, Final

from dashboard import theme
from dashboard.views.path import PathChart, PathMark

_LABEL_PX: Final = 13
_ROOM: Final = 0.2
_BREAKS: Final = re.compile(r"(?=[（(])|(?<=[；;] )|(?<=；)|(?<= )")
_HALO: Final = "rgba(255, 255, 255, 0.85)"
_LINE_HAN: Final = 20
_RIGHT_ABOVE: Final = {"xanchor": "left", "yanchor": "bottom", "xshift": 4, "yshift": -4}
_LINE_LATIN: Final = 36
_INTERIM: Final = {"symbol": "diamond-open", "size": 10, "color": theme.QUIET_INK}
_ACTUAL: Final = {"symbol": "circle", "size": 11, "color": theme.DEEP_BLUE}


def draw_path(view: PathChart) -> dict[str, Any]:
    """A falling path over the years of a plan, labelled at its marks: there is no legend to match."""
    return {
        "data": [_required(view), _marks(view.interim, _INTERIM), *_actual(view)],
        "layout": _layout(view),
    }


def _required(view: PathChart) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [year for year, _ in view.required],
        "y": [change for _, change in view.required],
        "line": {"color": theme.QUIET_INK, "width": 1.5},
        "hovertemplate": "%{x}: %{y:.2f}%<extra></extra>",
        "name": view.required_label,
    }


def _marks(marks: tuple[PathMark, ...], look: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.year for mark in marks],
        "y": [mark.change_pct for mark in marks],
        "marker": look,
        "hoverinfo": "text",
        "text": [mark.label for mark in marks],
    }


def _actual(view: PathChart) -> list[dict[str, Any]]:
    """The known years joined from the base year on; the years between are not known."""
    if not view.actual:
        return []
    years = [view.base, *(mark.year for mark in view.actual)]
    changes = [0.0, *(mark.change_pct for mark in view.actual)]
    join = {
        "type": "scatter",
        "mode": "lines",
        "x": years,
        "y": changes,
        "line": {"color": theme.DEEP_BLUE, "width": 2.5},
        "hoverinfo": "skip",
    }
    return [join, _marks(view.actual, _ACTUAL)]


def _layout(view: PathChart) -> dict[str, Any]:
    first, last = view.base, view.required[-1][0]
    changes = [0.0, view.target.change_pct, *(mark.change_pct for mark in (*view.actual, *view.interim))]
    low, high = min(changes), max(changes)
    room = (high - low) * _ROOM
    return {
        "autosize": True,
        "margin": {"l": 48, "r": 16, "t": 12, "b": 32},
        "paper_bgcolor": theme.PAPER,
        "plot_bgcolor": theme.PAPER,
        "showlegend": False,
        "dragmode": False,
        "font": {"family": theme.FONT, "size": _LABEL_PX, "color": theme.INK},
        "xaxis": {
            "range": [first - 0.3, last + 0.6],
            "tickmode": "array",
            "tickvals": list(range(first, last + 1)),
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {
            "range": [low - 2.2 * room, high + room],
            "ticksuffix": "%",
            "gridcolor": theme.RULE,
            "zeroline": True,
            "zerolinecolor": theme.INK,
            "zerolinewidth": 1,
            "fixedrange": True,
            "nticks": 5,
        },
        "shapes": [_target_line(view, first, last)],
        "annotations": _labels(view),
    }


def _target_line(view: PathChart, first: int, last: int) -> dict[str, Any]:
    level = view.target.change_pct
    line = {"color": theme.INK, "width": 1.5, "dash": "dash"}
    return {"type": "line", "x0": first, "x1": last + 0.6, "y0": level, "y1": level, "line": line}


def _labels(view: PathChart) -> list[dict[str, Any]]:
    middle = view.required[len(view.required) // 2]
    told = "<br>".join((f"<b>{view.target.label}</b>", *_lines(view.document)))
    target = {
        "x": view.base, "y": view.target.change_pct, "text": told, "align": "left", "xanchor": "left",
        "yanchor": "top", "font": {"color": theme.INK},
    }  # fmt: skip
    required = {
        "x": middle[0], "y": middle[1], "text": view.required_label, "xanchor": "left", "yanchor": "bottom",
        "font": {"color": theme.QUIET_INK},
    }  # fmt: skip
    last = view.required[-1][0]
    actual = [_label(mark, theme.DEEP_BLUE, is_last=mark.year == last) for mark in view.actual]
    interim = [_label(mark, theme.QUIET_INK, is_last=True) for mark in view.interim]
    marks = [{"bgcolor": _HALO, **one} for one in (*actual, *interim)]
    return [{"showarrow": False, **one} for one in (target, required, *marks)]


def _lines(document: str) -> list[str]:
    """The document in short lines, so that its name keeps clear of the lines at the right.

    Broken before a bracket, after a semicolon or at a space, never inside a number or a date.
    """
    width = _LINE_LATIN if document.isascii() else _LINE_HAN
    lines: list[str] = []
    for piece in _BREAKS.split(document):
        if lines and len(lines[-1]) + len(piece) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines if line.strip()]


def _label(mark: PathMark, color: str, *, is_last: bool) -> dict[str, Any]:
    """Right of its mark and above the falling line; left and below where the chart ends."""
    place = {"xanchor": "right", "yanchor": "top", "xshift": -8} if is_last else _RIGHT_ABOVE
    return {"x": mark.year, "y": mark.change_pct, "text": mark.label, "font": {"color": color}, **place}
