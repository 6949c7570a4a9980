"""月报: choose a report, see what it says, have it made, find what was made before, compare two issues."""

from dash import Dash, html

from dashboard.components.controls import Option, choice
from dashboard.components.page_choices import draw_page_choices
from dashboard.components.rich_table import rich_table
from dashboard.components.states import empty_state, panel_slot
from dashboard.pages import reports_archive as shelf
from dashboard.pages import reports_pieces as pieces
from dashboard.pages.reports_review import CourseView, build_course, draw_course
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.scope import ReaderScope
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.tiers.selectors import PageChoices

_COMPARED = "reports-compared"


def layout(selection: Selection) -> html.Div:
    """The skeleton: choose and make beside what it will say; the archive; two issues compared."""
    lang = selection.lang
    say = words(lang)
    return html.Div(
        [
            html.P(say("reports.lead"), className="lead prose"),
            panel_slot("reports-choices", lang),
            panel_slot("reports-make", lang),
            html.H2(say("reports.heading.preview")),
            panel_slot("reports-preview", lang, kind="table"),
            html.H2(say("reports.heading.archive")),
            panel_slot("reports-archive", lang, kind="table"),
            panel_slot("reports-course", lang),
            html.H2(say("reports.heading.compare")),
            panel_slot(_COMPARED, lang),
        ],
        className="reports-page",
    )


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels; what is archived is read anew each time, for it changes without a build."""

    def archive(queries: Queries, selection: Selection, scope: ReaderScope) -> shelf.ArchiveView:
        return shelf.build_archive(queries, selection, scope, panels.settings)

    def compared(queries: Queries, selection: Selection, scope: ReaderScope) -> shelf.ComparedView:
        return shelf.build_compared(queries, selection, scope, panels.settings)

    def course(queries: Queries, selection: Selection, scope: ReaderScope) -> CourseView | None:
        return build_course(queries, selection, panels.desk, panels.settings)

    panels.add("reports-choices", build=build_choices, draw=draw_page_choices)
    panels.add("reports-make", build=build_make, draw=pieces.draw_make, is_kept=False, knows_reader=True)
    panels.add("reports-preview", build=pieces.build_preview, draw=pieces.draw_preview)
    panels.add("reports-archive", build=archive, draw=draw_archive, is_kept=False, knows_reader=True)
    panels.add("reports-course", build=course, draw=draw_course, is_kept=False, knows_reader=True)
    panels.add(
        _COMPARED,
        build=compared,
        draw=draw_compared,
        sheet=lambda view: view.sheet,
        is_kept=False,
        knows_reader=True,
    )


def build_choices(queries: Queries, selection: Selection) -> PageChoices:
    """Kind, region, period and language; each option carries its address."""
    return pieces.choices_of(queries, selection)


def build_make(queries: Queries, selection: Selection, scope: ReaderScope) -> pieces.MakeView:
    """The form that has it made, or who may."""
    return pieces.make_of(queries, selection, scope)


def draw_archive(view: shelf.ArchiveView) -> html.Div:
    """The runs with their files, or that there are none yet."""
    verify = shelf.draw_verify(view.lang) if view.is_open else []
    if view.table is None:
        return html.Div([empty_state(view.lang, reason=view.reason), *verify])
    return html.Div([rich_table(view.table), *verify])


def draw_compared(view: shelf.ComparedView) -> html.Div:
    """Two selects, and what differs."""
    selects = [
        choice(name, label, [Option(link.label, link.address) for link in links], view.present, view.lang)
        for name, label, links in view.choices
    ]
    told = [html.P(view.told, className="lead")] if view.told else []
    table = [rich_table(view.table)] if view.table else []
    return html.Div([html.Div(selects, className="controls wide-choices"), *told, *table])
