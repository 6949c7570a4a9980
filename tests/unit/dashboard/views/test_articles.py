"""The draft article by article: as it stands, never a basis, with where the home region stands."""

import pytest
from msgspec.structs import replace

from dashboard.selection import AddressError, Selection
from dashboard.views.articles import build_article_view, build_articles_view
from dashboard.views.spine import RegionRows, build_spine
from etl.model.regulation import Regulation
from etl.model.vocabulary import Result
from etl.plain_values.fault import DeclarationError
from tests.unit.dashboard.rows import coverage
from tests.unit.dashboard.views.test_verdicts import PROVINCE


def spine_of(catalog, rows=PROVINCE):
    return build_spine(catalog, catalog.home, rows)


def article_of(catalog, number, lang="zh", rows=PROVINCE, covered=()):
    selection = Selection("articles", lang, article=number)
    return build_article_view(catalog, spine_of(catalog, rows), list(covered), selection)


def text_of(view):
    return "".join(piece.text for paragraph in view.paragraphs for piece in paragraph)


def test_every_article_is_listed_and_the_draft_is_marked(shipped_catalog):
    view = build_articles_view(shipped_catalog, spine_of(shipped_catalog), Selection("articles"))
    assert [line.number for line in view.lines[:2]] == ["第一条", "第二条"]
    assert view.lines[22].number == "第二十三条"
    assert view.head.stamp == "草案"
    assert "尚未施行" in view.head.status
    # Arts 1, 2 and 23 cannot be measured
    assert "23条中，20条" in view.lead


def test_a_slip_is_marked_and_not_corrected(shipped_catalog):
    view = article_of(shipped_catalog, "3")
    assert "结构优化、职能化转型、绿色发展" in text_of(view)
    assert [piece.text for piece in view.paragraphs[0] if piece.is_slip] == ["职能化转型"]
    assert view.slip_note
    assert not article_of(shipped_catalog, "4").slip_note


def test_article_11_shows_where_the_province_stands(shipped_catalog):
    covered = [coverage("energy_intensity_cumulative_reduction", "2016/2020", "city", 2)]
    view = article_of(shipped_catalog, "11", covered=covered)
    rows = {row[0].text: row for row in view.table.rows}
    change = rows["单位GDP能耗变化率"]
    assert change[1].text == "+3.96%"
    assert change[3].result is Result.UNASSESSED
    assert change[4].text == "未采集 0/14"
    assert rows["单位GDP能耗累计降低率"][4].text == "2/14"
    missing = rows["煤炭消费占比"]
    assert missing[1].text == "— 未采集"
    assert "报送" in missing[1].note


def test_an_article_leads_to_the_registers_that_are_kept_for_it(shipped_catalog):
    view = article_of(shipped_catalog, "18")
    assert view.table is None
    assert view.registers == ("风险事项登记簿",)
    assert [(link.label, link.address) for link in view.register_links] == [
        ("产业安全风险事项", "/registers/industry_risks")
    ]


def test_a_register_that_nobody_keeps_here_says_that_nothing_is_entered(shipped_catalog):
    view = article_of(shipped_catalog, "20")
    assert view.registers
    assert view.register_links == ()
    assert "没有登记任何一项" in view.register_note


def test_steps_lead_from_the_first_to_the_annex(shipped_catalog):
    assert article_of(shipped_catalog, "1").before is None
    assert article_of(shipped_catalog, "23").after.label == "附件2 立法调研主要问题清单"
    assert article_of(shipped_catalog, "annex_2", "en").after is None
    assert article_of(shipped_catalog, "12", "en").before.label == "Article 11 Dual control of energy"


def test_an_article_that_does_not_exist_is_no_page(shipped_catalog):
    with pytest.raises(AddressError) as refused:
        article_of(shipped_catalog, "24", rows=RegionRows())
    assert refused.value.status == 404


@pytest.mark.parametrize(("lang", "told"), [("zh", "文稿未注日期，尚未施行"), ("en", "bears no date")])
def test_a_text_without_a_date_is_shown_and_told_to_bear_none(shipped_catalog, lang, told):
    undated = replace(shipped_catalog.regulation, dated="")
    catalog = replace(shipped_catalog, regulations={undated.id: undated})

    view = build_articles_view(catalog, spine_of(catalog), Selection("articles", lang))

    assert told in view.head.status


def test_a_date_that_is_none_is_refused_when_the_regulation_is_read(shipped_catalog):
    declared = shipped_catalog.regulation.plain() | {"dated": "March"}
    with pytest.raises(DeclarationError, match="expected YYYY, YYYY-MM or YYYY-MM-DD"):
        Regulation.read(declared)
