"""Why a number is what it is: nothing is left out, and a what-if is never a verdict."""

from datetime import date

from msgspec.structs import replace

from dashboard.selection import Selection
from dashboard.views.comparison.in_words import compared_lines
from dashboard.views.explain import build_explain_view, challenge_sentence, is_negligible
from etl.publish.formula_words import formula_in_words
from etl.store.rows import CellAddress, FlagRow, ObservationRow, PeerRow, RankRow, TitleFlowRow
from etl.store.working import Working, WorkingInput
from tests.unit.dashboard.rows import assessment, challenge, value

CHANGE = "energy_intensity_change"
SELECTION = Selection("indicator", indicator=CHANGE)
FLAG = FlagRow(
    "f1", "energy", "warning", "worst_level", CHANGE, "210000", "2020Q1-3", "flags_2026",
    '{"checks": {"own_target": false, "official_data": true}}',
)  # fmt: skip


def observation(vintage, source, figure):
    cell = CellAddress("nbs_2020_communique/energy_province_2020.csv", "energy_province_2020", 17, 6)
    return ObservationRow(
        "energy_intensity_change_published", "210000", "2020", vintage, figure, "final", None, "exact",
        "official", source, date(2021, 8, 23), None, None, cell, figure, "percent",
    )  # fmt: skip


def working(**changes):
    published = WorkingInput(
        "published", "energy_intensity_change_published", "2020", "percent", 3.96,
        (observation(1, "nbs_2020_communique", 3.96), observation(2, "official_text", 3.9)), None,
        observation(1, "nbs_2020_communique", 3.96),
    )  # fmt: skip
    judged = assessment(
        CHANGE, "210000", "2020", "unassessed", kind="barometer", reason="no_rule_in_force", value=3.96,
        target_value=15.0, target_unit="percent", target_comparator="at_least",
        target_origin="own", target_base=2015, target_end=2020, target_document="国发〔2016〕74号 附件",
        required=3.198, gap=-7.158,
    )  # fmt: skip
    given = {
        "indicator": CHANGE,
        "region": "210000",
        "period": "2020",
        "value": value(CHANGE, "210000", "2020", 3.96),
        "formula": "energy_intensity_change_published",
        "with_numbers": None,
        "inputs": (published,),
        "assessments": (judged,),
        "challenges": (),
        "flags": (),
    }
    return Working(**(given | changes))


def test_the_full_year_2020_is_a_rise_without_a_rule(shipped_catalog):
    view = build_explain_view(shipped_catalog, working(), [], SELECTION)
    assert (view.value.text, view.value.movement) == ("+3.96", "↑ 上升，方向不利")
    (verdict,) = view.verdicts
    assert (verdict.result, verdict.reason) == ("unassessed", "no_rule_in_force")
    assert verdict.lines[0] == "没有对本期生效的规则，不评等级。"


def test_red_appears_only_as_a_what_if(shipped_catalog):
    view = build_explain_view(shipped_catalog, working(), [], SELECTION)
    assert {each.result for each in view.what_ifs} == {"level_1"}
    assert any("发改办环资〔2020〕901号" in line for each in view.what_ifs for line in each.lines)
    assert "level_1" not in {each.result for each in view.verdicts}


def test_a_rule_that_has_spoken_leaves_no_room_for_a_what_if(shipped_catalog):
    judged = assessment(CHANGE, "210000", "2020", "level_1", kind="barometer", rule="ndrc_gap10")
    assert build_explain_view(shipped_catalog, working(assessments=(judged,)), [], SELECTION).what_ifs == ()


def test_published_levels_of_other_periods_stand_beside_it_with_their_documents(shipped_catalog):
    held = [
        assessment(CHANGE, "210000", "2020Q1-3", "level_1", kind="barometer_published", rule="ndrc_gap10"),
        assessment(CHANGE, "210000", "2021H1", "level_2", kind="barometer_published", rule="ndrc_sign"),
    ]
    view = build_explain_view(shipped_catalog, working(), held, SELECTION)
    assert [(each.period, each.result) for each in view.published] == [
        ("2020年前三季度", "level_1"),
        ("2021年上半年", "level_2"),
    ]
    assert "发改办环资〔2021〕629号" in view.published[1].lines[0]


def test_the_target_names_what_it_is_about_and_the_gap_is_in_points(shipped_catalog):
    (verdict,) = build_explain_view(shipped_catalog, working(), [], SELECTION).verdicts
    text = "\n".join(verdict.lines)
    assert "2015—2020年，单位GDP能耗累计降低率）：不低于15%，本地区目标；国发〔2016〕74号 附件" in text
    assert "与应达之差 −7.16个百分点" in text


def test_every_vintage_is_shown_with_its_cell_and_use(shipped_catalog):
    (figure,) = build_explain_view(shipped_catalog, working(), [], SELECTION).inputs
    assert [cell.is_used for cell in figure.cells] == [True, False]
    assert "单元格 F17" in figure.cells[0].place
    assert figure.cells[0].known_from == "2021-08-23"


def test_a_missing_number_says_who_would_have_to_deliver_it(shipped_catalog):
    empty = working(region="210100", value=None, inputs=(), assessments=())
    view = build_explain_view(shipped_catalog, empty, [], SELECTION)
    assert (view.value.text, view.value.reason) == ("—", "未采集")
    assert "市发展改革委" in view.missing_note
    assert view.what_ifs == ()


def test_a_flag_tells_what_is_lacking(shipped_catalog):
    (flag,) = build_explain_view(shipped_catalog, working(flags=(FLAG,)), [], SELECTION).flags
    assert [(check.sentence, check.outcome) for check in flag.checks] == [
        ("没有本地区自己的目标", False),
        ("依据官方公布的数据（初步或最终）", True),
    ]


def level_2(facts):
    return assessment(
        CHANGE, "210100", "2023", "level_2", kind="barometer", rule="ndrc_gap10", value=-3.0, facts=facts
    )


def test_what_would_turn_a_verdict_stands_under_it(shipped_catalog):
    facts = (
        '{"turn": {"up_to": "level_3", "up_at": -3.198, "up_by": 0.198},'
        ' "headroom": {"to": [{"level": "level_3", "at": -3.198, "ten_thousand_tce": -5.91}]},'
        ' "fragility": {"state": "fragile", "distance": 0.198, "revision": 0.15, "multiples": 1.32,'
        ' "revision_of": "energy_intensity_change_published", "revisions": 8},'
        ' "adoption": "演发改〔2021〕3号"}'
    )
    (verdict,) = build_explain_view(
        shipped_catalog, working(assessments=(level_2(facts),)), [], SELECTION
    ).verdicts
    assert verdict.turning == (
        "达到 −3.20% 即转为三级，还差 0.20个百分点",
        "按本期GDP，要达到三级须少用能 5.91万吨标准煤",
        "结论脆弱：距转变 0.20个百分点，"
        "仅为“单位GDP能耗变化率（公布值）”历次修订（8 次）中位数 0.150 的 1.3 倍",
    )
    assert "沿用规则：依据 演发改〔2021〕3号" in verdict.lines


def test_a_figure_that_is_itself_calculated_leads_to_its_own_working(shipped_catalog):
    inner = working(indicator="gdp", inputs=(), assessments=())
    figure = WorkingInput("amount", "gdp", "2020", "hundred_million_yuan", 25011.4, (), inner)
    (shown,) = build_explain_view(shipped_catalog, working(inputs=(figure,)), [], SELECTION).inputs
    assert shown.address == "/indicator/energy_intensity_change?why=gdp,210000,2020"


def test_the_limit_of_a_total_is_no_reduction(shipped_catalog):
    row = assessment(
        "energy_consumption_growth", "210100", "2023", "level_3", kind="barometer", rule="ndrc_gap10",
        target_value=9.0, target_unit="percent", target_comparator="at_most", target_origin="own",
        target_base=2020, target_end=2025, target_document="文件", required=1.738,
    )  # fmt: skip
    (verdict,) = build_explain_view(
        shipped_catalog, working(indicator="energy_consumption_growth", assessments=(row,)), [], SELECTION
    ).verdicts
    assert "年度增速上限：1.74%" in verdict.lines


def test_a_challenge_names_the_source_by_its_title(shipped_catalog):
    row = challenge(
        "region_without_data", "co2_chen", "211324", None, source="chen_county", covered=99, of=100
    )
    assert "县级二氧化碳排放" in challenge_sentence(shipped_catalog, row, "zh")


def test_a_residual_of_the_publishers_rounding_is_negligible_and_one_of_a_percent_is_not():
    assert is_negligible(
        challenge(
            "parts_against_whole",
            "co2_ceads",
            "210000",
            "2019",
            parts=1,
            whole=533.4,
            residual=2e-6,
            count=47,
        )
    )
    assert not is_negligible(
        challenge(
            "parts_against_whole",
            "gdp_nominal",
            "210000",
            "2023",
            parts=1,
            whole=30209.4,
            residual=141.8,
            count=14,
        )
    )


def test_a_formula_names_its_figures_in_words(shipped_catalog):
    told = formula_in_words(shipped_catalog, "co2_ceads_total / gdp_nominal × 10", "zh")

    assert "co2_ceads_total" not in told
    assert shipped_catalog.indicators["co2_ceads_total"].name.zh in told
    assert told.endswith("× 10")


def test_a_number_is_told_with_its_rank_and_its_peers(shipped_catalog):
    rank = RankRow("gdp_growth", "210100", "2023", 1, 14, 1, None, None)
    peers = [PeerRow("210100", 2023, 1, "210200", 0.634)]
    values = {"210200": value("gdp_growth", "210200", "2023", 6.0)}

    lines = compared_lines(shipped_catalog, "gdp_growth", rank, peers, values, lang="zh")

    assert lines[:2] == ("排名：14 个同级地区中第 1 位", "与另 1 个地区并列")
    assert lines[-1] == "1. 大连市：距离 0.63，+6.0%"


def test_the_figures_of_a_formula_are_named_in_words_without_their_ids(shipped_catalog):
    (figure,) = build_explain_view(shipped_catalog, working(), [], SELECTION).inputs
    name = shipped_catalog.series["energy_intensity_change_published"].name.zh
    assert figure.label == f"{name}（2020年）"


def test_what_the_reader_may_not_see_is_not_called_uncollected(shipped_catalog):
    catalog = replace(shipped_catalog, outside=frozenset({"210000"}))
    silent = replace(working().inputs[0], value=None, observations=(), used=None)

    view = build_explain_view(catalog, working(value=None, inputs=(silent,)), [], SELECTION)

    assert view.value.reason == "不在您的权限范围内"
    assert view.inputs[0].value == "— 不在您的权限范围内"


def test_a_count_of_titles_is_explained_by_its_flows_and_the_rule_of_its_month(shipped_catalog):
    flow = TitleFlowRow(
        "little_giant", "210100", None, "2026M03", 10, 3, 0, 0, 0, 1, 0, 0, 0, 0, 12, 20, 1, 4
    )
    view = build_explain_view(shipped_catalog, working(title_flow=flow), [], SELECTION)

    assert view.stock == (
        "2026年3月 存量：10 + 3 认定 − 1 到期 = 12",
        "累计认定 20；待复核 1；6个月内到期 4",
        "统计依据：优质中小企业梯度培育（2022年版）（工信部企业〔2022〕63号），自 2022年8月1日 起施行",
    )
