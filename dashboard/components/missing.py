"""What a page lacks and what can be done about it."""

from dash import html

from dashboard.views.missing import MissingView


def draw_missing(view: MissingView | None) -> html.Div:
    """What is missing, from whom, how; nothing where nothing is missing."""
    if view is None:
        return html.Div()
    lines = [
        html.Li([html.Span(f"○ {what}"), html.Small(who, className="cell-note")]) for what, who in view.lines
    ]
    how = [html.P(each, className="note") for each in view.how]
    demo = [html.P(html.A(view.demo, href=view.demo_address) if view.demo_address else view.demo)]
    return html.Div(
        [html.P(view.title, className="state-title"), html.Ul(lines), *how, *(demo if view.demo else [])],
        className="state missing",
    )
