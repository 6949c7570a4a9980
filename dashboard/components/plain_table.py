"""A large table of plain text in one component: a thousand cells cost the browser no more than one."""

from typing import Any, Final

from dash import html

from dashboard.components import mantine
from dashboard.components.aria import labelled
from dashboard.components.table import csv_link
from dashboard.views.table import TableView

MOST_CELLS: Final = 600
"""Beyond this, cells as components of their own take the browser seconds."""


def plain_table(view: TableView) -> html.Figure:
    """The table of a view without links in it."""
    data = {
        "head": [column.title for column in view.columns],
        "body": [[cell.text for cell in row] for row in view.rows],
    }
    return html.Figure(
        [
            html.Figcaption([html.Span(view.caption, className="table-caption"), *csv_link(view)]),
            scrolling_table(data, view.caption),
            *[html.P(note, className="note") for note in view.notes],
        ],
        className="table-figure",
    )


def scrolling_table(data: dict[str, Any], label: str) -> html.Div:
    """Headings and text that scroll in both directions under headings that stay; by keyboard too.

    Args:
        data: ``head``, a list of titles, and ``body``, a list of rows of text.
        label: what it shows, for readers who do not see it.
    """
    table = mantine.Table(data=data, className="data-table plain-table", withRowBorders=False)
    return html.Div(table, className="table-scroll is-large", tabIndex="0", role="region", **labelled(label))
