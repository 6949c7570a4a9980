"""A province among its peers: strips of published levels, the table of all, and the levels of 2011–2015."""

from dash import html
from dash.development.base_component import Component

from dashboard.components.badge import verdict_badge, verdict_text
from dashboard.components.elements import Element
from dashboard.components.rich_table import fragment, heading, rich_table, table_of
from dashboard.components.table import download_links
from dashboard.text import words
from dashboard.theme import mark_of
from dashboard.views.levels_2011_2015 import HistoryGrid, HistoryView
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
            rich_table(view.table),
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
    between = words(lang)("peers.between")
    runs: list[Component | str] = []
    for place, (name, is_own) in enumerate(view.names):
        after = between if place < len(view.names) - 1 else ""
        if is_own:
            runs += [html.Strong(name, className="own-region"), after]
        elif runs and isinstance(runs[-1], str):
            runs[-1] += f"{name}{after}"
        else:
            runs.append(f"{name}{after}")
    return html.Li(
        [verdict_badge(view.result, lang, text=view.label), html.Span(runs, className="strip-names")]
    )


def history(view: HistoryView) -> html.Div:
    """The region's own levels by basis; those of all peers on demand."""
    csv = download_links(view.csv_address, view.title, view.lang)
    return html.Div(
        [
            html.Div([html.H3(view.title), csv], className="section-head"),
            html.P(view.lead, className="prose"),
            _grid(view.own, view.lang),
            html.Details([html.Summary(view.all_title), _grid(view.all, view.lang)], className="all-levels"),
            html.P(view.note, className="note"),
        ],
        className="history",
    )


def _grid(view: HistoryGrid, lang: str) -> Element:
    """Levels as shape, word and colour; hundreds of them as one piece of markup."""
    head = "".join(heading(title) for title in (view.corner, *view.columns))
    rows = "".join(
        f"<tr>{heading(name, 'row')}{''.join(_level(level, lang) for level in levels)}</tr>"
        for name, levels in view.rows
    )
    return fragment(table_of(f"<tr>{head}</tr>", rows, "data-table level-grid"), view.corner)


def _level(level: Result | None, lang: str) -> str:
    if level is None:
        return f'<td class="badge-unassessed" title="{say("missing_not_published", lang)}">—</td>'
    return f'<td class="badge-{mark_of(level).key}">{verdict_text(level, lang)}</td>'
