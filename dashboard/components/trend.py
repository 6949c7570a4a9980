"""The courses of the regions with their sentence and notes."""

from dash import html

from dashboard.components.graph import graph
from dashboard.components.save import save_buttons
from dashboard.components.states import empty_state
from dashboard.figures.trend import draw_trend
from dashboard.text import words
from dashboard.views.trend import TrendView


def trend_figure(view: TrendView) -> html.Figure:
    """The figure, or why there is none."""
    say = words(view.lang)
    title = html.Figcaption(view.title, className="figure-title")
    if not view.lines:
        return html.Figure([title, empty_state(view.lang, reason=say("trend.empty"))])
    drawn = graph(draw_trend(view), say("trend.alt", title=view.title))
    notes = html.Div([html.P(note) for note in view.notes], className="note")
    tools = html.Div(save_buttons(view.title, view.lang), className="chart-tools")
    return html.Figure([title, drawn, notes, tools])
