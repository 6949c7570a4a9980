"""预警与限批: the register of flags, case files, the ledger of restrictions, deadlines, explanations.

What people do is asked anew at every look, so none of these panels is kept.
"""

import json
from collections.abc import Sequence

from dash import Dash, html
from dash.development.base_component import Component
from msgspec import Struct
from msgspec.structs import replace

from dashboard.address import boundaries_url, export_url, sign_in_url
from dashboard.cases.case_events import CaseFile
from dashboard.cases.service import CaseDesk
from dashboard.components import cases as pieces
from dashboard.components import quality
from dashboard.components.graph import map_figure, map_notes
from dashboard.components.states import panel_slot
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.cases.case_file import FORMS, CaseFileView, CaseReader, build_case_file
from dashboard.views.cases.episodes import Episode, read_episodes
from dashboard.views.cases.flags import build_flag_register, verdict_of
from dashboard.views.cases.ledger import LedgerView, build_ledger
from dashboard.views.cases.ledger_map import Restrictions, build_ledger_map
from dashboard.views.cases.lists import build_calendar, build_case_list, open_deadlines
from dashboard.views.cases.notice import NoticeView, build_notice
from dashboard.views.map import MapView
from dashboard.views.quality.browse import BrowseView
from dashboard.views.quality.offered import OfferedTable
from etl.catalog.catalog import Catalog
from etl.model.restriction import Role
from etl.model.vocabulary import RegionLevel
from etl.store.rows import AssessmentRow, FlagRow

FLAGS, LIST, FILE = "case-flags", "case-list", "case-file"
LEDGER, MAP, CALENDAR, NOTICE = "case-ledger", "case-map", "case-calendar", "case-notice"
EPISODES = "restriction_episode"


class LedgerMap(Struct, frozen=True):
    """The map of the ledger; none where the cities have no polygons."""

    lang: str
    view: MapView | None


def heading(catalog: Catalog, selection: Selection) -> str | None:
    """The number of the case; None for the page itself."""
    if selection.case is None:
        return None
    return words(selection.lang)("case.file.heading", number=selection.case)


def layout(selection: Selection) -> html.Div:
    """The register of flags with the cases; or one case file."""
    lang = selection.lang
    body: list[Component] = [panel_slot(FILE, lang)]
    if selection.case is None:
        body = [
            html.H2(words(lang)("case.tabs.files")),
            panel_slot(LIST, lang),
            html.H2(words(lang)("case.tabs.flags")),
            panel_slot(FLAGS, lang, kind="table"),
        ]
    return html.Div([pieces.tabs(selection), *body], className="data-page cases-page")


def layout_ledger(selection: Selection) -> html.Div:
    """Map and ledger."""
    lang = selection.lang
    slots = [panel_slot(LEDGER, lang), panel_slot(MAP, lang, kind="map")]
    return html.Div([pieces.tabs(selection), *slots], className="data-page cases-page")


def layout_deadlines(selection: Selection) -> html.Div:
    """The deadlines."""
    slot = panel_slot(CALENDAR, selection.lang)
    return html.Div([pieces.tabs(selection), slot], className="data-page cases-page")


def layout_notice(selection: Selection) -> html.Div:
    """The explanation of a case."""
    return html.Div([pieces.tabs(selection), panel_slot(NOTICE, selection.lang)], className="cases-page")


def register(app: Dash, panels: Panels) -> None:
    """Declare flags, cases and case files."""
    desk = panels.desk
    panels.add(
        FLAGS,
        build=lambda queries, selection: build_flags(queries, desk, selection),
        draw=quality.browse,
        sheet=lambda view: view.make_sheet(),
        is_kept=False,
    )
    panels.add(
        LIST,
        build=lambda queries, selection: build_list(queries, desk, selection),
        draw=quality.optional_table,
        sheet=lambda view: view.sheet,
        is_kept=False,
    )
    panels.add(
        FILE,
        build=lambda queries, selection: build_file(queries, desk, selection),
        draw=pieces.case_file,
        is_kept=False,
    )


def register_ledger(app: Dash, panels: Panels) -> None:
    """Declare the ledger and its map."""
    desk, approval = panels.desk, panels.settings.map_approval_number
    panels.add(
        LEDGER,
        build=lambda queries, selection: build_restrictions(queries, desk, selection),
        draw=pieces.ledger,
        sheet=lambda view: view.sheet,
        is_kept=False,
    )
    panels.add(
        MAP,
        build=lambda queries, selection: build_map(queries, desk, selection, approval),
        draw=draw_ledger_map,
        is_kept=False,
    )


def register_deadlines(app: Dash, panels: Panels) -> None:
    """Declare the deadlines."""
    panels.add(
        CALENDAR,
        build=lambda queries, selection: build_deadlines(queries, panels.desk, selection),
        draw=quality.optional_table,
        sheet=lambda view: view.sheet,
        is_kept=False,
    )


def register_notice(app: Dash, panels: Panels) -> None:
    """Declare the explanation."""
    panels.add(
        NOTICE,
        build=lambda queries, selection: build_explanation(queries, panels.desk, selection),
        draw=pieces.notice,
        is_kept=False,
    )


def build_flags(queries: Queries, desk: CaseDesk, selection: Selection) -> BrowseView:
    """The register of flags."""

    def verdicts(flags: Sequence[FlagRow]) -> Sequence[AssessmentRow]:
        if not flags:
            return ()
        indicators = sorted({row.indicator for row in flags})
        regions = sorted({row.region for row in flags})
        return queries.assessments(indicators, regions, sorted({row.period for row in flags}))

    return build_flag_register(
        queries.catalog,
        queries.flags(),
        verdicts,
        desk.readable(),
        lambda region: may_open(desk, region),
        selection=selection,
        csv_address=export_url(queries.build_id, FLAGS, selection),
    )


def may_open(desk: CaseDesk, region: str) -> bool:
    """Whether the reader may open a case about a region."""
    actor = desk.actor(region)
    return actor is not None and Role.REVIEWER in actor.roles


def build_list(queries: Queries, desk: CaseDesk, selection: Selection) -> OfferedTable:
    """The cases that the reader may open, with where a new one begins."""
    view = build_case_list(
        queries.catalog,
        desk.readable(),
        desk.is_working_day,
        is_signed_in=desk.reader() is not None,
        selection=selection,
    )
    cities = [region.code for region in queries.catalog.at_home(RegionLevel.CITY)]
    if not any(may_open(desk, code) for code in cities):
        return view
    tongue = "" if selection.lang == "zh" else "?lang=en"
    link = (words(selection.lang)("case.list.open"), f"{FORMS}{tongue}")
    return OfferedTable(view.lang, view.table, view.sheet, view.empty, link)


def build_file(queries: Queries, desk: CaseDesk, selection: Selection) -> CaseFileView:
    """The case file of the address."""
    file = desk.find(selection.case or "")
    if file is not None:
        desk.note_read(f"case:{file.number}")
    table = desk.kept.in_force(file.instrument) if file else None
    on_figures = queries.challenges(regions=[file.case.region]) if file else ()
    challenges = {row.challenge_id: row for row in on_figures}
    view = build_case_file(
        queries.catalog, file, table, reader_of(desk, file), selection, challenges=challenges
    )
    return replace(view, sign_in=sign_in_if_unknown(desk, selection))


def sign_in_if_unknown(desk: CaseDesk, selection: Selection) -> str:
    """Where a reader without a name signs in; empty for one who has done so."""
    return "" if desk.reader() is not None else sign_in_url(selection)


def reader_of(desk: CaseDesk, file: CaseFile | None) -> CaseReader:
    """Who looks, as they may act in the case."""
    person = desk.actor(file.case.region) if file else None
    return CaseReader(person, desk.today(), desk.is_working_day)


def build_restrictions(queries: Queries, desk: CaseDesk, selection: Selection) -> LedgerView:
    """The ledger."""
    return build_ledger(
        queries.catalog,
        desk.published(),
        past(queries, selection.lang),
        reader_of(desk, None),
        is_kept=desk.has_store(),
        readable=frozenset(file.number for file in desk.readable()),
        selection=selection,
    )


def past(queries: Queries, lang: Lang) -> tuple[Episode, ...]:
    """Restrictions of the past."""
    return read_episodes(queries.catalog, queries.records(EPISODES), lang)


def build_map(queries: Queries, desk: CaseDesk, selection: Selection, approval_number: str) -> LedgerMap:
    """Where restrictions hold and held."""
    catalog, lang = queries.catalog, selection.lang
    if not any(city.label is not None for city in catalog.at_home(RegionLevel.CITY)):
        return LedgerMap(lang, None)
    build = queries.build_id
    source = words(lang)("map.boundaries")
    view = build_ledger_map(
        Restrictions(catalog, desk.published(), past(queries, selection.lang), lang),
        today=desk.today(),
        boundaries=(boundaries_url(build), boundaries_url(build, all_counties=True)),
        notes=map_notes(lang, source=source, approval_number=approval_number),
    )
    return LedgerMap(lang, view)


def draw_ledger_map(view: LedgerMap) -> Component:
    """The map, or nothing where there is none."""
    return map_figure(view.view, view.lang) if view.view else html.Div()


def build_deadlines(queries: Queries, desk: CaseDesk, selection: Selection) -> OfferedTable:
    """The open deadlines of the cases that the reader may open."""
    return build_calendar(
        queries.catalog,
        open_deadlines(desk.readable(), desk.is_working_day),
        desk.today(),
        is_signed_in=desk.reader() is not None,
        selection=selection,
    )


def build_explanation(queries: Queries, desk: CaseDesk, selection: Selection) -> NoticeView:
    """The explanation of the case of the address."""
    file = desk.find(selection.case or "")
    if file is not None:
        desk.note_read(f"case:{file.number}:notice")
    verdicts = {}
    for flag_id, frozen in file.case.evidence.frozen.items() if file else ():
        flag = FlagRow(**json.loads(frozen))
        verdicts[flag_id] = verdict_of(
            flag, queries.assessments([flag.indicator], [flag.region], [flag.period])
        )
    view = build_notice(queries.catalog, file, verdicts, reader_of(desk, file), selection)
    return replace(view, sign_in=sign_in_if_unknown(desk, selection))
