"""The pieces of 系统 that other pages do not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from dashboard.components.rich_table import rich_table

if TYPE_CHECKING:
    from dashboard.views.system.machine import ChainView


def chain(view: ChainView) -> html.Div:
    """Head and length, what can be done, the last events."""
    table = [rich_table(view.events.table)] if view.events.table else []
    links = [html.P(html.A(word, href=address)) for word, address in view.links]
    told = [html.P(line, className="prose figures") for line in view.told]
    return html.Div([*told, html.Div(links, className="act-links"), *table])
