"""The first document of an address: its language and title, own files only, what scripts need."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

import orjson
from dash import Dash, dcc, html
from flask import Response, redirect, request
from plotly import __version__ as plotly_version

from dashboard import address, ids, theme
from dashboard.auth.person import Person
from dashboard.auth.rights import Right
from dashboard.components import mantine
from dashboard.panels import Panels
from dashboard.routes import Page
from dashboard.selection import NOT_FOUND, AddressError
from dashboard.text import LANGS, words
from dashboard.views.known_address import require_known
from dashboard.web import (
    access,
    case_forms,
    refusals,
    static_files,
)
from etl.catalog.catalog import Catalog
from etl.settings import Settings
from etl.store.read import WAREHOUSE

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
# before the renderer
_FIRST_SCRIPTS: Final = (
    "shell.js",
    "fragment.js",
    "hatch.js",
    "maps.js",
    "charts.js",
    "why.js",
    "save.js",
    "ask.js",
    "search.js",
    "views.js",
    "watch.js",
    "who.js",
    "fold.js",
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
_DRAWING: Final = "".join(f'<link rel="preload" as="script" href="{url}">' for url in (_PLOTLY, _GRAPH))
_INDEX: Final = """<!DOCTYPE html>
<html lang="{lang}">
<head>{metas}<meta name="color-scheme" content="light"><title>{title}</title>
<link rel="icon" type="image/svg+xml" href="{icon}">{styles}{css}{announced}</head>
<body><noscript><p>{noscript}</p></noscript>{app_entry}
<script id="shell-settings" type="application/json">{settings}</script>
<link rel="stylesheet" href="{fonts}">
<footer hidden>{config}{first_scripts}{scripts}{renderer}</footer></body></html>"""


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
            announced=_DRAWING if self._pages[selection.page].has_charts else "",
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
            raise AddressError("unknown_page", found=request.path, status=NOT_FOUND)
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
    digest = hashlib.sha256(repr(settings).encode())
    for pattern in ("**/*.py", "text/*/*.yaml", "assets/*.js", "assets/*.css"):
        for path in sorted(_HERE.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _layout() -> mantine.MantineProvider:
    return mantine.MantineProvider(
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
