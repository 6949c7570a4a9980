"""What the page says first."""

from dash import dcc, html

from dashboard.views.headline import HeadlineView

_MOST_LINKS = 6


def draw_headline(view: HeadlineView) -> html.Div:
    """The sentences; and where to look instead, if there is nothing here."""
    joined = ("" if view.lang == "zh" else " ").join(view.sentences)
    links = [html.Li(dcc.Link(label, href=to)) for label, to in view.links[:_MOST_LINKS]]
    elsewhere = [html.P(view.links_label, className="note"), html.Ul(links, className="link-list")]
    return html.Div([html.P(joined, className="lead"), *(elsewhere if links else [])], className="headline")
