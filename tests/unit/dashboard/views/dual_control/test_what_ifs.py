"""What would turn a verdict, one more project, another rule: what-ifs that decide nothing."""

import pytest
from msgspec.structs import replace

from dashboard.selection import AddressError, Selection
from dashboard.views.dual_control.project import build_project
from dashboard.views.dual_control.trial import Rates, build_trial, with_threshold
from dashboard.views.dual_control.what_turns_it import build_turn
from etl.model.period import Period
from etl.store.rows import as_indicator_value
from tests.unit.dashboard.rows import value
from tests.unit.dashboard.views.dual_control.rows import (
    BEHIND,
    DALIAN,
    RATE,
    SHENYANG,
    level,
    scene_of,
)

PAGE = Selection("dual_control", period=Period.parse("2024"))


def test_what_would_turn_each_verdict_of_the_region_stands_with_its_working(shipped_catalog):
    view = build_turn(scene_of(shipped_catalog, PAGE.to(region=SHENYANG)), PAGE)
    assert view.title == "沈阳市：什么会改变这些结论"
    assert "按本期GDP，要达到三级须少用能 13.37万吨标准煤" in view.blocks[0].lines
    assert view.blocks[0].why_address == "/dual-control?period=2024&why=energy_intensity_change,210100,2024"


def test_where_no_rule_draws_a_line_the_distance_to_the_target_is_told(shipped_catalog):
    row = level("210000", "2024", "unassessed", 3.96, -7.158, reason="no_rule_in_force", rule=None)
    view = build_turn(scene_of(shipped_catalog, PAGE, assessments=[row]), PAGE)
    assert view.blocks[0].lines[0].endswith("单位GDP能耗+3.96%，本期目标为−3.20%；未评价，不列差距")


def test_a_silent_region_is_told_what_will_stand_here(shipped_catalog):
    view = build_turn(scene_of(shipped_catalog, PAGE.to(region="210300")), PAGE)
    assert (view.blocks, view.note[:3]) == ((), "鞍山市")


# ── one more project ───────────────────────────────────────────────────────────────────────────────────
def with_energy(rate):
    """Energy of 1,000 with GDP of 2,000: the intensity fell by ``rate`` per cent from 0.5 / (1 − rate)."""
    return BEHIND | {"headroom": {"scope": "raw", "energy": 1000.0, "gdp": 2000.0, "rate": rate, "to": []}}


def project(catalog, amount):
    rows = [level(SHENYANG, "2024", "level_3", -3.3, 0.102, facts=with_energy(-3.3))]
    selection = PAGE.to(project=amount, region=SHENYANG)
    return build_project(scene_of(catalog, selection, assessments=rows), selection)


def test_a_project_of_a_hundred_thousand_tonnes_adds_one_per_cent_to_the_energy_and_turns_the_level(
    shipped_catalog,
):
    # 1,000 → 1,010 万吨: 1 − 0.967 × 1.01 = 2.333 %, more than 10 % of 3.198 % short → level 1
    view = project(shipped_catalog, "100000")
    assert view.sentences[0] == "在沈阳市再用能100,000吨，能耗强度变化率由−3.30%变为−2.33%，由三级转为一级。"
    assert view.sentences[-1] == "1个地区会因此改变等级：沈阳市。"


def test_a_small_project_turns_nothing_and_keeps_the_rest_of_the_view(shipped_catalog):
    view = project(shipped_catalog, "1000")
    assert view.sentences[-1] == "没有地区会因此改变等级。"
    assert view.present in {link.address for link in view.presets}
    assert view.form_address == "/dual-control?period=2024&region=210100"


def test_without_energy_and_gdp_nothing_is_reckoned(shipped_catalog):
    assert build_project(scene_of(shipped_catalog, PAGE), PAGE) is None


# ── another rule ───────────────────────────────────────────────────────────────────────────────────────
def rates(catalog, figures):
    rows = [value(RATE, code, "2024", figure) for code, figure in figures.items()]
    by_key = {(row.region, Period.parse(row.period)): as_indicator_value(row) for row in rows}
    return [Rates(catalog.indicators[RATE], by_key, {})]


def trial(catalog, selection):
    # targets of 15 and 14.5 per cent ask for 3.198 and 3.085 per cent a year
    scene = scene_of(catalog, selection)
    return build_trial(scene, rates(catalog, {SHENYANG: -2.95, DALIAN: -1.0}), selection)


def test_a_narrower_tolerance_moves_the_city_that_was_within_the_old_one(shipped_catalog):
    # Shenyang misses 3.198 by 0.248, 7.8 % of it: level 2 at 10 %, level 1 at 5 %
    view = trial(shipped_catalog, PAGE.to(rule="ndrc_gap10", threshold="5"))
    (row,) = view.table.rows
    assert [cell.text for cell in row] == ["2024年", "能耗强度", "二级→一级：沈阳", "—"]
    assert "2个地区等级，1个不同：1个变差，0个变好" in view.sentence
    assert "只作推演，不作结论，不保存" in view.note


def test_the_rule_as_it_stands_changes_nothing_and_asks_for_a_choice(shipped_catalog):
    view = trial(shipped_catalog, PAGE)
    assert view.table is None
    assert view.sentence.startswith("选一个版本或界限")
    assert view.present_threshold in {link.address for link in view.thresholds}


def test_another_version_is_compared_with_the_one_that_stands(shipped_catalog):
    # by the sign alone Dalian fell and is level 2, not 1
    view = trial(shipped_catalog, PAGE.to(rule="ndrc_sign"))
    (row,) = view.table.rows
    assert [cell.text for cell in row][2:] == ["—", "一级→二级：大连"]
    assert (view.thresholds, view.form_address) == ((), "")


@pytest.mark.parametrize("name", ["ndrc_double", "hangzhou_pp", "nothing"])
def test_a_version_that_computes_no_levels_in_this_order_is_not_tried(shipped_catalog, name):
    with pytest.raises(AddressError):
        trial(shipped_catalog, PAGE.to(rule=name))


def test_where_no_city_was_judged_there_is_no_rule_to_try(shipped_catalog):
    assert build_trial(scene_of(shipped_catalog, PAGE, assessments=[]), [], PAGE) is None


def test_a_threshold_changes_both_quantities_and_nothing_else(shipped_catalog):
    rule = shipped_catalog.barometer_rules["ndrc_gap10"]
    changed = with_threshold(rule, "12.5")
    assert {changed.intensity.tolerance_share, changed.total.tolerance_share} == {
        type(rule.intensity.tolerance_share)("0.125")
    }
    assert replace(changed, intensity=rule.intensity, total=rule.total) == rule
