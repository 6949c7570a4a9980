"""Draw every page into docs/screenshots: ``python -m tests.e2e.screenshots``, from the repository's root.

Both languages at 1440 and 1024 pixels, from a fresh build of the shipped figures, every other host cut off;
and a page with all of them, ``docs/screenshots/README.md``.
"""

import argparse
import base64
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from dashboard.app import create_app
from dashboard.build_queries import BuildQueries
from etl.pipeline.build import build
from etl.settings import Settings
from tests.conftest import SHIPPED
from tests.e2e.conftest import Visit, launch, serving
from tests.e2e.pages import LANGS, PAGES, address_of

WIDTHS = (1440, 1024)
HEIGHT = 900
TALLEST = 2000
"""CSS pixels of a picture; the tail of a long page shows nothing new."""
QUALITY = 35
WHOLE_HEIGHT = "document.documentElement.scrollHeight"
UNDRAWN = ".graph-frame:not([data-map]):not(:has(.main-svg)):visible"
"""Charts that do not stand yet."""
PATIENCE_MS = 120_000
INDEX = "README.md"


def draw_all(out: Path, only: str | None = None) -> None:
    """Write ``<page>-<lang>-<width>.webp`` for every page, and the index."""
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
        context = browser.new_context(viewport={"width": WIDTHS[0], "height": HEIGHT})
        visit = Visit(context, base)
        context.set_default_timeout(PATIENCE_MS)  # all pages in one go, on a machine that has other work too
        expect.set_options(timeout=PATIENCE_MS)
        for name, page in PAGES.items():
            for lang in LANGS:
                if only is None or only == f"{name}-{lang}":
                    draw(
                        visit,
                        address_of(page, lang),
                        lambda width, stem=f"{name}-{lang}": out / f"{stem}-{width}.webp",
                    )
        browser.close()
        next(serve, None)
    (out / INDEX).write_text(index_of(), encoding="utf-8")


def draw(visit: Visit, address: str, path_of: Callable[[int], Path]) -> None:
    """One page at every width, once all its panels have come."""
    for width in WIDTHS:
        visit.page.set_viewport_size({"width": width, "height": HEIGHT})
        page = visit.open(address)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".waiting")).to_have_count(0)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(800)  # maps draw after their boundaries have come
        # charts are drawn when they come near
        page.set_viewport_size({"width": width, "height": page.evaluate(WHOLE_HEIGHT)})
        expect(page.locator(UNDRAWN)).to_have_count(0)
        path_of(width).write_bytes(picture(page, width))


def picture(page: Page, width: int) -> bytes:
    """The page as WebP, from its head down to the height that a picture may have."""
    height = min(TALLEST, page.evaluate(WHOLE_HEIGHT))
    taken = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot",
        {
            "format": "webp",
            "quality": QUALITY,
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
        },
    )
    return base64.b64decode(taken["data"])


def index_of() -> str:
    """A page with every picture, for whoever looks at them in the repository."""
    parts = [
        "# Every page\n\nDrawn by `python -m tests.e2e.screenshots` from the shipped figures: Chinese and"
        f" English, {WIDTHS[0]} and {WIDTHS[1]} pixels wide, down to {TALLEST:,} pixels. What needs a name"
        " and a password (系统, the files of a case) is not among them.\n"
    ]
    for name, address in PAGES.items():
        rows = [
            " | ".join(f"![{name}, {lang}, {width}]({name}-{lang}-{width}.webp)" for lang in LANGS)
            for width in WIDTHS
        ]
        table = "\n".join(f"| {row} |" for row in rows)
        parts.append(f"## {name}\n\n`{address}`\n\n| 中文 | English |\n|---|---|\n{table}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--only", help="one page in one language, such as overview-zh")
    chosen = parser.parse_args()
    draw_all(chosen.out, chosen.only)
