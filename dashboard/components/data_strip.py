"""The strip with what stands behind the page."""

from dash import dcc, html

from dashboard.components.badge import verdict_badge
from dashboard.views.data_strip import PublishedLight, StandingView


def draw_standing(view: StandingView) -> html.Section:
    """Facts in columns: data, gaps, challenges, published levels."""
    columns = [
        html.Div([html.H3(label), html.Ul([html.Li(line) for line in lines])]) for label, lines in view.facts
    ]
    if view.lights:
        lights = html.Ul([draw_light(light, view.lang) for light in view.lights])
        columns.append(html.Div([html.H3(view.lights_heading), lights]))
    links = html.P(
        [html.Span(dcc.Link(label, href=to)) for label, to in view.links], className="standing-links"
    )
    return html.Section([html.Div(columns, className="standing-columns"), links], className="standing")


def draw_light(light: PublishedLight, lang: str) -> html.Li:
    """One published level with its document."""
    badge = verdict_badge(light.verdict.result, lang, reason=light.verdict.reason)
    return html.Li(
        [f"{light.period} {light.subject} ", badge, html.Small(light.document, className="cell-note")]
    )
