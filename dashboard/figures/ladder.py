"""View of the tiers → figure: a bar a tier, filled for what is valid, outlined for what was recognised."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.tiers.ladder import LadderView, Rung

RUNG_PX: Final = 76
_BAR: Final = 0.26  # of a rung; above it stand two lines of words


def draw_ladder(view: LadderView) -> dict[str, Any]:
    """Bars from a common zero, widest tier on top; words above each, so that a phone has room."""
    longest = max((max(rung.valid or 0, _outlined(rung) or 0) for rung in view.rungs), default=0) or 1
    count = len(view.rungs)
    return {
        "data": [_gross(view.rungs), _valid(view.rungs)],
        "layout": paper.layout(
            height=RUNG_PX * count + 8,
            barmode="overlay",
            margin={"l": 1, "r": 8, "t": 4, "b": 4},
            xaxis=paper.axis(range=[0, longest * 1.02], visible=False),
            yaxis=paper.axis(range=[count - 0.2, -0.8], visible=False),
            annotations=[line for place, rung in enumerate(view.rungs) for line in _words(place, rung)],
        ),
    }


def _gross(rungs: tuple[Rung, ...]) -> dict[str, Any]:
    outline = {"color": theme.PAPER, "line": {"color": theme.QUIET_INK, "width": 1}}
    return _bars(rungs, [_outlined(rung) for rung in rungs], outline, width=_BAR)


def _outlined(rung: Rung) -> int | None:
    return rung.stated if rung.gross is None else rung.gross


def _valid(rungs: tuple[Rung, ...]) -> dict[str, Any]:
    return _bars(rungs, [rung.valid for rung in rungs], {"color": theme.DEEP_BLUE}, width=_BAR * 0.6)


def _bars(
    rungs: tuple[Rung, ...], lengths: list[int | None], marker: dict[str, Any], width: float
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": lengths,
        "y": list(range(len(rungs))),
        "width": width,
        "marker": marker,
        "text": [paper.plain(f"{rung.name} {rung.label}") for rung in rungs],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _words(place: int, rung: Rung) -> tuple[dict[str, Any], dict[str, Any]]:
    """The name, and below it the counts; both begin where the bars do."""
    is_missing = rung.valid is None and _outlined(rung) is None
    at = {"xanchor": "left", "yanchor": "middle", "align": "left"}
    quiet = {"color": theme.QUIET_INK if is_missing else theme.INK}
    return (
        paper.label(0, place - 0.64, rung.name, font={"color": theme.INK, "weight": 700}, **at),
        paper.label(0, place - 0.39, rung.label, font=quiet, **at),
    )
