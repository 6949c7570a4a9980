"""Charts of dual control: bullets, slopes, raw against assessed. The target is always drawn."""

from itertools import pairwise

import plotly.graph_objects as go
import pytest

from dashboard.figures.bullet import draw_bullets
from dashboard.figures.dumbbell import draw_dumbbells
from dashboard.figures.level_slope import draw_slopes
from dashboard.figures.spread import spread
from dashboard.selection import Selection
from dashboard.views.dual_control.assessed import Deducted, build_assessed, deducted_series
from dashboard.views.dual_control.bullet import build_bullets
from dashboard.views.dual_control.slope import build_slopes
from etl.model.period import Period
from tests.unit.dashboard.rows import value
from tests.unit.dashboard.views.dual_control.rows import DALIAN, SHENYANG, scene_of

PAGE = Selection("dual_control", period=Period.parse("2024"))
AFTER = "energy_intensity_change_assessed"


def slopes(catalog, selection=PAGE):
    before = scene_of(catalog, selection.to(period=Period.parse("2023")))
    return build_slopes(scene_of(catalog, selection), before, selection)


def test_bullets_stand_furthest_behind_first_with_the_target_as_a_tick(shipped_catalog):
    view = build_bullets(scene_of(shipped_catalog, PAGE), PAGE)
    assert [(one.name, one.actual, one.required) for one in view.bullets] == [
        ("沈阳", -2.75, -3.198),
        ("大连", -5.54, -3.198),
    ]
    assert view.words.title == "2024年：2个市中1个的能耗强度没有达到本期目标"
    figure = draw_bullets(view)
    go.Figure(figure)  # refuses every name and value that the schema does not know
    assert figure["data"][1]["x"] == [-3.198, -3.198]
    assert figure["data"][1]["marker"]["symbol"] == "line-ns-open"


def test_slopes_say_who_developed_better_and_carry_the_levels_of_both_periods(shipped_catalog):
    view = slopes(shipped_catalog)
    assert view.words.title == "与2023年相比，2024年1个市能耗强度的变化向好，1个市变差"
    assert [(one.name, one.before, one.after) for one in view.slopes] == [
        ("大连", -3.0, -5.54),
        ("沈阳", -3.47, -2.75),
    ]
    assert [cell.text for cell in view.words.table.rows[0]][-1] == "↓2.54个百分点"
    figure = draw_slopes(view)
    go.Figure(figure)
    (target,) = [shape for shape in figure["layout"]["shapes"] if shape["line"].get("dash") == "dash"]
    assert target["y0"] == -3.198
    assert any("辽宁目标 −3.20%" in each["text"] for each in figure["layout"]["annotations"])


def test_one_city_alone_makes_no_slope(shipped_catalog):
    rows = [value("energy_intensity_change", SHENYANG, year, -3.0) for year in ("2023", "2024")]
    before = scene_of(shipped_catalog, PAGE.to(period=Period.parse("2023")), rows, [])
    assert build_slopes(scene_of(shipped_catalog, PAGE, rows, []), before, PAGE) is None


@pytest.mark.parametrize("places", [[0.0, 0.1, 0.2], [5.0, 5.0, 5.0, 5.0], [9.9, 10.0]])
def test_labels_keep_their_distance_and_their_order_and_stay_inside(places):
    moved = spread(places, 1.0, 0.0, 10.0)
    ordered = sorted(moved)
    assert all(later - earlier >= 1.0 - 1e-9 for earlier, later in pairwise(ordered))
    assert [moved[index] for index in sorted(range(len(places)), key=lambda index: places[index])] == ordered
    assert ordered[0] >= 0.0
    assert ordered[-1] <= 10.0


def test_raw_and_assessed_rates_stand_apart_with_the_rule_and_what_it_deducts(shipped_catalog):
    scene = scene_of(shipped_catalog, PAGE)
    after = [value(AFTER, SHENYANG, "2024", -3.45), value(AFTER, DALIAN, "2024", -6.32)]
    totals = [
        value("energy_consumption", SHENYANG, "2024", 2895.04),
        value("energy_consumption_assessed", SHENYANG, "2024", 2449.39),
    ]
    view = build_assessed(scene, after, Deducted((), totals), PAGE)
    assert [(pair.name, pair.raw, pair.assessed) for pair in view.pairs] == [
        ("沈阳", -2.75, -3.45),
        ("大连", -5.54, -6.32),
    ]
    assert "发改环资〔2024〕113号【文号未核实】" in view.words.notes[0]
    items = [row[0].text for row in view.deductions.rows]
    assert items == [
        "能源消费总量（未扣除）",
        "− 国家重大项目能耗单列",
        "− 非化石能源消费",
        "− 原料用能",
        "能源消费总量（考核口径）",
    ]
    assert view.deductions.rows[0][2].text == "2,895.04"
    figure = draw_dumbbells(view)
    go.Figure(figure)
    assert figure["data"][1]["x"] == [-3.198, -3.198]  # the targets


def test_the_deductions_read_are_those_of_the_plan_of_the_period(shipped_catalog):
    series = deducted_series(scene_of(shipped_catalog, PAGE))
    assert series == ("state_project_energy", "nonfossil_energy_consumption", "raw_material_energy")
