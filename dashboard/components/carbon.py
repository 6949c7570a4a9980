"""The pieces of 碳达峰."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.badge import badge
from dashboard.components.chart import chart, drawn_chart
from dashboard.components.graph import map_figure
from dashboard.components.rich_table import rich_table
from dashboard.figures.accounts import draw_accounts
from dashboard.figures.emissions import draw_emissions
from dashboard.figures.fan import draw_fan
from dashboard.figures.peak_card import peak_cards
from dashboard.figures.quadrant import draw_quadrant
from dashboard.figures.ratios import draw_ratios
from dashboard.figures.status_swarm import draw_status_swarm
from dashboard.figures.waterfall import draw_waterfall
from dashboard.text import words
from dashboard.theme import UNASSESSED
from dashboard.views.carbon.accounts import AccountsView
from dashboard.views.carbon.agreement import AgreementView
from dashboard.views.carbon.cards import CardsView
from dashboard.views.carbon.counties import CountiesView
from dashboard.views.carbon.decoupling import DecouplingView
from dashboard.views.carbon.drivers import DriversView
from dashboard.views.carbon.emissions_course import CourseView
from dashboard.views.carbon.fan import FanView
from dashboard.views.carbon.headline import CarbonHeadline, FarCity
from dashboard.views.carbon.method import MethodView
from dashboard.views.carbon.plans import PlansView
from dashboard.views.carbon.regime import RegimeView
from dashboard.views.carbon.status import StatusList, StatusMember, StatusView
from dashboard.views.carbon.what_turns_it import TurnView
from dashboard.views.chart import ChartWords


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


def course(view: CourseView) -> html.Figure:
    """The region in focus by every inventory."""
    return chart(view.words, draw_emissions(view), size="chart-own")


def decoupling(view: DecouplingView) -> html.Figure:
    """Emissions against GDP."""
    return chart(view.words, draw_quadrant(view), size="chart-own")


def drivers(view: DriversView) -> Component:
    """What the change of emissions is made of; words alone where it cannot be told."""
    if not view.steps:
        return untold(view.words)
    return chart(view.words, draw_waterfall(view), size="chart-own")


# ── what would turn it ─────────────────────────────────────────────────────────────────────────────────
def fan(view: FanView) -> Component:
    """Paths under assumptions; words alone where there are none."""
    if not view.paths:
        return untold(view.words)
    return chart(view.words, draw_fan(view), size="chart-own")


def turn(view: TurnView) -> html.Section:
    """The status of the region in focus with what would change it."""
    why = [dcc.Link(words(view.lang)("verdicts.why"), href=view.why_address, className="why-link")]
    head = html.P([badge(view.mark, view.status), *(why if view.why_address else [])], className="turn-head")
    block = html.Div([head, html.Ul([html.Li(line) for line in view.lines])], className="turn-block")
    note = [html.P(view.note, className="note")] if view.note else []
    return html.Section([html.H3(view.title), html.Div([block], className="turn-blocks"), *note])


def regime(view: RegimeView) -> html.Section:
    """Both regimes beside each other."""
    note = [html.P(view.note, className="note")] if view.note else []
    return html.Section([html.H3(view.title), *note, rich_table(view.rules), rich_table(view.regions)])


def plans(view: PlansView) -> html.Section:
    """Who has issued a plan."""
    return html.Section([html.P(view.sentence), rich_table(view.table)])


# ── agreement, counties, accounts, method ──────────────────────────────────────────────────────────────
def agreement(view: AgreementView) -> Component:
    """How far inventories agree; a table alone where there are too many to draw."""
    if not view.is_drawn:
        return untold(view.words)
    return chart(view.words, draw_ratios(view), size="chart-own")


def counties(view: CountiesView) -> html.Figure:
    """Every county as a dot."""
    marks = [html.Li(badge(mark, f"{word} {count}")) for mark, word, count in view.legend]
    return chart(
        view.words, draw_status_swarm(view), size="chart-own", legend=html.Ul(marks, className="mark-legend")
    )


def accounts(view: AccountsView) -> Component:
    """Fuels and purchased power; the factors alone where nothing else is reported."""
    if not view.fuels and not view.power:
        return untold(view.words)
    return chart(view.words, draw_accounts(view), size="chart-own")


def method(view: MethodView) -> html.Section:
    """How a status is found."""
    rules = html.Ol([html.Li(rule) for rule in view.rules], start="0", className="method-rules")
    documents = html.P(words(view.lang)("punctuation.semicolon").join(view.documents), className="note")
    return html.Section([html.H3(view.title), rules, html.P(view.note), documents])


def untold(view: ChartWords) -> html.Section:
    """What cannot be drawn: why, and the table of whatever is known of others."""
    notes = [html.P(note, className="note") for note in view.notes]
    table = [rich_table(view.table)] if view.table else []
    source = [html.P(view.source, className="note")] if view.source else []
    return html.Section([html.P(view.title, className="figure-title"), *notes, *table, *source])
