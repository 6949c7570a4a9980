"""The frame of the pages in a real browser: addresses, panels, map, languages — and no other host."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from dashboard import theme
from tests import fake_site
from tests.e2e.map_on_screen import CITY_COUNT, colours, inner_point, wait_for_map

HAS_HAN_FONT = """() => {
    const canvas = document.createElement("canvas").getContext("2d");
    const width = font => { canvas.font = "40px " + font; return canvas.measureText("mm一").width; };
    return ["PingFang SC", "Microsoft YaHei", "Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC"].some(
        name => width(`"${name}", monospace`) !== width("monospace"));
}"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_map_is_drawn_in_the_colours_of_its_classes_without_any_other_host(visit_at, fake_url, lang):
    window = visit_at(fake_url)
    page = window.open("/" if lang == "zh" else "/?lang=en")
    wait_for_map(page)
    expect(page.locator(".map-drawing text")).to_have_count(CITY_COUNT)
    codes = [row["code"] for row in fake_site.regions_below("210000")]
    seen = set()
    for index, code in enumerate(codes):
        level = fake_site.level_index(code, None)
        point = inner_point(page, index)
        if level is not None and point is not None:
            assert colours(page, point) == [fake_site.LEVELS[level].fill], code
            seen.add(level)
    assert seen == {0, 1, 2}
    assert window.faults == []


def test_a_region_without_a_value_is_hatched(visit_at, fake_url):
    page = visit_at(fake_url).open("/")
    wait_for_map(page)
    index = [row["code"] for row in fake_site.regions_below("210000")].index(fake_site.MISSING_CITY)
    seen = set(colours(page, inner_point(page, index), size=12))
    assert theme.MISSING_FILL in seen
    assert any(int(colour[1:3], 16) < 215 for colour in seen)


def test_a_click_on_a_city_draws_its_counties_and_back_returns(visit_at, fake_url):
    window = visit_at(fake_url)
    page = window.open("/")
    wait_for_map(page)
    page.mouse.click(*inner_point(page, 0))
    expect(page).to_have_url(re.compile(r"/\?parent=210100$"))
    wait_for_map(page, len(fake_site.regions_below("210100")))
    page.go_back()
    wait_for_map(page)
    assert window.address() == "/"
    page.mouse.click(*inner_point(page, 0))  # the same region again is a click again
    expect(page).to_have_url(re.compile(r"/\?parent=210100$"))
    assert window.faults == []


def test_a_choice_changes_the_address_and_every_panel(visit_at, fake_url):
    window = visit_at(fake_url)
    page = window.open("/")
    first = page.locator(".data-table tbody tr").first
    expect(first).to_contain_text("二级")
    page.get_by_role("textbox", name="时期").click()
    page.get_by_role("option", name="2022年", exact=True).click()
    expect(page).to_have_url(re.compile(r"/\?period=2022$"))
    expect(first).to_contain_text("三级")
    expect(page.get_by_role("textbox", name="时期")).to_have_value("2022年")
    page.reload()
    expect(first).to_contain_text("三级")
    page.go_back()
    expect(first).to_contain_text("二级")
    assert window.faults == []


def test_the_keyboard_alone_reaches_a_period_and_a_region(visit_at, fake_url):
    page = visit_at(fake_url).open("/")
    choice = page.get_by_role("textbox", name="时期")
    option = page.get_by_role("option", name="2022年", exact=True)
    row = page.locator(".data-table tbody tr").first
    expect(row).to_contain_text("二级")
    choice.focus()
    page.keyboard.type("2022")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("data-combobox-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/\?period=2022$"))
    expect(row).to_contain_text("三级")
    page.get_by_role("link", name="沈阳市").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/region/210100$"))


def test_the_language_changes_in_place_and_keeps_the_view(visit_at, fake_url):
    window = visit_at(fake_url)
    page = window.open("/?parent=210100&period=2016/2020")
    page.locator(".language").click()
    expect(page).to_have_url(re.compile(r"/\?lang=en&parent=210100&period=2016/2020$"))
    expect(page.locator("h1")).to_have_text("Overview")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title("Overview · Regional performance of manufacturing in Liaoning")
    page.locator(".language").click()
    expect(page).to_have_url(re.compile(r"/\?parent=210100&period=2016/2020$"))
    expect(page.locator("h1")).to_have_text("总览")
    assert window.faults == []


def test_a_panel_that_cannot_be_read_says_so_and_keeps_no_old_figure(visit_at, fake_url):
    page = visit_at(fake_url).open("/region/210400")
    expect(page.locator(".state-empty")).to_contain_text("210400 未采集")
    page.evaluate("history.pushState({}, '', '/region/210200'); dispatchEvent(new Event('popstate'))")
    expect(page.locator(".state-error")).to_contain_text("数据暂时读不出来")
    expect(page.get_by_text("210400 未采集")).to_have_count(0)


def test_a_server_that_is_gone_is_told(visit_at, fake_url):
    window = visit_at(fake_url)
    page = window.open("/region/210400")
    expect(page.locator(".state-empty")).to_be_visible()
    page.context.set_offline(True)
    page.evaluate("history.pushState({}, '', '/region/210500?lang=zh'); dispatchEvent(new Event('popstate'))")
    expect(page.get_by_role("alert")).to_contain_text("连不上服务器")


def test_an_open_window_goes_on_with_a_new_build(visit_at, fake_url, fake_queries):
    window = visit_at(fake_url)
    page = window.open("/")
    wait_for_map(page)
    fake_queries.build_id = "build2"
    page.mouse.click(*inner_point(page, 0))
    wait_for_map(page, len(fake_site.regions_below("210100")))
    page.get_by_role("link", name="地区", exact=True).click()
    expect(page.locator(".foot")).to_contain_text("build2")


def test_an_unknown_page_and_a_wrong_value_are_readable(visit_at, fake_url):
    window = visit_at(fake_url)
    page = window.open("/nowhere")
    expect(page.locator("h1")).to_have_text("没有这个页面")
    window.open("/?period=soon&lang=en")
    expect(page.locator("h1")).to_have_text("The address is wrong")


def test_the_first_tab_stop_leads_past_the_contents(visit_at, fake_url):
    page = visit_at(fake_url).open("/")
    expect(page.locator("h1")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("address", ["/", "/?lang=en"])
def test_no_window_scrolls_sideways(visit_at, fake_url, width, address):
    page = visit_at(fake_url, width=width).open(address)
    wait_for_map(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("words", "form"), [("下载 CSV：各市等级", "csv"), ("Excel（附来源）：各市等级", "xlsx")]
)
def test_what_the_table_shows_is_downloaded_in_both_forms(visit_at, fake_url, words, form):
    page = visit_at(fake_url).open("/")
    link = page.get_by_role("link", name=words)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == f"levels-build1.{form}"
    assert urlsplit(download.value.url).path == f"/export/build1/levels.{form}"


def test_han_text_shows_where_the_system_has_no_han_font(visit_at, fake_url):
    page = visit_at(fake_url).open("/")
    wait_for_map(page)
    loaded = page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter(font => font.status === 'loaded').length)"
    )
    has_own = page.evaluate(HAS_HAN_FONT)
    assert loaded > 0 or has_own
