"""数据: how the data stand, what is missing and who owes it, what is suspicious, where they come from."""

from dash import Dash, html

from dashboard.address import export_url, to_url
from dashboard.components import quality as pieces
from dashboard.components.rich_table import rich_table
from dashboard.components.states import panel_slot
from dashboard.pages import data_calendar, data_declared, data_desk
from dashboard.pages.data_coverage import (
    CHASED,
    GRID,
    build_chased,
    build_choices,
    build_grid,
    read_books,
)
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.scope import ReaderScope
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.quality.browse import BrowseView
from dashboard.views.quality.build_list import BuildFacts, BuildsView, build_builds_view, pair_asked
from dashboard.views.quality.challenge_list import build_challenge_list, kinds_table
from dashboard.views.quality.correction_list import build_correction_list
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.quality.reject_list import build_reject_list
from dashboard.views.quality.returns import owed_sheet, owed_table, summary_sheet, summary_table, to_chase
from dashboard.views.quality.revision_list import build_revision_list
from dashboard.views.quality.source_list import Shipments, build_source_list, sources_sheet, sources_table
from dashboard.views.quality.standing import DataFacts, DataStanding, build_data_standing, latest_year
from dashboard.views.sheet import Sheet
from dashboard.views.table import TableView
from etl.catalog.catalog import Catalog

SECTIONS = (
    "coverage",
    "calendar",
    "challenges",
    "revisions",
    "rejects",
    "sources",
    "builds",
    "declared",
    "desk",
)
MOST_CHASED = 12
RETURNS, CHASE, ORIGIN, CORRECTIONS = "data-returns", "data-chase", "data-origin", "data-corrections"


def heading(catalog: Catalog, selection: Selection) -> str | None:
    """The name of the section; None for the page itself."""
    if selection.section is None:
        return None
    return words(selection.lang)(
        "data.heading", section=words(selection.lang)(f"data.sections.{selection.section}")
    )


def layout(selection: Selection) -> html.Div:
    """The sections, then the one of the address, or a little of each."""
    lang = selection.lang
    tabs = pieces.tabs(
        [
            (
                words(lang)(f"data.sections.{name}"),
                to_url(Selection("data", lang, section=section)),
                section == selection.section,
            )
            for name, section in (("standing", None), *((each, each) for each in SECTIONS))
        ],
        lang,
    )
    return html.Div([tabs, *_panels(selection)], className="data-page")


def _panels(selection: Selection) -> list[html.Section | html.H2]:
    lang, say_word = selection.lang, words(selection.lang)
    match selection.section:
        case None:
            return [
                panel_slot("data-standing", lang),
                html.H2(say_word("data.owed_heading")),
                panel_slot(CHASE, lang, kind="table"),
                panel_slot(RETURNS, lang, kind="table"),
                html.H2(say_word("data.doubt_heading")),
                panel_slot("data-kinds", lang, kind="table"),
                html.H2(say_word("data.origin_heading")),
                panel_slot(ORIGIN, lang, kind="table"),
            ]
        case "coverage":
            return [
                panel_slot("data-coverage-choice", lang),
                panel_slot(CHASED, lang),
                panel_slot(GRID, lang, kind="table"),
            ]
        case "revisions":
            return [
                panel_slot("data-revisions", lang, kind="table"),
                html.H2(say_word("data.corrections.heading")),
                panel_slot(CORRECTIONS, lang, kind="table"),
            ]
        case section:
            return [panel_slot(f"data-{section}", lang, kind="table")]


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels; every choice on the page is an address."""
    panels.add("data-standing", build=build_standing, draw=pieces.standing)
    panels.add(CHASE, build=build_chase, draw=pieces.optional_table, sheet=lambda view: view.sheet)
    panels.add(RETURNS, build=build_returns, draw=pieces.optional_table, sheet=lambda view: view.sheet)
    panels.add("data-kinds", build=build_kinds, draw=rich_table)
    panels.add(ORIGIN, build=build_origin, draw=pieces.optional_table, sheet=lambda view: view.sheet)
    panels.add(
        CORRECTIONS, build=build_corrections, draw=pieces.optional_table, sheet=lambda view: view.sheet
    )
    panels.add("data-coverage-choice", build=build_choices, draw=pieces.choices)
    panels.add(CHASED, build=build_chased, draw=pieces.optional_table, sheet=lambda view: view.sheet)
    panels.add(GRID, build=build_grid, draw=pieces.grid, sheet=lambda view: view.make_sheet())
    for name, build in (
        ("data-revisions", build_revisions),
        ("data-rejects", build_rejects),
        ("data-sources", build_sources),
    ):
        panels.add(name, build=build, draw=pieces.browse, sheet=lambda view: view.make_sheet())
    data_desk.register(panels)
    data_calendar.register(panels)
    data_declared.register(panels)
    panels.add(
        "data-challenges",
        build=build_challenges,
        draw=pieces.browse,
        sheet=lambda view: view.make_sheet(),
        knows_reader=True,
    )
    # which builds lie in the folder is not decided by the build that is shown
    panels.add(
        "data-builds",
        build=build_builds,
        draw=pieces.builds,
        sheet=lambda view: view.make_sheet(),
        is_kept=False,
    )


def read_shipments(queries: Queries) -> Shipments:
    """What the sources sent."""
    quality = queries.quality()
    return Shipments(quality.sources(), queries.files(), quality.stage_counts())


def build_standing(queries: Queries, selection: Selection) -> DataStanding:
    """The sentences on top."""
    quality = queries.quality()
    facts = DataFacts(
        build=queries.build(),
        day=quality.day_of_data(),
        books=read_books(queries),
        challenges=queries.challenges(),
        revisions=quality.revision_counts(),
        corrections=quality.corrections(),
        rejected=quality.rejected(),
        shipments=read_shipments(queries),
    )
    return build_data_standing(queries.catalog, facts, selection)


def build_chase(queries: Queries, selection: Selection) -> OfferedTable:
    """The returns that have not come, the latest first; all of them are in the download."""
    lang, say_word = selection.lang, words(selection.lang)
    books = read_books(queries)
    missing = to_chase(books)
    caption = say_word("data.owed.caption", count=f"{len(missing):,}")
    table = owed_table(
        queries.catalog, missing[:MOST_CHASED], selection, caption, _export(queries, CHASE, selection)
    )
    more = to_url(Selection("data", lang, section="challenges", kind="missing_return"))
    return OfferedTable(
        lang,
        table if missing else None,
        owed_sheet(queries.catalog, missing, caption, lang),
        say_word("data.owed.none" if books else "data.owed.no_calendar"),
        (say_word("data.owed.all", count=f"{len(missing):,}"), more) if len(missing) > MOST_CHASED else None,
    )


def build_returns(queries: Queries, selection: Selection) -> OfferedTable:
    """Every return of the latest year."""
    lang = selection.lang
    books = read_books(queries)
    year = latest_year(books)
    if year is None:
        link = (words(lang)("data.standing.to_coverage"), to_url(Selection("data", lang, section="coverage")))
        return OfferedTable(lang, None, Sheet("", (), ()), words(lang)("data.summary.no_calendar"), link)
    of_year = [book.of_year(year) for book in books]
    table = summary_table(queries.catalog, of_year, year, selection, _export(queries, RETURNS, selection))
    return OfferedTable(lang, table, summary_sheet(queries.catalog, of_year, year, lang))


def build_kinds(queries: Queries, selection: Selection) -> TableView:
    """Challenges by kind."""
    return kinds_table(queries.catalog, queries.challenges(), selection)


def build_origin(queries: Queries, selection: Selection) -> OfferedTable:
    """The sources."""
    shipments = read_shipments(queries)
    table = sources_table(queries.catalog, shipments, selection, _export(queries, ORIGIN, selection))
    return OfferedTable(selection.lang, table, sources_sheet(queries.catalog, shipments, selection.lang))


def build_challenges(queries: Queries, selection: Selection, scope: ReaderScope) -> BrowseView:
    """The challenges that the address leaves, with what people did about them."""
    csv = _export(queries, "data-challenges", selection)
    return build_challenge_list(
        queries.catalog, queries.challenges(), selection, csv, has_name=scope.is_signed_in
    )


def build_revisions(queries: Queries, selection: Selection) -> BrowseView:
    """The revised figures that the address leaves."""
    quality = queries.quality()
    series = [selection.series] if selection.series else None
    rows = quality.revisions(series, sources=[selection.source] if selection.source else None)
    csv = _export(queries, "data-revisions", selection)
    return build_revision_list(queries.catalog, rows, quality.revision_counts(), selection, csv)


def build_corrections(queries: Queries, selection: Selection) -> OfferedTable:
    """Known errors of the sources, and what is used instead."""
    csv = _export(queries, CORRECTIONS, selection)
    return build_correction_list(queries.catalog, queries.quality().corrections(), selection.lang, csv)


def build_rejects(queries: Queries, selection: Selection) -> BrowseView:
    """What was not taken in."""
    csv = _export(queries, "data-rejects", selection)
    return build_reject_list(queries.catalog, queries.quality().rejected(), queries.files(), selection, csv)


def build_sources(queries: Queries, selection: Selection) -> BrowseView:
    """The sources, or the files of one."""
    csv = _export(queries, "data-sources", selection)
    return build_source_list(queries.catalog, read_shipments(queries), selection, csv)


def build_builds(queries: Queries, selection: Selection) -> BuildsView:
    """The builds, and what differs between two."""
    builds, current = queries.builds(), queries.build_id
    pair = pair_asked(builds, current, selection)
    difference = queries.difference(*pair) if pair else None
    csv = _export(queries, "data-builds", selection)
    return build_builds_view(queries.catalog, BuildFacts(builds, current, difference), selection, csv)


def _export(queries: Queries, name: str, selection: Selection) -> str:
    return export_url(queries.build_id, name, selection)
