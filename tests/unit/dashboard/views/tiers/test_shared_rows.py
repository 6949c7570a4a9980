"""梯度培育 in views: nested tiers never added, gross beside valid, the identity, what is missing said so."""

import pytest

from dashboard.selection import AddressError, Selection
from dashboard.views.tiers.batches import build_batches_view
from dashboard.views.tiers.course import build_stock_view
from dashboard.views.tiers.flow import FlowView, NoRegister, build_flow_view
from dashboard.views.tiers.headline import build_tier_headline
from dashboard.views.tiers.ladder import build_ladder_view
from dashboard.views.tiers.published import build_published_view, scope_note, title_series
from dashboard.views.tiers.scopes import build_scopes_view
from dashboard.views.tiers.shared_rows import until_month
from dashboard.views.tiers.targets import build_tier_targets_view
from etl.model.period import Period
from tests.unit.dashboard.rows import assessment, value, values
from tests.unit.dashboard.title_rows import month, observed, scene

# 人民政协网 2022-08-24 and 辽宁日报 2024-07-22, as they ship
PUBLISHED = [
    observed("little_giant_cumulative", "210000", "2022M07", 211, "前三批"),
    observed("little_giant_cumulative", "210200", "2022M08", 74, "含第四批公示"),
    observed("little_giant_cumulative", "210000", "2024M07", 296),
    observed("srdi_sme_cumulative", "210000", "2024M07", 2465),
]
YEAR = [
    month("2024M06", 100, 100, gross=110),
    month("2024M07", 100, 118, recognised=30, expired=10, revoked=2, gross=140),
    month("2024M08", 118, 117, moved_out=1, gross=140, review_pending=6, expiring=4),
]


def test_a_month_asked_for_is_the_last_one_that_is_over(shipped_catalog):
    assert str(scene(shipped_catalog, *YEAR).month) == "2024M08"
    assert str(scene(shipped_catalog, *YEAR, period=Period.parse("2024M07")).month) == "2024M07"
    assert str(scene(shipped_catalog, *YEAR, period=Period.parse("2024Q2")).month) == "2024M06"


@pytest.mark.parametrize("asked", [{"region": "110000"}, {"region": "999999"}, {"tier": "unicorn"}])
def test_a_region_elsewhere_or_an_unknown_tier_is_not_found(shipped_catalog, asked):
    with pytest.raises(AddressError) as caught:
        scene(shipped_catalog, **asked)
    assert caught.value.status == 404


def test_flows_lead_from_the_opening_to_the_closing_stock_and_the_identity_is_written_out(shipped_catalog):
    view = build_flow_view(shipped_catalog, scene(shipped_catalog, *YEAR), "zh", "/csv")
    assert isinstance(view, FlowView)
    assert [(step.name, step.label) for step in view.steps] == [
        ("期初", "100"), ("认定", "+30"), ("到期", "−10"), ("撤销", "−2"), ("迁出", "−1"), ("期末", "117"),
    ]  # fmt: skip
    assert view.check == "核对：期初100＋增加30−减少13＝期末117，相符。"
    assert view.holds
    assert "2024年6月至2024年8月" in view.words.title


def test_a_stock_that_does_not_come_out_is_said_to_be_wrong(shipped_catalog):
    broken = [month("2024M06", 100, 100), month("2024M07", 100, 101)]
    view = build_flow_view(shipped_catalog, scene(shipped_catalog, *broken), "zh", "/csv")
    assert not view.holds
    assert "数据有误" in view.check


def test_twelve_months_are_looked_at_and_a_hidden_month_ends_them(shipped_catalog):
    rows = [month(f"2023M{number:02d}", 5, 5) for number in range(1, 13)]
    rows += [month("2024M01", 5, 6, recognised=1), month("2024M03", 6, 7, recognised=1)]
    view = build_flow_view(shipped_catalog, scene(shipped_catalog, *rows), "zh", "/csv")
    assert view.words.title.startswith("2024年3月")  # 2024M02 is not shown, so that nothing runs across it
    whole = build_flow_view(shipped_catalog, scene(shipped_catalog, *rows[:-1]), "zh", "/csv")
    assert whole.words.title.startswith("2023年2月至2024年1月")


def test_without_a_register_flows_are_not_invented_and_it_is_said_who_delivers(shipped_catalog):
    view = build_flow_view(shipped_catalog, scene(shipped_catalog), "zh", "/csv")
    assert isinstance(view, NoRegister)
    assert "登记簿" in view.reason
    assert "工业和信息化部门" in view.action


def test_the_ladder_shows_valid_beside_gross_and_a_published_count_as_neither(shipped_catalog):
    view = build_ladder_view(shipped_catalog, scene(shipped_catalog, *YEAR), PUBLISHED, "zh", "/csv")
    rungs = {rung.name: rung for rung in view.rungs}
    giants = rungs["专精特新“小巨人”企业"]
    assert (giants.valid, giants.gross) == (117, 140)
    srdi = rungs["专精特新中小企业"]
    assert (srdi.valid, srdi.gross, srdi.stated) == (None, None, 2465)  # its source leaves open which it is
    assert view.legend == ("有效期内", "累计认定、公布数")
    assert "2024年7月" in srdi.label
    assert rungs["创新型中小企业"].label == "○ 未采集"
    assert "84%" in view.words.title  # 117 of 140 ever recognised


def test_tiers_are_never_added_up(shipped_catalog):
    rows = [*YEAR, month("2024M08", 500, 500, tier="srdi_sme", gross=600)]
    view = build_ladder_view(shipped_catalog, scene(shipped_catalog, *rows), [], "zh", "/csv")
    headline = build_tier_headline(shipped_catalog, scene(shipped_catalog, *rows), [], "zh")
    told = " ".join((*headline.sentences, view.words.title, *(rung.label for rung in view.rungs)))
    assert "617" not in told
    assert "740" not in told
    assert "不可相加" in told


def test_the_headline_names_what_is_due(shipped_catalog):
    view = build_tier_headline(shipped_catalog, scene(shipped_catalog, *YEAR), [], "zh")
    assert "累计认定140家，现有效117家；今后6个月内到期4家，已到期待复核6家" in view.sentences[1]


def test_published_counts_stand_with_the_publishers_own_words_on_their_scope(shipped_catalog):
    view = build_published_view(
        shipped_catalog, PUBLISHED, shipped_catalog.home, Selection("gradient"), "/csv"
    )
    rows = [[cell.text for cell in row] for row in view.table.rows]
    assert ["辽宁省", "2022年7月", "211", "原文：前三批"] in [row[1:5] for row in rows]
    assert ["大连市", "2022年8月", "74", "原文：含第四批公示"] in [row[1:5] for row in rows]
    assert len(view.sheet.rows) == len(PUBLISHED)


def test_a_note_that_says_itself_that_it_quotes_is_not_told_to_quote_twice(shipped_catalog):
    assert scope_note(shipped_catalog, PUBLISHED[0]._replace(note="原文: 前三批"), "zh") == "原文：前三批"


def test_all_series_of_titles_and_no_others_are_published_counts(shipped_catalog):
    found = set(title_series(shipped_catalog))
    assert {"little_giant_cumulative", "srdi_sme_recognised", "srdi_sme_review_passed"} <= found
    assert "above_scale_industrial_firms" not in found


def test_both_scopes_stand_side_by_side_without_a_sum(shipped_catalog):
    other = [month("2024M08", 90, 90, region="LN-EXCL-DALIAN"), month("2024M08", 27, 27, region="210200")]
    view = build_scopes_view(
        shipped_catalog, scene(shipped_catalog, *YEAR), other, PUBLISHED, lang="zh", csv_address="/csv"
    )
    giants = next(row for row in view.table.rows if row[0].text == "专精特新“小巨人”企业")
    assert [cell.text for cell in giants[1:]] == ["117", "90", "27"]
    assert "不相加" in view.table.notes[0]


def test_a_published_figure_of_another_scope_keeps_its_date_and_scope(shipped_catalog):
    view = build_scopes_view(
        shipped_catalog, scene(shipped_catalog), [], PUBLISHED, lang="zh", csv_address="/csv"
    )
    giants = next(row for row in view.table.rows if row[0].text == "专精特新“小巨人”企业")
    assert [cell.text for cell in giants[1:]] == ["296", "—", "74"]
    assert "含第四批公示" in giants[3].note


def test_a_city_is_counted_one_way_only(shipped_catalog):
    view = build_scopes_view(
        shipped_catalog, scene(shipped_catalog, region="210100"), [], [], lang="zh", csv_address="/csv"
    )
    assert view is None


def test_the_national_batches_are_the_published_ones(shipped_catalog):
    # 工信部 batches 1–7
    counts = {"2019": 248, "2020": 1744, "2021": 2930, "2022": 4357, "2023": 3671, "2024": 3012, "2025": 3482}
    rows = [value("little_giant_batch_count", "100000", year, count) for year, count in counts.items()]
    rows.append(value("little_giant_batch_count", "210200", "2023M07", 12))
    view = build_batches_view(shipped_catalog, rows, "zh", "/csv")
    assert [batch.count for batch in view.batches] == [248, 1744, 2930, 4357, 3671, 3012, 3482]
    assert "合计19,444家" in view.words.title  # small_giant_batches.csv: gross 19444 after batch 7
    assert view.own == ("2023年7月，大连市当批12家",)


def test_what_is_lacking_to_a_target_is_the_difference_to_the_latest_published_count(shipped_catalog):
    # 辽宁日报 2024-07-22: 2,500 SRDI firms by 2025; 2,465 published in July 2024
    asked = assessment(
        "srdi_sme_count", "210000", "2025", "unassessed", reason="no_data", target_value=2500.0,
        target_unit="firm", target_comparator="at_least", target_end=2025, target_document="新闻发布会",
        target_origin="own", target_region="210000",
    )  # fmt: skip
    view = build_tier_targets_view(
        shipped_catalog, scene(shipped_catalog), [asked],
        values("srdi_sme_count", "2024M07", {"210000": 2465}), due=(), lang="zh", csv_address="/csv",
    )  # fmt: skip
    (row,) = view.table.rows
    assert (row[2].text, row[3].text) == ("2,465家", "35")


def test_the_course_keeps_a_gap_where_months_are_hidden(shipped_catalog):
    rows = [month("2024M01", 5, 5), month("2024M02", 5, 5), month("2024M05", 5, 6)]
    view = build_stock_view(shipped_catalog, scene(shipped_catalog, *rows), "zh")
    assert [point.value for point in view.lines[1].points] == [5.0, 5.0, None, 6.0]


def test_counts_published_after_the_month_looked_at_are_not_of_it(shipped_catalog):
    looked_at = scene(shipped_catalog, *YEAR, period=Period.parse("2024M06"))
    known = until_month(PUBLISHED, looked_at.asked)
    assert [row.period for row in known] == ["2022M07", "2022M08"]
    assert until_month(PUBLISHED, scene(shipped_catalog).asked) == PUBLISHED


def test_a_verdict_on_a_target_names_its_own_period(shipped_catalog):
    missed = assessment(
        "srdi_sme_count", "210000", "2025", "not_met", target_value=2500.0,
        target_unit="firm", target_comparator="at_least", target_end=2025, target_document="新闻发布会",
        target_origin="own", target_region="210000",
    )  # fmt: skip
    view = build_tier_targets_view(
        shipped_catalog, scene(shipped_catalog), [missed],
        values("srdi_sme_count", "2026M06", {"210000": 2600}), due=(), lang="zh", csv_address="/csv",
    )  # fmt: skip
    (row,) = view.table.rows
    assert (row[2].note, row[3].text, row[4].note) == ("2026年6月", "0", "2025年")


def test_a_count_missed_then_and_passed_since_is_told_with_both_counts_on_screen_and_in_the_download(
    shipped_catalog,
):
    # invented: 2,400 at the end of 2025 where 2,500 were asked for, 2,600 half a year later
    missed = assessment(
        "srdi_sme_count", "210000", "2025", "not_met", value=2400.0, target_value=2500.0,
        target_unit="firm", target_comparator="at_least", target_end=2025, target_document="新闻发布会",
        target_origin="own", target_region="210000",
    )  # fmt: skip
    view = build_tier_targets_view(
        shipped_catalog, scene(shipped_catalog), [missed],
        values("srdi_sme_count", "2026M06", {"210000": 2600}), due=(), lang="zh", csv_address="/csv",
    )  # fmt: skip

    assert view.table.rows[0][4].note == "2025年为2,400家"
    assert view.sheet.rows[0][4] == "未达标 2025年为2,400家"
