"""What is known against the figures."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.text import words
from dashboard.views.agreement import AgreementView, MissingInSource

_SHOWN_OPEN = 4


def draw_agreement(view: AgreementView) -> html.Section:
    """Regions that a source lacks, sums against the whole, everything else; nothing noticed says so."""
    say = words(view.lang)
    body: list[Component] = [html.P(say("agreement.nothing"), className="note")] if view.is_empty else []
    body += [_lacking(each) for each in view.lacking]
    body += _folding(say("agreement.residuals"), view.residuals, view.lang)
    if view.agreeing:
        body.append(html.P(view.agreeing, className="sentences"))
    body += _folding(say("agreement.others"), view.others, view.lang)
    return html.Section([html.H2(say("agreement.heading")), *body], className="agreement")


def _lacking(each: MissingInSource) -> html.Div:
    links = [html.Li(["○ ", dcc.Link(name, href=to)]) for name, to in each.regions]
    return html.Div([html.P(each.sentence), html.Ul(links, className="bars-missing")])


def _folding(heading: str, lines: tuple[str, ...], lang: str) -> list[Component]:
    """The latest lines open, the older ones folded."""
    if not lines:
        return []
    shown, folded = lines[:_SHOWN_OPEN], lines[_SHOWN_OPEN:]
    more = words(lang)("agreement.more", count=len(folded))
    rest = [html.Details([html.Summary(more), _list(folded)])] if folded else []
    return [html.H3(heading), _list(shown), *rest]


def _list(lines: tuple[str, ...]) -> html.Ul:
    return html.Ul([html.Li(line) for line in lines], className="sentences")
