"""项目核查: the answer in words with its documents; approvals against the catalogue are counted."""

import json
from datetime import date

import pytest

from dashboard.address import parse, to_url
from dashboard.selection import AddressError, Selection
from dashboard.views.project_check import build_check, project_of
from dashboard.views.project_form import build_project_form
from dashboard.views.project_register import build_project_register
from etl.assess.project import RestrictionInForce
from etl.store.rows import RecordRow
from tests.unit.dashboard.rows import assessment

TODAY = date(2026, 3, 2)
CEMENT = Selection("projects", region="210500", industry="3011", product="水泥熟料", energy="12000")
HELD = RestrictionInForce("2026-0001", "two_high_review", "辽发改〔2026〕1号", two_high_only=True)


def answer(catalog, selection, restrictions=()):
    return build_check(catalog, project_of(selection, TODAY), restrictions, (), selection)


def test_the_address_holds_the_whole_project():
    url = to_url(CEMENT.to(day="2025-10-01", upgrade="yes", capacity="2500", capacity_unit="吨/日"))
    path, _, query = url.partition("?")
    assert to_url(parse(path, query)) == url


@pytest.mark.parametrize(
    "wrong", [{"energy": "-1"}, {"industry": "C30"}, {"day": "2025-13-01"}, {"coal": "1e9"}]
)
def test_an_amount_that_is_none_is_refused(wrong):
    with pytest.raises(AddressError):
        CEMENT.to(**wrong)


def test_a_day_that_no_calendar_has_is_refused():
    with pytest.raises(AddressError):
        project_of(CEMENT.to(day="2025-02-30"), TODAY)


def test_nothing_is_answered_before_region_industry_and_product_are_known(shipped_catalog):
    assert answer(shipped_catalog, CEMENT.to(product=None)).nothing


def test_a_new_cement_line_needs_replacement_and_a_provincial_review(shipped_catalog):
    # 国发〔2013〕41号: no new capacity; 令2025第31号: from 10,000 tce the province reviews
    view = answer(shipped_catalog, CEMENT)
    assert view.headline == "须产能置换"
    assert "国发〔2013〕41号" in view.findings[0].basis
    assert any("省级" in line for line in view.lines)


def test_a_restriction_in_force_comes_first_and_leads_to_the_ledger(shipped_catalog):
    view = answer(shipped_catalog, CEMENT, [HELD])
    assert view.headline == "禁止"
    assert "辽发改〔2026〕1号" in view.findings[0].basis
    assert view.findings[0].address == "/restrictions"


def test_the_catalogue_is_that_of_the_day(shipped_catalog):
    before = answer(shipped_catalog, CEMENT.to(day="2024-01-31"))
    after = answer(shipped_catalog, CEMENT.to(day="2024-02-01"))
    assert "2019" in " ".join(each.basis for each in before.findings)
    assert "2023" in " ".join(each.basis for each in after.findings)  # 令2023第7号


def test_unknown_headroom_and_unknown_restrictions_are_said(shipped_catalog):
    view = build_check(shipped_catalog, project_of(CEMENT, TODAY), None, (), CEMENT)
    assert any("余量未知" in line for line, _ in view.headroom)
    assert any("没有办理过限批案件" in line for line in view.lines)


def verdict(indicator, period, left):
    to_target = [{"level": "level_3", "at": -3.0, "ten_thousand_tce": left}]
    facts = json.dumps({"headroom": {"scope": "raw", "energy": 1.0, "to": to_target}})
    more = {"nature": "official", "target_document": "辽政发〔2022〕16号", "rule": "ndrc_gap10"}
    return assessment(indicator, "210500", period, "level_3", facts=facts, **more)


@pytest.mark.parametrize(("lang", "period"), [("zh", "2025年前三季度"), ("en", "Q1–Q3 2025")])
def test_the_headroom_names_its_period_target_and_source_and_is_the_smaller_of_two(
    shipped_catalog, lang, period
):
    rows = [
        verdict("energy_intensity_change", "2024", 9.0),
        verdict("energy_intensity_change", "2025Q1-3", 3.0),
        verdict("energy_consumption_growth", "2025Q1-3", 2.4),
    ]
    selection = CEMENT.to(lang=lang)
    told = build_check(shipped_catalog, project_of(selection, TODAY), (), rows, selection).headroom
    (left, _), (of, address), (share, _) = told
    assert period in left
    assert "24,000" in left  # 2.4 of 10,000 t
    assert "50" in share  # 12,000 t of it
    assert period in of
    assert "辽政发〔2022〕16号" in of
    assert shipped_catalog.indicators["energy_consumption_growth"].name[lang] in of
    assert "energy_consumption_growth" in address


def test_the_form_shows_what_the_address_says(shipped_catalog):
    fields = {one.name: one for one in build_project_form(shipped_catalog, CEMENT).fields}
    assert fields["energy"].value == "12000"
    assert ("210500", "本溪市") in fields["region"].options
    assert "节能减排项目" in [value for value, _ in fields["exempt"].options]


def record(code, catalogue_class, kind, decision):
    told = {
        "project_code": code,
        "project": code,
        "kind": kind,
        "catalogue_class": catalogue_class,
        "energy_tce": "10",
        "decision": decision,
        "filed": "2025-01-12",
    }
    return RecordRow("investment_project", "210500", json.dumps(told), "demo", None)


def test_what_was_approved_against_the_catalogue_is_counted_and_comes_first(shipped_catalog):
    rows = [
        record("a", "鼓励", "新建", "同意"),
        record("b", "限制", "新建", "同意"),  # forbidden: restricted and new
        record("c", "限制", "改建", "同意"),  # an upgrade is possible within a term
        record("d", "淘汰", "改建", "同意"),  # forbidden: obsolete
        record("e", "淘汰", "新建", "不予办理"),
    ]
    view = build_project_register(shipped_catalog, rows, Selection("projects"), "/x.csv")
    assert "属违规核备的2个" in view.lead[0]
    assert {row[1].text for row in view.table.rows[:2]} == {"b", "d"}
    assert view.table.marked == {0, 1}
    assert view.table.rows[0][7].text == "2025年1月12日"
    assert view.make_sheet().rows[0][7] == "2025-01-12"  # a download is read by programs


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({}, True),  # 国发〔2013〕41号: no new capacity under any name
        ({"kind": "改建"}, False),
        ({"decision": "不予办理"}, False),
        ({"decided": "2013-09-30"}, False),  # before the document
        ({"product": "电解铜"}, False),
        ({"decided": "二〇二四年三月"}, False),  # no day, no catalogue of the day
    ],
)
def test_new_capacity_of_an_industry_with_overcapacity_is_counted_and_named(
    shipped_catalog, changes, is_told
):
    fields = {
        "project": "a", "kind": "新建", "catalogue_class": "允许", "industry": "32", "product": "电解铝",
        "energy_tce": "1", "filed": "2013-01-04", "decision": "同意", "decided": "2024-03-01",
    }  # fmt: skip
    row = RecordRow("investment_project", "210500", json.dumps(fields | changes), "demo", None)

    view = build_project_register(shipped_catalog, [row], Selection("projects"), "/x.csv")

    assert ("国发〔2013〕41号" in view.table.rows[0][6].note) is is_told
    assert f"新增产能的{int(is_told)}个" in view.lead[0]


def test_without_a_register_the_page_says_so(shipped_catalog):
    view = build_project_register(shipped_catalog, [], Selection("projects"), "/x.csv")
    assert view.table is None
    assert "没有收到" in view.empty
