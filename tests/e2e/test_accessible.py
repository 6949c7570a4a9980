"""Every page for everybody: by the rules of axe, in forced colours, at double size, on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboard.routes import PAGES as REGISTERED
from dashboard.selection import PATHS
from tests.e2e.pages import LANGS, PAGES, address_of

GRAVE = {"serious", "critical"}
DOUBLE, OFFICE, PHONE = 720, 1024, 390
"""CSS pixels of a window of 1440 at 200 %, of an old office screen, and of a phone."""


def settled(page):
    expect(page.locator(".waiting")).to_have_count(0, timeout=60_000)
    page.wait_for_load_state("networkidle")


def grave_findings(page):
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found if each["impact"] in GRAVE]


@pytest.mark.parametrize("address", ["/", "/dual-control?lang=en"])
def test_axe_finds_nothing_serious(visit_at, demo_url, address):
    page = visit_at(demo_url).open(address)
    expect(page.locator("h1")).to_be_visible()
    settled(page)
    assert grave_findings(page) == []


def test_colours_that_mean_something_stay_in_forced_colours(visit_at, real_url):
    page = visit_at(real_url, forced_colors="active").open("/")
    page.locator(".map-drawing path").first.wait_for()
    colours = page.locator(".legend .swatch").evaluate_all(
        "all => all.map((each) => getComputedStyle(each).backgroundColor)"
    )
    assert len(set(colours)) == len(colours) > 1


@pytest.mark.soak
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_serious_finding_or_scrolls_sideways(visit_at, demo_url, name, lang):
    window = visit_at(demo_url)
    page = window.open(address_of(PAGES[name], lang))
    expect(page.locator("h1")).to_be_visible()
    settled(page)
    assert grave_findings(page) == []
    for width in (OFFICE, DOUBLE, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        # a loaded machine lays the page out anew some time after its window has changed
        page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)
    assert window.faults == []


def test_every_page_is_looked_at():
    heads = {address.strip("/").split("?")[0].split("/")[0] for address in PAGES.values()}
    elsewhere = {"case_notice", "system"}  # none without a case, or without a name; they have their journeys
    assert {PATHS[page.name].head for page in REGISTERED if page.name not in elsewhere} == heads
