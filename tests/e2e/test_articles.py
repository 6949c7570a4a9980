"""条文: from the contents to an article, on to its indicator."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("lang", "article", "indicator"),
    [
        ("", "第十一条 能耗双控", "单位GDP能耗变化率"),
        ("?lang=en", "Article 11", "Change of energy intensity"),
    ],
)
def test_article_11_leads_to_an_indicator(visit_at, real_url, lang, article, indicator):
    window = visit_at(real_url)
    page = window.open(f"/articles{lang}")
    expect(page.locator(".stamp")).to_be_visible()
    page.get_by_role("link", name=article).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(article)
    expect(page.locator(".quotation")).to_contain_text("严格执行能源消耗总量和强度“双控”要求")
    page.get_by_role("link", name=indicator, exact=True).click()
    expect(page).to_have_url(re.compile(r"/indicator/energy_intensity_change\?"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert window.faults == []


def test_the_slip_of_article_3_is_marked_and_stands(visit_at, real_url):
    page = visit_at(real_url).open("/articles/3")
    expect(page.locator(".quotation")).to_contain_text("职能化转型[原文如此]")
    page.get_by_role("link", name="下一条").click()
    expect(page).to_have_url(re.compile(r"/articles/4$"))
