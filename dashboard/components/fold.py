"""A part of a page that is one line until a reader opens it.

Native ``details``: the keyboard opens it, a search in the page finds what it holds, and paper shows it all
(``assets/print.js``). What is folded is the same panel with the same downloads; only its place is smaller.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from dash import html
from dash.development.base_component import Component

from dashboard.components.elements import held_by
from dashboard.views.chart import ChartWords
from dashboard.views.table import TableView

View = TypeVar("View")


class _Titled(Protocol):
    @property
    def title(self) -> str: ...


class _Drawn(Protocol):
    @property
    def words(self) -> ChartWords: ...


class _Tabled(Protocol):
    @property
    def table(self) -> TableView: ...


def title(view: _Titled) -> str:
    """The title of a section."""
    return view.title


def sentence(view: _Drawn) -> str:
    """The sentence of a chart."""
    return view.words.title


def caption(view: _Tabled) -> str:
    """The caption of a table."""
    return view.table.caption


def fold(heading: str, body: list[Component], *, told: str = "", is_open: bool = False) -> html.Details:
    """A line with a title; what it holds says the title no second time on the screen.

    Args:
        heading: what a reader finds below.
        body: what is folded away.
        told: how much of it there is, or how it stands.
        is_open: whether it stands open at first sight.
    """
    more = [html.Small(told)] if told else []
    summary = html.Summary([html.Span(heading, className="fold-title"), *more])
    return html.Details([summary, html.Div(body, className="fold-body")], className="fold", open=is_open)


def folded(draw: Callable[[View], Component], heading: Callable[[View], str]) -> Callable[[View], Component]:
    """The drawing of a panel as one line; a panel with nothing to say stays the empty place that it is.

    Args:
        draw: view → component.
        heading: view → its title, asked only where something was drawn.
    """

    def drawn(view: View) -> Component:
        body = draw(view)
        return fold(heading(view), [body]) if held_by(body) else body

    return drawn
