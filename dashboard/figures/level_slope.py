"""View of two periods → figure: a line a region, named with its value at both ends."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.figures.spread import spread
from dashboard.format import format_signed
from dashboard.views.dual_control.slope import Slope, SlopeView

HEIGHT_PX: Final = 480
_PLOT_PX: Final = 410
_STEP_PX: Final = 18


def draw_slopes(view: SlopeView) -> dict[str, Any]:
    """Quiet lines, the one looked at in the deep blue; the level's shape stands at its end."""
    values = [value for one in view.slopes for value in (one.before, one.after)]
    values += [view.target[0]] if view.target else []
    low, high = min(values), max(values)
    room = (high - low) * 0.08 or 1.0
    low, high = low - room, high + room
    step = (high - low) * _STEP_PX / _PLOT_PX
    starts = spread([one.before for one in view.slopes], step, low, high)
    ends = spread([one.after for one in view.slopes], step, low, high)
    return {
        "data": [_line(one) for one in sorted(view.slopes, key=lambda each: each.is_main)],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin={"l": 8, "r": 8, "t": 8, "b": 36},
            xaxis=paper.axis(
                range=[-0.75, 1.75], tickvals=[0, 1], ticktext=list(view.periods), side="bottom"
            ),
            yaxis=paper.axis(range=[low, high], visible=False),
            shapes=[paper.upright(0), paper.upright(1), *_target_line(view)],
            annotations=[
                *(_label(one, at, is_start=True) for one, at in zip(view.slopes, starts, strict=True)),
                *(_label(one, at, is_start=False) for one, at in zip(view.slopes, ends, strict=True)),
                *_target_label(view),
            ],
        ),
    }


def _line(one: Slope) -> dict[str, Any]:
    color = theme.DEEP_BLUE if one.is_main else paper.QUIET_LINE
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [0, 1],
        "y": [one.before, one.after],
        "line": {"color": color, "width": 3 if one.is_main else 1.25},
        "marker": {"color": color, "size": 8 if one.is_main else 5},
        "text": [paper.plain(_told(one, one.before)), paper.plain(_told(one, one.after))],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _told(one: Slope, value: float) -> str:
    return f"{one.name} {format_signed(value, 2)}%"


def _label(one: Slope, at: float, *, is_start: bool) -> dict[str, Any]:
    value, result = (one.before, one.result_before) if is_start else (one.after, one.result_after)
    mark = theme.mark_of(result)
    told = paper.plain(_told(one, value))
    shape = f'<span style="color:{mark.ink}">{mark.shape}</span>'
    text = f"{told} {shape}" if is_start else f"{shape} {told}"
    return {
        "x": 0 if is_start else 1,
        "y": at,
        "text": f"<b>{text}</b>" if one.is_main else text,
        "showarrow": False,
        "xanchor": "right" if is_start else "left",
        "xshift": -8 if is_start else 8,
        "font": {"color": theme.INK if one.is_main else theme.QUIET_INK},
    }


def _target_line(view: SlopeView) -> list[dict[str, Any]]:
    if view.target is None:
        return []
    line = {"color": theme.INK, "width": 1.5, "dash": "dash"}
    return [{"type": "line", "x0": 0, "x1": 1, "y0": view.target[0], "y1": view.target[0], "line": line}]


def _target_label(view: SlopeView) -> list[dict[str, Any]]:
    if view.target is None:
        return []
    return [
        paper.label(0.5, view.target[0], view.target[1], yanchor="bottom", bgcolor="rgba(255,255,255,0.8)")
    ]
