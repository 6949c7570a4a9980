"""The pieces of 产业与创新."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.chart import chart
from dashboard.components.fold import fold
from dashboard.components.rich_table import rich_table
from dashboard.figures.month_course import draw_month_course
from dashboard.views.article_families import ArticleFamily, FamiliesView, StructureView
from dashboard.views.industry_turn import IndustryTurnView
from dashboard.views.month_course import MonthCourseView


def draw_families(view: FamiliesView) -> html.Div:
    """One section per article."""
    return html.Div([_family(one) for one in view.families])


def _family(view: ArticleFamily) -> html.Section:
    """What the article asks and how much of it has figures, at first sight; the figures one by one below."""
    table = [fold(view.table.caption, [rich_table(view.table)])] if view.table else []
    return html.Section(
        [
            html.H3(dcc.Link(view.title, href=view.address)),
            html.P([view.summary, " ", view.state], className="note"),
            *table,
        ],
        className="article-family article-page",
    )


def draw_months(view: MonthCourseView) -> Component:
    """The course of the months, or that nothing was published."""
    return chart(view.words, draw_month_course(view)) if view.lines else html.P(view.words.title)


def draw_structure(view: StructureView) -> Component:
    """The table, or who would have to deliver it."""
    if view.table is None:
        return html.P(["○ ", view.reason], className="note")
    return fold(view.table.caption, [rich_table(view.table)])


def draw_turn(view: IndustryTurnView) -> html.Section:
    """The distance of the indicator looked at."""
    behind = [rich_table(view.behind)] if view.behind else []
    return html.Section([*(html.P(line) for line in view.told), *behind])


def draw_turn_targets(view: IndustryTurnView) -> html.Section:
    """The distance to the targets."""
    return html.Section([html.P(view.met), *([rich_table(view.targets)] if view.targets else [])])
