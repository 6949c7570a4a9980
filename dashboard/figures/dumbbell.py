"""View of two rates → figure: the raw one open, the one as assessed filled, the target a tick."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.dual_control.assessed import AssessedView, Pair

ROW_PX: Final = 28


def draw_dumbbells(view: AssessedView) -> dict[str, Any]:
    """One row a city; what the signs mean stands above."""
    pairs = view.pairs
    count = len(pairs)
    values = [
        value for pair in pairs for value in (pair.raw, pair.assessed, pair.required) if value is not None
    ]
    room = (max(values) - min(values)) * 0.1 or 1.0
    return {
        "data": [
            _joins(pairs),
            _ticks(pairs),
            _dots(pairs, [pair.raw for pair in pairs], "circle-open"),
            _dots(pairs, [pair.assessed for pair in pairs], "circle"),
        ],
        "layout": paper.layout(
            height=ROW_PX * count + 72,
            margin={"l": 8, "r": 8, "t": 40, "b": 24},
            xaxis=paper.axis(
                range=[min(values) - room, max(values) + room],
                ticksuffix="%",
                showgrid=True,
                gridcolor=paper.GRID,
                zeroline=True,
                zerolinecolor=theme.INK,
            ),
            yaxis=paper.axis(
                range=[count - 0.4, -0.8],
                tickmode="array",
                tickvals=list(range(count)),
                ticktext=[_named(pair) for pair in pairs],
                automargin=True,
                tickfont={"color": theme.INK},
            ),
            annotations=[_legend(view.legend)],
        ),
    }


def _named(pair: Pair) -> str:
    name = paper.plain(pair.name)
    return f"<b>{name}</b> " if pair.is_main else f"{name} "


def _joins(pairs: tuple[Pair, ...]) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[int | None] = []
    for place, pair in enumerate(pairs):
        x += [pair.raw, pair.assessed, None]
        y += [place, place, None]
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
            "line": {"color": paper.SOFT_BLUE, "width": 3}}  # fmt: skip


def _ticks(pairs: tuple[Pair, ...]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [pair.required for pair in pairs],
        "y": list(range(len(pairs))),
        "marker": {"symbol": "line-ns-open", "size": 18, "color": theme.INK, "line": {"width": 2}},
        "hoverinfo": "skip",
    }


def _dots(pairs: tuple[Pair, ...], values: list[float], symbol: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": values,
        "y": list(range(len(pairs))),
        "marker": {
            "symbol": symbol,
            "size": 11,
            "color": theme.DEEP_BLUE,
            "line": {"width": 2, "color": theme.DEEP_BLUE},
        },
        "text": [paper.plain(pair.told) for pair in pairs],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _legend(legend: tuple[str, str, str]) -> dict[str, Any]:
    raw, assessed, target = map(paper.plain, legend)
    return {
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 10,
        "align": "left",
        "text": f"○ {raw}　● {assessed}　│ {target}",
        "showarrow": False,
        "font": {"color": theme.QUIET_INK},
    }
