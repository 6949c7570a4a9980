"""地区 over the shipped figures: how Shenyang stands, the province among its peers, the list."""

import re

import pytest
from playwright.sync_api import expect

# 国家发展改革委 发改办环资〔2021〕629号: level 1 for intensity in the first half of 2021
RED_2021H1 = {"青海", "宁夏", "广西", "广东", "福建", "新疆", "云南", "陕西", "江苏"}


@pytest.mark.parametrize(
    ("lang", "city", "verdict"), [("", "沈阳市", "达标"), ("?lang=en", "Shenyang City", "met")]
)
def test_shenyang_is_found_in_the_list_and_met_its_target(visit_at, real_url, lang, city, verdict):
    window = visit_at(real_url)
    page = window.open(f"/region{lang}")
    page.get_by_role("link", name=city, exact=True).click()
    expect(page).to_have_url(re.compile(rf"/region/210100{re.escape(lang)}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(city)
    family = page.locator(".family").first
    expect(family).to_contain_text("−19.44%")
    expect(family.locator(".badge-level-3").first).to_contain_text(verdict, ignore_case=True)
    expect(page.locator(".path-chart").first.locator(".js-plotly-plot")).to_be_visible()
    assert window.faults == []


def test_the_province_shows_thirty_peers_with_both_notices(visit_at, real_url):
    window = visit_at(real_url)
    page = window.open("/region/210000")
    page.locator("details.fold", has=page.locator(".peers")).locator("> summary").click()
    strip = page.locator(".strip").filter(has_text="2021年上半年 · 能耗强度")
    expect(strip).to_contain_text("发改办环资〔2021〕629号")
    assert set(strip.locator("li").first.locator(".strip-names").inner_text().split("、")) == RED_2021H1
    rows = page.locator(".peers .data-table tbody tr")
    expect(rows).to_have_count(31)
    expect(rows.filter(has_text="西藏")).to_contain_text("未公布")
    own = page.locator(".peers .row-marked")
    expect(own).to_contain_text("+3.96")
    expect(own).to_contain_text("■ 一级")
    expect(own).to_contain_text("▲ 二级")
    assert window.faults == []


def test_a_heading_sorts_the_peers_and_the_address_keeps_it(visit_at, real_url):
    page = visit_at(real_url).open("/region/210000")
    page.locator("details.fold", has=page.locator(".peers")).locator("> summary").click()
    page.locator(".peers thead a").nth(1).click()
    expect(page).to_have_url(re.compile(r"sort=-energy_intensity_change$"))
    expect(page.locator(".peers .data-table tbody tr").first).to_contain_text("内蒙古")


def test_all_450_levels_of_2011_to_2015_are_there_on_demand(visit_at, real_url):
    page = visit_at(real_url).open("/region/210000")
    page.locator("details.fold", has=page.locator(".history")).locator("> summary").click()
    page.get_by_text("展开全部30个省（区、市）的等级").click()
    cells = page.locator(".all-levels tbody td")
    expect(cells.first).to_be_visible()
    texts = [text for text in cells.all_inner_texts() if text[:1] in "■▲●"]
    assert len(texts) == 450


def test_a_unit_without_a_code_has_a_page(visit_at, real_url):
    page = visit_at(real_url).open("/region/LN-SHENFU")
    expect(page.locator(".identity")).to_contain_text("不在地图上单列")


def test_the_csv_of_a_profile_holds_the_verdict(visit_at, real_url):
    page = visit_at(real_url).open("/region/210100")
    address = page.locator(".profile .csv-link").get_attribute("href")
    text = page.request.get(real_url + address).text()
    assert "19.44" in text
    assert "达标" in text


def test_an_unknown_region_is_refused_with_words(visit_at, real_url):
    page = visit_at(real_url).open("/region/999999")
    expect(page.locator("body")).to_contain_text("没有代码为")


def test_a_region_with_every_indicator_is_five_screens_and_whole_on_paper(visit_at, demo_url):
    page = visit_at(demo_url).open("/region/210100")
    lines = page.locator("details:is(.fold, .topic):not([open])")
    expect(page.locator(".waiting")).to_have_count(0)
    expect(lines.first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") <= 5 * 1000
    folded = lines.count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(lines).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(lines).to_have_count(folded)
