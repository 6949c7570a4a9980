"""Scores, counties, published lights, choices and what is missing."""

import json

import pytest

from dashboard.selection import Selection
from dashboard.views.dual_control.choices import build_choices
from dashboard.views.dual_control.counties import build_counties
from dashboard.views.dual_control.lists import build_lacks, build_lights
from dashboard.views.dual_control.score import build_scores, score_indicator
from dashboard.views.missing import build_missing_view
from etl.model.period import Period
from tests.unit.dashboard.rows import assessment, value
from tests.unit.dashboard.views.dual_control.rows import RATE, SHENYANG, scene_of

PAGE = Selection("dual_control", period=Period.parse("2024"))
SCORE = "energy_target_responsibility_score"
VETOED = {
    "subject": "energy", "total": 88.3, "computed_total": 88.3, "grade": "not_fulfilled",
    "by_points": "fulfilled",
    "lines": [
        {"part": "target", "most": 40.0, "points": 32.0, "completion": 0.86, "step": 0.8, "bonus": 0.0,
         "series": None},
        {"part": "measures", "most": 60.0, "points": 56.3, "completion": None, "step": None, "bonus": 0.0,
         "series": "energy_measures_score"},
    ],
    "missed": {"annual": True, "cumulative": True}, "vetoed_by": ["annual"], "veto_unknown": [],
    "exception": None,
}  # fmt: skip


def scored(period, result, rule, score):
    facts = json.dumps({"score": score})
    return assessment(
        SCORE, SHENYANG, period, result, kind="scoring", rule=rule, value=score["total"], facts=facts
    )


def test_a_missed_target_fails_whatever_the_points_and_every_point_has_its_working(shipped_catalog):
    assert score_indicator(shipped_catalog).id == SCORE
    selection = PAGE.to(period=Period.parse("2020"))
    rows = [scored("2020", "not_met", "energy_2007", VETOED)]
    view = build_scores(scene_of(shipped_catalog, selection), rows, selection)
    texts = [cell.text for cell in view.table.rows[0]]
    assert texts == ["沈阳市", "86.00%", "32.0", "56.3", "88.3", "完成", "未完成", "年度目标未完成"]
    assert view.table.rows[0][2].address.endswith(f"why={SCORE},210100,2020")
    assert view.table.rows[0][6].result == "not_met"


@pytest.mark.parametrize(("lang", "told"), [("zh", "适用"), ("en", "applies")])
def test_a_veto_by_the_targets_that_the_line_below_names_is_not_told_twice(shipped_catalog, lang, told):
    selection = Selection("dual_control", lang, period=Period.parse("2020"))
    by_both = VETOED | {"vetoed_by": ["annual", "cumulative"]}
    view = build_scores(
        scene_of(shipped_catalog, selection), [scored("2020", "not_met", "energy_2007", by_both)], selection
    )
    assert view.table.rows[0][7].text == told
    assert view.table.rows[0][7].note


def test_a_table_that_is_not_public_gives_no_score(shipped_catalog):
    nothing = VETOED | {"total": None, "computed_total": None, "grade": None, "lines": []}
    rows = [scored("2024", "unassessed", "energy_14", nothing)]
    view = build_scores(scene_of(shipped_catalog, PAGE), rows, PAGE)
    assert view.table is None
    assert "未公开，不计算得分和等级" in view.note


def test_counties_are_listed_without_levels_and_said_to_be_estimates(shipped_catalog):
    selection = PAGE.to(region=SHENYANG)
    rows = [value("energy_consumption", "210102", "2024", 203.4)]
    view = build_counties(scene_of(shipped_catalog, selection), rows, selection)
    assert "县级数值都是推算" in view.note
    assert [cell.text for cell in view.table.rows[0]] == ["和平区", "203.40"]
    assert view.table.rows[1][1].note == "未采集"


def test_counties_without_a_figure_say_who_would_have_to_deliver_it(shipped_catalog):
    selection = PAGE.to(region=SHENYANG)
    view = build_counties(scene_of(shipped_catalog, selection), [], selection)
    assert view.table is None
    assert "须由" in view.missing


def test_published_lights_stand_apart_with_their_document(shipped_catalog):
    held = [assessment(RATE, "210000", "2020Q1-3", "level_1", kind="barometer_published", rule="ndrc_gap10")]
    view = build_lights(scene_of(shipped_catalog, PAGE, assessments=held), PAGE)
    (light,) = view.lights
    assert (light.verdict.result, light.document) == ("level_1", "发改办环资〔2020〕901号")
    assert build_lights(scene_of(shipped_catalog, PAGE), PAGE) is None


def test_choices_are_addresses_and_the_present_one_is_the_view_itself(shipped_catalog):
    choices = dict(build_choices(scene_of(shipped_catalog, PAGE), PAGE).choices)
    assert [link.address for link in choices["period"]][:2] == [
        "/dual-control?period=2024",
        "/dual-control?period=2023",
    ]
    assert [link.label for link in choices["since"]] == ["2023年", "2021年"]
    assert "/dual-control?period=2024&region=210200" in {link.address for link in choices["region"]}


def test_what_is_missing_is_named_with_whoever_owes_it_and_the_demonstration_is_offered(shipped_catalog):
    lacks = build_lacks(scene_of(shipped_catalog, PAGE), "zh")
    view = build_missing_view(shipped_catalog, lacks, "zh", demo_address="http://127.0.0.1:8051/")
    what, who = view.lines[0]
    assert what.startswith("2024年单位GDP能耗变化率：14个地区中12个没有（鞍山、")
    assert "市发展改革委" in who
    assert any("python -m etl template city_energy_return" in line for line in view.how)
    assert view.demo_address == "http://127.0.0.1:8051/"


def test_nothing_missing_says_nothing(shipped_catalog):
    assert build_missing_view(shipped_catalog, [], "zh") is None
