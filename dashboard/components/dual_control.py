"""The pieces of 能耗双控."""

from dash import dcc, html

from dashboard.components.chart import drawn_chart
from dashboard.components.controls import Option, choice
from dashboard.components.graph import map_figure
from dashboard.components.level_lists import draw_level_lists
from dashboard.figures.path_card import path_cards
from dashboard.text import words
from dashboard.views.dual_control.choices import ChoicesView, ChoiceView
from dashboard.views.dual_control.headline import BehindCity, DualHeadline
from dashboard.views.dual_control.lists import BarometerView
from dashboard.views.dual_control.paths import PathsView


def headline(view: DualHeadline) -> html.Div:
    """The sentences, then those furthest behind, each with its case and its working."""
    joined = words(view.lang)("list.sentence").join(view.sentences)
    behind = html.Ol([_behind(city, view.lang) for city in view.behind], className="behind")
    title = [html.H2(view.behind_title, className="behind-title")] if view.behind else []
    nobody = [html.P(view.behind_title)] if view.behind_title and not view.behind else []
    return html.Div(
        [
            html.P(joined, className="lead"),
            *([html.P(view.basis, className="note")] if view.basis else []),
            *title,
            *nobody,
            *([behind] if view.behind else []),
        ],
        className="headline",
    )


def _behind(city: BehindCity, lang: str) -> html.Li:
    why = dcc.Link(words(lang)("verdicts.why"), href=city.why_address, className="why-link")
    return html.Li([dcc.Link(city.name, href=city.address, className="behind-name"), f" {city.text} ", why])


def choices(view: ChoicesView) -> html.Div:
    """The selects of the page."""
    drawn = [choice(each.name, each.label, _options(each), each.present, view.lang) for each in view.choices]
    return html.Div(drawn, className="controls")


def _options(view: ChoiceView) -> list[Option]:
    return [Option(link.label, link.address, link.group) for link in view.options]


def barometer(view: BarometerView) -> html.Div:
    """The map beside the lists of both quantities."""
    drawn = [draw_level_lists(each) for each in view.lists]
    beside = html.Div(
        [*drawn, *([html.P(view.basis, className="note")] if view.basis else [])], className="half"
    )
    shown = map_figure(view.map, view.lang) if view.map else html.Div()
    return html.Div([html.Div(shown, className="half"), beside], className="columns")


def paths(view: PathsView) -> html.Figure:
    """The cities as small path charts."""
    return drawn_chart(view.words, path_cards(view.cards, view.lowest))
