"""The pieces of 能耗双控."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.badge import verdict_badge
from dashboard.components.chart import chart, drawn_chart
from dashboard.components.data_strip import draw_light
from dashboard.components.graph import map_figure
from dashboard.components.level_lists import draw_level_lists
from dashboard.components.rich_table import rich_table
from dashboard.components.what_if import ask_number, tries, what_if
from dashboard.figures.bullet import draw_bullets
from dashboard.figures.dumbbell import draw_dumbbells
from dashboard.figures.level_slope import draw_slopes
from dashboard.figures.path_card import path_cards
from dashboard.text import words
from dashboard.views.dual_control.assessed import AssessedView
from dashboard.views.dual_control.bullet import BulletView
from dashboard.views.dual_control.counties import CountiesView
from dashboard.views.dual_control.headline import BehindCity, DualHeadline
from dashboard.views.dual_control.lists import BarometerView, LightsView
from dashboard.views.dual_control.paths import PathsView
from dashboard.views.dual_control.project import ProjectView
from dashboard.views.dual_control.score import ScoreView
from dashboard.views.dual_control.slope import SlopeView
from dashboard.views.dual_control.trial import TrialView
from dashboard.views.dual_control.what_turns_it import TurnBlock, TurnView


# ── how do we stand ────────────────────────────────────────────────────────────────────────────────────
def headline(view: DualHeadline) -> html.Div:
    """The sentences, then those furthest behind, each with its case and its working."""
    joined = words(view.lang)("list.sentence").join(view.sentences)
    behind = html.Ol([_behind(city, view.lang) for city in view.behind], className="behind")
    title = [html.H2(view.behind_title, className="behind-title")] if view.behind else []
    nobody = [html.P(view.behind_title)] if view.behind_title and not view.behind else []
    return html.Div(
        [
            html.P(joined, className="lead"),
            *_note(view.basis),
            *title,
            *nobody,
            *([behind] if view.behind else []),
        ],
        className="headline",
    )


def _behind(city: BehindCity, lang: str) -> html.Li:
    why = dcc.Link(words(lang)("verdicts.why"), href=city.why_address, className="why-link")
    return html.Li([dcc.Link(city.name, href=city.address, className="behind-name"), f" {city.text} ", why])


def barometer(view: BarometerView) -> html.Div:
    """The map beside the lists of both quantities."""
    drawn = [draw_level_lists(each) for each in view.lists]
    beside = html.Div([*drawn, *_note(view.basis)], className="half")
    shown = map_figure(view.map, view.lang) if view.map else html.Div()
    return html.Div([html.Div(shown, className="half"), beside], className="columns")


def lights(view: LightsView) -> html.Section:
    """Levels as they were published, apart from those computed here."""
    items = html.Ul([draw_light(light, view.lang) for light in view.lights], className="lights")
    return html.Section([html.H3(view.title), items, html.P(view.note, className="note")])


# ── who is behind and why ──────────────────────────────────────────────────────────────────────────────
def paths(view: PathsView) -> html.Figure:
    """The cities as small path charts."""
    return drawn_chart(view.words, path_cards(view.cards, view.lowest))


def bullets(view: BulletView) -> html.Figure:
    """Each city's change against its target."""
    return chart(view.words, draw_bullets(view), size="chart-own")


def slopes(view: SlopeView) -> html.Figure:
    """Two periods beside each other."""
    return chart(view.words, draw_slopes(view), size="chart-own")


def assessed(view: AssessedView) -> html.Div:
    """Raw against assessed, and what was deducted from the region in focus."""
    figure = chart(view.words, draw_dumbbells(view), size="chart-own")
    return html.Div([figure, *([rich_table(view.deductions)] if view.deductions else [])])


def scores(view: ScoreView) -> html.Section:
    """Points, grades and vetoes."""
    table = [rich_table(view.table)] if view.table else []
    return html.Section([html.H3(view.title), html.P(view.note, className="note"), *table])


def counties(view: CountiesView) -> html.Section:
    """What exists below the cities."""
    table = [rich_table(view.table)] if view.table else []
    return html.Section([html.H3(view.title), html.P(view.note), *_note(view.missing), *table])


# ── what would turn it ─────────────────────────────────────────────────────────────────────────────────
def turn(view: TurnView) -> html.Section:
    """Each verdict of a region with what would turn it."""
    title = [html.H3(view.title)] if view.title else []
    blocks = html.Div([_turn_block(block, view.lang) for block in view.blocks], className="turn-blocks")
    return html.Section([*title, blocks, *_note(view.note)])


def _turn_block(block: TurnBlock, lang: str) -> html.Div:
    why = dcc.Link(words(lang)("verdicts.why"), href=block.why_address, className="why-link")
    badge = verdict_badge(block.result, lang, reason=block.reason)
    items = html.Ul([html.Li(line) for line in block.lines])
    return html.Div(
        [html.P([badge, html.Span(block.title), why], className="turn-head"), items], className="turn-block"
    )


def project(view: ProjectView) -> html.Section:
    """One more project, tried in every city."""
    form = ask_number("project", words(view.lang)("dual.project.ask"), view.form_address, view.lang)
    body = [
        html.Div([tries(view.presets, view.present), form], className="tries-row"),
        *_lines(view.sentences),
    ]
    table = html.Details([html.Summary(view.table.caption), rich_table(view.table)])
    return what_if(view.title, view.note, [*body, table], view.lang)


def trial(view: TrialView) -> html.Section:
    """Another version or another threshold, tried on the last five years."""
    say = words(view.lang)
    asked = (
        [ask_number("threshold", say("dual.trial.ask"), view.form_address, view.lang)]
        if view.form_address
        else []
    )
    thresholds = tries(view.thresholds, view.present_threshold) if view.thresholds else html.Div()
    rows = [
        html.Div(
            [html.Span(say("dual.trial.rule")), tries(view.rules, view.present_rule)], className="tries-row"
        ),
        html.Div([html.Span(say("dual.trial.threshold")), thresholds, *asked], className="tries-row"),
    ]
    table = [rich_table(view.table)] if view.table else []
    shown = rows if view.thresholds else rows[:1]
    return what_if(view.title, view.note, [*shown, html.P(view.sentence), *table], view.lang)


def _lines(sentences: Sequence[str]) -> list[Component]:
    return [html.P(sentence) for sentence in sentences]


def _note(text: str) -> list[Component]:
    return [html.P(text, className="note")] if text else []
