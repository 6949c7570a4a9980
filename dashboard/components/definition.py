"""The definition card."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.text import words
from dashboard.views.definition import DefinitionSource, DefinitionView


def draw_definition(view: DefinitionView) -> html.Section:
    """What the indicator is, in pairs of label and text."""
    say = words(view.lang)
    pairs: list[Component] = []
    for label, text in view.facts:
        pairs += [html.Dt(label), html.Dd(text)]
    pairs += _pair(
        say("definition.symbols"), [html.Li([text, " ", html.Code(name)]) for name, text in view.series]
    )
    pairs += _pair(
        say("definition.articles"), [html.Li(dcc.Link(label, href=to)) for label, to in view.articles]
    )
    pairs += _pair(say("definition.targets"), [html.Li(target) for target in view.targets])
    pairs += _pair(say("definition.coverage"), [html.Li(line) for line in view.coverage])
    pairs += _pair(say("definition.sources"), [_source(source, view.lang) for source in view.sources])
    return html.Section(
        [html.H2(say("definition.heading")), html.Dl(pairs, className="card")], className="definition"
    )


def _pair(label: str, items: Sequence[Component]) -> list[Component]:
    return [html.Dt(label), html.Dd(html.Ul(list(items)))] if items else []


def _source(source: DefinitionSource, lang: str) -> html.Li:
    say = words(lang)
    lines = [say("definition.citation", text=source.citation), say("definition.licence", text=source.licence)]
    if source.caution:
        lines.append(say("explain.caution", text=source.caution))
    return html.Li(
        [f"{source.title} · {source.nature}", *[html.P(line, className="cell-note") for line in lines]]
    )
