"""碳达峰: who rebounds and by which test, in both languages; inventories and years apart; what is grey."""

import re

import pytest
from playwright.sync_api import expect

PATIENCE_MS = 60_000
"""A page of eighteen panels on a machine that does much else."""


@pytest.mark.parametrize(
    ("lang", "told"),
    [("", ("碳达峰", "反弹", "S＝10")), ("?lang=en", ("Carbon peak", "rebounding", "S = 10"))],
)
def test_an_official_finds_who_rebounds_and_the_test_that_says_so(visit_at, real_url, lang, told):
    page_name, status, why = told
    window = visit_at(real_url)
    page = window.open(f"/{lang}")
    page.locator(".nav").get_by_role("link", name=page_name, exact=True).click()
    first = page.locator(".behind li").first
    first.wait_for(timeout=PATIENCE_MS)
    expect(first).to_contain_text(status)
    first.locator(".why-link").click()
    panel = page.locator(".why")
    expect(panel).to_contain_text(why)
    expect(panel.locator(".cell-place").first).to_contain_text("co2_city_2000_2019.csv")
    expect(page).to_have_url(re.compile(r"why=co2_ceads_total,210100,2019"))
    assert window.faults == []


def test_cities_without_the_inventory_are_grey_and_another_inventory_is_chosen_apart(visit_at, real_url):
    window = visit_at(real_url)
    page = window.open("/carbon")
    page.locator(".level").first.wait_for(timeout=PATIENCE_MS)
    silent = page.locator(".level", has_text="未采集")
    expect(silent.locator("li")).to_have_text(["锦州", "营口", "铁岭", "葫芦岛"])
    expect(page.locator(".small-chart-link")).to_have_count(15)
    expect(page.locator("main")).to_contain_text("从不相加")
    page = window.open("/carbon?inventory=co2_edgar_total&period=2018")
    expect(page.locator(".lead")).to_contain_text("EDGAR v8.0清单没有辽宁省的数据", timeout=PATIENCE_MS)
    page.locator(".level").first.wait_for(timeout=PATIENCE_MS)
    expect(page.locator(".level", has_text="未采集")).to_have_count(0)
    assert window.faults == []


def test_a_card_looks_at_a_city_and_the_charts_follow_on_a_phone_too(visit_at, demo_url):
    window = visit_at(demo_url, width=390, height=800)
    page = window.open("/carbon")
    page.locator(".small-chart-link").first.wait_for(timeout=PATIENCE_MS)
    page.locator(".small-chart-link", has_text="丹东").click()
    expect(page).to_have_url(re.compile(r"region=210600"))
    expect(page.locator(".row-marked").first).to_contain_text("丹东市")
    page.locator("summary", has_text="丹东市（CEADs）：截至2025年主动达峰").click()
    expect(page.locator("figure.chart", has_text="丹东市（CEADs）：截至2025年主动达峰")).to_be_visible()
    expect(page.locator(".turn-block")).to_contain_text("重新计算")
    expect(page.locator("main")).to_contain_text("已判为达峰，不再推演")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert window.faults == []
