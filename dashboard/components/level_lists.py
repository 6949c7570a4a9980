"""Lists of regions per verdict."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.badge import verdict_badge
from dashboard.text import words
from dashboard.views.level_lists import LevelList, LevelListsView, LevelMember


def draw_level_lists(view: LevelListsView) -> html.Section:
    """One list per verdict with its count; an empty level says so."""
    return html.Section(
        [html.P(view.title, className="table-caption"), *(_list(each, view.lang) for each in view.lists)],
        className="levels",
    )


def _list(each: LevelList, lang: str) -> html.Div:
    say = words(lang)
    count = html.Span(say("levels.members", count=len(each.members)), className="level-count figures")
    change = [html.Span(each.change, className="note")] if each.change else []
    badge = verdict_badge(each.verdict.result, lang, reason=each.verdict.reason)
    members: list[Component] = [_member(member) for member in each.members]
    body = (
        html.Ul(members, className="level-members")
        if members
        else html.P(say("levels.nobody"), className="note")
    )
    return html.Div([html.H3([badge, count, *change]), body], className="level")


def _member(member: LevelMember) -> html.Li:
    value = [html.Span(f" {member.value}", className="figures")] if member.value else []
    return html.Li([dcc.Link(member.name, href=member.address), *value])
