"""The application: wiring only. What pages show comes from ``panels``; here it meets addresses and HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State
from dash.exceptions import DependencyException
from flask import Flask, Response

from dashboard import address, ids
from dashboard.auth.opening import gate_of, has_office, nothing
from dashboard.cases.in_force import restrictions_in_force
from dashboard.cases.service import CaseDesk
from dashboard.components.shell import shell
from dashboard.load_desk.opening import load_desk_of
from dashboard.pages import brief, why
from dashboard.panels import PAGE_PREFIX, Panels
from dashboard.paper_app import PaperApp, product_title
from dashboard.queries import Queries
from dashboard.registers.service import RegisterDesk
from dashboard.routes import PAGES, Page
from dashboard.selection import NOT_FOUND, PATHS, Selection
from dashboard.views.search_index import SearchIndex, build_search_index, search_index_json
from dashboard.views.shell import ShellView, build_shell_view
from dashboard.web import (
    access,
    api_routes,
    boundaries,
    calendar_routes,
    case_forms,
    cookies,
    desk_forms,
    health_routes,
    metrics,
    panel_routes,
    refusals,
    register_forms,
    register_workbooks,
    report_routes,
    request_watch,
    security,
    static_files,
)
from dashboard.web.acts import Acts
from dashboard.web.byte_responses import NEVER_KEPT
from dashboard.web.form_frame import FormFrame
from dashboard.web.sign_in import SignInPages
from etl.catalog.catalog import Catalog
from etl.settings import Settings

if TYPE_CHECKING:
    from dashboard.auth.sign_in_gate import Gate
    from dashboard.operational.store import Office

SEARCH: Final = "search"


def create_app(
    queries: Queries,
    settings: Settings,
    pages: Sequence[Page] = PAGES,
    gate: Callable[[], Gate] | None = None,
    *,
    start_upload: Callable[[int], None] | None = None,
    after_act: Callable[[], None] = nothing,
) -> PaperApp:
    """The application over one deployment's builds.

    Args:
        queries: what answers questions to the current build; handed to the panels as it is.
        settings: how the deployment runs.
        pages: the table of pages, in the order of the contents.
        gate: who lets people in; opened at the first need if it is not given.
        start_upload: begins the work on a file of the load desk; a process of its own if it is not given.
        after_act: called after every act, for whatever keeps what people did.
    """
    gate = gate or gate_of(settings)
    uploads = load_desk_of(settings, gate, lambda: queries.catalog, access.present_person, start_upload)
    panels = Panels(queries, settings, _desk(queries, settings, gate), uploads)
    app = PaperApp(panels, pages)
    why.register(panels)
    for page in pages:
        page.register(app, panels)
        _add_skeleton(panels, page, pages)
    panels.add(SEARCH, build=_build_search, draw=search_index_json)
    _add_callbacks(app)
    _serve(app, panels, settings, gate, after_act)
    return app


def _desk(queries: Queries, settings: Settings, gate: Callable[[], Gate]) -> CaseDesk:
    """The cases, for whoever asks in the present request."""

    def office() -> Office:
        return gate().office

    def has_store() -> bool:
        return has_office(settings)

    return CaseDesk(office, has_store, lambda: queries.catalog, access.present_person)


def _add_skeleton(panels: Panels, page: Page, pages: Sequence[Page]) -> None:
    contents = [one.name for one in pages if one.is_in_contents]

    def build(queries: Queries, selection: Selection) -> ShellView:
        return build_shell_view(
            selection,
            contents,
            heading=page.heading_of(queries.catalog, selection),
            product=product_title(queries.catalog, selection.lang),
            build_id=queries.build_id,
            watermark=_watermark(queries.catalog, selection.lang),
            brief=_brief(selection) if page.name in brief.SHEETS else "",
        )

    panels.add(
        f"{PAGE_PREFIX}{page.name}", build=build, draw=lambda view: shell(view, page.layout(view.selection))
    )


def _build_search(queries: Queries, selection: Selection) -> SearchIndex:
    """What the search box of every page can find."""
    return build_search_index(queries.catalog, queries.title_states(), queries.readings(), selection.lang)


def _brief(selection: Selection) -> str:
    """Where the one-page summary of a page is."""
    slot = PATHS[selection.page].slot
    held = {slot: getattr(selection, slot)} if slot else {}
    return address.to_url(Selection("brief", selection.lang, of=selection.page, **held))


def _watermark(catalog: Catalog, lang: str) -> str:
    declared = catalog.deployment.watermark
    return declared[lang] if declared else ""


def _add_callbacks(app: Dash) -> None:
    """The four that every page shares; the panels' own answers come by HTTP."""

    def in_browser(function: str, *wires: Any, **options: Any) -> None:
        app.clientside_callback(ClientsideFunction("shell", function), *wires, **options)  # type: ignore[no-untyped-call]

    any_panel, all_choices = ids.panel(MATCH), ids.choice(ALL)
    in_browser("page", Output(ids.PAGE, "children"), Output(ids.ADDRESS, "data"), Input(ids.URL, "href"))
    in_browser("panel", Output(any_panel, "children"), Input(ids.ADDRESS, "data"), State(any_panel, "id"))
    in_browser("otherLanguage", Output(ids.LANGUAGE, "href"), Input(ids.ADDRESS, "data"))
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("who", "show"), Output(ids.WHO, "children"), Input(ids.ADDRESS, "data")
    )
    in_browser(
        "go",
        Output(ids.URL, "href"),
        Input(all_choices, "value"),
        prevent_initial_call=True,
    )


def _serve(
    app: PaperApp,
    panels: Panels,
    settings: Settings,
    gate: Callable[[], Gate],
    after_act: Callable[[], None],
) -> None:
    server = app.server
    request_watch.install(server, metrics.Counting(panels).note)
    refusals.install(server)
    # a script that no component library has: nothing went wrong here
    server.register_error_handler(DependencyException, lambda _: refusals.refuse_http(NOT_FOUND))
    # headers first: functions after a request run in reverse order, and these must see the finished answer
    security.install(
        server,
        script_hashes=app.csp_hashes(),
        callbacks=app.callback_map,
        host_names=settings.host_names,
        is_https=settings.served_over_https,
    )
    for bundle in (app.styles, app.first_scripts):
        bundle.install(server)
    static_files.install(server, static_files.CompressedStore(settings.builds / ".cache" / "static"))
    cookies.install(server, cookies.CookieKey(settings.session_key), is_https=settings.served_over_https)
    access.install(server, gate, requires_sign_in=settings.require_sign_in)
    frame = FormFrame(app.urls, lambda lang: product_title(panels.queries.catalog, lang))
    SignInPages(gate, settings, frame).install(server)
    case_forms.CaseForms(panels.desk, panels.queries, frame).install(server)
    for forms in (register_forms.RegisterForms, register_workbooks.RegisterWorkbooks):
        forms(RegisterDesk(panels.desk), panels.queries, frame).install(server)
    if panels.uploads is not None:
        desk_forms.DeskForms(panels.uploads, frame).install(server)
    Acts(panels, gate, frame, after_act).install(server)
    calendar_routes.Calendars(panels.desk, panels.queries).install(server)
    panel_routes.install(server, panels, access.present_scope)
    api_routes.install(
        server,
        panels.queries,
        today=panels.desk.today,
        restrictions=partial(restrictions_in_force, panels.desk),
        published=panels.desk.published_on,
        scope_of_reader=access.present_scope,
    )
    report_routes.ReportRoutes(panels.queries, settings, panels.desk.office).install(server)
    boundaries.install(server, boundaries.Boundaries(settings.builds), panels.queries, access.present_scope)
    _watch_over(server, panels, settings, gate)
    server.before_request(app.check_address)
    server.after_request(_never_keep_documents)


def _watch_over(server: Flask, panels: Panels, settings: Settings, gate: Callable[[], Gate]) -> None:
    is_store_up = health_routes.Lately(lambda: not has_office(settings) or gate().office.is_up())
    deployment = metrics.Deployment(panels, settings, is_store_up)
    health_routes.install(
        server,
        settings,
        is_build_open=lambda: bool(panels.queries.build_id),
        is_store_up=is_store_up,
        told=lambda: metrics.told(deployment),
    )


def _never_keep_documents(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", NEVER_KEPT)
    return response
