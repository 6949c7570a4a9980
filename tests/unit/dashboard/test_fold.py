"""A panel as one line: its title on the line, everything below it, nothing where there is nothing."""

from dataclasses import dataclass

from dash import html

from dashboard.components.fold import fold, folded, title
from dashboard.components.rich_table import rich_table
from dashboard.views.table import Cell, Column, TableView


@dataclass(frozen=True)
class View:
    title: str


def test_the_line_carries_the_title_and_the_drawing_lies_below_it():
    drawn = folded(lambda view: html.Section([html.H3(view.title), html.P("1 2 3")]), title)(View("沈阳"))

    summary, body = drawn.children
    assert isinstance(drawn, html.Details)
    assert summary.children[0].children == "沈阳"
    assert body.children[0].children[1].children == "1 2 3"


def test_a_table_is_folded_as_anything_else():
    table = TableView("各市", (Column("地区"),), ((Cell("沈阳"),),), "zh")
    drawn = folded(rich_table, lambda view: view.caption)(table)

    _, body = drawn.children
    assert body.children == [rich_table(table)]


def test_a_panel_with_nothing_to_say_gets_no_line():
    def never(view):
        raise AssertionError(view)

    empty = html.Div()
    assert folded(lambda _: empty, never)(None) is empty


def test_a_line_stands_folded_unless_it_is_asked_for():
    assert fold("甲", [html.P()]).open is False
    assert fold("甲", [html.P()], is_open=True).open is True
