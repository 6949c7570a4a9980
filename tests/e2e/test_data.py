"""数据: a statistician finds which county's return is missing, and takes the list along."""

import re
from collections.abc import Iterator

import openpyxl
import pytest
from playwright.sync_api import expect

from dashboard.app import create_app
from dashboard.build_queries import BuildQueries
from etl.settings import Settings
from tests.e2e.conftest import serving
from tests.monthly_returns import build_monthly_returns


@pytest.fixture(scope="module")
def returns_url(tmp_path_factory) -> Iterator[str]:
    """A server over a province whose counties owe a monthly return."""
    builds, _, _ = build_monthly_returns(tmp_path_factory.mktemp("monthly"))
    server = serving()
    serve = next(server)
    yield serve(create_app(BuildQueries(builds), Settings(build_dir=builds)).server)
    next(server, None)


WORDS = {
    "zh": {
        "start": "/region",
        "page": "数据",
        "lead": "到期未报的共 1 份",
        "county": "西山市青石区",
        "return": "县（市、区）用电月报",
        "region": "青石区",
        "month": "1—3月",
        "missing": re.compile(r"^缺\d+$"),
        "city": "西山市",
    },
    "en": {
        "start": "/region?lang=en",
        "page": "Data",
        "lead": "Returns due and not received: 1",
        "county": "Qingshi District, Xishan City",
        "return": "Monthly power return of counties",
        "region": "Qingshi District",
        "month": "Jan–Mar",
        "missing": re.compile(r"^M \d+$"),
        "city": "Xishan City",
    },
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_statistician_finds_which_countys_return_is_missing(visit_at, returns_url, lang):
    say = WORDS[lang]
    window = visit_at(returns_url)
    page = window.open(say["start"])
    page.get_by_role("navigation").get_by_role("link", name=say["page"], exact=True).click()
    expect(page.locator(".lead")).to_contain_text(say["lead"])

    owed = page.locator(".table-figure").first.locator("tbody tr")
    expect(owed).to_have_count(1)
    expect(owed).to_contain_text(say["county"])
    owed.get_by_role("link", name=say["return"]).click()

    expect(page).to_have_url(re.compile(r"/data/coverage\?due=monthly_power"))
    grid = page.locator(".coverage-grid")
    expect(grid).to_be_visible()
    heads = grid.locator("thead th").all_inner_texts()
    cells = grid.locator("tbody tr").filter(has_text=say["region"]).locator("td")
    cell = cells.nth(heads.index(say["month"]) - 1)
    expect(cell).to_have_class("cover-missing")
    expect(cell).to_have_text(say["missing"])
    assert grid.locator(".cover-missing").count() == 1
    assert window.faults == []


def test_the_choices_of_the_grid_are_kept_by_the_address(visit_at, returns_url):
    page = visit_at(returns_url).open("/data/coverage?due=monthly_power")
    page.get_by_role("textbox", name="地区").click()
    page.get_by_role("option", name="西山市").click()
    expect(page).to_have_url(re.compile(r"parent=900200"))
    expect(page.locator(".coverage-grid tbody tr:not(.grid-group)")).to_have_count(2)
    page.reload()
    expect(page.locator(".coverage-grid tbody tr:not(.grid-group)")).to_have_count(2)


def test_what_has_to_be_chased_can_be_taken_along_as_a_workbook(visit_at, returns_url, tmp_path):
    page = visit_at(returns_url).open("/data/coverage?due=monthly_power")
    with page.expect_download() as download:
        page.locator('[id*="data-chased"] .xlsx-link').click()
    path = tmp_path / "chased.xlsx"
    download.value.save_as(path)
    book = openpyxl.load_workbook(path)
    told = [[cell.value for cell in row] for row in book["数据"].iter_rows()]
    assert any("西山市青石区" in row and "缺报" in row for row in told)
    assert any("乙省用电月报" in [cell.value for cell in row] for row in book["来源"].iter_rows())


def test_two_builds_are_compared_and_the_difference_ends_with_what_to_do(visit_at, returns_url):
    page = visit_at(returns_url).open("/data/builds")
    section = page.locator(".builds section").first
    expect(section).to_contain_text("新增 0，消失 0，改变 1。")
    expect(section.locator("tbody tr")).to_contain_text("2.75")
    expect(section.locator("strong")).to_contain_text("处理：对照新发布的资料核对改变的数值。")


@pytest.mark.parametrize("width", [390, 1024])
@pytest.mark.parametrize(
    "section", ["", "/coverage", "/challenges", "/revisions", "/rejects", "/sources", "/builds"]
)
def test_no_section_is_wider_than_the_window(visit_at, returns_url, width, section):
    window = visit_at(returns_url, width=width)
    page = window.open(f"/data{section}")
    expect(page.locator(".waiting")).to_have_count(0)
    # the page is laid out anew some time after its last panel has come
    page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)
    assert window.faults == []
