"""The pieces of 数据: sections, summary, grids of what is there, long tables, builds beside each other."""

from collections.abc import Sequence
from html import escape

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import SIGN_IN
from dashboard.components.aria import labelled
from dashboard.components.controls import Option, choice
from dashboard.components.rich_table import fragment, heading, rich_table, table_of
from dashboard.components.states import empty_state
from dashboard.components.table import download_links
from dashboard.text import words
from dashboard.views.quality.browse import BrowseView, Chooser, Pager
from dashboard.views.quality.build_list import BuildsView, SourceSection
from dashboard.views.quality.coverage_choice import CoverageChoice
from dashboard.views.quality.grid import GridCell, GridRow, GridView
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.quality.standing import DataStanding, StandingColumn


def tabs(sections: Sequence[tuple[str, str, bool]], lang: str) -> html.Nav:
    """The sections of the page: name, address, whether it is the one shown."""
    items = [
        html.Li(dcc.Link(name, href=address), className="tab-current" if is_shown else None)
        for name, address, is_shown in sections
    ]
    return html.Nav(html.Ul(items), className="tabs", **labelled(words(lang)("data.tabs")))


def standing(view: DataStanding) -> html.Div:
    """The sentences, then four columns with where to read on."""
    joined = ("" if view.lang == "zh" else " ").join(view.lead)
    columns = html.Div([_column(one) for one in view.columns], className="standing-columns")
    return html.Div([html.P(joined, className="lead"), html.Section(columns, className="standing")])


def _column(view: StandingColumn) -> html.Div:
    link = html.P(dcc.Link(view.link, href=view.address), className="column-link")
    return html.Div([html.H3(view.title), html.Ul([html.Li(line) for line in view.lines]), link])


# ── choices ────────────────────────────────────────────────────────────────────────────────────────────
def choices(view: CoverageChoice) -> html.Div:
    """The choices of a section."""
    return _choosers(view.choosers, view.present, view.lang)


def _choosers(choosers: Sequence[Chooser], present: str, lang: str) -> html.Div:
    made = [
        choice(one.name, one.label, [Option(o.label, o.address, o.group) for o in one.options], present, lang)
        for one in choosers
    ]
    return html.Div(made, className="controls")


# ── tables ─────────────────────────────────────────────────────────────────────────────────────────────
def optional_table(view: OfferedTable) -> Component:
    """The table; or why there is none; or nothing where nothing need be said."""
    link = [html.P(_link(*view.link))] if view.link else []
    if view.table is not None:
        return html.Div([rich_table(view.table), *link])
    return html.Div([*([html.P(view.empty, className="prose")] if view.empty else []), *link])


def _link(text: str, address: str) -> Component:
    """A link within the pages; forms and files are documents of their own."""
    is_document = address.startswith(("/act/", SIGN_IN))
    return html.A(text, href=address) if is_document else dcc.Link(text, href=address)


def browse(view: BrowseView) -> html.Div:
    """What there is, the choices, one page of the rows."""
    body: list[Component] = [empty_state(view.lang, reason=view.empty)]
    if view.table is not None:
        body = [rich_table(view.table), *_pager(view.pager, view.lang)]
    return html.Div(
        [
            *[html.P(line, className="prose") for line in view.lead],
            *_sign_in(view),
            _choosers(view.choosers, view.present, view.lang),
            *body,
        ],
        className="browse",
    )


def _sign_in(view: BrowseView) -> list[Component]:
    return [html.P(html.A(words(view.lang)("who.sign_in"), href=view.sign_in))] if view.sign_in else []


def _pager(view: Pager | None, lang: str) -> list[Component]:
    if view is None:
        return []
    say_word = words(lang)
    before = dcc.Link(say_word("data.pager.before"), href=view.before) if view.before else None
    after = dcc.Link(say_word("data.pager.after"), href=view.after) if view.after else None
    shown = [part for part in (before, html.Span(view.told), after) if part is not None]
    return [html.Nav(shown, className="pager", **labelled(say_word("data.pager.label")))]


# ── grids ──────────────────────────────────────────────────────────────────────────────────────────────
def grid(view: GridView) -> html.Div:
    """The grid as one piece of markup; each cell says its sentence to who points at it or cannot see it."""
    lead = [html.P(line, className="prose") for line in view.lead]
    if view.empty:
        return html.Div([*lead, empty_state(view.lang, reason=view.empty)])
    caption = [
        html.Span(view.caption, className="table-caption"),
        download_links(view.csv_address, view.caption, view.lang),
    ]
    figure = html.Figure(
        [
            html.Figcaption(caption),
            _legend(view),
            fragment(grid_markup(view), view.caption),
            *[html.P(note, className="note") for note in view.notes],
        ],
        className="table-figure coverage",
    )
    return html.Div([*lead, figure])


def _legend(view: GridView) -> html.Ul:
    items = [
        html.Li([html.Span(sign, className=f"grid-sign cover-{mark}"), meaning])
        for mark, sign, meaning in view.legend
    ]
    return html.Ul(items, className="grid-legend")


def grid_markup(view: GridView) -> str:
    """The grid as HTML, everything in it escaped."""
    head = "".join(heading(title) for title in (view.corner, *view.columns))
    body: list[str] = []
    group = ""
    for row in view.rows:
        if row.group and row.group != group:
            body.append(
                f'<tr class="grid-group"><th colspan="{len(view.columns) + 1}">{escape(row.group)}</th></tr>'
            )
        group = row.group
        body.append(_row(row, "wide" if view.has_long_names else ""))
    return table_of(f"<tr>{head}</tr>", "".join(body), "data-table coverage-grid")


def _row(row: GridRow, class_name: str) -> str:
    name = f'<a href="{escape(row.address)}">{escape(row.name)}</a>' if row.address else escape(row.name)
    return f'<tr><th scope="row" class="{class_name}">{name}</th>{"".join(map(_cell, row.cells))}</tr>'


def _cell(cell: GridCell) -> str:
    told = escape(cell.told)
    text = escape(cell.text)
    shown = f'<a href="{escape(cell.address)}">{text}</a>' if cell.address else text
    return f'<td class="cover-{cell.mark}" title="{told}">{shown}</td>'


# ── builds ─────────────────────────────────────────────────────────────────────────────────────────────
def builds(view: BuildsView) -> html.Div:
    """The builds, then what differs between the two chosen; each source ends with what to do."""
    difference: list[Component] = []
    if view.heading:
        download = [download_links(view.csv_address, view.heading, view.lang)] if view.csv_address else []
        difference = [
            html.Div([html.H2(view.heading), *download], className="section-head"),
            _choosers(view.choosers, view.present, view.lang),
            *[html.P(line, className="prose") for line in view.told],
            *[_section(one, view.lang) for one in view.sections],
        ]
    return html.Div(
        [html.P(view.lead, className="prose"), *difference, rich_table(view.builds)], className="builds"
    )


def _section(view: SourceSection, lang: str) -> html.Section:
    return html.Section(
        [
            html.H3(view.title),
            html.P(view.told),
            rich_table(view.table),
            html.P(html.Strong(view.action), className="prose"),
        ]
    )
