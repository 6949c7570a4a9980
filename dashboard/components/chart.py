"""A chart on its page: sentence, drawing, notes, source, its table, and ways to save it as a picture."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.graph import graph
from dashboard.components.rich_table import rich_table
from dashboard.components.save import save_buttons
from dashboard.text import words
from dashboard.views.chart import ChartWords


def chart(
    view: ChartWords,
    figure: dict[str, Any],
    *,
    size: str = "chart-medium",
    legend: Component | None = None,
) -> html.Figure:
    """A plotly figure with everything that stands around it.

    Args:
        view: the words around it.
        figure: a plain dictionary from ``figures``; one that names its height keeps it.
        size: class that gives the drawing its height, where the figure names none.
        legend: what stands below the drawing, where direct labels cannot say it.
    """
    drawing = graph(figure, view.title)
    height = figure["layout"].get("height")
    if height:
        drawing = html.Div(drawing, className="sized-graph", style={"height": f"{height}px"})
    parts = [drawing, *([legend] if legend is not None else [])]
    return framed(view, html.Div(parts, className=f"chart-drawing {size}"))


def drawn_chart(view: ChartWords, markup: str) -> html.Figure:
    """Small drawings in a grid, written as SVG by ``figures``, with everything that stands around them."""
    drawings: dict[str, Any] = {"data-markup": markup}
    return framed(view, html.Div(className="chart-drawing small-charts", **drawings))


def framed(view: ChartWords, drawing: Component) -> html.Figure:
    """The words around a drawing."""
    parts = [
        html.Figcaption(view.title, className="figure-title"),
        *([html.P(view.axis, className="axis-title")] if view.axis else []),
        drawing,
        *[html.P(note, className="note chart-note") for note in view.notes],
        *([html.P(view.source, className="note chart-source")] if view.source else []),
        _tools(view),
    ]
    return html.Figure(parts, className="chart")


def _tools(view: ChartWords) -> html.Div:
    say = words(view.lang)
    table = html.Details([html.Summary(say("chart.table")), rich_table(view.table)]) if view.table else None
    buttons = save_buttons(view.title, view.lang)
    return html.Div([*([table] if table else []), buttons], className="chart-tools")
