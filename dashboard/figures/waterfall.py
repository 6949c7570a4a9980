"""View of drivers → figure: from one year to another, each effect hanging where the last one ended."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.carbon.drivers import DriversView

HEIGHT_PX: Final = 400
_ROOM: Final = 0.12


def draw_waterfall(view: DriversView) -> dict[str, Any]:
    """Ends in the deep blue; what adds is darker than what takes away, and both carry their sign."""
    bases, reach, at = [], [], 0.0
    for step in view.steps:
        base = 0.0 if step.is_end else at
        bases.append(base)
        at = step.amount if step.is_end else at + step.amount
        reach += [base, at]
    low, high = min(reach), max(reach)
    tops = [max(base, base + step.amount) for base, step in zip(bases, view.steps, strict=True)]
    return {
        "data": [
            {
                "type": "bar",
                "x": [step.name for step in view.steps],
                "y": [step.amount for step in view.steps],
                "base": bases,
                "width": 0.6,
                "marker": {"color": [_color(step.amount, is_end=step.is_end) for step in view.steps]},
                "text": [f"{paper.plain(step.name)} {step.label}" for step in view.steps],
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
            }
        ],
        "layout": paper.layout(
            height=HEIGHT_PX,
            margin={"l": 56, "r": 16, "t": 16, "b": 64},
            xaxis=paper.axis(type="category", automargin=True, tickfont={"color": theme.INK}),
            yaxis=paper.axis(
                range=[min(low * (1 + _ROOM), 0), high * (1 + _ROOM)], showgrid=True, gridcolor=paper.GRID,
                nticks=6, title={"text": view.unit, "standoff": 8}, zeroline=True,
                zerolinecolor=theme.QUIET_INK,
            ),
            annotations=[
                paper.label(at, top, step.label, yanchor="bottom", yshift=2)
                for at, (top, step) in enumerate(zip(tops, view.steps, strict=True))
            ],
        ),
    }  # fmt: skip


def _color(amount: float, *, is_end: bool) -> str:
    if is_end:
        return theme.DEEP_BLUE
    return paper.MIDDLE_BLUE if amount >= 0 else paper.SOFT_BLUE
