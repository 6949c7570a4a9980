"""View of batches → figure: one column a batch, its count on top."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.tiers.batches import BatchesView

HEIGHT_PX: Final = 260


def draw_batches(view: BatchesView) -> dict[str, Any]:
    """Columns from zero in the order of the batches, the last one in the deep blue."""
    last = len(view.batches) - 1
    return {
        "data": [
            {
                "type": "bar",
                "x": [batch.label.replace(" ", "<br>") for batch in view.batches],
                "y": [batch.count for batch in view.batches],
                "text": [f"{batch.count:,}" for batch in view.batches],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {
                    "color": [
                        theme.DEEP_BLUE if place == last else paper.SOFT_BLUE
                        for place in range(len(view.batches))
                    ]
                },
                "hovertemplate": "%{x} %{text}<extra></extra>",
            }
        ],
        "layout": paper.layout(
            height=HEIGHT_PX,
            bargap=0.4,
            margin={"l": 8, "r": 8, "t": 24, "b": 8},
            xaxis=paper.axis(automargin=True, color=theme.INK),
            yaxis=paper.axis(visible=False, rangemode="tozero"),
        ),
    }
