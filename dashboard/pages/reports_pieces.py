"""What 月报 offers: choices, form, preview. The report's own modules load at the first need."""

from collections import Counter
from html import escape
from typing import Any, Final

from dash import html
from dash.development.base_component import Component
from msgspec import Struct

from dashboard.address import to_url
from dashboard.components.rich_table import fragment
from dashboard.components.states import empty_state
from dashboard.queries import Queries
from dashboard.scope import ReaderScope
from dashboard.selection import Selection
from dashboard.text import LANGS, words
from dashboard.views.links import Link
from dashboard.views.period_options import period_links
from dashboard.views.tiers.selectors import PageChoices
from etl.model.period import Period, PeriodKind

FORMATS: Final = ("docx", "pdf", "xlsx")
_ENOUGH: Final = 0.5


class MakeView(Struct, frozen=True):
    """What can be made, or why not."""

    lang: str
    asked: Selection
    is_named: bool
    can_all: bool
    regions: int
    command: str


class PreviewView(Struct, frozen=True):
    """What the report will say."""

    lang: str
    label: str
    markup: str
    left_out: tuple[str, ...]
    reason: str = ""


# ── what is chosen ─────────────────────────────────────────────────────────────────────────────────────
def whole(queries: Queries, selection: Selection) -> Selection:
    """The selection with everything that the address leaves to the page."""
    from dashboard.report.request import OF_ONE_REGION, Kind  # noqa: PLC0415
    from dashboard.report.shelf import kinds_for, regions_for  # noqa: PLC0415

    kinds, mine = kinds_for(queries), regions_for(queries)
    kind = selection.kind if selection.kind in kinds else str(kinds[0])
    home = queries.catalog.home.code
    region = home
    if Kind(kind) in OF_ONE_REGION:
        region = selection.region if selection.region in mine else (mine or (home,))[0]
    period = selection.period or latest_year(queries)
    return selection.to(kind=kind, region=region, period=period, edition=selection.edition or selection.lang)


def periods_of(queries: Queries) -> dict[Period, int]:
    """Periods that have figures and that a report can be about, with how many indicators they have."""
    found: Counter[Period] = Counter()
    for row in queries.coverage():
        period = Period.parse(row.period)
        if period.kind is not PeriodKind.SPAN:
            found[period] += 1
    return dict(found)


def latest_year(queries: Queries) -> Period | None:
    """The latest year that is about as full as the fullest; a nearly empty one is no first look."""
    years = {period: count for period, count in periods_of(queries).items() if period.kind is PeriodKind.YEAR}
    full = [period for period, count in years.items() if count >= _ENOUGH * max(years.values())]
    return max(full, key=lambda period: period.sort_key(), default=None)


def choices_of(queries: Queries, selection: Selection) -> PageChoices:
    """Kind, region, period and language."""
    from dashboard.report.request import OF_ONE_REGION, Kind  # noqa: PLC0415
    from dashboard.report.shelf import kinds_for, regions_for  # noqa: PLC0415

    lang, say, catalog = selection.lang, words(selection.lang), queries.catalog
    chosen = whole(queries, selection).to(issues=())
    kinds = tuple(
        Link(say(f"reports.kind.{kind}"), to_url(chosen.to(kind=str(kind)))) for kind in kinds_for(queries)
    )
    regions: tuple[Link, ...] = ()
    if Kind(chosen.kind or "") in OF_ONE_REGION:
        regions = tuple(
            Link(
                catalog.regions[code].name[lang],
                to_url(chosen.to(region=code)),
                _group(queries, code, lang),
            )
            for code in regions_for(queries)
        )
    periods = period_links(periods_of(queries), lambda period: to_url(chosen.to(period=period)), lang)
    editions = tuple(Link(say(f"reports.edition.{one}"), to_url(chosen.to(edition=one))) for one in LANGS)
    named = (("kind", kinds), ("region", regions), ("period", periods), ("edition", editions))
    return PageChoices(lang, to_url(chosen), tuple((name, links) for name, links in named if links))


def _group(queries: Queries, code: str, lang: str) -> str:
    """The city under which a region is listed."""
    regions = queries.catalog.regions
    parent = regions[code].parent
    at = code if parent in {None, queries.catalog.home.code} else parent
    return regions[at or code].name[lang]


# ── making ─────────────────────────────────────────────────────────────────────────────────────────────
def make_of(queries: Queries, selection: Selection, scope: ReaderScope) -> MakeView:
    """What the form asks for, and the command that does the same."""
    from dashboard.report.request import OF_ONE_REGION, Kind  # noqa: PLC0415
    from dashboard.report.shelf import regions_for  # noqa: PLC0415

    asked = whole(queries, selection)
    can_all = Kind(asked.kind or "") in OF_ONE_REGION
    region = f" --region {asked.region}" if can_all else ""
    command = (
        f"python -m dashboard report --kind {asked.kind} --period {asked.period}{region} "
        f"--lang {asked.edition} --out DIR"
    )
    count = len(regions_for(queries)) if can_all else 1
    return MakeView(selection.lang, asked, scope.is_signed_in, can_all and count > 1, count, command)


def draw_make(view: MakeView) -> html.Div:
    """The form with what goes on below it; or where one signs in and what to type instead."""
    say = words(view.lang)
    if not view.is_named:
        told = say("reports.make.who")
        command = html.P([say("reports.make.command"), html.Code(view.command)], className="note")
        return html.Div([html.P(told, className="prose"), command], className="report-make")
    return html.Div(markup_slot(_form(view)), className="report-make")


def _form(view: MakeView) -> str:
    say, asked = words(view.lang), view.asked
    given = {"kind": asked.kind, "region": asked.region, "period": asked.period, "edition": asked.edition}
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(str(text))}">' for name, text in given.items()
    )
    formats = "".join(
        f'<label><input type="checkbox" name="format" value="{one}" checked> '
        f"{escape(say(f'reports.format.{one}'))}</label>"
        for one in FORMATS
    )
    told = escape(say("reports.make.all", count=view.regions))
    all_of = (
        f'<label><input type="checkbox" name="region" value="all"> {told}</label>' if view.can_all else ""
    )
    lang = "" if view.lang == LANGS[0] else f"?lang={view.lang}"
    return (
        f'<form class="report-form" data-report="/report/jobs{lang}">{hidden}'
        f"<fieldset><legend>{escape(say('reports.make.formats'))}</legend>{formats}</fieldset>{all_of}"
        f'<button type="submit" class="button">{escape(say("reports.make.submit"))}</button></form>'
        f'<div class="report-job" data-jobs="/report/jobs" data-query="{lang}" hidden>'
        f'<progress aria-label="{escape(say("reports.job.label"))}" value="0" max="1"></progress>'
        f'<p role="status"></p>'
        f'<button type="button" data-cancel>{escape(say("reports.job.cancel"))}</button></div>'
    )


# ── what it will say ───────────────────────────────────────────────────────────────────────────────────
def build_preview(queries: Queries, selection: Selection) -> PreviewView:
    """The report as it would be made now."""
    from dashboard.report.preview import left_out, preview_markup  # noqa: PLC0415
    from dashboard.report.request import Kind, Request, make_documents  # noqa: PLC0415

    lang, say = selection.lang, words(selection.lang)
    asked = whole(queries, selection)
    if asked.period is None or asked.period.kind is PeriodKind.SPAN:
        return PreviewView(lang, "", "", (), say("reports.preview.none"))
    request = Request(Kind(asked.kind or ""), asked.region or "", asked.period, asked.edition or lang)
    (document,) = make_documents(queries, (request,))
    label = say("reports.preview.label", title=document.title)
    return PreviewView(lang, label, preview_markup(document), left_out(document))


def draw_preview(view: PreviewView) -> Component:
    """A sheet of paper that scrolls."""
    if view.reason:
        return empty_state(view.lang, reason=view.reason)
    say = words(view.lang)
    more = say(
        "reports.preview.more", count=len(view.left_out), names=say("reports.between").join(view.left_out)
    )
    notes = [html.P(more, className="note")] if view.left_out else []
    paper = fragment(view.markup, view.label)
    return html.Div([html.Div(paper, className="report-paper"), *notes])


def markup_slot(markup: str) -> html.Div:
    """The place of escaped markup, which the scripts put into the page."""
    told: dict[str, Any] = {"data-markup": markup}
    return html.Div(**told)
