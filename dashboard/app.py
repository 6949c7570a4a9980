"""The application: wiring only. What pages show comes from ``panels``; here it meets addresses and HTTP."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc
import orjson
from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.exceptions import DependencyException
from flask import Response, redirect, request
from plotly import __version__ as plotly_version

from dashboard import address, ids, theme
from dashboard.auth.opening import gate_of, has_office, nothing
from dashboard.auth.person import Person
from dashboard.auth.rights import Right
from dashboard.cases.in_force import restrictions_in_force
from dashboard.cases.service import CaseDesk
from dashboard.components.shell import shell
from dashboard.load_desk.opening import load_desk_of
from dashboard.pages import brief, why
from dashboard.panels import PAGE_PREFIX, Panels
from dashboard.queries import Queries
from dashboard.registers.service import RegisterDesk
from dashboard.routes import PAGES, Page
from dashboard.text import LANGS, words
from dashboard.views.known_address import require_known
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
    panel_routes,
    refusals,
    register_forms,
    register_workbooks,
    report_routes,
    security,
    static_files,
)
from dashboard.web.acts import Acts
from dashboard.web.byte_responses import NEVER_KEPT
from dashboard.web.form_frame import FormFrame
from dashboard.web.sign_in import SignInPages
from etl.catalog.catalog import Catalog
from etl.settings import Settings
from etl.store.read import WAREHOUSE

if TYPE_CHECKING:
    from dashboard.auth.sign_in_gate import Gate
    from dashboard.operational.store import Office

_HERE: Final = Path(__file__).parent
_ASSETS: Final = _HERE / "assets"
_STYLES: Final = (
    "paper.css",
    "standing.css",
    "region.css",
    "charts.css",
    "why.css",
    "tiers.css",
    "energy.css",
    "tools.css",
    "data.css",
    "forms.css",
    "desk.css",
    "cases.css",
    "registers.css",
    "reports.css",
)
# before plotly and the renderer
_FIRST_SCRIPTS: Final = (
    "0-plotly.js",
    "shell.js",
    "fragment.js",
    "hatch.js",
    "why.js",
    "save.js",
    "ask.js",
    "search.js",
    "views.js",
    "watch.js",
    "who.js",
    "print.js",
    "reports.js",
)
_WORDS_OF_SCRIPTS: Final = (
    "states.error_title",
    "states.retry",
    "states.home",
    "errors.offline",
    "errors.internal",
    "notice.old",
    "notice.new",
    "notice.lost",
    "notice.back",
    "notice.close",
    "who.sign_in",
    "who.sign_out",
    "who.password",
    "pages.system",
)
SEARCH: Final = "search"
_OWN_ROUTES: Final = (
    *refusals.MACHINE_PATHS,
    *access.OWN_PAGES,
    access.FEED,
    case_forms.ROOT,
    "/_favicon.ico",
)
_BLUES: Final = (  # the one blue and what lies around it, light to dark, as the component library wants ten
    *("#EAF1F8", "#D3E1EF", "#BFD5EA", "#A3C1DE", "#8DB2D6"),
    *("#4F86B8", "#366FA1", "#1F4E79", "#183E61", "#112D47"),
)
_PLOTLY: Final = f"/_dash-component-suites/plotly/package_data/plotly.min.js?v={plotly_version}"
_PYTHON: Final = re.compile(r'"python_version":"[^"]*"')  # nobody outside needs to know
_NEEDLESS: Final = re.compile(r"<script [^>]*/dash_table/[^>]*></script>")  # tables that no page has
_GRAPH: Final = "/_dash-component-suites/dash/dcc/async-graph.js"
_INDEX: Final = """<!DOCTYPE html>
<html lang="{lang}">
<head>{metas}<meta name="color-scheme" content="light"><title>{title}</title>
<link rel="icon" type="image/svg+xml" href="{icon}">{styles}{css}
<link rel="preload" as="script" href="{plotly}"><link rel="preload" as="script" href="{graph}"></head>
<body><noscript><p>{noscript}</p></noscript>{app_entry}
<script id="shell-settings" type="application/json">{settings}</script>
<link rel="stylesheet" href="{fonts}">
<footer hidden>{config}{first_scripts}{scripts}{renderer}</footer></body></html>"""


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


class PaperApp(Dash):
    """Dash with our own first document: language and title of the address, own files only."""

    def __init__(self, panels: Panels, pages: Sequence[Page]) -> None:
        super().__init__(
            __name__,
            assets_folder=str(_ASSETS),
            include_assets_files=False,  # named in the document, in our order and by content
            pages_folder="",
            use_pages=False,
            serve_locally=True,
            suppress_callback_exceptions=True,  # panels come and go with the page
            update_title="",
            add_log_handler=False,
        )
        self.layout = _layout()
        self.enable_dev_tools(debug=False, dev_tools_disable_version_check=True)
        self._panels = panels
        self._pages = {page.name: page for page in pages}
        self._release = release(panels.settings)
        self.urls = static_files.Assets(_ASSETS).urls
        self.styles = static_files.Bundle(_ASSETS, "all.css", _STYLES)
        self.first_scripts = static_files.Bundle(_ASSETS, "all.js", _FIRST_SCRIPTS)

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        """The first document of the requested address."""
        selection = address.parse(request.path, request.query_string.decode("ascii", "replace"))
        say = words(selection.lang)
        catalog = self._panels.queries.catalog
        product = product_title(catalog, selection.lang)
        heading = self._pages[selection.page].heading_of(catalog, selection)
        return _INDEX.format(
            lang="zh-CN" if selection.lang == "zh" else "en",
            metas=parts["metas"],
            title=escape(f"{heading} · {product}"),
            icon=self.urls["favicon.svg"],
            styles=f'<link rel="stylesheet" href="{self.styles.url}">',
            css=parts["css"],
            plotly=_PLOTLY,
            graph=_GRAPH,
            fonts=self.urls["fonts.css"],  # large, and text is read before its own font has come
            noscript=escape(say("states.noscript")),
            app_entry=parts["app_entry"],
            settings=self._settings_of_scripts(),
            config=_PYTHON.sub('"python_version":""', parts["config"]),
            first_scripts=f'<script src="{self.first_scripts.url}"></script>',
            scripts=_NEEDLESS.sub("", parts["scripts"]),
            renderer=parts["renderer"],
        )

    def _settings_of_scripts(self) -> str:
        deployment = self._panels.queries.catalog.deployment
        person, scope = access.present_person(), access.present_scope()
        known = {
            "build": self._panels.queries.build_id,
            # what a browser keeps for one reader is never found under the address of another's
            "release": self._stamp(scope.key),
            "who": _who(person),
            "plotly": _PLOTLY,
            "place": f"{deployment.id}:{deployment.nature}",
            "watch": self._panels.settings.watch_seconds,
            "made": self._made(),
            "stale": self._panels.settings.stale_days,
            "words": {lang: {key: words(lang)(key) for key in _WORDS_OF_SCRIPTS} for lang in LANGS},
        }
        return orjson.dumps(known).decode().replace("<", "\\u003c")

    def _stamp(self, scope: str) -> str:
        told = f"{self._release} {scope} {self._panels.queries.version}"
        return hashlib.sha256(told.encode()).hexdigest()[:10]

    def _made(self) -> float | None:
        """When the build was written, in seconds since 1970; None where nobody can tell."""
        path = self._panels.settings.builds / self._panels.queries.build_id / WAREHOUSE
        try:
            return path.stat().st_mtime
        except OSError:
            return None

    def check_address(self) -> Response | None:
        """Before a document: refuse an unknown page, lead another spelling of a view to its one address."""
        if request.method != "GET" or request.path.startswith(_OWN_ROUTES):
            return None
        query = request.query_string.decode("ascii", "replace")
        selection = address.parse(request.path, query)
        if selection.page not in self._pages:
            raise address.AddressError("unknown_page", found=request.path, status=address.NOT_FOUND)
        refused = access.require(self._pages[selection.page].right)
        if refused is not None:
            return refused
        require_known(self._panels.queries, selection)
        canonical = address.to_url(selection)
        spelled = request.path + (f"?{query}" if query else "")
        return None if canonical == spelled else redirect(canonical)  # type: ignore[return-value]


def _who(person: Person | None) -> dict[str, Any] | None:
    """Whom the masthead names, and whether it leads them to 系统."""
    if person is None:
        return None
    return {"name": person.display_name, "system": person.has(Right.READ_AUDIT)}


def product_title(catalog: Catalog, lang: str) -> str:
    """The title of the product in the deployment's place."""
    return catalog.deployment.name[lang]


def release(settings: Settings) -> str:
    """A stamp of program and settings: what browsers keep for ever is asked anew after either changes."""
    digest = hashlib.sha256(settings.model_dump_json().encode())
    for pattern in ("**/*.py", "text/*/*.yaml", "assets/*.js", "assets/*.css"):
        for path in sorted(_HERE.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _layout() -> dmc.MantineProvider:
    return dmc.MantineProvider(
        [dcc.Location(id=ids.URL, refresh="callback-nav"), dcc.Store(id=ids.ADDRESS), html.Div(id=ids.PAGE)],
        forceColorScheme="light",
        theme={
            "fontFamily": theme.FONT,
            "headings": {"fontFamily": theme.FONT},
            "primaryColor": "deep",
            "primaryShade": 7,
            "colors": {"deep": list(_BLUES)},
            "defaultRadius": 2,
            "black": theme.INK,
            "respectReducedMotion": True,
        },
    )


def _add_skeleton(panels: Panels, page: Page, pages: Sequence[Page]) -> None:
    contents = [one.name for one in pages if one.is_in_contents]

    def build(queries: Queries, selection: address.Selection) -> ShellView:
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


def _build_search(queries: Queries, selection: address.Selection) -> SearchIndex:
    """What the search box of every page can find."""
    return build_search_index(queries.catalog, queries.title_states(), queries.readings(), selection.lang)


def _brief(selection: address.Selection) -> str:
    """Where the one-page summary of a page is."""
    slot = address.PATHS[selection.page].slot
    held = {slot: getattr(selection, slot)} if slot else {}
    return address.to_url(address.Selection("brief", selection.lang, of=selection.page, **held))


def _watermark(catalog: Catalog, lang: str) -> str:
    declared = catalog.deployment.watermark
    return declared[lang] if declared else ""


def _add_callbacks(app: Dash) -> None:
    """The four that every page shares; the panels' own answers come by HTTP."""

    def in_browser(function: str, *wires: Any, **options: Any) -> None:
        app.clientside_callback(ClientsideFunction("shell", function), *wires, **options)  # type: ignore[no-untyped-call]

    any_panel, all_maps, all_choices = ids.panel(MATCH), ids.map_of(ALL), ids.choice(ALL)
    in_browser("page", Output(ids.PAGE, "children"), Output(ids.ADDRESS, "data"), Input(ids.URL, "href"))
    in_browser("panel", Output(any_panel, "children"), Input(ids.ADDRESS, "data"), State(any_panel, "id"))
    in_browser("otherLanguage", Output(ids.LANGUAGE, "href"), Input(ids.ADDRESS, "data"))
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("who", "show"), Output(ids.WHO, "children"), Input(ids.ADDRESS, "data")
    )
    in_browser(
        "go",
        Output(ids.URL, "href"),
        Output(all_maps, "clickData"),
        Input(all_choices, "value"),
        Input(all_maps, "clickData"),
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
    refusals.install(server)
    # a script that no component library has: nothing went wrong here
    server.register_error_handler(DependencyException, lambda _: refusals.refuse_http(address.NOT_FOUND))
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
    server.before_request(app.check_address)
    server.after_request(_never_keep_documents)


def _never_keep_documents(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", NEVER_KEPT)
    return response
