"""The pieces of 对比."""

from html import escape

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.chart import chart, drawn_chart
from dashboard.components.elements import Element
from dashboard.components.fold import fold
from dashboard.components.rich_table import fragment, heading, rich_table, table_of
from dashboard.components.table import download_links
from dashboard.figures.course_card import course_cards
from dashboard.figures.slope import draw_slope
from dashboard.figures.spine import HEIGHT, WIDTH, spine_address
from dashboard.figures.swarm import draw_swarm
from dashboard.text import words
from dashboard.views.comparison.charts import SlopeView, SwarmView
from dashboard.views.comparison.city_courses import CoursesView
from dashboard.views.comparison.peers_table import CompareSpineView, PeersTableView, SpineRow


def draw_peers(view: PeersTableView) -> html.Div:
    """Who is compared, by what, and the ways to change it."""
    say = words(view.table.lang)
    remove = [html.Li(dcc.Link(f"× {link.label}", href=link.address)) for link in view.remove]
    reset = [html.Li(dcc.Link(view.reset.label, href=view.reset.address))] if view.reset else []
    change = [html.Span(say("compare.remove")), html.Ul([*remove, *reset], className="link-list")]
    return html.Div(
        [html.P(view.lead), *([html.Div(change, className="peer-change")] if remove or reset else []),
         rich_table(view.table)]
    )  # fmt: skip


def draw_compare_spine(view: CompareSpineView) -> Component:
    """The spine as a table with a drawing in every row."""
    if not view.rows:
        return html.P(["○ ", words(view.lang)("compare.no_spine")], className="note")
    numeric = ("", "number", "number", "number", "number", "")
    head = "".join(heading(text, class_name=name) for text, name in zip(view.header, numeric, strict=True))
    rows = [_row(row, address, view.lang) for row, address in zip(view.rows, view.addresses, strict=True)]

    def part(some: list[str]) -> Element:
        return fragment(table_of(f"<tr>{head}</tr>", "".join(some), "data-table spine"), view.caption)

    rest = [fold(view.rest, [part(rows[view.first :])])] if view.rest else []
    return html.Figure(
        [
            html.Figcaption(
                [
                    html.Span(view.caption, className="table-caption"),
                    download_links(view.csv_address, view.caption, view.lang),
                ]
            ),
            part(rows[: view.first]),
            *rest,
            *[html.P(note, className="note") for note in view.notes],
        ],
        className="table-figure",
    )


def _row(row: SpineRow, address: str, lang: str) -> str:
    name, *cells = row.cells
    numbers = "".join(f'<td class="number">{escape(text)}</td>' for text in cells)
    key = {True: "ahead", False: "behind", None: "even"}[row.ahead]
    told = escape(words(lang)(f"compare.{key}"))
    drawing = (
        f'<img src="{escape(spine_address(row.own, row.peers, row.parent))}" alt="{told}" width="{WIDTH}"'
        f' height="{HEIGHT}"><small class="cell-note">{told}</small>'
    )
    link = f'<a href="{escape(address)}">{escape(name)}</a>'
    return f'<tr><th scope="row">{link}</th>{numbers}<td>{drawing}</td></tr>'


def draw_slope_panel(view: SlopeView) -> Component:
    """The slopes, or why there are none."""
    return chart(view.words, draw_slope(view)) if view.slopes else html.P(["○ ", view.words.title])


def draw_swarm_panel(view: SwarmView) -> Component:
    """The swarm, or why there is none."""
    return chart(view.words, draw_swarm(view)) if view.bees else html.P(["○ ", view.words.title])


def draw_courses_panel(view: CoursesView) -> Component:
    """Every region's course on one scale, or why there is none."""
    return drawn_chart(view.words, course_cards(view)) if view.cards else html.P(["○ ", view.words.title])
