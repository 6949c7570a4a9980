"""What every page carries: the search box, views kept in the browser, news of data and connection."""

import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from dashboard.app import create_app
from dashboard.build_queries import BuildQueries
from etl.settings import Settings


@pytest.mark.parametrize(
    ("typed", "lang", "found"),
    [
        ("沈阳", "", ("沈阳市", "/region/210100")),
        ("shenyang", "", ("沈阳市", "/region/210100")),
        ("dls", "", ("大连市", "/region/210200")),
        ("chaoyang", "", ("朝阳市", "/region/211300")),
        ("changhai", "?lang=en", ("Changhai County", "/region/210224?lang=en")),
        ("dwgdpnh", "", ("单位GDP能耗（2005年价格）", "/indicator/energy_intensity")),
        ("intensity", "?lang=en", ("Energy intensity at 2005 prices", "/indicator/energy_intensity?lang=en")),
    ],
)
def test_a_region_or_indicator_is_found_by_chinese_pinyin_initials_and_english(
    visit_at, real_url, typed, lang, found
):
    label, leads_to = found
    window = visit_at(real_url)
    page = window.open(f"/articles{lang}")
    box = page.locator(".search-input")
    box.fill(typed)
    page.locator(".search-list:not([hidden]) li").first.wait_for()
    option = page.get_by_role("option").filter(has=page.get_by_text(label, exact=True))
    option.first.click()
    expect(page).to_have_url(real_url + leads_to)
    assert window.faults == []


def test_the_whole_search_works_by_keyboard(visit_at, real_url):
    page = visit_at(real_url).open("/articles")
    page.locator(".article-list").wait_for(timeout=60_000)
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="查找地区、指标、企业")
    expect(box).to_be_focused()
    page.keyboard.type("tiexi")
    expect(page.get_by_role("option")).to_have_count(2)  # one in Shenyang, one in Anshan
    expect(box).to_have_attribute("aria-activedescendant", "search-option-0")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/region/210303$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("铁西区")  # the new page has come
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("xyzxyz")
    expect(page.locator(".search-nothing")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".search-list")).to_be_hidden()


def test_a_kept_view_is_found_again_and_stays_in_this_browser(visit_at, real_url):
    window = visit_at(real_url)
    page = window.open("/indicator/gdp?period=2023")
    page.locator(".headline .lead").wait_for()
    page.locator(".views summary").click()
    page.get_by_role("button", name="收藏本页").click()
    expect(page.get_by_role("button", name="取消收藏")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="条文", exact=True).click()
    page.locator(".article-list").wait_for(timeout=60_000)
    page.locator(".views summary").click()
    kept = page.locator("[data-list=pinned] a")
    expect(kept).to_have_text("地区生产总值")
    kept.click()
    expect(page).to_have_url(re.compile(r"/indicator/gdp\?period=2023$"))
    asked = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('paper-views:'))")
    assert asked == ["paper-views:liaoning:real"]


def test_a_view_left_at_once_is_among_the_recent_ones(visit_at, real_url):
    page = visit_at(real_url).open("/region/210100")
    page.get_by_role("link", name="条文", exact=True).click()  # before the sentences of the page have settled
    page.locator(".article-list").wait_for(timeout=60_000)
    page.locator(".views summary").click()
    expect(page.locator("[data-list=recent] a").first).to_have_attribute("href", "/region/210100")


@pytest.mark.parametrize(("lang", "told"), [("", "已400天没有更新"), ("?lang=en", "400 days ago")])
def test_figures_that_nobody_has_renewed_for_long_are_said_to_be_old(
    visit_at, real_url, real_build, lang, told
):
    window = visit_at(real_url)
    written = (real_build.folder / "warehouse.duckdb").stat().st_mtime
    window.page.clock.set_fixed_time(datetime.fromtimestamp(written, UTC) + timedelta(days=400, hours=1))

    page = window.open(f"/articles{lang}")

    expect(page.locator(".notice")).to_contain_text(told)
    assert window.faults == []


@pytest.fixture
def watched(serve_app, tmp_path, real_build, real_url, visit_at):
    """A server over a copy of the build, whose open pages ask again every second."""
    builds = tmp_path / "builds"
    shutil.copytree(real_build.folder, builds / real_build.build_id)
    (builds / "current").write_text(real_build.build_id, encoding="utf-8")
    visit_at(real_url).open("/articles").locator(".article-list").wait_for(timeout=60_000)
    # scripts are compressed once for all servers: it takes a busy machine many seconds
    shutil.copytree(real_build.build_dir / ".cache", builds / ".cache")
    settings = Settings(data_dir=real_build.data_dir, build_dir=builds, watch_seconds=1)
    url = serve_app(create_app(BuildQueries(builds), settings).server)
    return url, builds, real_build.build_id


@pytest.mark.parametrize(("lang", "told"), [("", "本页已按新数据重画"), ("&lang=en", "has been drawn anew")])
def test_a_new_build_is_picked_up_while_a_page_is_open_and_is_said(visit_at, watched, lang, told):
    url, builds, build_id = watched
    window = visit_at(url)
    page = window.open(f"/indicator/gdp?period=2023{lang}")
    page.locator(".ranking .bars").wait_for(timeout=60_000)
    page.evaluate("window.scrollTo(0, 500)")
    fresh = "f" * len(build_id)
    (builds / build_id).rename(builds / "kept")
    shutil.copytree(builds / "kept", builds / fresh)
    (builds / "kept").rename(builds / build_id)
    (builds / "next").write_text(fresh, encoding="utf-8")
    (builds / "next").replace(builds / "current")
    expect(page.locator(".notice")).to_contain_text(told)
    expect(page.locator(".foot")).to_contain_text(fresh[:12])
    page.locator(".ranking .bars").wait_for(timeout=60_000)
    assert page.evaluate("window.scrollY") > 0  # the reader stays where he was
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1
    page.locator(".notice button").click()
    expect(page.locator(".notice")).to_have_count(0)
    assert window.faults == []


def test_a_lost_connection_is_said_and_the_page_goes_on_by_itself(visit_at, watched):
    page = visit_at(watched[0]).open("/indicator/gdp?period=2023")
    page.locator(".ranking .bars").wait_for(timeout=60_000)
    page.context.set_offline(True)
    expect(page.locator(".notice-lost")).to_contain_text("连不上服务器")
    page.evaluate("window.paper.redraw()")  # as an answer does that was under way when the connection went
    page.wait_for_timeout(1000)
    expect(page.locator(".ranking .bars")).to_be_visible()  # what was read stays
    page.get_by_role("link", name="条文", exact=True).click()
    expect(page.locator("main")).to_contain_text("请检查网络后重试")
    page.context.set_offline(False)
    expect(page.locator(".notice-back")).to_contain_text("已恢复连接")
    page.locator(".article-list").wait_for(timeout=60_000)
