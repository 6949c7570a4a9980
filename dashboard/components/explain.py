"""The panel 为什么: from a number down to the cells it came from."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.badge import verdict_badge
from dashboard.text import words
from dashboard.theme import CHECK_MARKS
from dashboard.views.explain import ExplainCell, ExplainFlag, ExplainInput, ExplainView
from dashboard.views.explain_verdict import ExplainVerdict


def draw_explain(view: ExplainView) -> html.Section:
    """The working of one number; nothing of it is hidden, the long tail folds."""
    say = words(view.lang)
    return html.Section(
        [
            html.H2(say("explain.heading")),
            html.P(dcc.Link(view.title, href=view.region_address), className="explain-subject"),
            *explain_body(view),
        ],
        className="explain",
    )


def explain_body(view: ExplainView) -> list[Component | None]:
    """Everything below the heading: value, verdicts, formula, figures with their cells, challenges, flags."""
    say = words(view.lang)
    return [
        _value(view),
        *_block(say("explain.verdicts"), [_verdict(each, view.lang) for each in view.verdicts]),
        *_block(say("explain.published"), [_verdict(each, view.lang) for each in view.published]),
        *_what_ifs(view),
        *_block(say("explain.stock"), [html.Li(line) for line in view.stock]),
        *_block(say("explain.findings"), [html.Li(line) for line in view.findings]),
        *_block(say("explain.compared"), [html.Li(line) for line in view.compared]),
        *_formula(view),
        *_block(say("explain.plan_rule"), [html.Li(line) for line in view.plan_rule]),
        *_block(say("explain.inputs"), [_input(each, view.lang) for each in view.inputs]),
        *_block(say("explain.challenges"), [html.Li(text) for text in view.challenges]),
        *_block(say("explain.flags"), [_flag(each, view.lang) for each in view.flags]),
    ]


def _value(view: ExplainView) -> html.Div:
    told = [html.Span(view.value.with_scope, className="explain-number")]
    if view.value.movement:
        told.append(html.Span(view.value.movement, className="explain-movement"))
    evidence = view.value.reason or " · ".join(view.value.evidence)
    note = [html.P(view.missing_note, className="note")] if view.missing_note else []
    return html.Div([html.P(told), html.P(evidence, className="note"), *note], className="explain-value")


def _block(heading: str, items: list[Component]) -> list[Component]:
    return [html.H3(heading), html.Ul(items, className="explain-list")] if items else []


def _verdict(each: ExplainVerdict, lang: str) -> html.Li:
    badge = verdict_badge(each.result, lang, reason=each.reason)
    told = html.Span(f"{each.period} · {each.kind}", className="explain-kind")
    lines = [html.P(line, className="note") for line in each.lines]
    return html.Li([html.P([badge, told]), *lines, *_turning(each, lang)])


def _turning(each: ExplainVerdict, lang: str) -> list[Component]:
    """What would turn the verdict, apart from what it rests on."""
    if not each.turning:
        return []
    items = html.Ul([html.Li(line) for line in each.turning])
    return [
        html.Div(
            [html.P(words(lang)("explain.turning"), className="turning-title"), items], className="turning"
        )
    ]


def _what_ifs(view: ExplainView) -> list[Component]:
    if not view.what_ifs:
        return []
    say = words(view.lang)
    items = [_what_if(each, view.lang) for each in view.what_ifs]
    body = [html.H3(say("explain.what_ifs")), html.P(say("explain.what_if_note"), className="note")]
    return [html.Div([*body, html.Ul(items, className="explain-list")], className="what-if")]


def _what_if(each: ExplainVerdict, lang: str) -> html.Li:
    mark = html.Span(words(lang)("explain.what_if_mark"), className="what-if-mark")
    kind = html.Span(each.kind, className="explain-kind")
    lines = [html.P(line, className="note") for line in each.lines]
    return html.Li([html.P([mark, verdict_badge(each.result, lang), kind]), *lines])


def _formula(view: ExplainView) -> list[Component]:
    say = words(view.lang)
    if not view.symbols:
        return []
    numbers = [html.P(f"= {view.numbers}", className="formula")] if view.numbers else []
    return [html.H3(say("explain.formula")), html.P(view.symbols, className="formula"), *numbers]


def _input(each: ExplainInput, lang: str) -> html.Li:
    cells = [_cell(cell, lang) for cell in each.cells]
    label = dcc.Link(each.label, href=each.address) if each.address else html.Span(each.label)
    return html.Li(
        [
            html.P([label, html.Span(f" = {each.value}", className="figures")]),
            *([html.Ul(cells, className="cells")] if cells else []),
            *_below(each, lang),
        ]
    )


def _below(each: ExplainInput, lang: str) -> list[Component]:
    if not each.below:
        return []
    items = html.Ul([_input(inner, lang) for inner in each.below], className="explain-list")
    return [html.Details([html.Summary(words(lang)("explain.below", count=len(each.below))), items])]


def _cell(cell: ExplainCell, lang: str) -> html.Li:
    say = words(lang)
    use = say("explain.in_use" if cell.is_used else "explain.not_in_use")
    lines = [
        html.P([html.Span(use, className="use used" if cell.is_used else "use"), f" {cell.reported}"]),
        html.P(say("explain.known_from", source=cell.source, day=cell.known_from)),
        html.P(cell.place, className="cell-place"),
    ]
    if cell.correction:
        lines.append(html.P(cell.correction))
    if cell.caution:
        lines.append(html.P(say("explain.caution", text=cell.caution)))
    return html.Li(lines)


def _flag(flag: ExplainFlag, lang: str) -> html.Li:
    say = words(lang)
    checks = [
        html.Li(f"{CHECK_MARKS[check.state]} {check.sentence} · {say(f'flag.{check.state}')}")
        for check in flag.checks
    ]
    return html.Li([html.P(flag.title), html.Ul(checks, className="cells")])
