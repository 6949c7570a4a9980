"""How a region stands, family by family, in sentences."""

import json

import pytest

from dashboard.selection import Selection
from dashboard.views.spine import RegionRows
from dashboard.views.verdict_details import authority_lines, robustness_of_red
from dashboard.views.verdict_sentences import sentence_of
from dashboard.views.verdicts import build_verdicts_view
from etl.model.vocabulary import Result, UnassessedReason
from tests.unit.dashboard.rows import assessment, value

NAME = "energy_intensity_cumulative_reduction"
# 沈阳 2016–2020 and 大连 2016–2018 as their development and reform commissions told the press
SHENYANG = RegionRows(
    values=[value(NAME, "210100", "2016/2020", 19.44, nature="reported")],
    assessments=[
        assessment(
            NAME, "210100", "2016/2020", "met", value=19.44, target_value=15.0, target_unit="percent",
            target_comparator="at_least", target_origin="own", target_region="210100", target_base=2015,
            target_end=2020, target_document="十三五", required=15.0, gap=4.44, progress=1.33,
            progress_due=1.0,
        )
    ],
)  # fmt: skip
DALIAN = RegionRows(
    values=[value(NAME, "210200", "2016/2018", 13.0, nature="reported")],
    assessments=[
        assessment(
            NAME, "210200", "2016/2018", "met", kind="path", value=13.0, target_value=15.0,
            target_unit="percent", target_comparator="at_least", target_origin="own", target_region="210200",
            target_base=2015, target_end=2020, target_document="十三五", required=9.2908, gap=3.7092,
            progress=0.85690, progress_due=0.6,
        )
    ],
)  # fmt: skip
PROVINCE = RegionRows(
    values=[value("energy_intensity_change", "210000", "2020", 3.96)],
    assessments=[
        assessment("energy_intensity_change", "210000", "2020", "unassessed", kind="barometer",
                   reason="no_rule_in_force", value=3.96),
        assessment("energy_intensity_change", "210000", "2020Q1-3", "level_1", kind="barometer_published",
                   rule="ndrc_gap10"),
        assessment("energy_intensity_change", "210000", "2021H1", "level_2", kind="barometer_published",
                   rule="ndrc_sign"),
    ],
)  # fmt: skip


def families(catalog, code, rows, lang="zh"):
    view = build_verdicts_view(catalog, catalog.region(code), rows, Selection("region", lang, region=code))
    return {family.title: family for family in view.families}


def test_shenyang_met_its_target_of_the_13th_plan(shipped_catalog):
    family = families(shipped_catalog, "210100", SHENYANG)["能耗双控"]
    assert family.result is Result.MET
    (said,) = family.statements
    assert "19.44%（即变化−19.44%）" in said.text
    assert "目标15%（即变化−15%）" in said.text
    assert "超出4.44个百分点" in said.text
    assert "本地区目标" in said.text


def test_dalian_had_done_more_than_its_time_required_by_2018(shipped_catalog):
    (said,) = families(shipped_catalog, "210200", DALIAN)["能耗双控"].statements
    assert "的85.69%，时间进度60.00%" in said.text


def test_a_figure_quoted_as_a_bound_stays_a_bound(shipped_catalog):
    bounded = RegionRows([SHENYANG.values[0]._replace(bound="at_least")], assessments=SHENYANG.assessments)
    (said,) = families(shipped_catalog, "210100", bounded)["能耗双控"].statements
    assert "≥19.44%" in said.text
    assert "超出至少4.44个百分点" in said.text


def test_the_rise_of_the_province_in_2020_is_a_rise_without_a_level(shipped_catalog):
    family = families(shipped_catalog, "210000", PROVINCE)["能耗双控"]
    assert [said.result for said in family.statements] == [
        Result.LEVEL_2,
        Result.UNASSESSED,
        Result.LEVEL_1,
    ]
    year = family.statements[1]
    assert year.reason is UnassessedReason.NO_RULE_IN_FORCE
    assert "+3.96%" in year.text
    assert "上升，方向不利" in year.text
    assert "发改办环资〔2021〕629号" in family.statements[0].text


def test_the_published_levels_name_their_notice_in_english_too(shipped_catalog):
    family = families(shipped_catalog, "210000", PROVINCE, "en")["Dual control of energy"]
    assert "发改办环资〔2020〕901号" in family.statements[2].text


def said_of(catalog, row, *, lang="zh", values=()):
    return sentence_of(catalog, catalog.indicators[row.indicator], row, list(values), lang)


def level_row(indicator, result, **more):
    given = {"kind": "barometer", "rule": "ndrc_gap10", "target_origin": "own", "target_document": "安徽"}
    given["target_comparator"] = "at_most" if indicator.endswith("growth") else "at_least"
    return assessment(indicator, "210100", "2020Q1-3", result, **(given | more))


# methods §1.4: 安徽 2020, a target of +2.17 % and +2.27 % reached: level 2, missed by 0.10 points
ANHUI = level_row("energy_intensity_change", "level_2", value=2.27, required=-2.17, gap=-0.10)
BELOW = level_row("energy_consumption_growth", "level_3", value=1.5, required=1.7, gap=-0.2)


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        (ANHUI, "+2.27%，进度目标+2.17%，落后0.10个百分点：二级", "+2.17%, 0.10 pp behind: level 2"),
        (BELOW, "+1.50%，进度目标+1.70%，优于目标0.20个百分点：三级", "+1.70%, 0.20 pp better: level 3"),
    ],
)  # fmt: skip
def test_a_computed_level_stands_beside_the_progress_target_of_its_period(shipped_catalog, row, zh, en):
    values = [value(row.indicator, "210100", "2020Q1-3", row.value)]

    assert zh in said_of(shipped_catalog, row, values=values)
    assert en in said_of(shipped_catalog, row, lang="en", values=values)
    assert "发改办环资〔2020〕901号" in said_of(shipped_catalog, row, values=values)


def test_where_the_rate_as_assessed_decides_the_sentence_and_its_reasons_say_so_with_the_figure(
    shipped_catalog,
):
    decided = ANHUI._replace(facts=json.dumps({"decided_by": "energy_intensity_change_assessed"}))
    name = shipped_catalog.indicators["energy_intensity_change_assessed"].name

    assert f"以考核口径判断：{name.zh} +2.27%" in said_of(shipped_catalog, decided)
    assert f"{name.en}, +2.27 %" in said_of(shipped_catalog, decided, lang="en")
    assert any(f"{name.zh} +2.27%" in line for line in authority_lines(shipped_catalog, decided, "zh"))


def a_score(**more):
    fact = {"subject": "energy", "total": 84.0, "computed_total": 84.0, "grade": "not_fulfilled",
            "by_points": "fulfilled", "points_passed": True, "lines": [], "missed": {"annual": True},
            "vetoed_by": ["annual"], "veto_unknown": [], "exception": None}  # fmt: skip
    return json.dumps({"score": fact | more})


def score_row(result, facts, **more):
    given = {"kind": "scoring", "rule": "energy_2007", "value": 84.0}
    return assessment(
        "energy_target_responsibility_score", "210100", "2009", result, facts=facts, **(given | more)
    )


def test_a_score_is_said_with_its_grade_and_what_vetoed_it(shipped_catalog):
    vetoed = score_row("not_met", a_score())
    # 云浮 2009: the target of the year missed, five-year progress above 100 %, no veto
    excepted = score_row("met", a_score(grade="fulfilled", vetoed_by=[], exception="粤府办〔2010〕"))
    passed = score_row("met", a_score(grade="fulfilled", vetoed_by=[]))

    told = said_of(shipped_catalog, vetoed)
    assert "84.0分：未完成（" in told
    assert "年度目标未完成，一票否决（按分数为完成）" in told
    assert "国发〔2007〕36号" in told
    assert "不适用否决：粤府办〔2010〕" in said_of(shipped_catalog, excepted)
    assert said_of(shipped_catalog, passed, lang="en").startswith(
        "2009: Score of the energy-saving assessment 84.0 points: fulfilled ("
    )


def test_a_score_without_a_verdict_says_why(shipped_catalog):
    unknown = score_row(
        "unassessed", a_score(grade="fulfilled", vetoed_by=[], veto_unknown=["annual"]), reason="undetermined"
    )
    no_rule = score_row("unassessed", "{}", rule=None, reason="no_rule_in_force")

    assert "证据不足，无法判定" in said_of(shipped_catalog, unknown)
    assert "是否否决不明" in said_of(shipped_catalog, unknown)
    assert said_of(shipped_catalog, no_rule).endswith("84.0分，无现行规则，未评价。")


@pytest.mark.parametrize(
    ("result", "facts", "said"),
    [
        ("not_met", '{"fragility": {"state": "fragile"}}', "结论脆弱"),
        ("level_1", '{"fragility": {"state": "robust"}}', "结论稳健"),
        ("not_met", "{}", "稳健性未知"),
        ("met", '{"fragility": {"state": "fragile"}}', ""),
        ("unassessed", "{}", ""),
    ],
)
def test_how_robust_it_is_stands_beside_each_red(result, facts, said):
    assert robustness_of_red(result, facts, "zh") == said


def of_other(indicator, result, period="2025", **more):
    given = {"value": 60.0, "target_value": 70.0, "gap": -10.0, "required": 70.0, "target_unit": "percent",
             "target_comparator": "at_least", "target_end": 2025}  # fmt: skip
    return assessment(indicator, "210300", period, result, **(given | more))


def test_a_gap_of_firms_is_told_in_whole_firms(shipped_catalog):
    row = of_other("srdi_sme_count", "met", value=55.0, target_value=50.0, gap=5.0, target_unit="firm")

    told = said_of(shipped_catalog, row, values=[value("srdi_sme_count", "210300", "2025", 55.0)])
    assert "目标不低于50家，超出5家" in told


def test_a_family_with_one_target_met_and_one_missed_is_not_called_met(shipped_catalog):
    rows = RegionRows(
        assessments=[of_other("numerical_control_rate", "met"), of_other("fine_chemicals_rate", "not_met")]
    )

    assert families(shipped_catalog, "210300", rows)["其他"].result is Result.NOT_MET


def test_values_without_a_target_do_not_crowd_out_verdicts(shipped_catalog):
    values = [
        assessment(name, "210300", year, "unassessed", reason="no_target", value=1.0)
        for name in ("rd_spending_growth", "local_conversion_rate")
        for year in ("2026", "2025", "2024", "2023")
    ]
    rows = RegionRows(assessments=[*values, of_other("numerical_control_rate", "not_met", "2020")])
    told = families(shipped_catalog, "210300", rows)["其他"].statements

    assert [said.result for said in told] == [Result.UNASSESSED, Result.UNASSESSED, Result.NOT_MET]


def test_nothing_public_is_said_openly(shipped_catalog):
    found = families(shipped_catalog, "210300", RegionRows())
    assert {family.result for family in found.values()} == {Result.UNASSESSED}
    assert {family.reason for family in found.values()} == {UnassessedReason.NO_DATA}


def test_figures_without_a_target_are_not_called_met(shipped_catalog):
    rows = RegionRows(values=[value("co2_edgar_total", "210300", "2022", 80.0)])
    family = families(shipped_catalog, "210300", rows)["碳排放"]
    assert (family.result, family.reason) == (Result.UNASSESSED, UnassessedReason.NO_TARGET)


def test_a_yearly_target_that_waits_for_every_year_is_named_once(shipped_catalog):
    waiting = [
        assessment("rd_spending_growth", "210000", year, "unassessed", reason="no_data", target_value=9.0,
                   target_unit="percent_per_year", target_comparator="at_least", target_base=2022,
                   target_end=2025)
        for year in ("2023", "2024", "2025")
    ]  # fmt: skip
    family = families(shipped_catalog, "210000", RegionRows(assessments=waiting))["其他"]
    assert family.waiting.count("不低于9") == 1
    assert "（1项）" in family.waiting


def test_a_stretch_target_that_was_missed_is_no_failure_of_its_family(shipped_catalog):
    # 基本目标 15 %, 激励目标 16 %: 15.4 % keeps the first, and only the first is assessed
    common = {
        "value": 15.4, "target_unit": "percent", "target_comparator": "at_least", "target_origin": "own",
        "target_region": "210100", "target_base": 2020, "target_end": 2025, "target_document": "十四五",
    }  # fmt: skip
    basic = assessment(NAME, "210100", "2021/2025", "met", target_value=15.0, required=15.0, gap=0.4,
                       target_nature="binding", **common)  # fmt: skip
    beyond = assessment(NAME, "210100", "2021/2025", "not_met", target_value=16.0, required=16.0, gap=-0.6,
                        target_nature="stretch", **common)  # fmt: skip
    rows = RegionRows(values=[value(NAME, "210100", "2021/2025", 15.4)], assessments=[beyond, basic])
    family = families(shipped_catalog, "210100", rows)["能耗双控"]
    assert family.result is Result.MET
    told = {said.result: said.text for said in family.statements}
    assert told.keys() == {Result.MET, Result.UNASSESSED}
    assert told[Result.UNASSESSED].endswith("未达到激励目标，不作评价。")


def test_a_finding_that_a_later_one_on_the_same_indicator_follows_is_known_as_earlier(shipped_catalog):
    rows = RegionRows(
        assessments=[
            assessment("energy_intensity_change", "210000", period, level, kind="barometer_published",
                       rule="ndrc_gap10")
            for period, level in (("2020Q1-3", "level_1"), ("2021H1", "level_2"))
        ],
    )  # fmt: skip
    family = families(shipped_catalog, "210000", rows)["能耗双控"]
    assert [said.is_earlier for said in family.statements] == [False, True]


def test_what_could_not_be_judged_does_not_make_a_verdict_an_earlier_one(shipped_catalog):
    rows = RegionRows(assessments=[
        assessment("energy_intensity_change", "210000", "2019", "level_1", kind="barometer"),
        assessment("energy_intensity_change", "210000", "2020", "unassessed", kind="barometer",
                   reason="no_rule_in_force", value=3.96),
    ])  # fmt: skip
    family = families(shipped_catalog, "210000", rows)["能耗双控"]
    assert not any(said.is_earlier for said in family.statements)


def light(period, result="level_3"):
    return assessment("energy_intensity_change", "210100", period, result, kind="barometer_published",
                      rule="ndrc_gap10")  # fmt: skip


def missed_plan(period="2021/2025"):
    return assessment(
        NAME, "210100", period, "not_met", value=14.68, target_value=15.0, target_unit="percent",
        target_comparator="at_least", target_origin="own", target_region="210100", target_base=2020,
        target_end=2025, target_document="十四五", required=15.0, gap=-0.32,
    )  # fmt: skip


LIGHTS = [light(f"{year}{part}") for year in (2025, 2026) for part in ("Q1", "H1", "Q1-3")]


def test_many_later_lights_do_not_crowd_out_the_verdict_on_the_plan(shipped_catalog):
    rows = RegionRows(assessments=[*LIGHTS, *LIGHTS, missed_plan()])
    family = families(shipped_catalog, "210100", rows)["能耗双控"]

    assert [said.result for said in family.statements if not said.is_earlier][-1] is Result.NOT_MET


def test_a_green_light_stands_beside_the_plan_that_was_missed(shipped_catalog):
    rows = RegionRows(assessments=[*LIGHTS, missed_plan("2021/2024"), missed_plan()])
    family = families(shipped_catalog, "210100", rows)["能耗双控"]

    assert (family.result, family.plan_result) == (Result.LEVEL_3, Result.NOT_MET)
    assert family.plan == "五年目标（2021—2025年）"


def test_without_a_light_the_plan_is_the_verdict_itself_and_not_told_twice(shipped_catalog):
    family = families(shipped_catalog, "210100", SHENYANG)["能耗双控"]

    assert (family.result, family.plan_result) == (Result.MET, None)


def test_a_quarter_does_not_fold_away_the_full_year(shipped_catalog):
    # 统计局: the province's intensity rose by 3.96 % in 2020; 629号 gave level 2 for the first half of 2021
    family = families(shipped_catalog, "210000", PROVINCE)["能耗双控"]
    told = {said.text[:4]: said.is_earlier for said in family.statements if "3.96" in said.text}

    assert told == {"2020": False}
