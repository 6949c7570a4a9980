"""View of the flows of a stock → figure: from the opening to the closing stock, step by step."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.tiers.flow import FlowStep, FlowView

STEP_PX: Final = 40
_ROOM: Final = 1.12


def draw_flow(view: FlowView) -> dict[str, Any]:
    """A waterfall that reads downwards, so that long names have room on a phone and on paper."""
    names = [step.name for step in view.steps]
    return {
        "data": [_waterfall(view.steps)],
        "layout": paper.layout(
            height=STEP_PX * len(names) + 24,
            margin={"l": 8, "r": 8, "t": 4, "b": 12},
            xaxis=paper.axis(range=[0, _highest(view.steps) * _ROOM], visible=False),
            yaxis=paper.axis(
                categoryorder="array",
                categoryarray=names[::-1],
                automargin=True,
                color=theme.INK,
                ticklabelstandoff=8,
            ),
        ),
    }


def _waterfall(steps: tuple[FlowStep, ...]) -> dict[str, Any]:
    return {
        "type": "waterfall",
        "orientation": "h",
        "measure": ["absolute" if step.is_stock else "relative" for step in steps],
        "x": [step.amount for step in steps],
        "y": [step.name for step in steps],
        "text": [step.label for step in steps],
        "textposition": "outside",
        "cliponaxis": False,
        "width": 0.6,
        "connector": {"line": {"color": theme.RULE, "width": 1}},
        "totals": {"marker": {"color": theme.DEEP_BLUE}},
        "increasing": {"marker": {"color": paper.MIDDLE_BLUE}},
        "decreasing": {"marker": {"color": paper.QUIET_LINE}},
        "hovertemplate": "%{y} %{text}<extra></extra>",
    }


def _highest(steps: tuple[FlowStep, ...]) -> int:
    """The highest stock on the way; the axis begins at zero, because bars say how much."""
    stock, highest = 0, 1
    for step in steps:
        stock = step.amount if step.is_stock else stock + step.amount
        highest = max(highest, stock)
    return highest
