"""A browser that may talk to this machine only, and a server for it."""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    Route,
    expect,
    sync_playwright,
)
from werkzeug.serving import make_server

from dashboard.app import create_app
from dashboard.build_queries import BuildQueries
from etl.settings import Settings
from tests import fake_site

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "msedge",
)
PATIENCE_MS = 15_000
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def pytest_collection_modifyitems(items):
    """A journey that fails is walked once more, as a person would; the summary of the run names it (rR)."""
    for item in items:
        if "/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=2))


def installed_browser() -> str | None:
    """Path of a Chrome, Chromium or Edge: the one named in the environment, else the first found."""
    named = os.environ.get("CHROME_PATH")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def launch(playwright: Playwright) -> Browser:
    try:
        return playwright.chromium.launch(executable_path=installed_browser(), args=FLAGS)
    except Error as error:
        pytest.fail(
            f"No browser starts. Run: python -m playwright install chromium\n{error.message}", pytrace=False
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


class Visit:
    """A window of a reader: what it asked of other hosts, and what went wrong in it."""

    def __init__(self, context: BrowserContext, base_url: str) -> None:
        self.base_url = base_url
        self.foreign: list[str] = []
        self.faults: list[str] = []
        context.set_default_timeout(PATIENCE_MS)
        context.route("**/*", self._watch)
        self.page: Page = context.new_page()
        self.page.on(
            "console", lambda message: self.faults.append(message.text) if message.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _watch(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname in LOOPBACK or route.request.url.startswith(
            ("data:", "blob:")
        ):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()

    def open(self, address: str, until: Literal["commit", "load"] = "load") -> Page:
        self.page.goto(self.base_url + address, wait_until=until)
        return self.page

    def address(self) -> str:
        return self.page.url.removeprefix(self.base_url)


@pytest.fixture
def serve_app() -> Iterator:
    """Serve a WSGI application on a free port of this machine while the test runs."""
    yield from serving()


def serving() -> Iterator:
    """What serves applications until it is left."""
    servers = []

    def serve(wsgi_app) -> str:
        server = make_server("127.0.0.1", 0, wsgi_app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.port}"

    yield serve
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


@pytest.fixture
def visit_at(browser) -> Iterator:
    """Open windows onto a server; at the end no window may have asked another host for anything."""
    opened = []

    def visit(base_url: str, width: int = 1440, height: int = 1000, **options) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        window = Visit(context, base_url)
        opened.append((context, window))
        return window

    yield visit
    for context, window in opened:
        context.close()
        assert window.foreign == []


@pytest.fixture
def fake_queries() -> fake_site.FakeQueries:
    return fake_site.FakeQueries()


@pytest.fixture(scope="session")
def fake_builds(tmp_path_factory):
    """Folder of the fake builds; what is compressed once serves all tests."""
    return tmp_path_factory.mktemp("builds")


@pytest.fixture
def fake_url(serve_app, fake_builds, fake_queries) -> str:
    """The address of a server with the fake pages."""
    return serve_app(fake_site.make_app(fake_builds, fake_queries).server)


@pytest.fixture(scope="session")
def real_url(real_build) -> Iterator[str]:
    """The address of a server with the pages over the shipped figures."""
    yield from _serve_build(real_build)


@pytest.fixture(scope="session")
def demo_url(demo_build) -> Iterator[str]:
    """The address of a server with the pages over the demonstration province."""
    yield from _serve_build(demo_build)


def _serve_build(built) -> Iterator[str]:
    settings = Settings(data_dir=built.data_dir, build_dir=built.build_dir)
    server = serving()
    serve = next(server)
    yield serve(create_app(BuildQueries(built.build_dir), settings).server)
    next(server, None)
