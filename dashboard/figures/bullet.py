"""View of changes against targets → figure: a bar from zero, the target a tick across it."""

from typing import Any, Final

from dashboard import theme
from dashboard.figures import paper
from dashboard.views.dual_control.bullet import Bullet, BulletView

ROW_PX: Final = 30
_ROOM: Final = 0.05


def draw_bullets(view: BulletView) -> dict[str, Any]:
    """One row a region, the verdict's shape before its name; the target is never left out."""
    count = len(view.bullets)
    values = [value for one in view.bullets for value in (one.actual, one.required, 0.0)]
    low, high = min(values), max(values)
    room = (high - low) * _ROOM or 1.0
    return {
        "data": [_bars(view.bullets), _targets(view.bullets)],
        "layout": paper.layout(
            height=ROW_PX * count + 56,
            bargap=0.45,
            margin={"l": 8, "r": 72, "t": 28, "b": 24},
            xaxis=paper.axis(
                range=[low - room, high + room], ticksuffix="%", zeroline=True, zerolinecolor=theme.INK
            ),
            yaxis=paper.axis(
                range=[count - 0.4, -0.9],
                tickmode="array",
                tickvals=list(range(count)),
                ticktext=[_named(one) for one in view.bullets],
                automargin=True,
                tickfont={"color": theme.INK},
            ),
            annotations=[*_labels(view.bullets), _legend(view)],
        ),
    }


def _named(bullet: Bullet) -> str:
    mark = theme.mark_of(bullet.result)
    name = paper.plain(bullet.name)
    shown = f"<b>{name}</b>" if bullet.is_main else name
    return f'<span style="color:{mark.ink}">{mark.shape}</span> {shown} '


def _bars(bullets: tuple[Bullet, ...]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [one.actual for one in bullets],
        "y": list(range(len(bullets))),
        "marker": {"color": [theme.DEEP_BLUE if one.is_main else paper.SOFT_BLUE for one in bullets]},
        "text": [paper.plain(one.told) for one in bullets],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _targets(bullets: tuple[Bullet, ...]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [one.required for one in bullets],
        "y": list(range(len(bullets))),
        "marker": {"symbol": "line-ns-open", "size": 20, "color": theme.INK, "line": {"width": 2.5}},
        "hoverinfo": "skip",
    }


def _labels(bullets: tuple[Bullet, ...]) -> list[dict[str, Any]]:
    """The numbers in a column of their own, clear of bars and targets."""
    return [
        paper.label(
            1,
            place,
            one.label,
            xref="paper",
            xanchor="left",
            xshift=8,
            font={"color": theme.DEEP_BLUE if one.is_main else theme.QUIET_INK},
        )
        for place, one in enumerate(bullets)
    ]


def _legend(view: BulletView) -> dict[str, Any]:
    """What the tick is, said above the first one."""
    return paper.label(view.bullets[0].required, -0.45, view.tick, yanchor="bottom", xanchor="center")
