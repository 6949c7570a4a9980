"""The regulation: contents, and one article with what belongs to it."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.rich_table import rich_table
from dashboard.text import words
from dashboard.views.articles import (
    ArticleLine,
    ArticlesView,
    ArticleView,
    RegulationHead,
    Step,
    TextPiece,
)


def articles(view: ArticlesView) -> html.Div:
    """The contents of the regulation."""
    say_word = words(view.lang)
    names = ("number", "summary", "measurability", "indicators", "registers")
    head = html.Tr([html.Th(say_word(f"articles.contents_columns.{name}"), scope="col") for name in names])
    rows = html.Tbody([_line(line) for line in view.lines])
    table = html.Table([html.Thead(head), rows], className="data-table article-list")
    return html.Div(
        [
            regulation_head(view.head),
            html.P(view.lead, className="lead"),
            html.P(say_word("list.semicolon").join(view.counts), className="note"),
            html.Div(table, className="table-scroll"),
        ]
    )


def regulation_head(view: RegulationHead) -> html.Div:
    """The title with the stamp 草案, and what it means."""
    return html.Div(
        [
            html.P([html.Span(view.stamp, className="stamp"), view.title], className="state-title"),
            html.P(view.status),
        ],
        className="state draft-head",
    )


def _line(view: ArticleLine) -> html.Tr:
    title = dcc.Link(f"{view.number} {view.title}", href=view.address)
    return html.Tr(
        [
            html.Th(title, scope="row"),
            html.Td(view.summary),
            html.Td(view.measurability),
            html.Td(view.indicators),
            html.Td(view.registers),
        ]
    )


def article(view: ArticleView) -> html.Div:
    """One article: text, summary, indicators, registers, source; steps before and after."""
    say_word = words(view.lang)
    return html.Div(
        [
            regulation_head(view.head),
            html.Blockquote(
                [_paragraph(one, view.lang) for one in view.paragraphs], className="quotation", lang="zh-CN"
            ),
            *([html.P(view.slip_note, className="note")] if view.slip_note else []),
            html.P(view.summary, className="prose"),
            html.Dl([*_measured(view), *_source(view)], className="facts"),
            html.H2(say_word("articles.indicators")),
            rich_table(view.table) if view.table else html.P(view.no_table),
            *_registers(view),
            _steps(view),
        ]
    )


def _paragraph(pieces: tuple[TextPiece, ...], lang: str) -> html.P:
    shown: list[Component | str] = []
    for piece in pieces:
        shown.append(piece.text)
        if piece.is_slip:
            shown.append(html.Sup(words(lang)("articles.slip"), className="slip"))
    return html.P(shown)


def _measured(view: ArticleView) -> list[Component]:
    say_word = words(view.lang)
    by = [html.Dt(say_word("articles.measured_by")), html.Dd(view.measured_by)] if view.measured_by else []
    return [html.Dt(say_word("articles.measurability_word")), html.Dd(view.measurability), *by]


def _source(view: ArticleView) -> list[Component]:
    return [html.Dt(words(view.lang)("articles.source")), html.Dd(view.source)] if view.source else []


def _registers(view: ArticleView) -> list[Component]:
    if not view.registers:
        return []
    title = html.H2(words(view.lang)("articles.registers"))
    items = html.Ul([html.Li(["○ ", name]) for name in view.registers], className="plain-list")
    links = [html.Li(dcc.Link(each.label, href=each.address)) for each in view.register_links]
    kept = [html.Ul(links, className="register-actions")] if links else []
    return [title, items, html.P(view.register_note, className="note"), *kept]


def _steps(view: ArticleView) -> html.Nav:
    say_word = words(view.lang)
    before = [_step(view.before, say_word("articles.before"))] if view.before else [html.Span()]
    after = [_step(view.after, say_word("articles.after"))] if view.after else [html.Span()]
    return html.Nav(
        [*before, dcc.Link(view.contents.label, href=view.contents.address), *after], className="steps"
    )


def _step(view: Step, word: str) -> dcc.Link:
    return dcc.Link(f"{word} {view.label}", href=view.address)
