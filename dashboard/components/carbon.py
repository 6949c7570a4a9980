"""The pieces of 碳达峰."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.badge import badge
from dashboard.components.chart import drawn_chart
from dashboard.components.graph import map_figure
from dashboard.figures.peak_card import peak_cards
from dashboard.text import words
from dashboard.theme import UNASSESSED
from dashboard.views.carbon.cards import CardsView
from dashboard.views.carbon.headline import CarbonHeadline, FarCity
from dashboard.views.carbon.status import StatusList, StatusMember, StatusView


# ── how do we stand ────────────────────────────────────────────────────────────────────────────────────
def headline(view: CarbonHeadline) -> html.Div:
    """The sentences, then those furthest from a peak, each with its course and its working."""
    far = html.Ol([_far(city, view.lang) for city in view.far], className="behind")
    title = [html.H2(view.far_title, className="behind-title"), far] if view.far else []
    joined = words(view.lang)("list.sentence").join(view.sentences)
    return html.Div(
        [html.P(joined, className="lead"), html.P(view.basis, className="note"), *title], className="headline"
    )


def _far(city: FarCity, lang: str) -> html.Li:
    why = dcc.Link(words(lang)("verdicts.why"), href=city.why_address, className="why-link")
    return html.Li([dcc.Link(city.name, href=city.address, className="behind-name"), f" {city.text} ", why])


def status(view: StatusView) -> html.Div:
    """The map beside the lists."""
    shown = map_figure(view.map, view.lang) if view.map else html.Div()
    lists = html.Section(
        [html.P(view.title, className="table-caption"), *(_list(each, view.lang) for each in view.lists)],
        className="levels",
    )
    beside = html.Div(lists, className="half")
    return html.Div([html.Div(shown, className="half"), beside], className="columns")


def _list(each: StatusList, lang: str) -> html.Div:
    count = html.Span(words(lang)("levels.members", count=len(each.members)), className="level-count figures")
    mark = badge(each.mark or UNASSESSED, each.word)
    members: list[Component] = [_member(member) for member in each.members]
    return html.Div([html.H3([mark, count]), html.Ul(members, className="level-members")], className="level")


def _member(member: StatusMember) -> html.Li:
    note = [html.Small(f" {member.note}", className="member-note")] if member.note else []
    return html.Li([dcc.Link(member.name, href=member.address), *note])


# ── who is behind and why ──────────────────────────────────────────────────────────────────────────────
def cards(view: CardsView) -> html.Figure:
    """The regions as small courses."""
    return drawn_chart(view.words, peak_cards(view))
