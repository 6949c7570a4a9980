"""View of agreement → figure: lowest to highest ratio, on a scale where twice and half are alike."""

import math
from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.carbon.agreement import AgreementView, Pair

_ROW_PX: Final = 22
_EDGES_PX: Final = 64
_LEAST_PX: Final = 200
_LETTER_PX: Final = 14
_TICKS: Final = (0.25, 0.5, 0.8, 1, 1.25, 2, 4)
_ROOM: Final = 1.1


def draw_ratios(view: AgreementView) -> dict[str, Any]:
    """A line with its median for each pair; the band in which inventories agree is drawn."""
    rows = list(range(len(view.pairs)))
    low, high = min(pair.lowest for pair in view.pairs), max(pair.highest for pair in view.pairs)
    reach = math.log10(max(high, 1 / low, view.tolerance) * _ROOM)
    widest = max(len(name) * (1 if not name.isascii() else 0.6) for name in view.names)
    band = {
        "type": "rect", "x0": 1 / view.tolerance, "x1": view.tolerance, "y0": 0, "y1": 1, "yref": "paper",
        "fillcolor": paper.GRID, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip
    one = {**paper.upright(1), "line": {"color": theme.INK, "width": 1}}
    return {
        "data": [
            {
                "type": "scatter", "mode": "markers", "x": [pair.median for pair in view.pairs], "y": rows,
                "marker": {"color": theme.DEEP_BLUE, "size": 9},
                "text": [_told(view, at) for at in rows], "hovertemplate": "%{text}<extra></extra>",
            }
        ],
        "layout": paper.layout(
            height=max(_LEAST_PX, _ROW_PX * len(rows) + _EDGES_PX),
            margin={"l": round(24 + widest * _LETTER_PX), "r": 24, "t": 8, "b": 40},
            xaxis=paper.axis(
                type="log", range=[-reach, reach], showgrid=True, gridcolor=paper.GRID,
                tickvals=list(_TICKS), ticktext=[f"{each:g}" for each in _TICKS],
            ),
            yaxis=paper.axis(
                tickvals=rows, ticktext=[paper.plain(name) for name in view.names],
                range=[len(rows) - 0.5, -0.5], tickfont={"color": theme.INK},
            ),
            shapes=[band, one, *map(_span, rows, view.pairs)],
        ),
    }  # fmt: skip


def _span(row: int, pair: Pair) -> dict[str, Any]:
    line = {"color": paper.MIDDLE_BLUE, "width": 3}
    ends = {"x0": pair.lowest, "x1": pair.highest, "y0": row, "y1": row}
    return {"type": "line", **ends, "line": line, "layer": "below"}


def _told(view: AgreementView, at: int) -> str:
    pair = view.pairs[at]
    return f"{paper.plain(view.names[at])}: {pair.lowest:.2f} – {pair.median:.2f} – {pair.highest:.2f}"
