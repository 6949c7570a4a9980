"""Ranks only among regions with data in that very period; the others stand at the end with their reason."""

from dashboard.format import DASH
from dashboard.selection import Selection
from dashboard.views.ranking import build_ranking_view, ranking_sheet
from dashboard.views.ranking_table import build_ranking_table
from tests.unit.dashboard.rows import assessment, scene_of, value, values

# 2023 as published by the statistics bureaux of the cities,亿元
GDP_2023 = {"210200": 8752.9, "210100": 8122.1, "210300": 2011.9, "210900": 602.0}
CEADS_MISSING = {"锦州市", "营口市", "铁岭市", "葫芦岛市"}
CEADS_2012 = {
    "210100": 57.6, "210200": 66.5, "210300": 101.2, "210400": 26.7, "210500": 81.3,
    "210600": 10.5, "210900": 33.9, "211000": 38.1, "211100": 18.0, "211300": 32.8,
}  # fmt: skip


def view_of(catalog, indicator, rows, lang="zh", assessments=None, **more):
    selection = Selection("indicator", lang, indicator=indicator, **more)
    return build_ranking_view(catalog, scene_of(catalog, rows, selection, assessments), selection)


def test_the_largest_economy_comes_first_without_being_called_better(shipped_catalog):
    view = view_of(shipped_catalog, "gdp", values("gdp", "2023", GDP_2023))
    assert [(row.place, row.name) for row in view.ranked] == [
        ("第1", "大连市"),
        ("第2", "沈阳市"),
        ("第3", "鞍山市"),
        ("第4", "阜新市"),
    ]
    assert "不作优劣判断" in view.rule


def test_cities_without_an_inventory_are_missing_and_never_zero(shipped_catalog):
    view = view_of(shipped_catalog, "co2_ceads_total", values("co2_ceads_total", "2012", CEADS_2012))
    assert len(view.ranked) == 10
    assert "10个市" in view.rule
    assert {row.name for row in view.missing} == CEADS_MISSING
    assert {(row.value.text, row.value.reason, row.place, row.raw) for row in view.missing} == {
        (DASH, "未采集", DASH, None)
    }


def test_with_two_inventories_left_two_cities_are_ranked(shipped_catalog):
    rows = values("co2_ceads_total", "2019", {"210100": 64.9, "210200": 74.8})
    view = view_of(shipped_catalog, "co2_ceads_total", rows)
    assert [row.place for row in view.ranked] == ["第1", "第2"]
    assert len(view.missing) == 12


def test_equal_values_share_their_place(shipped_catalog):
    rows = values("gdp_growth", "2023", {"210100": 6.1, "210600": 6.1, "210200": 6.0})
    view = view_of(shipped_catalog, "gdp_growth", rows)
    assert [row.place for row in view.ranked] == ["并列第1", "并列第1", "第3"]


def test_where_lower_is_better_the_lowest_comes_first(shipped_catalog):
    rows = values("energy_intensity_change", "2020", {"210000": 3.96, "110000": -9.18, "330000": 6.34})
    view = view_of(shipped_catalog, "energy_intensity_change", rows)
    assert [row.name for row in view.ranked] == ["北京市", "辽宁省", "浙江省"]
    assert view.ranked[1].value.movement == "↑ 上升，方向不利"
    assert {row.value.reason for row in view.missing} == {"未公布"}


def test_bars_begin_at_zero_on_both_sides(shipped_catalog):
    rows = values("energy_intensity_change", "2020", {"210000": 3.0, "110000": -9.0})
    low, high = view_of(shipped_catalog, "energy_intensity_change", rows).ranked
    assert (low.start, low.length) == (0.0, 0.75)
    assert (high.start, high.length) == (0.75, 0.25)


def test_percentages_differ_by_points(shipped_catalog):
    rows = values("gdp_growth", "2023", {"210100": 6.1}) + values("gdp_growth", "2022", {"210100": 3.5})
    (first,) = view_of(shipped_catalog, "gdp_growth", rows, period=None).ranked
    assert first.change == "↑2.6个百分点"


def test_nothing_is_compared_across_a_break_of_the_series(shipped_catalog):
    # 本溪 stands on the census from 2020 on, 沈阳 already from 2015 on
    rows = values("population", "2020", {"210100": 907.0, "210500": 132.6})
    rows += values("population", "2019", {"210100": 894.7, "210500": 166.9})
    shenyang, benxi = view_of(shipped_catalog, "population", rows).ranked
    assert (shenyang.change, benxi.change) == ("↑12.3万人", DASH)


def test_a_count_is_shown_with_the_scope_it_was_published_with(shipped_catalog):
    rows = values("little_giant_count", "2022M08", {"210200": 74.0}, note="含第四批公示")
    (first,) = view_of(shipped_catalog, "little_giant_count", rows).ranked
    assert first.value.with_scope == "74家（含第四批公示）"


def test_nobody_has_a_place_in_a_factor_and_the_order_is_that_of_the_codes(shipped_catalog):
    factors = {"210100": 0.4878, "210200": 0.4878, "210300": 0.4878}
    view = view_of(shipped_catalog, "grid_emission_factor", values("grid_emission_factor", "2023", factors))
    assert [row.code for row in view.ranked] == list(factors)
    assert {row.place for row in view.ranked} == {DASH}
    assert "不排位次" in view.rule
    assert view.sources == ("生态环境部公告2025年第47号",)


def test_where_others_are_judged_a_region_without_data_is_unassessed(shipped_catalog):
    name = "energy_intensity_cumulative_reduction"
    rows = [value(name, "210100", "2016/2020", 19.44, nature="reported")]
    met = [assessment(name, "210100", "2016/2020", "met")]
    view = view_of(shipped_catalog, name, rows, assessments=met)
    assert view.ranked[0].verdict.result == "met"
    assert {row.verdict.reason for row in view.missing} == {"no_data"}


def test_the_file_holds_the_figures_of_the_screen_at_full_precision_and_leaves_gaps_empty(shipped_catalog):
    text = ranking_sheet(view_of(shipped_catalog, "gdp", values("gdp", "2023", {"210200": 8752.94}))).csv()
    lines = text.splitlines()
    assert lines[1].startswith("第1,210200,大连市,8752.94,亿元")
    assert sum(",未采集," in line for line in lines) == 13
    assert all(line.split(",")[3] == "" for line in lines[2:])


def test_the_table_numbers_its_sources(shipped_catalog):
    selection = Selection("indicator", indicator="gdp")
    scene = scene_of(
        shipped_catalog,
        values("gdp", "2023", {"210200": 1.0}),
        selection,
        sources={"210200": ("gdp_city_published",)},
    )
    table = build_ranking_table(build_ranking_view(shipped_catalog, scene, selection))
    assert table.rows[0][-1].text.endswith("[1]")
    assert any("[1] 各市地区生产总值" in note for note in table.notes)


def test_units_without_a_code_take_no_place(shipped_catalog):
    rows = values("little_giant_count", "2022M08", {"210100": 50.0, "LN-SHENFU": 60.0})
    view = view_of(shipped_catalog, "little_giant_count", rows)
    assert [row.name for row in view.ranked] == ["沈阳市"]
    assert [(row.code, row.place) for row in view.units] == [("LN-SHENFU", DASH)]
