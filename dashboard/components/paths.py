"""The way to a region's reduction targets: charts side by side, and the table of everything in them."""

from dash import html

from dashboard.components.fold import fold
from dashboard.components.graph import graph
from dashboard.components.rich_table import rich_table
from dashboard.components.save import save_buttons
from dashboard.figures.path import draw_path
from dashboard.views.path import PathChart, PathView
from dashboard.views.table import TableView


def paths(view: PathView) -> html.Div:
    """Charts and table; nothing where no target is known."""
    if not view.charts:
        return html.Div()
    charts = html.Div([_chart(chart, view.lang) for chart in view.charts], className="path-charts")
    table = [_table(view.table)] if view.table else []
    notes = [html.P(note, className="note") for note in view.notes]
    return html.Div([html.H3(view.title), charts, *table, *notes])


def _table(table: TableView) -> html.Details:
    return fold(table.caption, [html.Div(rich_table(table), className="path-table")])


def _chart(view: PathChart, lang: str) -> html.Figure:
    return html.Figure(
        [
            html.Figcaption(view.title, className="figure-title"),
            html.P(view.axis, className="axis-title"),
            graph(draw_path(view), view.told),
            html.P(view.note, className="note chart-note"),
            html.Div(save_buttons(view.title, lang), className="chart-tools"),
        ],
        className="path-chart",
    )
