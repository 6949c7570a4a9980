"""产业与创新, what would turn it: distances to targets, to the median of the cities and to the province."""

import pytest

from dashboard.selection import Selection
from dashboard.views.choice import choose, scope_of
from dashboard.views.industry_turn import build_industry_turn
from dashboard.views.shared_rows import build_scene
from etl.model.vocabulary import Result
from tests.unit.dashboard.rows import assessment, value

# invented; the median of 4, 6, 9 is 6
GROWTH = [
    value("hightech_va_growth", code, "2023", figure)
    for code, figure in (("210000", 7.0), ("210100", 9.0), ("210200", 6.0), ("210300", 4.0))
]


def turned(catalog, rows, assessments=(), indicator="hightech_va_growth", lang="zh"):
    selection = Selection("industry", lang, indicator=indicator)
    scope = scope_of(catalog, catalog.home.code, catalog.indicators[indicator])
    scene = build_scene(catalog, choose(catalog, scope, rows, [], selection), rows, [], {})
    names = list(catalog.indicators)
    return build_industry_turn(catalog, list(assessments), names, scene, selection)


def aim(result, region="210100", **more):
    return assessment(
        "numerical_control_rate", region, "2023", result, target_value=70.0, target_unit="percent",
        target_comparator="at_least", target_origin="own", target_region="210000", target_end=2023,
        target_document="年度目标", **more,
    )  # fmt: skip


@pytest.mark.parametrize(("lang", "points"), [("zh", "个百分点"), ("en", " pp")])
def test_whoever_is_behind_stands_with_what_is_lacking_furthest_behind_first(shipped_catalog, lang, points):
    view = turned(shipped_catalog, GROWTH, lang=lang)

    lacking = [[cell.text for cell in row[2:]] for row in view.behind.rows]
    # 4 lacks 2 to the median and 3 to the province; 6 is the median and lacks 1 to the province
    assert lacking == [[f"2.0{points}", f"3.0{points}"], ["—", f"1.0{points}"]]
    assert all(row[1].address for row in view.behind.rows)


def test_where_no_target_is_public_that_is_said(shipped_catalog):
    view = turned(shipped_catalog, GROWTH)

    assert view.targets is None
    assert "没有这些条文各指标的公开目标" in view.met
    assert "公开目标" in view.told[0]


def test_an_indicator_that_judges_nothing_has_no_gap_to_close(shipped_catalog):
    rows = [row._replace(indicator="secondary_share") for row in GROWTH]
    view = turned(shipped_catalog, rows, indicator="secondary_share")

    assert view.behind is None
    assert "没有要补的差距" in view.told[0]


def test_two_regions_are_not_measured_by_their_median(shipped_catalog):
    view = turned(shipped_catalog, GROWTH[:3])

    assert view.behind is None
    assert "不足3个" in view.told[-1]


def test_missed_targets_stand_with_what_would_close_them_and_met_ones_are_counted(shipped_catalog):
    rows = [
        aim("met", value=72.0, gap=2.0),
        aim("unassessed", region="210000", reason="no_data"),
        aim("not_met", region="210300", value=69.7, gap=-0.3),
    ]
    view = turned(shipped_catalog, GROWTH, rows)

    assert "共3项，已达到1项" in view.met
    missed, unknown = view.targets.rows
    assert (missed[1].text, missed[4].text, missed[5].result) == ("鞍山市", "0.3个百分点", Result.NOT_MET)
    assert (unknown[1].text, unknown[3].text, unknown[4].text) == ("辽宁省", "—", "—")


def test_both_tables_can_be_downloaded_with_figures_and_what_is_lacking(shipped_catalog):
    missed = aim("not_met", region="210300", value=69.7, required=70.0, gap=-0.3)
    view = turned(shipped_catalog, GROWTH, [missed])

    anshan, dalian = [dict(zip(view.behind_sheet.header, row, strict=True)) for row in view.behind_sheet.rows]
    assert (anshan["数值"], anshan["各市中位数"], anshan["达到中位还差"]) == (4.0, 6.0, 2.0)
    assert (dalian["达到中位还差"], dalian["达到上级地区还差"]) == (0.0, 1.0)
    (target,) = [dict(zip(view.targets_sheet.header, row, strict=True)) for row in view.targets_sheet.rows]
    assert (target["地区"], target["目标值"], target["数值"]) == ("鞍山市", 70.0, 69.7)
    assert target["还差（目标单位）"] == pytest.approx(0.3)


def test_a_distance_that_is_small_is_not_told_as_nothing(shipped_catalog):
    rows = [row._replace(value=5.96) if row.region == "210300" else row for row in GROWTH]
    view = turned(shipped_catalog, rows)

    lacking = {row[0].text: row[2].text for row in view.behind.rows}
    assert lacking["鞍山市"] == "0.04个百分点"
