"""A table that reads well on screen and paper, with the CSV of exactly what it shows."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import workbook_url
from dashboard.components.aria import labelled
from dashboard.components.badge import marked_text, verdict_text
from dashboard.components.elements import Element, element
from dashboard.components.sparkline import sparkline
from dashboard.text import words
from dashboard.theme import mark_of
from dashboard.views.table import Cell, Column, TableView


def data_table(view: TableView) -> html.Figure:
    """The table of a view; it scrolls sideways where the window is narrow."""
    head = html.Thead(html.Tr([_heading(column) for column in view.columns]))
    body = html.Tbody([_row(row, view, index in view.marked) for index, row in enumerate(view.rows)])
    table = html.Table([head, body], className="data-table")
    return html.Figure(
        [
            html.Figcaption([html.Span(view.caption, className="table-caption"), *csv_link(view)]),
            html.Div(table, className="table-scroll", tabIndex="0", role="region", **labelled(view.caption)),
            *[html.P(note, className="note") for note in view.notes],
        ],
        className="table-figure",
    )


def _heading(column: Column) -> html.Th:
    shown: Component | str = column.title
    if column.address is not None:
        shown = dcc.Link(column.title, href=column.address, className="sort-link")
    order: dict[str, Any] = {"aria-sort": column.order} if column.order else {}
    return html.Th(shown, scope="col", className="number" if column.is_numeric else None, **order)


def _row(row: Sequence[Cell], view: TableView, is_marked: bool) -> html.Tr:
    first, *rest = row
    return html.Tr(
        [
            html.Th(_content(first, view.lang), scope="row"),
            *[_cell(cell, column, view.lang) for cell, column in zip(rest, view.columns[1:], strict=True)],
        ],
        className="row-marked" if is_marked else None,
    )


def _cell(cell: Cell, column: Column, lang: str) -> html.Td:
    """A cell; a mere verdict or text is one element, because each costs the browser time."""
    is_plain = not (cell.address or cell.note or cell.trend or cell.mark)
    if is_plain and cell.result is not None:
        told = verdict_text(cell.result, lang, text=cell.text, reason=cell.reason)
        return html.Td(told, className=f"badge-{mark_of(cell.result).key}")
    return html.Td(
        cell.text if is_plain else _content(cell, lang), className="number" if column.is_numeric else None
    )


def _content(cell: Cell, lang: str) -> list[Component | str]:
    shown: Component | str = cell.text
    if cell.result is not None:
        told = verdict_text(cell.result, lang, text=cell.text, reason=cell.reason)
        shown = html.Span(told, className=f"badge badge-{mark_of(cell.result).key}")
    elif cell.trend is not None:
        shown = sparkline(cell.trend)
    elif cell.mark is not None:
        shown = html.Span(marked_text(cell.mark, cell.text), className=f"badge badge-{cell.mark.key}")
    if cell.address is not None:
        shown = dcc.Link(shown, href=cell.address)
    return [shown, *([html.Small(cell.note, className="cell-note")] if cell.note else [])]


def csv_link(view: TableView) -> list[Element]:
    """The links to what a view offers for download, if anything."""
    if view.csv_address is None:
        return []
    return [download_links(view.csv_address, view.caption, view.lang)]


def download_links(csv_address: str, title: str, lang: str) -> Element:
    """The same table as CSV and as a workbook with its sources.

    Args:
        csv_address: where the CSV is.
        title: what is downloaded.
        lang: language of the words.
    """
    say = words(lang)
    forms = (("csv", csv_address), ("xlsx", workbook_url(csv_address)))
    links = [
        element(
            "A",
            say(f"table.{form}"),
            href=address,
            download="",
            className=f"{form}-link",
            **labelled(say(f"table.{form}_label", title=title)),
        )
        for form, address in forms
    ]
    return element("Span", links, className="downloads")
