"""The frame of every page: masthead, contents, language, foot."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.components.aria import document_data, labelled
from dashboard.components.masthead_tools import kept_views, search_box
from dashboard.components.why import why_slot
from dashboard.text import words
from dashboard.views.shell import NavItem, ShellView

_HTML_LANG = {"zh": "zh-CN", "en": "en"}


def shell(view: ShellView, body: Component) -> html.Div:
    """A page in its frame; the browser takes the document's title and language from ``data-`` attributes."""
    lang = view.selection.lang
    return html.Div(
        [
            html.A(words(lang)("nav.skip"), href=f"#{ids.MAIN}", className="skip"),
            _masthead(view),
            *([html.P(view.watermark, className="watermark", role="note")] if view.watermark else []),
            html.Main([_heading(view), body], id=ids.MAIN, className="page", tabIndex="-1"),
            why_slot(),
            _foot(view),
        ],
        className="shell",
        lang=_HTML_LANG[lang],
        **document_data(f"{view.heading} · {view.product}", _HTML_LANG[lang]),
    )


def _masthead(view: ShellView) -> html.Header:
    say = words(view.selection.lang)
    switch = dcc.Link(
        say("nav.language"),
        id=ids.LANGUAGE,
        href=view.other_language,
        className="language",
        title=say("nav.language_label"),
    )
    contents = html.Ul([_nav_item(item) for item in view.nav])
    return html.Header(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.P(view.product, className="masthead-title"),
                            html.P(say("app.basis"), className="masthead-basis"),
                        ]
                    ),
                    html.Div(
                        [
                            search_box(view.selection.lang),
                            kept_views(view.selection.lang),
                            html.Div(id=ids.WHO, className="who"),
                            switch,
                        ],
                        className="masthead-tools",
                    ),
                ],
                className="masthead-row",
            ),
            html.Nav(contents, className="nav", **labelled(say("nav.label"))),
        ],
        className="masthead",
    )


def _heading(view: ShellView) -> html.H1 | html.Div:
    heading = html.H1(view.heading, className="page-title")
    if not view.brief:
        return heading
    wired: dict[str, Any] = {"data-brief": ""}
    label = words(view.selection.lang)("brief.open")
    return html.Div(
        [heading, html.A(label, href=view.brief, className="brief-link", **wired)], className="title-row"
    )


def _nav_item(item: NavItem) -> html.Li:
    link = dcc.Link(item.label, href=item.address, className="nav-link")
    return html.Li(link, className="nav-current" if item.is_current else None)


def _foot(view: ShellView) -> html.Footer:
    say = words(view.selection.lang)
    build = html.Span(view.build_id[:12], className="figures", title=view.build_id)
    before, _, after = say("footer.build", build="\n").partition("\n")
    return html.Footer([html.P(say("footer.draft")), html.P([before, build, after])], className="foot")
