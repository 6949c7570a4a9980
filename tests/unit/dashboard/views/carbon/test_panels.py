"""What the panels of 碳达峰 say of one region and of all, and that it can be drawn."""

import json
from math import log

import plotly.graph_objects as go
import pytest
from msgspec.structs import replace

from dashboard.figures.accounts import draw_accounts
from dashboard.figures.emissions import draw_emissions
from dashboard.figures.fan import draw_fan
from dashboard.figures.peak_card import peak_cards
from dashboard.figures.quadrant import draw_quadrant
from dashboard.figures.ratios import draw_ratios
from dashboard.figures.status_swarm import draw_status_swarm
from dashboard.figures.waterfall import draw_waterfall
from dashboard.views.carbon.accounts import accounts_of, build_accounts
from dashboard.views.carbon.agreement import build_agreement
from dashboard.views.carbon.cards import build_cards
from dashboard.views.carbon.counties import build_counties, county_inventory
from dashboard.views.carbon.decoupling import build_decoupling
from dashboard.views.carbon.drivers import build_drivers
from dashboard.views.carbon.emissions_course import build_course
from dashboard.views.carbon.fan import build_fan, span_of_peak
from dashboard.views.carbon.method import build_lacks, build_method
from dashboard.views.carbon.plans import build_plans, peak_target
from dashboard.views.carbon.regime import build_regime, cumulative_indicators
from dashboard.views.carbon.what_turns_it import build_turn
from dashboard.views.method_results import found_lines
from etl.assess.peak_plans import find_peak_plans
from etl.model.period import Period
from tests.unit.dashboard.rows import assessment, value, values
from tests.unit.dashboard.views.carbon.rows import (
    CEADS,
    CHEN,
    DALIAN,
    EDGAR,
    FUXIN,
    PAGE,
    SHENYANG,
    as_row,
    scene_of,
)

GDP, PEOPLE = "gdp_constant_2020", "population"
YEARS = {str(year): 100.0 * 1.04 ** (year - 2010) for year in range(2010, 2020)}
ECONOMY = [
    *(value(GDP, code, year, gdp) for code in (SHENYANG, DALIAN) for year, gdp in YEARS.items()),
    *(value(PEOPLE, code, year, 700.0) for code in (SHENYANG, DALIAN) for year in YEARS),
]
DALIAN_PAGE = PAGE.to(region=DALIAN)


@pytest.fixture(scope="module")
def scene(shipped_catalog):
    """沈阳 and 大连 with a GDP that grows by 4 % a year and a population that stays."""
    plans = [as_row(found) for found in find_peak_plans(shipped_catalog)]
    return scene_of(shipped_catalog, PAGE, *ECONOMY, inventories=(CEADS, EDGAR), findings=plans)


@pytest.fixture(scope="module")
def of_dalian(shipped_catalog):
    return scene_of(shipped_catalog, DALIAN_PAGE, *ECONOMY)


def test_the_course_draws_maximum_slope_and_target_and_keeps_inventories_apart(scene):
    """沈阳 2015–2019: the middle of its ten slopes lies between 0.779 and 1.461."""
    view = build_course(scene, PAGE, "/csv")
    assert view.maximum[:2] == (2014, 67.661913)
    points = {2015: 59.604867, 2016: 61.891408, 2017: 62.479657, 2018: 62.609859, 2019: 64.937557}
    slopes = sorted((points[b] - points[a]) / (b - a) for a in points for b in points if a < b)
    middle = (slopes[4] + slopes[5]) / 2
    (x0, y0), (x1, y1) = view.slope.start, view.slope.end
    assert ((y1 - y0) / (x1 - x0), x0, x1) == (pytest.approx(middle), 2015, 2019)
    assert view.target[0] == 2030
    assert [line.name for line in view.lines] == ["EDGAR v8.0", "CEADs"]
    assert all("p（上升）＝0.0083" in note for note in view.words.notes[:1])
    figure = draw_emissions(view)
    go.Figure(figure)
    assert any(shape["x0"] == 2030 for shape in figure["layout"]["shapes"])


def test_a_missing_year_breaks_the_line(shipped_catalog):
    figure = draw_emissions(build_course(scene_of(shipped_catalog, PAGE.to(region=FUXIN)), PAGE, "/csv"))
    line = figure["data"][0]
    assert line["y"][line["x"].index(2013)] is None
    assert line["connectgaps"] is False


def test_cards_escape_and_mark_the_maximum(scene):
    markup = peak_cards(build_cards(scene, PAGE))
    assert markup.count("<svg") == 15
    assert "2014年 67.7" in markup
    assert "■ 反弹" in markup
    assert markup.count("○ 未采集") == 4


def test_decoupling_of_a_window_compares_its_last_year_with_the_year_before_it(scene):
    """沈阳 2010→2015: emissions 57.95 → 59.60, GDP × 1.04⁵; e = 0.0285 / 0.2167, weak."""
    earlier = replace(scene, window=Period.parse("2011/2015"))
    view = build_decoupling(earlier, PAGE, "/csv")
    mover = next(mover for mover in view.movers if mover.name == "沈阳")
    carbon, gdp = 59.604867 / 57.951606 - 1, 1.04**5 - 1
    assert (mover.carbon, mover.gdp) == (pytest.approx(100 * carbon), pytest.approx(100 * gdp))
    assert mover.elasticity == pytest.approx(carbon / gdp)
    assert mover.state == "弱脱钩"
    assert {mover.name for mover in view.movers} == {"沈阳", "大连"}
    figure = draw_quadrant(view)
    go.Figure(figure)
    named = {each["text"] for each in figure["layout"]["annotations"]}
    assert {"强脱钩", "弱脱钩", "扩张连结", "扩张负脱钩"} <= named
    assert "衰退脱钩" not in named  # no economy shrank


def test_effects_of_the_drivers_are_those_of_lmdi_and_sum_to_the_change(of_dalian):
    """Ang 2005: ΔV_x = L(V1, V0) · ln(x1 / x0). Population stays, GDP per head grows by 1.04⁵."""
    view = build_drivers(of_dalian, DALIAN_PAGE, "/csv")
    first, last = 63.717094, 63.922654  # 2010 and 2015: across 2019 its population has a new basis
    mean = (last - first) / log(last / first)
    steps = {step.name: step.amount for step in view.steps}
    assert steps["人口"] == pytest.approx(0, abs=1e-9)
    assert steps["人均产出"] == pytest.approx(mean * log(1.04**5))
    assert sum(step.amount for step in view.steps if not step.is_end) == pytest.approx(last - first)
    assert "没有能耗一项" in view.words.notes[0]
    figure = draw_waterfall(view)
    go.Figure(figure)
    (bars,) = figure["data"]
    assert bars["base"][-2] + bars["y"][-2] == pytest.approx(last)


def test_a_population_across_a_census_is_not_decomposed_and_says_so(scene):
    view = build_drivers(scene, PAGE, "/csv")
    assert view.steps == ()
    assert "不能分解" in view.words.title
    assert any("沈阳" in note for note in view.words.notes)


def test_scenarios_are_a_span_under_named_assumptions_and_never_a_point(of_dalian):
    view = build_fan(of_dalian, DALIAN_PAGE, "/csv")
    assert len(view.paths) == 4
    assert "推演，不是预测" in view.words.title
    own = view.paths[0].points
    assert own[0] == (2019, 74.784585)
    assert own[1][1] / own[0][1] == pytest.approx((74.784585 / 64.833432) ** (1 / 5))  # its pace since 2014
    go.Figure(draw_fan(view))


def test_no_span_of_peak_years_is_told_as_one_year_unless_all_paths_agree():
    assert span_of_peak("2026/2031", 2040, "zh") == "在2026—2031年之间"
    assert span_of_peak("2028/beyond", 2040, "zh") == "最早2028年，也有到2040年仍未出现的"
    assert span_of_peak("observed_maximum", 2040, "zh") == "都不超过已观测的最大值"
    assert span_of_peak("beyond", 2040, "en") == "not reached by 2040"


def test_what_would_turn_a_rebound_is_the_years_that_the_test_still_asks_for(scene):
    """S = 10 of five rising years; with k new lows n = 5 + k and S = 10 − 5k − k(k−1)/2.

    The exact table gives p = 0.060 for (9, −16) and 0.014 for (10, −25): five more years, 2024.
    """
    view = build_turn(scene, PAGE)
    assert view.status == "反弹"
    assert any("最早2024年（再有5年）" in line for line in view.lines)
    assert any("每年须降3.85%以上" in line for line in view.lines)  # 0.04 / 1.04
    assert any("2030年前达峰" in line for line in view.lines)


def test_what_a_gap_hides_must_be_filled_first(shipped_catalog):
    view = build_turn(scene_of(shipped_catalog, PAGE.to(region="210300")), PAGE)
    assert any("补齐2015—2018年间缺的年份" in line for line in view.lines)
    assert not any("最早" in line for line in view.lines)


def test_a_region_without_the_inventory_is_told_to_be_collected_first(shipped_catalog):
    view = build_turn(scene_of(shipped_catalog, PAGE.to(region="210700")), PAGE)
    assert (view.status, view.why_address) == ("未采集", "")


def test_agreement_is_a_number_and_benxi_differs_by_more_than_four(scene):
    view = build_agreement(scene, PAGE, "/csv")
    worst = view.pairs[0]
    assert worst.region.name.zh == "本溪市"
    assert worst.factor > 4  # 81 against 20 million tonnes in 2010
    assert "10个地区中0个一致" in view.words.title
    figure = draw_ratios(view)
    go.Figure(figure)
    assert len(figure["data"][0]["x"]) == 10


def test_counties_swarm_in_the_look_of_their_status(shipped_catalog):
    both = scene_of(shipped_catalog, PAGE, inventories=(CEADS, CHEN))
    assert county_inventory(both) == CHEN
    below = scene_of(shipped_catalog, PAGE.to(inventory=CHEN), inventories=(CEADS, CHEN))
    view = build_counties(below, both.focus, PAGE, "/csv")
    assert len(view.bees) == 99
    assert sum(count for _, _, count in view.legend) == 99
    assert {bee.name for bee in view.bees if bee.is_main} >= {"和平区", "沈河区", "新民市"}
    assert any("降尺度" in note for note in view.words.notes)
    figure = draw_status_swarm(view)
    go.Figure(figure)
    assert sum(len(dots["x"]) for dots in figure["data"]) == 99


def test_plans_tell_issued_from_not_collected(scene):
    view = build_plans(scene, PAGE, "/csv")
    assert view.sentence.startswith("辽宁省碳达峰实施方案已印发。14个市中已印发1个、未印发0个、未采集13个")
    assert [row[0].text for row in view.table.rows] == ["全国", "辽宁省", "沈阳市"]
    assert peak_target(scene, scene.catalog.regions[DALIAN], "zh")[0] == 2030


def test_the_regime_of_carbon_stands_beside_that_of_energy_and_lends_no_national_target(scene):
    carbon = cumulative_indicators(scene.catalog)["carbon"].id
    row = assessment(carbon, SHENYANG, "2021/2024", "met", value=16.2, target_nature="binding", kind="path")
    view = build_regime(scene, [row], PAGE, "/csv")
    assert view.rules.rows[1][1].text == "2026—2030年"
    shenyang = next(cells for cells in view.regions.rows if cells[0].text == "沈阳市")
    assert shenyang[2].result == "met"
    assert shenyang[2].note == "至2024年下降16.20%，目标18.5%"
    assert shenyang[1].note == "目标15%"
    assert (shenyang[3].result, shenyang[3].reason) == ("unassessed", "no_target")
    assert any("17%" in note and "参照线" in note for note in view.regions.notes)


def test_fuels_and_purchased_power_stand_apart_with_the_factor_of_the_year(scene):
    """辽宁 0.5876, 0.5626, 0.4878 kg/kWh for 2021, 2022, 2023."""
    accounts = accounts_of(scene.catalog)
    factors = values(accounts.factor.id, "2021", {SHENYANG: 0.5876})
    alone = build_accounts(scene, accounts, factors, PAGE, "/csv")
    assert alone.fuels == ()
    assert "燃料排放未采集" in alone.words.title
    rows = [*factors, value(accounts.fuels.id, SHENYANG, "2021", 5000.0),
            value(accounts.power.id, SHENYANG, "2021", 58.76)]  # fmt: skip
    view = build_accounts(scene, accounts, rows, PAGE, "/csv")
    assert view.sheet.rows == ((2021, 5000.0, 58.76, 0.5876),)
    figure = draw_accounts(view)
    go.Figure(figure)
    assert figure["layout"]["barmode"] == "group"


def test_the_method_is_printed_and_what_is_lacking_named(scene):
    assert len(build_method(scene, "zh").rules) == 5
    first, *rest = build_lacks(scene, accounts_of(scene.catalog), frozenset(), "zh")
    assert (first.lacking, first.of) == (("锦州", "营口", "铁岭", "葫芦岛"), 14)
    assert all(len(lack.lacking) == 14 for lack in rest)


def test_the_panel_of_a_number_tells_what_methods_found(scene):
    own = tuple(row for row in scene.findings if (row.subject, row.region) == (CEADS, SHENYANG))
    latest = tuple(row for row in own if Period.parse(row.period).end_year == 2019)
    lines = found_lines(scene.catalog, latest, "zh")
    assert lines[0].startswith("达峰状态（2019年）：反弹；")
    assert "S＝10" in lines[0]
    assert any(line.startswith("驱动因素（2015—2019年）：口径不可比") for line in lines)
    assert any("与EDGAR v8.0之比" in line for line in lines)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_panel_speaks_both_languages(scene, lang):
    page = PAGE.to(lang=lang)
    charts = (build_course, build_decoupling, build_drivers, build_fan, build_agreement)
    for build in charts:
        view = build(scene, page, "/csv")
        assert view.words.title
        assert "{" not in json.dumps([view.words.title, view.words.axis, *view.words.notes])
        assert view.sheet.rows
