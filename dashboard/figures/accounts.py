"""View of an account → figure: fuels and purchased power beside each other, never on top of each other."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.carbon.accounts import AccountsView

HEIGHT_PX: Final = 340
_ROOM: Final = 1.15


def draw_accounts(view: AccountsView) -> dict[str, Any]:
    """Grouped bars by year; the names stand over the last bar of each."""
    pairs = ((view.fuels, theme.DEEP_BLUE), (view.power, paper.SOFT_BLUE))
    values = [value for points, _ in pairs for _, value in points]
    return {
        "data": [
            {
                "type": "bar", "x": [year for year, _ in points], "y": [value for _, value in points],
                "name": label, "marker": {"color": color},
                "hovertemplate": f"{paper.plain(label)} %{{x}}: %{{y:,.1f}}<extra></extra>",
            }
            for (points, color), label in zip(pairs, view.labels, strict=True) if points
        ],
        "layout": paper.layout(
            height=HEIGHT_PX,
            barmode="group",
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            margin={"l": 64, "r": 16, "t": 40, "b": 32},
            xaxis=paper.year_axis(dtick=1),
            yaxis=paper.axis(
                range=[min(0, *values), max(values) * _ROOM], showgrid=True, gridcolor=paper.GRID, nticks=6,
                title={"text": view.unit, "standoff": 8}, zeroline=True, zerolinecolor=theme.QUIET_INK,
            ),
        ),
    }  # fmt: skip
