"""地区, what would turn it: each latest finding that it is behind, with what would change it."""

import json

import pytest

from dashboard.pages.region import layout
from dashboard.selection import Selection
from dashboard.views.region_turn import build_region_turn
from dashboard.views.spine import RegionRows
from etl.model.vocabulary import Result
from tests.unit.dashboard.rows import assessment
from tests.unit.dashboard.views.test_verdicts import missed_plan

SHENYANG = "210100"


def turned(catalog, *rows, lang="zh"):
    selection = Selection("region", lang, region=SHENYANG)
    return build_region_turn(catalog, catalog.region(SHENYANG), RegionRows(assessments=rows), selection)


def control_rate(period, result, ahead, **more):
    return assessment(
        "numerical_control_rate", SHENYANG, period, result, value=70.0 + ahead, required=70.0, gap=ahead,
        target_value=70.0, target_unit="percent", target_comparator="at_least", target_end=2025, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "2025年目标不低于70%，还差4个百分点。"), ("en", "Target at least 70% (2025): 4 pp lacking.")],
)
def test_a_missed_target_says_how_much_is_lacking(shipped_catalog, lang, said):
    (block,) = turned(shipped_catalog, control_rate("2025", "not_met", -4.0), lang=lang).blocks

    assert (block.result, block.lines) == (Result.NOT_MET, (said,))
    assert "numerical_control_rate" in block.why_address


def test_the_threshold_that_turns_it_stands_where_one_was_reckoned(shipped_catalog):
    facts = json.dumps({"turn": {"up_to": "met", "up_at": 15.0, "up_by": 0.32}})
    (block,) = turned(shipped_catalog, missed_plan()._replace(facts=facts)).blocks

    assert "达到 15.00% 即转为达标，还差 0.32个百分点" in block.lines


def test_what_was_behind_in_an_earlier_period_and_is_met_since_asks_for_nothing(shipped_catalog):
    view = turned(shipped_catalog, control_rate("2024", "not_met", -4.0), control_rate("2025", "met", 1.0))

    assert view.blocks == ()
    assert "没有落后的" in view.note


def test_a_missed_stretch_target_is_nothing_to_turn(shipped_catalog):
    row = control_rate("2025", "not_met", -4.0, target_nature="stretch")

    assert turned(shipped_catalog, row).blocks == ()


def test_a_region_without_any_verdict_is_not_told_that_all_is_well(shipped_catalog):
    view = turned(shipped_catalog)

    assert view.blocks == ()
    assert "还没有可以评价的数据" in view.note


def test_the_page_answers_in_the_order_in_which_a_reader_asks():
    page = layout(Selection("region", "zh", region=SHENYANG)).children
    slots = [str(getattr(piece, "id", None) or piece.children) for piece in page]
    order = ["region-verdicts", "落后在哪里，为什么", "region-concerns", "怎样才能扭转", "region-turn",
             "region-path", "region-indicators", "region-sources"]  # fmt: skip
    places = [next(i for i, slot in enumerate(slots) if name in slot) for name in order]

    assert places == sorted(places)
