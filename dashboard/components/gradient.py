"""The pieces of 梯度培育."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.aria import labelled
from dashboard.components.graph import graph
from dashboard.components.rich_table import rich_table
from dashboard.components.states import empty_state
from dashboard.figures.batches import HEIGHT_PX as BATCHES_PX
from dashboard.figures.batches import draw_batches
from dashboard.figures.course import HEIGHT_PX as COURSE_PX
from dashboard.figures.course import draw_course
from dashboard.figures.flow import draw_flow
from dashboard.figures.ladder import draw_ladder
from dashboard.text import words
from dashboard.views.table import TableView
from dashboard.views.tier_batches import BatchesView
from dashboard.views.tier_course import CourseView
from dashboard.views.tier_flow import FlowView, NoRegister
from dashboard.views.tier_ladder import LadderView
from dashboard.views.tier_published import PublishedView
from dashboard.views.tier_regions import TierRegionsView
from dashboard.views.tier_register import RegisterView
from dashboard.views.tier_scopes import ScopesView
from dashboard.views.tier_targets import TierTargetsView


def sized_graph(figure: dict[str, Any], description: str, height: int) -> html.Div:
    """A figure in a frame of its own height."""
    return html.Div(graph(figure, description), className="sized-graph", style={"height": f"{height}px"})


def folded_table(view: TableView, lang: str) -> html.Details:
    """The figures of a chart as a table, on demand; paper always has them."""
    return html.Details(
        [html.Summary(words(lang)("gradient.as_table")), rich_table(view)], className="as-table"
    )


def draw_ladder_panel(view: LadderView) -> html.Figure:
    """The tiers as bars, and their table."""
    figure = draw_ladder(view)
    told = "；".join(f"{rung.name} {rung.label}" for rung in view.rungs)
    valid, gross = view.legend
    legend = html.Ul(
        [
            html.Li([html.Span(className="swatch swatch-valid"), valid]),
            html.Li([html.Span(className="swatch swatch-gross"), gross]),
        ],
        className="legend",
    )
    return html.Figure(
        [
            html.Figcaption(view.title, className="figure-title"),
            sized_graph(figure, told, figure["layout"]["height"]),
            legend,
            *[html.P(note, className="note") for note in view.notes],
            folded_table(view.table, view.lang),
        ]
    )


def draw_scopes(view: ScopesView | None) -> Component:
    """Both scopes; nothing where a region is counted one way only."""
    return rich_table(view.table) if view else html.Div()


def draw_flow_panel(view: FlowView | NoRegister) -> Component:
    """The flows of the year, the identity with its numbers, and every year as a table."""
    if isinstance(view, NoRegister):
        return empty_state(view.lang, reason=view.reason, action=view.action)
    figure = draw_flow(view)
    told = "；".join(f"{step.name} {step.label}" for step in view.steps)
    check = html.P(view.check, className="flow-check" if view.holds else "flow-check is-broken")
    quiet = [html.P(view.quiet, className="note")] if view.quiet else []
    return html.Figure(
        [
            html.Figcaption(view.title, className="figure-title"),
            sized_graph(figure, told, figure["layout"]["height"]),
            check,
            *quiet,
            folded_table(view.table, view.lang),
        ]
    )


def draw_stock_panel(view: CourseView | None) -> Component:
    """Valid beside recognised titles; nothing where too few months are known."""
    if view is None:
        return html.Div()
    return html.Figure(
        [
            html.Figcaption(view.title, className="figure-title"),
            sized_graph(draw_course(view), view.title, COURSE_PX),
        ]
    )


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
    own = html.Ul([html.Li(line) for line in view.own], className="plain-list told")
    chart = [sized_graph(draw_batches(view), view.title, BATCHES_PX)] if view.batches else []
    return html.Figure(
        [
            html.Figcaption(view.title, className="figure-title"),
            *chart,
            *([own] if view.own else []),
            html.P(view.note, className="note"),
            folded_table(view.table, view.table.lang),
        ]
    )


def draw_published_panel(view: PublishedView) -> Component:
    """The counts as published."""
    more = [html.P(view.more, className="note")] if view.more else []
    return html.Div([rich_table(view.table), *more])


def draw_register_panel(view: RegisterView) -> html.Div:
    """The search, what it found, and the lists without dates."""
    say = words(view.lang)
    box = dcc.Input(
        id="register-find",
        type="search",
        value=view.find,
        placeholder=say("gradient.register.hint"),
        maxLength=40,
        className="find-input",
        autoComplete="off",
    )
    label = html.Label([html.Span(say("gradient.register.label")), box], className="find")
    clear = [dcc.Link(say("gradient.register.clear"), href=view.present)] if view.find else []
    more = [html.P(view.more, className="note")] if view.more else []
    return html.Div(
        [
            html.Div(
                [label, *clear],
                className="find-row",
                role="search",
                **labelled(say("gradient.register.label")),
            ),
            html.P(view.found),
            *([rich_table(view.table)] if view.table else []),
            *more,
            *[rich_table(table) for table in view.lists],
        ]
    )
