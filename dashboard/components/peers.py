"""A province among its peers: strips of published levels, the table of all, and the levels of 2011–2015."""

from dash import html
from dash.development.base_component import Component

from dashboard.components.aria import labelled
from dashboard.components.badge import verdict_badge, verdict_text
from dashboard.components.plain_table import scrolling_table
from dashboard.components.table import data_table
from dashboard.text import words
from dashboard.theme import mark_of
from dashboard.views.history import HistoryGrid, HistoryView
from dashboard.views.peers import LevelGroup, PeersView, Strip
from etl.errors import say
from etl.model.vocabulary import Result


def peers(view: PeersView) -> html.Div:
    """The lead, the strips, the table."""
    return html.Div(
        [
            html.H2(view.title),
            html.P(view.lead, className="prose"),
            html.H3(view.strips_title),
            html.Div([_strip(strip, view.lang) for strip in view.strips], className="strips"),
            html.P(view.strips_note, className="note"),
            data_table(view.table),
        ],
        className="peers",
    )


def _strip(view: Strip, lang: str) -> html.Section:
    groups = [_level_group(group, lang) for group in view.groups]
    left_out = [html.Li(view.left_out, className="left-out")] if view.left_out else []
    return html.Section(
        [html.H4([view.title, html.Small(view.document)]), html.Ul([*groups, *left_out])], className="strip"
    )


def _level_group(view: LevelGroup, lang: str) -> html.Li:
    """The names as few runs of text: every element costs the browser time."""
    runs: list[Component | str] = []
    for name, is_own in view.names:
        if is_own:
            runs += [html.Strong(name, className="own-region"), " "]
        elif runs and isinstance(runs[-1], str):
            runs[-1] += f"{name} "
        else:
            runs.append(f"{name} ")
    return html.Li(
        [verdict_badge(view.result, lang, text=view.label), html.Span(runs, className="strip-names")]
    )


def history(view: HistoryView) -> html.Div:
    """The region's own levels by basis; those of all peers on demand."""
    csv = html.A(words(view.lang)("table.csv"), href=view.csv_address, download="", className="csv-link")
    return html.Div(
        [
            html.Div([html.H3(view.title), csv], className="section-head"),
            html.P(view.lead, className="prose"),
            _grid(view.own, view.lang),
            html.Details(
                [html.Summary(view.all_title), _all_levels(view.all, view.lang)], className="all-levels"
            ),
            html.P(view.note, className="note"),
        ],
        className="history",
    )


def _grid(view: HistoryGrid, lang: str) -> html.Div:
    head = html.Tr(
        [html.Th(view.corner, scope="col"), *[html.Th(name, scope="col") for name in view.columns]]
    )
    rows = [
        html.Tr([html.Th(name, scope="row"), *[_level(level, lang) for level in levels]])
        for name, levels in view.rows
    ]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="data-table level-grid")
    return html.Div(table, className="table-scroll", tabIndex="0", role="region", **labelled(view.corner))


def _level(level: Result | None, lang: str) -> html.Td:
    if level is None:
        return html.Td("—", title=say("missing_not_published", lang), className="badge-unassessed")
    return html.Td(verdict_text(level, lang), className=f"badge-{mark_of(level).key}")


def _all_levels(view: HistoryGrid, lang: str) -> html.Div:
    """Hundreds of levels by shape and word as one component."""
    body = [
        [name, *(verdict_text(level, lang) if level else "—" for level in levels)]
        for name, levels in view.rows
    ]
    return scrolling_table({"head": [view.corner, *view.columns], "body": body}, view.corner)
