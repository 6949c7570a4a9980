"""What all plotly figures of the paper share: ground, type, quiet axes. One visual language."""

from typing import Any, Final

from dashboard import theme

LABEL_PX: Final = 13
QUIET_LINE: Final = "#A9B3BD"
GRID: Final = "#ECEFF2"
SOFT_BLUE: Final = "#8DB2D6"
MIDDLE_BLUE: Final = "#4F86B8"


def layout(**parts: Any) -> dict[str, Any]:
    """The layout of a figure; ``parts`` are what is its own, such as axes and margins."""
    return {
        "autosize": True,
        "paper_bgcolor": theme.PAPER,
        "plot_bgcolor": theme.PAPER,
        "dragmode": False,
        "hovermode": "closest",
        "showlegend": False,
        "font": {"family": theme.FONT, "color": theme.INK, "size": LABEL_PX},
        "hoverlabel": {
            "bgcolor": theme.PAPER,
            "bordercolor": theme.QUIET_INK,
            "font": {"family": theme.FONT, "color": theme.INK},
            "align": "left",
        },
        **parts,
    }


def axis(**parts: Any) -> dict[str, Any]:
    """A quiet axis that stays where it is."""
    return {
        "color": theme.QUIET_INK,
        "linecolor": theme.RULE,
        "zeroline": False,
        "showgrid": False,
        "fixedrange": True,
        "separatethousands": True,
        "exponentformat": "none",
        **parts,
    }


def year_axis(**parts: Any) -> dict[str, Any]:
    """A quiet axis of years, which have no thousands."""
    return axis(tickformat="d", separatethousands=False, **parts)


def label(x: Any, y: Any, text: str, **parts: Any) -> dict[str, Any]:
    """Words at a place of the figure, without an arrow."""
    return {"x": x, "y": y, "text": plain(text), "showarrow": False, **parts}


def plain(text: str) -> str:
    """Names come from files: what they hold is shown, never read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def upright(x: float) -> dict[str, Any]:
    """A thin line from foot to head of a chart, below what is drawn."""
    line = {"color": theme.RULE, "width": 1}
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": line,
        "layer": "below",
    }
