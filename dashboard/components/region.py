"""The pieces of a region's page: head, verdicts, indicators by topic, what to look at with care, sources."""

from collections.abc import Sequence
from functools import lru_cache

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.aria import HIDDEN
from dashboard.components.badge import verdict_badge
from dashboard.components.controls import Option, choice
from dashboard.components.elements import Element, element
from dashboard.components.fold import fold
from dashboard.components.rich_table import escape, figure_markup, markup_div
from dashboard.components.table import download_links
from dashboard.text import words
from dashboard.theme import CHECK_MARKS
from dashboard.views.flags_and_doubts import ConcernGroup, ConcernsView, FlagCard, SourceLine, SourcesView
from dashboard.views.identity import ChildGroup, EventLine, Fact, IdentityView, RegionLink
from dashboard.views.profile import ProfileView, TopicBlock, WantedGroup
from dashboard.views.region_list import RegionGroup, RegionListView
from dashboard.views.verdicts import FamilyVerdict, Statement, VerdictsView
from etl.model.vocabulary import UnassessedReason

_FEWEST_TO_GATHER = 2
_FLAGS_OPEN = 1


# ── head ───────────────────────────────────────────────────────────────────────────────────────────────
def identity(view: IdentityView) -> html.Div:
    """Level, code, superior; codes it had and changes of its boundaries."""
    return html.Div(
        [
            html.Dl([part for fact in view.facts for part in _fact(fact)], className="facts"),
            *([html.P(view.note, className="note")] if view.note else []),
            *_history(view),
            *_events(view),
        ],
        className="identity",
    )


def _fact(fact: Fact) -> tuple[Component, Component]:
    text = dcc.Link(fact.text, href=fact.address) if fact.address else fact.text
    return html.Dt(fact.label), html.Dd(text)


def _history(view: IdentityView) -> list[Component]:
    return [html.Ul([html.Li(line) for line in view.history], className="plain-list")] if view.history else []


def _events(view: IdentityView) -> list[Component]:
    if not view.events:
        return []
    body = [
        html.Ul([_event(event) for event in view.events], className="plain-list events"),
        html.P(view.events_caution, className="note"),
    ]
    return [html.Details([html.Summary(view.events_title), *body], open=not view.events_folded)]


def _event(event: EventLine) -> html.Li:
    return html.Li(f"{event.year} {event.text} {event.confidence}", lang="zh-CN")


def children(view: IdentityView) -> html.Div:
    """Links to the regions directly below."""
    return html.Div([_child_group(group) for group in view.children])


def _child_group(group: ChildGroup) -> html.Section:
    return html.Section([html.H3(group.title), region_links(group.regions)])


def region_links(regions: Sequence[RegionLink]) -> html.Ul:
    """Regions in a row that wraps."""
    return html.Ul([html.Li(dcc.Link(one.name, href=one.address)) for one in regions], className="link-list")


# ── list of regions ────────────────────────────────────────────────────────────────────────────────────
def region_choice(view: RegionListView) -> html.Div:
    """A select with search over all regions."""
    options = [
        Option(one.name, one.address, group.head.name)
        for group in view.groups
        for one in (group.head, *group.regions, *group.units)
    ]
    peers = [Option(one.name, one.address, view.peers_title) for one in view.peers]
    label = words(view.lang)("regions.find")
    return html.Div(choice("region", label, [*options, *peers], view.chosen, view.lang), className="controls")


def region_list(view: RegionListView) -> html.Div:
    """All regions, city by city."""
    return html.Div(
        [
            html.P(view.lead, className="lead"),
            html.Div([_region_group(group) for group in view.groups], className="region-groups"),
            html.H3(view.peers_title),
            region_links(view.peers),
        ]
    )


def _region_group(group: RegionGroup) -> html.Section:
    count = html.Small(f" {group.count}") if group.count else ""
    lists = [region_links(regions) for regions in (group.regions, group.units) if regions]
    return html.Section([html.H3([dcc.Link(group.head.name, href=group.head.address), count]), *lists])


# ── verdicts ───────────────────────────────────────────────────────────────────────────────────────────
def verdicts(view: VerdictsView) -> html.Div:
    """The families in order; each finding with its mark and a sentence."""
    families = html.Div([_family(one, view.lang) for one in view.families], className="families")
    note = html.P(words(view.lang)("verdicts.latest_only"), className="note sheet-only")
    return html.Div([html.H2(view.title), families, note])


def _family(view: FamilyVerdict, lang: str) -> html.Section:
    title = dcc.Link(view.title, href=view.address) if view.address else view.title
    head = [html.H3(title), verdict_badge(view.result, lang, reason=view.reason)]
    newest = [one for one in view.statements if not one.is_earlier]
    return html.Section(
        [
            html.Div([*head, *([html.Small(view.as_of)] if view.as_of else [])], className="family-head"),
            *_plan(view, lang),
            *_statements(newest, lang),
            *_earlier([one for one in view.statements if one.is_earlier], lang),
            *([html.P(view.waiting, className="note")] if view.waiting else []),
        ],
        className="family",
    )


def _plan(view: FamilyVerdict, lang: str) -> list[Component]:
    """The light is a warning; what was decided on the plan stands beside it."""
    if view.plan_result is None:
        return []
    return [html.P([html.Small(view.plan), verdict_badge(view.plan_result, lang)], className="family-plan")]


def _earlier(views: Sequence[Statement], lang: str) -> list[Component]:
    if not views:
        return []
    summary = html.Summary(words(lang)("verdicts.earlier", count=len(views)))
    lines = html.Ul([_statement(one, lang) for one in views])
    return [html.Details([summary, lines], className="is-earlier")]


def _statements(views: Sequence[Statement], lang: str) -> list[Component]:
    """What was judged line by line; values without a target together in one line."""
    told = [view for view in views if view.reason is not UnassessedReason.NO_TARGET]
    open_ended = [view for view in views if view.reason is UnassessedReason.NO_TARGET]
    if len(open_ended) < _FEWEST_TO_GATHER:
        told, open_ended = list(views), []
    lines = [_statement(one, lang) for one in told]
    if not open_ended:
        return [html.Ul(lines)] if lines else []
    summary = html.Summary(words(lang)("verdicts.without_target", count=len(open_ended)))
    return [
        *([html.Ul(lines)] if lines else []),
        html.Details(
            [summary, html.Ul([_statement(one, lang) for one in open_ended])], className="not-on-sheet"
        ),
    ]


def _statement(view: Statement, lang: str) -> html.Li:
    why = dcc.Link(words(lang)("verdicts.why"), href=view.address, className="why-link")
    robust = html.Small(f"{view.robustness} ") if view.robustness else ""
    told = html.Span([view.text, " ", robust, why])
    badge = verdict_badge(view.result, lang, reason=view.reason)
    return html.Li([badge, " ", told])


# ── indicators ─────────────────────────────────────────────────────────────────────────────────────────
def profile(view: ProfileView) -> Element:
    """The table of every topic, and under each what nobody has delivered, as one piece of markup."""
    csv = download_links(view.csv_address, view.title, view.lang)
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in view.notes)
    return element(
        "Div",
        [
            element("Div", [element("H2", view.title), csv], className="section-head"),
            element("P", view.summary),
            markup_div("".join(map(_topic, view.blocks)) + notes, "profile-topics"),
        ],
        className="profile",
    )


def _topic(block: TopicBlock) -> str:
    """What asks for attention stands open; the rest is one line until somebody opens it."""
    head = f"<summary><strong>{escape(block.title)}</strong><small> {escape(block.told)}</small></summary>"
    table = figure_markup(block.table) if block.table else ""
    wanted = _wanted(block.wanted_title, block.wanted) if block.wanted else ""
    state = " open" if block.is_open else ""
    return f'<details class="topic"{state}>{head}{table}{wanted}</details>'


@lru_cache(maxsize=256)  # neighbours lack the same
def _wanted(title: str, wanted: tuple[WantedGroup, ...]) -> str:
    groups = "".join(map(_wanted_group, wanted))
    return f'<div class="wanted"><p class="wanted-title">○ {escape(title)}</p><ul>{groups}</ul></div>'


def _wanted_group(group: WantedGroup) -> str:
    return f'<li><span class="wanted-who">{escape(group.who)}</span>{escape(group.items)}</li>'


# ── concerns and sources ───────────────────────────────────────────────────────────────────────────────
def concerns(view: ConcernsView) -> html.Div:
    """Flags with their counter-checks, challenges, and notes folded away."""
    say_word = words(view.lang)
    flags: list[Component] = [_flag(flag, view.lang) for flag in view.flags[:_FLAGS_OPEN]]
    later: list[Component] = [_flag(flag, view.lang) for flag in view.flags[_FLAGS_OPEN:]]
    if later:
        flags.append(fold(say_word("concerns.more_flags", count=len(later)), later))
    challenges = _challenges(view)
    notes = html.Details([html.Summary(view.notes_title), *[_concern_group(one) for one in view.notes]])
    return html.Div(
        [
            html.H3(say_word("concerns.flags")),
            *(flags or [html.P(view.no_flags)]),
            *([html.P(view.past_flags)] if view.past_flags else []),
            html.P(view.flag_note, className="note"),
            *(challenges or [html.H3(say_word("concerns.challenges")), html.P(view.no_challenges)]),
            *([notes] if view.notes else []),
        ]
    )


def _challenges(view: ConcernsView) -> list[Component]:
    """How many there are and about what, and below that line what each says."""
    if not view.challenges:
        return []
    say_word = words(view.lang)
    count = sum(len(one.lines) for one in view.challenges)
    about = say_word("list.comma").join(one.subject for one in view.challenges)
    told = say_word("concerns.challenges_told", count=count, about=about)
    return [fold(say_word("concerns.challenges"), list(map(_concern_group, view.challenges)), told=told)]


def _flag(view: FlagCard, lang: str) -> html.Div:
    say_word = words(lang)
    checks = [
        html.Li([
            html.Span(CHECK_MARKS[check.state], className="check-mark", **HIDDEN),
            check.sentence, html.Small(say_word(f"flag.{check.state}")),
        ], className=f"check-{check.state}")
        for check in view.checks
    ]  # fmt: skip
    return html.Div(
        [
            html.P(dcc.Link(view.title, href=view.address), className="state-title"),
            html.P(view.basis),
            html.Ul(checks, className="checks"),
            html.P(view.lacking),
        ],
        className="state flag-card",
    )


def _concern_group(view: ConcernGroup) -> html.Section:
    return html.Section(
        [html.H4(view.subject), html.Ul([html.Li(line) for line in view.lines])], className="notes"
    )


def sources(view: SourcesView) -> html.Div:
    """Every source with its citation, licence and caution."""
    if not view.sources:
        return html.Div()
    return html.Div(
        [html.H2(view.title), html.Ol([_source(one, view.lang) for one in view.sources], className="sources")]
    )


def _source(view: SourceLine, lang: str) -> html.Li:
    say_word = words(lang)
    caution = say_word("sources.caution", text=view.caution)
    return html.Li(
        [
            html.Span(view.title, className="source-title"),
            html.Span(f" {view.publisher} · {view.nature}"),
            html.P(say_word("sources.citation", citation=view.citation, licence=view.licence)),
            *([html.P(caution, className="source-caution")] if view.caution else []),
        ]
    )
