"""总览 over the shipped figures: the first look, the drill to the counties, the other language."""

import re

import pytest
from playwright.sync_api import expect

from dashboard import theme
from tests.e2e.map_on_screen import colours, inner_point, wait_for_map

SHENYANG_COUNTIES = 13


def class_fills(page):
    """The colours that the legend explains."""
    swatches = page.locator(".legend .swatch:not(.swatch-missing)")
    return {
        "#" + "".join(f"{int(part):02X}" for part in re.findall(r"\d+", colour))
        for colour in swatches.evaluate_all("all => all.map(one => getComputedStyle(one).backgroundColor)")
    }


@pytest.mark.parametrize("address", ["/", "/?lang=en"])
def test_the_first_look_is_a_map_in_the_colours_of_its_legend(visit_at, real_url, address):
    window = visit_at(real_url)
    page = window.open(address)
    wait_for_map(page)
    fills = class_fills(page)
    assert fills <= set(theme.VALUE_CLASSES)
    assert len(fills) > 3
    seen = set()
    for index in range(14):
        point = inner_point(page, index)
        if point is not None:
            seen.update(colours(page, point))
    assert seen <= fills
    assert len(seen) > 3
    assert window.address() == address  # what the page chose does not become part of the address by itself
    assert window.faults == []


def test_a_click_drills_into_the_counties_and_the_other_language_keeps_the_view(visit_at, real_url):
    window = visit_at(real_url)
    page = window.open("/")
    wait_for_map(page)
    behind = page.get_by_role("heading", name="谁落后，离五年目标差多少")
    expect(behind).to_be_visible()  # 沈阳 and 大连 have five-year figures of their own
    page.mouse.click(*inner_point(page, 0))
    expect(page).to_have_url(re.compile(r"/\?parent=210100$"))
    wait_for_map(page, SHENYANG_COUNTIES)
    expect(behind).to_have_count(0)  # no county has a plan target
    expect(page.locator(".lead")).to_contain_text("13个县（市、区）有数据")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/\?lang=en&parent=210100$"))
    expect(page.locator(".lead")).to_contain_text("13 counties of Shenyang City have data")
    page.get_by_role("link", name="Liaoning Province", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/\?lang=en$"))
    wait_for_map(page)
    assert window.faults == []


def test_a_named_indicator_that_counties_lack_stays_and_says_so(visit_at, real_url):
    page = visit_at(real_url).open("/?indicator=little_giant_single_champion_count&parent=210100")
    wait_for_map(page, SHENYANG_COUNTIES)
    expect(page.locator(".lead")).to_contain_text("没有县（市、区）一级的口径")
    page.locator(".link-list a").first.click()
    expect(page.locator(".bars li")).to_have_count(SHENYANG_COUNTIES)


def test_verdicts_are_listed_with_the_unassessed_beside_the_map(visit_at, real_url):
    page = visit_at(real_url).open("/?indicator=energy_intensity_cumulative_reduction")
    levels = page.locator(".level")
    expect(levels.filter(has_text="沈阳市")).to_contain_text("达标")
    expect(levels.filter(has_text="沈阳市")).to_contain_text("19.44%")
    expect(levels.filter(has_text="无数据")).to_contain_text("12个")


def test_the_published_lights_of_the_province_stand_on_the_first_page(visit_at, real_url):
    strip = visit_at(real_url).open("/").locator(".standing")
    expect(strip).to_contain_text("2020年前三季度 能耗强度 ■一级")
    expect(strip).to_contain_text("2021年上半年 能耗强度 ▲二级")


def test_a_choice_of_the_indicator_keeps_what_the_reader_chose(visit_at, real_url):
    window = visit_at(real_url)
    page = window.open("/")
    wait_for_map(page)
    page.get_by_role("textbox", name="指标").click()
    page.get_by_role("option", name="地区生产总值 · 14/14", exact=True).click()
    expect(page).to_have_url(re.compile(r"indicator=gdp$"))
    expect(page.locator(".bars li").first).to_contain_text("大连市")
    expect(page.locator(".bars li").first).to_contain_text("8,752.9")
    assert window.faults == []


def test_a_small_window_does_not_scroll_sideways(visit_at, real_url):
    page = visit_at(real_url, width=390, height=800).open("/")
    wait_for_map(page)
    expect(page.locator(".standing")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_map_is_saved_with_its_sentence_legend_and_version(visit_at, real_url):
    page = visit_at(real_url).open("/")
    figure = page.locator("figure.map-figure")
    figure.locator(".map-drawing path").first.wait_for()
    with page.expect_download() as download:
        figure.get_by_role("button", name="SVG").click()
    text = download.value.path().read_text(encoding="utf-8")
    for told in (figure.locator(".legend li").first.inner_text().strip(), "审图号", "数据版本"):
        assert told in text, told


def test_the_first_page_tells_and_leads_on_without_ever_reading_the_chart_library(visit_at, real_url):
    window = visit_at(real_url)
    asked = []
    window.page.on("request", lambda request: asked.append(request.url))
    page = window.open("/", until="commit")
    wait_for_map(page)
    expect(page.locator(".map-drawing text").filter(has_text="沈阳")).to_be_visible()
    page.mouse.move(*inner_point(page, 0))
    expect(page.locator(".map-tip")).to_contain_text("沈阳")
    page.mouse.click(*inner_point(page, 0))
    expect(page).to_have_url(re.compile(r"parent=210100$"))
    wait_for_map(page, SHENYANG_COUNTIES)
    assert [url for url in asked if "plotly" in url] == []
    assert window.faults == []


def test_the_library_is_read_for_a_chart_that_comes_near_and_draws_it_alone(visit_at, real_url):
    window = visit_at(real_url)
    page = window.open("/carbon")
    near = page.locator(".half .chart").first
    near.scroll_into_view_if_needed()
    expect(near.locator(".main-svg").first).to_be_visible()
    folded = page.locator("details.fold:not([open]) .graph-frame")
    expect(folded.first).to_be_attached()
    expect(folded.locator(".main-svg")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".graph-frame:not([data-map]):not(:has(.main-svg))")).to_have_count(0)
    assert window.faults == []


def test_the_contents_stand_in_one_row_in_both_languages(visit_at, real_url):
    page = visit_at(real_url).open("/articles/1?lang=en")
    for width in (1440, 1280, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        entries = page.locator(".nav li")
        expect(entries.last).to_be_visible()
        tops = entries.evaluate_all("all => all.map(one => Math.round(one.getBoundingClientRect().top))")
        assert len(set(tops)) == 1, width
