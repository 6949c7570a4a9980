"""The list of all indicators."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.aria import labelled
from dashboard.components.fold import fold
from dashboard.components.table import download_links
from dashboard.text import words
from dashboard.views.indicator_list import IndicatorEntry, IndicatorListView, IndicatorTopic


def draw_indicator_list(view: IndicatorListView) -> html.Div:
    """One table per topic; what nobody has delivered stands in a calm block of its own below it."""
    say = words(view.lang)
    csv = download_links(view.csv_address, say("pages.indicator"), view.lang)
    return html.Div(
        [
            html.P([view.lead, " ", csv], className="lead"),
            *[_topic(topic, view.lang, is_open=not at) for at, topic in enumerate(view.topics)],
        ]
    )


def _topic(topic: IndicatorTopic, lang: str, *, is_open: bool) -> html.Details:
    """The first stands open; the others are a line with how many indicators they have."""
    parts: list[Component] = []
    if topic.entries:
        parts.append(_table(topic, lang))
    if topic.not_collected:
        parts.append(_not_collected(topic, lang))
    return fold(topic.title, parts, told=topic.told, is_open=is_open)


def _table(topic: IndicatorTopic, lang: str) -> html.Div:
    say = words(lang)
    columns = ("name", "unit", "direction", "articles", "coverage")
    head = html.Thead(html.Tr([html.Th(say(f"indicators.column.{key}"), scope="col") for key in columns]))
    body = html.Tbody([_row(entry) for entry in topic.entries])
    table = html.Table([head, body], className="data-table")
    return html.Div(table, className="table-scroll", tabIndex="0", role="region", **labelled(topic.title))


def _row(entry: IndicatorEntry) -> html.Tr:
    coverage = html.Ul([html.Li(line) for line in entry.coverage])
    return html.Tr(
        [
            html.Th(dcc.Link(entry.name, href=entry.address), scope="row"),
            html.Td(entry.unit),
            html.Td(entry.direction),
            html.Td(entry.articles),
            html.Td(coverage),
        ]
    )


def _not_collected(topic: IndicatorTopic, lang: str) -> html.Div:
    items = [
        html.Li(
            [
                "○ ",
                dcc.Link(entry.name, href=entry.address),
                html.Small(entry.to_deliver, className="cell-note"),
            ]
        )
        for entry in topic.not_collected
    ]
    title = words(lang)("indicators.not_collected", count=len(items))
    return html.Div(
        [html.H3(title), html.Ul(items, className="not-collected")], className="not-collected-block"
    )
