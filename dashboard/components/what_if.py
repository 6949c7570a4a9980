"""A question beside the facts: marked as a what-if, asked by links and by a form, answered by the address."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.text import words
from dashboard.views.links import Link


def what_if(title: str, note: str, body: Sequence[Component], lang: str) -> html.Section:
    """A block that decides nothing and says so."""
    mark = html.Span(words(lang)("explain.what_if_mark"), className="what-if-mark")
    return html.Section([html.H3([mark, title]), html.P(note, className="note"), *body], className="what-if")


def tries(links: Sequence[Link], present: str) -> html.Ul:
    """What can be tried, the one shown marked."""
    return html.Ul([_try(link, is_present=link.address == present) for link in links], className="tries")


def _try(link: Link, *, is_present: bool) -> html.Li:
    current: dict[str, Any] = {"aria-current": "true"} if is_present else {}
    return html.Li(
        html.A(link.label, href=link.address, **current)
        if is_present
        else dcc.Link(link.label, href=link.address)
    )


def ask_number(name: str, label: str, address: str, lang: str) -> html.Form:
    """A number of the reader's own; a script adds it to the address that the form carries."""
    carried: dict[str, Any] = {"data-ask": address}
    field = dcc.Input(name=name, type="number", min=0, step="any", className="ask-number")
    button = html.Button(words(lang)("dual.ask"), type="submit")
    return html.Form([html.Label([label, field]), button], className="ask", **carried)
