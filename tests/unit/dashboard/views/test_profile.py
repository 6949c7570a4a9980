"""The table of all indicators in words; what nobody delivered stands apart."""

import csv
import io

import pytest

from dashboard.format import DASH
from dashboard.selection import Selection
from dashboard.views.profile import build_profile_view
from dashboard.views.spine import RegionRows, build_spine
from etl.model.vocabulary import Result
from tests.unit.dashboard.rows import assessment, value
from tests.unit.dashboard.views.test_verdicts import SHENYANG


def view_of(catalog, code, rows, lang="zh"):
    region = catalog.region(code)
    selection = Selection("region", lang, region=code)
    return build_profile_view(catalog, region, build_spine(catalog, region, rows), selection, "/export")


def cells_of(view, topic):
    block = next(block for block in view.blocks if block.title == topic)
    return {row[0].text: row for row in block.table.rows}


def test_the_gap_of_percentages_is_in_percentage_points(shipped_catalog):
    row = cells_of(view_of(shipped_catalog, "210100", SHENYANG), "能耗双控")["单位GDP能耗累计降低率"]
    assert row[1].text == "19.44%"
    assert row[3].text == "不低于15%"
    assert "本地区目标" in row[3].note
    assert row[4].text == "+4.44个百分点"
    assert row[5].result is Result.MET


def test_a_rise_of_energy_intensity_is_named_as_bad(shipped_catalog):
    rows = RegionRows(
        values=[
            value("energy_intensity_change", "210000", "2019", -0.5),
            value("energy_intensity_change", "210000", "2020", 3.96),
        ],
        assessments=[
            assessment("energy_intensity_change", "210000", "2020", "unassessed", kind="barometer",
                       reason="no_rule_in_force", value=3.96, gap=-7.16, required=3.2, target_value=15.0,
                       target_unit="percent", target_comparator="at_least", target_origin="own",
                       target_base=2015, target_end=2020, target_document="国发〔2016〕74号")
        ],
    )  # fmt: skip
    row = cells_of(view_of(shipped_catalog, "210000", rows), "能耗双控")["单位GDP能耗变化率"]
    assert row[1].text == "+3.96%"
    assert "方向不利" in row[1].note
    assert (row[2].text, "不利" in row[2].note) == ("↑4.46个百分点", True)
    assert row[4].text == DASH  # without a verdict there is no gap
    assert row[5].result is Result.UNASSESSED


def test_a_tie_is_said_and_the_number_with_data_is_stated(shipped_catalog):
    peers = [value("gdp_growth", code, "2023", 6.1) for code in ("210100", "210200")]
    row = cells_of(view_of(shipped_catalog, "210100", RegionRows(peers[:1], peers)), "经济总体")[
        "地区生产总值增速"
    ]
    assert row[6].text == "并列第1位（共2）"


def test_a_lonely_figure_has_no_rank(shipped_catalog):
    own = [value("gdp_growth", "210000", "2023", 5.3)]
    row = cells_of(view_of(shipped_catalog, "210000", RegionRows(own, own)), "经济总体")["地区生产总值增速"]
    assert (row[6].text, row[6].note) == (DASH, "仅本地区有数据")


def test_a_line_takes_over_nothing_that_is_different_in_the_line_of_another_region(shipped_catalog):
    name = "energy_intensity_change"
    told = [
        {"value": -2.0}, {"value": -3.0}, {"value": 3.0}, {"value": 3.0, "status": "preliminary"},
        {"value": 3.0, "bound": "about"}, {"value": 3.0, "is_challenged": True},
    ]  # fmt: skip
    notes = []
    for facts in told:
        row = value(name, "210100", "2023", facts.pop("value"))._replace(**facts)
        cells = cells_of(view_of(shipped_catalog, "210100", RegionRows([row])), "能耗双控")
        number = cells["单位GDP能耗变化率"][1]
        notes.append((number.text, *number.note.split(" · ")[1:], cells["单位GDP能耗变化率"][8].note))
    fall, rise = "↓ 下降", "↑ 上升，方向不利"
    evidence = notes[0][-1]
    assert notes == [
        ("−2.00%", fall, evidence),
        ("−3.00%", fall, evidence),
        ("+3.00%", rise, evidence),
        ("+3.00%", rise, evidence.replace("最终", "初步")),
        ("约3.00%", rise, evidence),
        ("+3.00%", "（？有质疑）", rise, evidence),
    ]


def test_research_figures_say_so(shipped_catalog):
    own = [value("co2_ceads_total", "210100", "2019", 64.9, nature="research")]
    row = cells_of(view_of(shipped_catalog, "210100", RegionRows(own, own)), "碳排放")[
        "二氧化碳排放量（CEADs）"
    ]
    assert "研究数据" in row[8].note


def test_what_nobody_delivered_stands_apart_with_who_would_have_to(shipped_catalog):
    view = view_of(shipped_catalog, "210300", RegionRows())
    block = next(block for block in view.blocks if block.title == "能耗双控")
    assert block.table is None
    wanted = {group.who: group.items for group in block.wanted}
    assert "单位GDP能耗变化率" in wanted["由省、市发展改革委和统计局（能源统计）报送："]


def test_the_csv_holds_the_table_and_what_is_missing(shipped_catalog):
    view = view_of(shipped_catalog, "210100", SHENYANG)
    rows = list(csv.DictReader(io.StringIO(view.sheet.csv())))
    met = next(row for row in rows if row["指标代号"] == "energy_intensity_cumulative_reduction")
    assert (met["时期"], met["数值"], met["差距"], met["评价"]) == ("2016/2020", "19.44", "4.44", "达标")
    missing = next(row for row in rows if row["指标代号"] == "coal_share")
    assert (missing["数值"], missing["状态"]) == ("", "未采集")


def test_a_topic_with_a_missed_target_stands_open_and_the_others_are_folded(shipped_catalog):
    rate = "energy_intensity_cumulative_reduction"
    rows = RegionRows(
        values=[value("gdp", "210100", "2023", 8122.1), value(rate, "210100", "2021/2023", 7.0)],
        assessments=[assessment(rate, "210100", "2021/2023", "not_met", kind="path", target_value=15.0)],
    )
    blocks = {block.title: block for block in view_of(shipped_catalog, "210100", rows).blocks}

    assert [title for title, block in blocks.items() if block.is_open] == ["能耗双控"]
    assert "未达标1个" in blocks["能耗双控"].told


def test_where_nothing_asks_for_attention_the_fullest_topic_stands_open(shipped_catalog):
    rows = RegionRows(values=[value("gdp", "210100", "2023", 8122.1)])
    blocks = view_of(shipped_catalog, "210100", rows).blocks

    assert [block.title for block in blocks if block.is_open] == ["经济总体"]


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        # invented: 3.2 % less energy per unit of GDP; a total that may grow by 1.55 %
        (("energy_intensity_change", "at_least", 3.2), "年度下降3.20%（推得）",
         "3.20% less a year (derived)"),
        (("energy_consumption_growth", "at_most", 1.55), "年度变化不高于+1.55%（推得）",
         "change of the year at most +1.55% (derived)"),
        # 安徽 2020 was allowed a rise of 2.17 %
        (("energy_intensity_change", "at_least", -2.17), "年度变化不高于+2.17%（推得）",
         "change of the year at most +2.17% (derived)"),
    ],
)  # fmt: skip
def test_a_rise_that_a_target_allows_is_never_called_a_fall(shipped_catalog, asked, zh, en):
    indicator, comparator, required = asked
    judged = assessment(
        indicator, "210100", "2023", "level_3", kind="barometer", rule="ndrc_gap10", value=0.5,
        required=required, gap=1.0, target_value=8.0, target_unit="percent", target_comparator=comparator,
        facts='{"annual_target_derived": true}',
    )  # fmt: skip
    rows = RegionRows([value(indicator, "210100", "2023", 0.5)], assessments=[judged])

    for lang, topic, said in (("zh", "能耗双控", zh), ("en", "Dual control of energy", en)):
        cells = cells_of(view_of(shipped_catalog, "210100", rows, lang), topic)
        assert cells[shipped_catalog.indicators[indicator].name[lang]][3].text == said
