"""The pieces of 预警与限批: tabs, case file, ledger, explanation."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import to_url
from dashboard.components.aria import labelled
from dashboard.components.rich_table import rich_table
from dashboard.components.states import empty_state
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.cases.case_file import CaseFileView, TimelineItem
from dashboard.views.cases.ledger import LedgerView
from dashboard.views.cases.notice import NoticeView

TABS = {"flags": "cases", "ledger": "restrictions", "deadlines": "deadlines", "registers": "registers"}
_MARKS = {"done": "●", "drafted": "◐", "confirmed": "●", "withdrawn": "○", "refused": "✕"}


def tabs(selection: Selection) -> html.Nav:
    """The parts of 预警与限批."""
    say = words(selection.lang)
    items = [
        html.Li(
            dcc.Link(say(f"case.tabs.{name}"), href=to_url(Selection(page, selection.lang))),
            className="tab-current" if page == selection.page and selection.case is None else None,
        )
        for name, page in TABS.items()
    ]
    return html.Nav(html.Ul(items), className="tabs", **labelled(say("case.tabs.label")))


def case_file(view: CaseFileView) -> Component:
    """A case file: standing and next steps on top, then what happened, the latest first."""
    if view.none:
        return _none(view)
    say = words(view.lang)
    standing = html.Div(
        [
            html.P(view.about, className="case-about"),
            html.P(
                [
                    html.Span(say("case.file.state"), className="case-label"),
                    html.Strong(view.state, className="case-state"),
                    html.Span(view.since, className="note"),
                ]
            ),
            *([html.P(view.expiry, className="case-expiry")] if view.expiry else []),
            *([html.P(view.pending, className="case-pending", role="note")] if view.pending else []),
        ],
        className="case-standing",
    )
    return html.Div(
        [
            standing,
            html.Div([_steps(view), _deadlines(view), _evidence(view)], className="case-columns"),
            html.H2(say("case.file.timeline")),
            html.P(say("case.file.timeline_note"), className="note"),
            html.Ol([_item(item, view.lang) for item in view.timeline], className="case-timeline"),
            html.H2(say("case.file.rule")),
            _rule(view),
        ],
        className="case-file",
    )


def _none(view: CaseFileView | NoticeView) -> html.Div:
    """Why there is nothing to show; who has no name yet finds the way to sign in and come back."""
    action = words(view.lang)("who.sign_in") if view.sign_in else ""
    return empty_state(view.lang, reason=view.none, action=action, address=view.sign_in or None)


def _steps(view: CaseFileView) -> html.Section:
    say = words(view.lang)
    steps = [
        html.Li(
            [
                html.A(step.name, href=step.address, className="case-step"),
                *([html.Small(step.note, className="cell-note")] if step.note else []),
            ]
        )
        for step in view.steps
    ]
    notice = html.P(dcc.Link(say("case.file.notice"), href=view.notice))
    listed = html.Ul(steps, className="case-steps") if steps else html.P(view.no_steps)
    waiting = [
        html.Li([name, html.Small(reason, className="cell-note")], className="case-blocked")
        for name, reason in view.blocked
    ]
    later = [html.H3(say("case.file.blocked")), html.Ul(waiting)] if waiting else []
    return html.Section([html.H3(say("case.file.steps")), listed, *later, notice])


def _deadlines(view: CaseFileView) -> html.Section:
    items = [html.Li([name, html.Small(note, className="cell-note")]) for name, note in view.deadlines]
    return html.Section(
        [html.H3(words(view.lang)("case.file.deadlines")), html.Ul(items) if items else html.P("—")]
    )


def _evidence(view: CaseFileView) -> html.Section:
    items = [html.Li(line) for line in view.evidence]
    return html.Section([html.H3(words(view.lang)("case.file.evidence")), html.Ul(items)])


def _item(item: TimelineItem, lang: str) -> html.Li:
    said = [part for name, text in item.lines for part in (html.Dt(name), html.Dd(text))]
    files = [html.Li(html.A(name, href=address)) for name, address in item.files]
    return html.Li(
        [
            html.P(
                [
                    html.Span(_MARKS[item.mark], className="case-mark"),
                    html.Strong(item.what),
                    html.Span(item.mark_word, className=f"case-move case-move-{item.mark}"),
                    html.Span(f"{item.when} · {item.who}", className="note figures"),
                ],
                className="case-line",
            ),
            *([html.Dl(said, className="case-said")] if said else []),
            *([html.P(words(lang)("case.file.files")), html.Ul(files)] if files else []),
            html.P(item.chain, className="case-chain figures"),
        ],
        className=f"case-item case-item-{item.mark}",
    )


def _rule(view: CaseFileView) -> html.Div:
    say = words(view.lang)
    lists = (("case.file.basis", view.bases), ("case.file.exemptions", view.exemptions))
    return html.Div(
        [
            html.P([html.Strong(say("case.file.restricts")), " ", view.restricts], className="prose"),
            *[
                html.Div([html.H3(say(key)), html.Ul([html.Li(line) for line in lines])])
                for key, lines in lists
                if lines
            ],
        ]
    )


def ledger(view: LedgerView) -> html.Div:
    """The ledger, then the restrictions of the past."""
    own = rich_table(view.table) if view.table else html.P(view.empty, className="prose")
    past = [rich_table(view.history)] if view.history else []
    return html.Div([html.P(view.lead, className="lead"), own, *past], className="ledger")


def notice(view: NoticeView) -> Component:
    """The explanation: a page of its own when printed."""
    if view.none:
        return _none(view)
    printing: dict[str, Any] = {"data-print": ""}
    button = html.Button(words(view.lang)("case.notice.print"), type="button", className="button", **printing)
    sections = [
        html.Section([html.H3(title), *[html.P(line) for line in lines]]) for title, lines in view.sections
    ]
    return html.Article([html.H2(view.title), *sections, html.P(button)], className="case-notice prose")
