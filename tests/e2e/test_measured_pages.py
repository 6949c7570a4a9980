"""梯度培育, 产业与创新, 对比 and the one-page summary over the shipped figures, every other host cut off."""

from unicodedata import normalize

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader


@pytest.mark.parametrize(("lang", "scope"), [("", "前三批"), ("?lang=en", "first three batches")])
def test_published_counts_of_titles_stand_with_their_scope(visit_at, real_url, lang, scope):
    window = visit_at(real_url)
    page = window.open(f"/gradient{lang}")
    expect(page.locator("main")).to_contain_text(scope)
    expect(page.locator("main")).to_contain_text("2,465")
    expect(page.locator("main")).to_contain_text("3,482")
    page.locator("input[name=find]").fill("dlsd")
    page.locator("input[name=find]").press("Enter")
    expect(page).to_have_url(f"{real_url}/gradient?find=dlsd{lang.replace('?', '&')}")
    expect(page.locator("main")).to_contain_text("大连石岛工业有限公司")
    expect(page.locator("main")).not_to_contain_text("阜新市万达铸业有限公司")
    assert window.faults == []


@pytest.mark.parametrize("lang", ["", "?lang=en"])
def test_industry_shows_growth_by_month_and_who_must_deliver(visit_at, real_url, lang):
    window = visit_at(real_url)
    page = window.open(f"/industry{lang}")
    expect(page.locator(".chart .js-plotly-plot").first).to_be_visible()
    expect(page.locator(".bars li")).to_have_count(6)  # 辽宁工业1-5月 2023: six cities were published
    expect(page.locator(".article-family")).to_have_count(9)
    assert window.faults == []


@pytest.mark.parametrize("lang", ["", "&lang=en"])
def test_a_city_stands_beside_its_neighbours_and_one_more_is_added(visit_at, real_url, lang):
    window = visit_at(real_url)
    page = window.open(f"/compare?region=210100{lang}")
    expect(page.locator(".spine tbody tr").first).to_be_visible()
    expect(page.locator(".peer-change li")).to_have_count(4)
    page.locator(".peer-change a").first.click()
    expect(page.locator(".peer-change li")).to_have_count(4)  # three left, and the way back
    assert "peers=" in page.url
    assert window.faults == []


_FITTED = """() => [...document.querySelectorAll('.sheet .graph-frame')].every((frame) => {
  const drawn = frame.querySelector('.main-svg, .map-drawing');
  return drawn && drawn.getBoundingClientRect().height <= frame.clientHeight + 1;
})"""


def printed(page, path):
    """The pages of a summary on paper, once all its panels have come and its drawings are painted."""
    expect(page.locator(".sheet .sheet-head h2")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.wait_for_function(_FITTED)  # a drawing is first as large as the library likes, then as its frame
    page.pdf(path=path, format="A4", prefer_css_page_size=True)
    return PdfReader(path).pages


# Dalian of the demonstration has verdicts of all families in several periods and four paths
@pytest.mark.parametrize(("lang", "path_word"), [("", "进度要求"), ("lang=en&", "required path")])
def test_a_city_with_many_verdicts_is_still_one_sheet_with_its_charts(
    visit_at, demo_url, tmp_path, lang, path_word
):
    page = visit_at(demo_url).open(f"/brief/region?{lang}region=210200")
    (sheet,) = printed(page, tmp_path / "sheet.pdf")
    # a PDF names some Han characters by their radicals
    assert normalize("NFKC", sheet.extract_text()).count(path_word) >= 4


@pytest.mark.parametrize(
    "address", ["/?parent=210100", "/carbon", "/region/210300", "/gradient", "/compare?region=210100"]
)
def test_a_view_becomes_one_sheet_of_a4(visit_at, real_url, address, tmp_path):
    window = visit_at(real_url)
    page = window.open(address)
    page.locator("a[data-brief]").click()
    assert len(printed(page, tmp_path / "sheet.pdf")) == 1
    page.locator(".sheet-back a").click()
    expect(page).to_have_url(real_url + address)
    assert window.faults == []


def test_a_city_office_prints_its_own_profile(visit_at, real_url, tmp_path):
    page = visit_at(real_url).open("/region/210300")
    page.locator(".profile .data-table:visible").first.wait_for()
    page.pdf(path=tmp_path / "profile.pdf", format="A4", prefer_css_page_size=True)
    sheets = PdfReader(tmp_path / "profile.pdf").pages
    # a PDF names some Han characters by their radicals
    text = normalize("NFKC", "".join(sheet.extract_text() for sheet in sheets))
    assert "鞍山市" in text
    assert "最近与收藏" not in text
