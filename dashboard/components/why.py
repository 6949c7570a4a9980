"""The panel beside a page; a script moves the focus into it and back to where it was opened from."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.components.aria import labelled
from dashboard.components.explain import explain_body
from dashboard.text import words
from dashboard.views.why import WhyView

NAME = "why"


def why_slot() -> html.Section:
    """The place of the panel; empty until the address names a number."""
    return html.Section(id=ids.panel(NAME), className="why-slot")


def draw_why(view: WhyView | None) -> Component:
    """The working of a number beside the page; nothing where the address names none."""
    if view is None:
        return html.Div()
    say = words(view.lang)
    close = dcc.Link(say("explain.close"), href=view.close_address, className="why-close")
    links = html.P(
        [
            dcc.Link(say("explain.to_indicator"), href=view.page_address),
            dcc.Link(say("explain.to_region"), href=view.explain.region_address),
        ],
        className="why-links",
    )
    return html.Aside(
        [
            html.Div([html.H2(view.heading), close], className="why-head"),
            html.P(view.explain.title, className="explain-subject"),
            *explain_body(view.explain),
            links,
        ],
        className="why explain",
        tabIndex="-1",
        **labelled(f"{view.heading} {view.explain.title}"),
    )
