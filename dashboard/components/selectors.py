"""The choices of a page and the way back up."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.aria import labelled
from dashboard.components.controls import Option, choice
from dashboard.text import words
from dashboard.views.links import Link
from dashboard.views.selectors import SelectorsView


def draw_selectors(view: SelectorsView) -> html.Div:
    """One select each; where the regions shown lie, and what else can be shown."""
    return html.Div([_place(view), html.Div(_selects(view), className="controls")], className="selectors")


def _selects(view: SelectorsView) -> list[Component]:
    named = (("indicator", view.indicators), ("period", view.periods), ("region", view.regions))
    say = words(view.lang)
    return [
        choice(name, say(f"controls.{name}"), _options(links), view.present, view.lang)
        for name, links in named
        if links
    ]


def _options(links: Sequence[Link]) -> list[Option]:
    return [Option(link.label, link.address, link.group) for link in links]


def _place(view: SelectorsView) -> html.Nav:
    say = words(view.lang)
    *above, here = view.path
    trail: list[Component | str] = []
    for link in above:
        trail += [dcc.Link(link.label, href=link.address), " › "]
    others = [html.Span(dcc.Link(link.label, href=link.address)) for link in view.scopes]
    also = [html.Span([say("selectors.also"), *others], className="scope-links")] if others else []
    children = [
        html.Span([*trail, html.Span(here.label, className="crumb-here")]),
        html.Span(view.scope_label),
        *also,
    ]
    return html.Nav(children, className="crumbs", **labelled(say("selectors.place")))
