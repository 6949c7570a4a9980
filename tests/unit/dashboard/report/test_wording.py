"""What a careful editor would mark: words that contradict each other, empty columns and rows, odd grammar."""

import json

import pytest
from msgspec.structs import replace

from dashboard.report.blocks import text_of
from dashboard.report.compose import compose_report
from dashboard.report.sections.cases import lacking
from dashboard.report.sections.gradient import compose_gradient
from dashboard.report.sections.plan import plan_sentence, plan_table
from dashboard.report.sections.structure import readings
from dashboard.report.sections.targets import target_table
from dashboard.report.sentences import inline
from etl.model.flag import FlagCheck
from etl.store.rows import AssessmentRow, ValueRow
from tests.unit.dashboard.title_rows import month


def value(indicator, region, period, number, *, reason=None):
    status = "final" if number is not None else "missing"
    return ValueRow(indicator, region, period, number, status, reason, "published", "official", "exact")


def on_the_way(period, *, pace):
    return AssessmentRow(
        "energy_intensity_cumulative_reduction", "210100", period, "path", "not_met", None, 12.0, "published",
        "official", None, 15.0, "percent", "at_least", "own", "210100", 2020, 2025, "binding",
        "沈阳市碳达峰实施方案（2023-03-17报道）", 15.0, -3.0, 0.8, 1.0, pace, "{}",
    )  # fmt: skip


def titles(rows, basis_of, period, *months, lang="zh"):
    flows = replace(rows, title_flows=months, has_title_register=True)
    return text_of(compose_gradient(basis_of(flows, period, lang))[1].parts)


def test_a_plan_that_is_over_has_no_column_of_the_pace_still_needed(rows, basis_of):
    basis = basis_of(rows, "2025")
    over, running = (on_the_way(f"2021/{year}", pace=pace) for year, pace in ((2025, None), (2024, 3.3)))
    assert "年均还需" not in [column.title for column in plan_table(basis, (over,)).columns]
    assert "规划期已结束" in plan_table(basis, (over,)).notes[0].text
    assert "年均还需" in [column.title for column in plan_table(basis, (running,)).columns]


def test_the_stock_of_titles_is_explained_by_the_flows_of_the_very_period(rows, basis_of):
    # 899 a year before, 981 at the end of November: December alone lost one
    before, now = month("2024M12", 899, 899), month("2025M12", 981, 980, revoked=1)
    told = titles(rows, basis_of, "2025M12", before, now)
    assert "980家，本期减少1家（撤销1家），比上年同期末增加81家。" in told
    assert "1 firm fewer in the period (revoked 1 firm)" in titles(
        rows, basis_of, "2025M12", before, now, lang="en"
    )


def test_a_whole_year_of_titles_is_told_once(rows, basis_of):
    months = [month(f"2025M{at:02d}", 10 + at - 1, 10 + at, recognised=1) for at in range(1, 13)]
    told = titles(rows, basis_of, "2025", month("2024M12", 10, 10), *months)
    assert "22家，本期增加12家（新认定12家）。" in told


def test_titles_that_did_not_move_are_said_not_to(rows, basis_of):
    assert "5家，本期没有变动。" in titles(rows, basis_of, "2025M12", month("2025M12", 5, 5))


def test_regions_without_any_figure_are_named_below_the_table_and_one_bar_is_no_chart(rows, basis_of):
    document = compose_report(
        basis_of(replace(rows, values=(value("gdp", "210200", "2025", 10_002.1),)), "2025")
    )
    cities = next(table for table in document.tables() if table.name == "cities")
    assert [row[0].text for row in cities.rows] == ["大连市"]
    assert any(note.text.startswith("不列：辽宁省、沈阳市、鞍山市") for note in cities.notes)
    assert "cities_output" not in [chart.name for chart in document.charts()]


def test_a_part_of_the_year_that_is_out_goes_before_the_year_that_is_over(rows, basis_of):
    known = (value("gdp", "210000", "2024", 32_612.7), value("gdp", "210000", "2025Q1", 7_446.4))
    document = compose_report(basis_of(replace(rows, values=known), "2025M05"))
    text = "\n".join(text_of(block.parts) for block in document.blocks if hasattr(block, "parts"))
    assert "以下为最近有数据的2025年第一季度" in text


def test_english_reports_name_the_document_of_a_target_in_english(rows, basis_of):
    found = replace(rows, assessments=(on_the_way("2021/2025", pace=None),))
    shown = target_table(basis_of(found, "2025", "en"), "targets", ("dual_control",)).table
    assert shown.rows[0][-1].text == "Shenyang plan for carbon peaking (press, 2023-03-17) (binding)"


def test_figures_of_structure_stand_in_the_order_of_the_articles(rows, basis_of):
    # Article 6 research, Article 3 revenue
    known = (value("rd_intensity", "210000", "2023", 2.3), value("industrial_revenue", "210000", "2023", 1.0))
    basis = basis_of(replace(rows, values=known), "2023")
    assert [row.indicator for row in readings(basis, "210000")] == ["industrial_revenue", "rd_intensity"]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Cumulative reduction of energy intensity", "cumulative reduction of energy intensity"),
        ("CO2 per GDP", "CO2 per GDP"),
        ("R&D intensity", "R&D intensity"),
        ("Herfindahl index of industries", "Herfindahl index of industries"),
    ],
)
def test_a_title_within_an_english_sentence_loses_its_capital_unless_it_is_its_own(title, told):
    assert inline(title, "en") == told


def test_a_long_list_of_flags_tells_each_check_in_short(rows, basis_of):
    facts = json.dumps({"checks": {"energy": True, "binding_target": False, "five_year_behind": None}})
    assert lacking(basis_of(rows), facts, is_short=True) == "非约束性目标；五年进度不能判断"
    assert lacking(basis_of(rows), facts).startswith("五年目标不是约束性指标；")


def test_every_check_that_can_fail_has_a_short_word(rows, basis_of):
    for check in FlagCheck:
        outcomes = (
            (False, None) if check in {FlagCheck.FIVE_YEAR_BEHIND, FlagCheck.SCOPES_AGREE} else (False,)
        )
        for outcome in outcomes:
            assert lacking(basis_of(rows), json.dumps({"checks": {check: outcome}}), is_short=True)


def test_who_went_backwards_has_progress_below_nothing(rows, basis_of):
    # R = −3.97 %, T = 14 %: ln(1.0397) / ln(0.86) = −25.81 %
    row = on_the_way("2021/2025", pace=None)._replace(value=-3.97, target_value=14.0, progress=-0.2581)
    told = text_of(plan_sentence(basis_of(rows, "2025"), row))
    assert "累计−3.97%，按对数法计算的进度为−25.81%" in told


def test_progress_stands_beside_the_figure_that_it_was_computed_from(rows, basis_of):
    # 发改环资〔2024〕113号: deductions from the intensity, so the rate as assessed decides, not the raw one
    raw = value("energy_intensity_cumulative_reduction", "210100", "2021/2025", -5.30)
    assessed = value("energy_intensity_cumulative_reduction_assessed", "210100", "2021/2025", -3.10)
    row = on_the_way("2021/2025", pace=None)._replace(
        value=-3.10, facts='{"decided_by": "energy_intensity_cumulative_reduction_assessed"}'
    )
    basis = basis_of(replace(rows, values=(raw, assessed)), "2025")
    assert "累计−3.10%（考核口径）" in text_of(plan_sentence(basis, row))
    assert plan_table(basis, (row,)).rows[0][2].text == "−3.10"


def test_a_missed_stretch_target_is_named_one(rows, basis_of):
    row = on_the_way("2021/2025", pace=None)._replace(target_nature="stretch")
    assert "激励目标为15%" in text_of(plan_sentence(basis_of(rows, "2025"), row))
