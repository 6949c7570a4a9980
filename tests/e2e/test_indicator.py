"""指标 over the shipped figures: ranks among those with data, gaps, and why a number is what it is."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.map_on_screen import inner_point, wait_for_map


def test_the_rise_of_2020_has_no_rule_and_red_only_as_a_what_if(visit_at, real_url):
    window = visit_at(real_url)
    why = window.open("/indicator/energy_intensity_change").locator(".explain")
    expect(why).to_contain_text("+3.96%")
    expect(why).to_contain_text("↑ 上升，方向不利")
    expect(why.locator(".explain-list").first).to_contain_text("无现行规则，未评价")
    expect(why.locator(".what-if")).to_contain_text("假设推演，不作结论")
    expect(why.locator(".badge-level-1")).to_have_count(3)  # two what-ifs, and the light published for Q1–Q3
    expect(why.locator(".what-if .badge-level-1")).to_have_count(2)
    expect(why).to_contain_text("energy_province_2020.csv")
    assert window.faults == []


@pytest.mark.parametrize(("period", "count"), [("2012", 10), ("2019", 2)])
def test_ranks_are_given_only_among_cities_with_an_inventory(visit_at, real_url, period, count):
    page = visit_at(real_url).open(f"/indicator/co2_ceads_total?period={period}")
    expect(page.locator(".bars li")).to_have_count(count)
    missing = page.locator(".ranking .bars-missing li")
    expect(missing).to_have_count(14 - count)
    expect(missing.filter(has_text="锦州市")).to_contain_text("未采集")


def test_the_county_that_its_source_lacks_is_named_on_map_list_and_check(visit_at, real_url):
    page = visit_at(real_url).open("/indicator/co2_chen_total")
    wait_for_map(page, 100)
    expect(page.locator(".ranking .bars-missing")).to_contain_text("喀喇沁左翼")
    expect(page.locator(".agreement")).to_contain_text("喀喇沁左翼")
    expect(page.locator(".ranking .plain-table tbody tr")).to_have_count(99)


def test_a_click_on_the_map_explains_the_number_of_that_city(visit_at, real_url):
    window = visit_at(real_url)
    page = window.open("/indicator/gdp")
    wait_for_map(page)
    expect(page.locator(".explain-subject")).to_contain_text("辽宁省")
    page.mouse.click(*inner_point(page, 0))
    expect(page).to_have_url(re.compile(r"region=210100$"))
    expect(page.locator(".explain-subject")).to_contain_text("沈阳市")
    expect(page.locator(".explain-number")).to_contain_text("8,122.1")
    assert window.faults == []


def test_the_table_can_be_downloaded_and_leaves_gaps_empty(visit_at, real_url):
    page = visit_at(real_url).open("/indicator/co2_ceads_total")
    with page.expect_download() as download:
        page.locator(".matrix .csv-link").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    jinzhou = next(line for line in lines if line.startswith("210700"))
    assert set(jinzhou.split(",")[3:]) == {""}


def test_the_list_leads_to_an_indicator_in_english(visit_at, real_url):
    window = visit_at(real_url)
    page = window.open("/indicator?lang=en")
    of_gdp = page.get_by_role("link", name="Gross regional product", exact=True)
    page.locator("details.fold", has=page.locator("a[href^='/indicator/gdp?']")).locator("> summary").click()
    of_gdp.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gross regional product")
    expect(page).to_have_url(re.compile(r"/indicator/gdp.*lang=en"))
    assert window.faults == []


def test_an_unknown_indicator_is_an_answer_and_not_a_blank_page(visit_at, real_url):
    page = visit_at(real_url).open("/indicator/no_such_thing")
    expect(page.locator(".error-page")).to_contain_text("no_such_thing")
