"""Letter, sheet and annex: what each says, for whom it may be asked, and that a sheet has two pages."""

import io
import re

import pypdf
import pytest
from msgspec.structs import replace

from dashboard.report.blocks import Heading, Note, Paragraph
from dashboard.report.case_record import CaseLine, CaseRecord
from dashboard.report.excel import render_excel
from dashboard.report.issue import Issue
from dashboard.report.pdf import render_pdf
from dashboard.report.request import Kind, Request, make_document, regions_of
from dashboard.report.word import render_word
from etl.errors import UsageError
from etl.model.period import Period

RECORD = CaseRecord(
    "2026-11-19T18:00:00+08:00",
    "12-" + "a" * 64,
    (
        CaseLine(
            "2026-001", "210500", {"zh": "限批", "en": "restriction"}, {"zh": "告知", "en": "notified"},
            "2026-10-08",
        ),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def make(queries, rows_of):
    def made(kind, region="210000", period="2023", lang="zh", **more):
        request = Request(Kind(kind), region, Period.parse(period), lang, **more)
        return make_document(queries, rows_of(period), request)

    return made


def prose(document):
    return "\n".join(block.text for block in document.blocks if isinstance(block, (Heading, Paragraph, Note)))


def table(document, name):
    return next(found for found in document.tables() if found.name == name)


def test_the_letter_has_the_order_of_the_notices_of_the_state(make):
    # 发改办环资〔2021〕629号: 依据, intensity, total, measures, requirements
    headings = [heading.text for heading in make("letter").headings() if heading.level == 1]
    assert headings[:4] == ["一、能耗强度", "二、能源消费总量", "三、措施", "四、要求"]


def test_a_letter_without_data_gives_no_light_and_says_why(make):
    text = prose(make("letter"))
    assert "2023年没有对辽宁省有效的晴雨表规则" in text
    assert "单位GDP能耗变化率，14个市：一级0个、二级0个、三级0个；未评价14个（均为无数据）。" in text
    assert "没有能耗强度为一级的市。" in text
    assert "本函不作决定" in text


def test_the_letter_in_english_decides_nothing_either(make):
    assert "this letter decides nothing" in prose(make("letter", lang="en"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("region", ["210100", "210200", "211400", "210112", "211324"])
def test_a_sheet_has_at_most_two_pages(make, region, lang):
    content = render_pdf(make("sheet", region, lang=lang))
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) <= 2


def test_the_sheet_of_shenyang_shows_its_thirteenth_plan_as_met(make):
    # 沈阳市“十三五”: −19.44 % against −15 %
    verdicts = {row[0].text: row for row in table(make("sheet", "210100"), "verdicts").rows}
    row = verdicts["能耗强度五年目标"]
    assert row[2].text == "达标"
    assert "19.44%" in row[3].text
    assert verdicts["限批与案件"][2].text == "没有案件记录"


def test_a_sheet_says_what_is_not_known(make):
    verdicts = {row[0].text: row for row in table(make("sheet", "211400"), "verdicts").rows}
    assert verdicts["能耗强度晴雨表"][2].text == "无现行规则，未评价"


def test_the_rows_of_a_sheet_are_the_stored_values(make, real_build):
    stored = {(v.indicator, v.region, v.period): v.value for v in real_build.warehouse.values()}
    rows = table(make("sheet", "210200"), "indicators").rows
    cells = [cell for row in rows for cell in row if cell.trace is not None]
    assert len(cells) > 10
    for cell in cells:
        assert cell.value == stored[cell.trace.name, cell.trace.region, cell.trace.period]


def test_cases_at_the_cut_off_are_printed(make):
    document = make("sheet", "210500", record=RECORD)
    verdicts = {row[0].text: row for row in table(document, "verdicts").rows}
    assert verdicts["限批与案件"][3].text == "2026-001 告知"
    bulletin = make("bulletin", record=RECORD)
    assert "案件记录截至2026年11月19日18:00共1件。" in prose(bulletin)
    edition = {row[0].text: row[1].text for row in table(bulletin, "edition").rows}
    assert edition["审计链首"] == RECORD.head


def test_without_a_record_the_bulletin_says_that_no_cases_are_recorded(make):
    assert "没有录入约谈、通报、限批决定或整改记录" in prose(make("bulletin"))


def test_the_annex_tells_how_to_object(make):
    text = prose(make("annex", "210100"))
    assert "自收到之日起10个工作日内" in text
    assert "沈阳市单位GDP能耗累计降低率目标为15%" in text


def test_the_annex_names_the_cell_of_a_figure(make):
    found = [row for one in make("annex", "210100").tables() if one.name.startswith("inputs")
             for row in one.rows]  # fmt: skip
    assert any(".csv" in row[4].text for row in found)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_annex_speaks_in_names_and_not_in_ids(make, lang, shipped_catalog):
    text = prose(make("annex", "210100", lang=lang))
    ids = {*shipped_catalog.indicators, *shipped_catalog.series}
    assert ids.isdisjoint(re.findall(r"[a-z]+_[a-z0-9_]+", text))


@pytest.mark.parametrize("kind", ["letter", "sheet", "annex"])
def test_every_kind_is_word_and_workbook_too_with_the_same_bytes(make, kind):
    region = "210000" if kind == "letter" else "210100"
    document = make(kind, region)
    assert render_word(document) == render_word(document)
    assert render_excel(document) == render_excel(document)


def test_number_and_mark_of_an_issue_are_printed(make):
    document = make("bulletin", issue=Issue("辽工信测〔2026〕1号", "内部", "issued"))
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(replace(document, blocks=())))).pages
    text = pages[0].extract_text()
    assert "辽工信测〔2026〕1号" in "".join(text.split())
    assert "内部" in text


def test_regions_of_a_kind(shipped_catalog):
    assert regions_of(shipped_catalog, Kind.BULLETIN, "", all_regions=False) == ("210000",)
    assert regions_of(shipped_catalog, Kind.SHEET, "210100", all_regions=False) == ("210100",)
    codes = regions_of(shipped_catalog, Kind.SHEET, "", all_regions=True)
    assert len(codes) == 114  # 14 cities and 100 counties


@pytest.mark.parametrize(
    ("kind", "region", "all_regions"),
    [("sheet", "", False), ("annex", "210000", False), ("sheet", "110000", False),
     ("letter", "210100", False), ("bulletin", "", True), ("sheet", "999999", False)],
)  # fmt: skip
def test_a_kind_for_the_wrong_region_is_refused(shipped_catalog, kind, region, all_regions):
    with pytest.raises(UsageError):
        regions_of(shipped_catalog, Kind(kind), region, all_regions=all_regions)


@pytest.mark.parametrize(
    ("unknown_from", "told"),
    [("", "2027年1月15日"), ("2027-01-01", "2027年1月15日（暂计：2027年放假安排尚未收录）")],
)
def test_a_deadline_in_a_year_without_declared_days_off_is_provisional(make, unknown_from, told):
    line = replace(RECORD.cases[0], deadline="2027-01-15", deadline_unknown_from=unknown_from)
    cases = table(make("bulletin", record=replace(RECORD, cases=(line,))), "cases")
    assert cases.rows[0][5].text == told
