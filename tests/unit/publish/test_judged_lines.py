"""What stands beside a verdict, told in both languages down to the last number."""

import json

import pytest

from etl.model.judged import read_judged
from etl.model.period import Period
from etl.publish.explain import explain_lines
from etl.publish.judged_lines import judged_lines
from etl.publish.verdict_lines import plan_lines
from etl.store.rows import AssessmentRow
from etl.store.working import read_working

CHANGE, TOTAL = "energy_intensity_change", "energy_consumption_growth"


def lines(catalog, lang, indicator=CHANGE, **facts):
    row = AssessmentRow(
        indicator, "210100", "2024", "barometer", "level_1", None, -2.75, "published", "official",
        "ndrc_gap10", 15.0, "percent", "at_least", "own", "210100", 2020, 2025, "binding", "文号", 3.198,
        -0.448, None, None, None, json.dumps(facts),
    )  # fmt: skip
    return list(judged_lines(row, catalog, lang))


TURN = {"up_to": "level_2", "up_at": -2.8783, "up_by": 0.1283}
FRAGILE = {
    "state": "fragile",
    "distance": 0.1283,
    "revision": 0.065,
    "multiples": 1.974,
    "revision_of": "energy_intensity_change_published",
    "revisions": 12,
}
HEADROOM = {"scope": "assessed", "energy": 2020, "gdp": 4200, "rate": -2.9,
                        "to": [{"level": "level_3", "at": -3.2, "ten_thousand_tce": -13.37},
                                {"level": "level_2", "at": -2.9, "ten_thousand_tce": 3.85}]}  # fmt: skip


def test_what_would_turn_a_verdict_is_told_with_its_value_headroom_and_robustness(shipped_catalog):
    told = lines(shipped_catalog, "en", turn=TURN, fragility=FRAGILE, headroom=HEADROOM)

    assert told == [
        "becomes level 2 at −2.878 %: 0.128 pp away",
        "at the GDP of the period level 3 needs 13.37 ten thousand tce less",
        "at the GDP of the period level 2 leaves 3.85 ten thousand tce",
        "headroom is reckoned from 2020 ten thousand tce of the period (as assessed, after deductions)",
        "fragile: 0.128 pp from turning, only 2.0 times the median (0.065) of 12 revisions"
        " of “Change of energy intensity (published)”",
    ]
    assert lines(shipped_catalog, "zh", turn=TURN, headroom=HEADROOM) == [
        "达到 −2.878% 即转为二级，还差 0.128个百分点",
        "按本期GDP，要达到三级须少用能 13.37万吨标准煤",
        "按本期GDP，到二级界限尚余能耗空间 3.85万吨标准煤",
        "能耗空间按本期能源消费量 2020万吨标准煤推算（考核口径，已扣除）",
    ]


def test_without_a_revision_history_robustness_is_unknown_never_robust(shipped_catalog):
    unknown = {"state": "unknown", "distance": 1.0, "revision": None, "multiples": None, "revision_of": None}

    assert lines(shipped_catalog, "en", fragility=unknown) == [
        "robustness unknown: no revision history, or no published threshold"
    ]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"adoption": "演发改〔2021〕3号"}, "the rule is adopted by 演发改〔2021〕3号"),
        ({"annual_target_derived": True}, "the target of the year is an equal share of the five-year target"),
        ({"annual_target_derived": False}, "the target of the year is the published one"),
        ({"remaining_task": 6.593}, "remaining task: 6.593 %"),
        ({"progress_as_published": 13 / 15}, "the place publishes the plain ratio: 86.67 %"),
        ({"best_pace": 4.1, "best_pace_year": 2018}, "best yearly reduction ever kept: 4.1 % (2018)"),
        ({"pace_unprecedented": True}, "the pace still needed is above any that the region ever kept"),
        ({"progress_reason": "no_time_left", "remaining_task": 1.0}, "the plan is over"),
        ({"progress_reason": "already_met", "remaining_task": -1.0}, "the target of the plan is already met"),
        (
            {"reference": [{"region": "100000", "base": 2025, "end": 2030, "value": 17.0,
                            "comparator": "at_least", "document": "纲要"}]},
            "line to compare with, not the region's own target: China 17 % (2025–2030; 纲要)",
        ),
        (
            {"exempt": {"stretch_target": 18.0, "cumulative": 18.2, "span": "2021/2025", "document": "文号"}},
            "the total is not assessed: the intensity fell by 18.2 % in 2021/2025,"
            " on the path to the stretch target of 18 % (文号)",
        ),
    ],
)  # fmt: skip
def test_every_fact_has_its_sentence(shipped_catalog, facts, sentence):
    assert lines(shipped_catalog, "en", **facts) == [sentence]
    assert len(lines(shipped_catalog, "zh", **facts)) == 1


def test_facts_of_other_kinds_say_nothing(shipped_catalog):
    assert lines(shipped_catalog, "en", subject="intensity", pace_unprecedented=False) == []
    assert read_judged("{}").headroom == ()


def plan_told(catalog, indicator, rule):
    return list(plan_lines(catalog, indicator, rule, "en"))


def test_an_assessed_value_names_its_version_and_every_deduction_with_its_document(shipped_catalog):
    told = plan_told(shipped_catalog, "energy_consumption_assessed", "plan_14_2021")

    assert told[0] == (
        "rule of the plan: Dual control of the 14th plan, 2021–2023 (plan_14_2021; 发改环资〔2021〕1310号)"
    )
    assert (
        told[2]
        == "deducted from total: Renewable energy on top of 2020 (发改运行〔2022〕1258号) [unverified]"
    )
    assert len(told) == 4
    assert plan_told(shipped_catalog, "gdp", None) == []


def test_what_is_deducted_from_the_total_only_is_not_told_beside_an_intensity(shipped_catalog):
    """发改运行〔2022〕1258号 takes new renewables off the total only; 113号 of 2024 non-fossil off both."""
    intensity = "energy_intensity_change_assessed"
    assert "1258" not in " ".join(plan_told(shipped_catalog, intensity, "plan_14_2021"))
    assert "113" in " ".join(plan_told(shipped_catalog, intensity, "plan_14_2024"))


def explained(build, region, period, lang):
    working = read_working(build.warehouse, build.catalog, CHANGE, region, Period.parse(period))
    return list(explain_lines(working, build.catalog, lang))


def test_why_a_city_is_red_is_told_down_to_the_cell_and_up_to_the_flag(tiny_build):
    told = "\n".join(explained(tiny_build, "900100", "2022", "en"))

    assert (
        "verdict (barometer (computed)): level 1; rule: Gap to the target, 10 % of it (乙发改〔2021〕1号)"
        in told
    )
    assert "target: 15 % (2020–2025, own target; 东海市节能方案)" in told
    # 15 per cent in five years are 3.198 a year, and nine tenths of that 2.878
    assert "becomes level 2 at −2.878 %: 0.878" in told
    assert "cell E6: -2 %" in told
    assert "(founding; 2021 to 2022)" in told
    assert "  ✓ five-year progress is behind" in told


def test_the_working_of_an_earlier_red_year_shows_the_same_flag(tiny_build):
    first, last = (
        {line for line in explained(tiny_build, "900100", year, "zh") if line.startswith("预警")}
        for year in ("2021", "2022")
    )

    assert first == last
    assert len(first) == 1
