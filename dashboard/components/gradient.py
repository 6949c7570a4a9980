"""The pieces of 梯度培育."""

from dash import html
from dash.development.base_component import Component

from dashboard.components.chart import chart, framed
from dashboard.components.find_box import find_form, no_search
from dashboard.components.fold import fold
from dashboard.components.rich_table import rich_table
from dashboard.components.states import empty_state
from dashboard.figures.batches import draw_batches
from dashboard.figures.course import draw_course
from dashboard.figures.flow import draw_flow
from dashboard.figures.ladder import draw_ladder
from dashboard.views.table import TableView
from dashboard.views.tiers.batches import BatchesView
from dashboard.views.tiers.course import CourseView
from dashboard.views.tiers.flow import FlowView, NoRegister
from dashboard.views.tiers.ladder import LadderView
from dashboard.views.tiers.published import PublishedView
from dashboard.views.tiers.regions import TierRegionsView
from dashboard.views.tiers.register import RegisterView
from dashboard.views.tiers.scopes import ScopesView
from dashboard.views.tiers.targets import TierTargetsView


def draw_ladder_panel(view: LadderView) -> html.Figure:
    """The tiers as bars, and their table."""
    valid, gross = view.legend
    legend = html.Ul(
        [
            html.Li([html.Span(className="swatch swatch-valid"), valid]),
            html.Li([html.Span(className="swatch swatch-gross"), gross]),
        ],
        className="legend",
    )
    return chart(view.words, draw_ladder(view), legend=legend)


def draw_scopes(view: ScopesView | None) -> Component:
    """Both scopes; nothing where a region is counted one way only."""
    return rich_table(view.table) if view else html.Div()


def draw_flow_panel(view: FlowView | NoRegister) -> Component:
    """The flows of the year, the identity with its numbers, and every year as a table."""
    if isinstance(view, NoRegister):
        return empty_state(view.lang, reason=view.reason, action=view.action)
    check = html.P(view.check, className="flow-check" if view.holds else "flow-check is-broken")
    return chart(view.words, draw_flow(view), legend=check)


def draw_stock_panel(view: CourseView | None) -> Component:
    """Valid beside recognised titles; nothing where too few months are known."""
    return chart(view.words, draw_course(view)) if view else html.Div()


def draw_regions_panel(view: TierRegionsView | NoRegister) -> Component:
    """Sentences, then the table."""
    if isinstance(view, NoRegister):
        return html.P(view.reason, className="note")
    told = [html.P(view.behind, className="told")] if view.behind else []
    return html.Div([*told, rich_table(view.table)])


def draw_targets_panel(view: TierTargetsView) -> Component:
    """What is due first, then the targets."""
    due = [html.Ul([html.Li(one) for one in view.due], className="plain-list told")] if view.due else []
    return html.Div([*due, rich_table(view.table) if view.table else html.P(view.none, className="note")])


def draw_batches_panel(view: BatchesView | None) -> Component:
    """The batches of the country, and what was published of our own regions."""
    if view is None:
        return html.Div()
    own = html.Ul([html.Li(line) for line in view.own], className="plain-list told") if view.own else None
    if view.batches:
        return chart(view.words, draw_batches(view), legend=own)
    return framed(view.words, html.Div(own, className="chart-drawing"))


def draw_published_panel(view: PublishedView) -> Component:
    """The counts as published."""
    more = [html.P(view.more, className="note")] if view.more else []
    return html.Div([rich_table(view.table), *more], className="published-counts")


def draw_register_panel(view: RegisterView) -> html.Div:
    """The search, what it found, and the lists without dates."""
    asked = ("gradient.register", view.find, view.present, view.lang)
    more = [html.P(view.more, className="note")] if view.more else []
    return html.Div(
        [
            find_form(*asked),
            html.P([view.found, " ", *no_search(*asked)]),
            *([_found(view.table, view.find)] if view.table else []),
            *more,
            *[_found(table, view.find) for table in view.lists],
        ]
    )


def _found(table: TableView, find: str) -> Component:
    """What was searched for stands there; the whole register, or a whole list, is a line."""
    return fold(table.caption, [rich_table(table)], is_open=bool(find))
