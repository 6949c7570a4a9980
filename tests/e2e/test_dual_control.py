"""能耗双控: who is furthest behind and why, in the demonstration; what is public, in the shipped figures."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.map_on_screen import wait_for_map


@pytest.mark.parametrize(
    ("start", "page_name", "why"),
    [("/", "能耗双控", "为什么是这个数"), ("/?lang=en", "Dual control", "Why this number")],
)
def test_the_three_cities_furthest_behind_and_why_in_two_clicks_from_the_start(
    visit_at, demo_url, start, page_name, why
):
    window = visit_at(demo_url)
    page = window.open(start)
    page.get_by_role("navigation").get_by_role("link", name=page_name, exact=True).click()
    behind = page.locator(".behind li")
    expect(behind).to_have_count(3)
    behind.first.locator(".why-link").click()
    panel = page.locator(".why")
    expect(panel.get_by_role("heading", name=why)).to_be_visible()
    expect(panel.locator(".turning").first).to_be_visible()
    expect(panel.locator(".cell-place").first).to_contain_text("demo_")
    expect(page).to_have_url(re.compile(r"why=energy_intensity_"))
    assert window.faults == []


def test_table_and_working_open_and_close_by_keyboard_and_the_focus_returns(visit_at, demo_url):
    window = visit_at(demo_url)
    page = window.open("/dual-control?period=2024")
    line = page.locator("details.fold", has=page.locator(".row-marked")).first
    line.locator("> summary").focus()
    page.keyboard.press("Enter")
    link = line.locator(".data-table td a[href*='why=']").nth(3)
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".why")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".why")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/dual-control\?period=2024$"))
    expect(link).to_be_focused()
    assert window.faults == []


def test_a_click_on_map_or_card_looks_at_a_city_and_the_table_marks_it(visit_at, demo_url):
    page = visit_at(demo_url).open("/dual-control?period=2024")
    wait_for_map(page)
    page.locator(".small-chart-link", has_text="丹东").click()
    expect(page).to_have_url(re.compile(r"region=210600"))
    expect(page.locator(".row-marked").first).to_contain_text("丹东市")


def test_the_rise_of_2020_is_a_rise_without_a_rule_and_the_lights_are_as_published(visit_at, real_url):
    window = visit_at(real_url)
    lead = window.open("/dual-control").locator(".lead")
    expect(lead).to_contain_text("2020年辽宁省单位GDP能耗+3.96%（↑ 上升，方向不利），无现行规则，未评价")
    expect(lead).to_contain_text(
        "2020年前三季度能耗强度一级、能耗总量三级；2021年上半年能耗强度二级、能耗总量三级"
    )
    assert window.faults == []


def test_what_is_missing_is_named_with_who_would_have_to_deliver_it(visit_at, real_url):
    page = visit_at(real_url).open("/dual-control")
    missing = page.locator(".missing")
    expect(missing).to_contain_text("14个地区中12个没有")
    expect(missing).to_contain_text("须由省、市发展改革委")
    expect(missing).to_contain_text("演示省")
    expect(page.locator(".small-chart-link")).to_have_count(2)


def test_a_chart_is_saved_as_a_picture_with_its_sentence_source_and_version(visit_at, demo_url):
    page = visit_at(demo_url).open("/dual-control?period=2024")
    page.locator(".small-chart").first.wait_for()
    with page.expect_download() as download:
        page.locator("figure.chart", has=page.locator(".small-chart")).get_by_role(
            "button", name="SVG"
        ).click()
    text = download.value.path().read_text(encoding="utf-8")
    for told in ("达到五年目标进度", "来源：", "数据版本", "演示数据，非真实数据", "本溪"):
        assert told in text, told
    with page.expect_download() as download:
        page.locator("figure.chart", has=page.locator(".small-chart")).get_by_role(
            "button", name="PNG"
        ).click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("address", ["/dual-control", "/dual-control?lang=en"])
def test_a_small_window_does_not_scroll_sideways(visit_at, demo_url, address):
    page = visit_at(demo_url, width=390, height=800).open(address)
    expect(page.locator(".small-chart").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_rule_and_a_project_are_tried_in_place_and_nothing_else_changes(visit_at, demo_url):
    window = visit_at(demo_url)
    page = window.open("/dual-control?period=2024")
    trial = page.locator("section.what-if", has_text="若换一个规则版本或界限")
    trial.get_by_role("link", name="5%", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"threshold=5"))
    expect(trial.locator(".data-table")).to_contain_text("二级→一级")
    expect(trial.get_by_role("link", name="5%", exact=True)).to_be_focused()
    expect(trial).to_contain_text("假设推演，不作结论")
    project = page.locator("section.what-if", has_text="若再上一个年用能")
    project.locator("input").fill("200000")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"project=200000"))
    expect(project).to_contain_text("在本溪市再用能200,000吨")
    expect(project.locator("input")).to_be_focused()
    expect(page.locator(".behind li").first).to_contain_text("本溪市")
    assert window.faults == []


def test_the_charts_of_the_page_carry_tables_and_the_province_stands_among_its_peers(
    visit_at, real_url, demo_url
):
    page = visit_at(demo_url).open("/dual-control?period=2024")
    bullets = page.locator("figure.chart", has_text="没有达到本期目标")
    bullets.scroll_into_view_if_needed()
    expect(bullets.locator(".main-svg").first).to_be_visible()
    bullets.locator("summary").click()
    expect(bullets.locator(".data-table tbody tr")).to_have_count(14)
    expect(page.locator(".graph-frame")).to_have_count(4)  # map, bullets, slopes, raw against assessed
    peers = visit_at(real_url).open("/dual-control").locator(".peers")
    expect(peers.locator(".strip")).to_have_count(4)
    expect(peers.locator(".own-region").first).to_have_text("辽宁")
