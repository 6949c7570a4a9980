"""Draw every page into docs/screenshots: ``python -m tests.e2e.screenshots``, from the repository's root.

Both languages at 1440 and 1024 pixels, from a fresh build of the shipped figures, every other host cut off.
"""

import argparse
import logging
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from dashboard.app import create_app
from dashboard.build_queries import BuildQueries
from etl.pipeline.build import build
from etl.settings import Settings
from tests.conftest import SHIPPED
from tests.e2e.conftest import Visit, launch, serving
from tests.e2e.pages import LANGS, PAGES, address_of

WIDTHS = (1440, 1024)


def draw_all(out: Path, only: str | None = None) -> None:
    """Write ``<page>-<lang>-<width>.png`` for every page."""
    out.mkdir(parents=True, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(
        logging.ERROR
    )  # a line for every font of every picture says nothing
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        builds = Path(scratch)
        build(SHIPPED, builds)
        serve = serving()
        app = create_app(BuildQueries(builds), Settings(data_dir=SHIPPED, build_dir=builds))
        base = next(serve)(app.server)
        browser = launch(playwright)
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": 900})
            visit = Visit(context, base)
            for name, page in PAGES.items():
                for lang in LANGS:
                    if only is None or only == f"{name}-{lang}-{width}":
                        draw(visit, address_of(page, lang), out / f"{name}-{lang}-{width}.png")
            context.close()
        browser.close()
        next(serve, None)


def draw(visit: Visit, address: str, path: Path) -> None:
    """One page once all its panels have come."""
    page = visit.open(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)  # maps draw after their boundaries have come
    page.screenshot(path=path, full_page=True, timeout=60_000)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--only", help="one picture, such as overview-zh-1440")
    chosen = parser.parse_args()
    draw_all(chosen.out, chosen.only)
