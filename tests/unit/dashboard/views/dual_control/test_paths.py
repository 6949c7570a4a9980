"""The cities on their way to the five-year target."""

import xml.etree.ElementTree as ET

from msgspec.structs import replace

from dashboard.figures.path_card import path_cards
from dashboard.selection import Selection
from dashboard.views.dual_control.paths import build_paths
from tests.unit.dashboard.views.dual_control.rows import scene_of

PAGE = Selection("dual_control")


def test_cards_stand_by_their_distance_to_the_target_with_pace_beside_the_best_ever(shipped_catalog):
    view = build_paths(scene_of(shipped_catalog, PAGE), PAGE)
    assert [card.name for card in view.cards] == ["沈阳", "大连"]
    first = view.cards[0]
    assert first.reached == "−11.68%，落后0.51个百分点"
    assert first.pace == "每年还须降3.76%，曾达4.12%（2016年）"
    assert (first.target, first.target_label) == (-15.0, "目标 −15%")
    assert view.cards[1].pace == "目标已完成"
    assert view.words.title == "2021—2025年：2个有数据的市中1个达到五年目标进度"


def test_the_required_path_is_that_of_the_statistics_bureaux_and_years_are_joined_where_known(
    shipped_catalog,
):
    card = build_paths(scene_of(shipped_catalog, PAGE), PAGE).cards[0]
    # 1 − 0.85^(n/5), as the statistics bureau of Qinghai computes it
    assert [round(change, 2) for _, change in card.required] == [0, -3.20, -6.29, -9.29, -12.19, -15]
    assert card.actual == ((2020, 0.0), (2021, -3.1), (2023, -9.18), (2024, -11.68))


def test_cities_without_a_figure_are_named_and_not_drawn(shipped_catalog):
    view = build_paths(scene_of(shipped_catalog, PAGE), PAGE)
    assert len(view.without) == 13
    assert "鞍山" in view.words.notes[-1]


def test_where_nobody_has_a_figure_the_paths_asked_for_are_drawn_alone(shipped_catalog):
    scene = scene_of(shipped_catalog, PAGE, assessments=[])
    view = build_paths(scene, PAGE)
    assert len(view.cards) == 15
    assert {card.verdict for card in view.cards} == {"未采集"}
    assert "没有可比的累计数" in view.words.title


def test_the_drawing_is_well_formed_draws_the_target_dashed_and_escapes_what_comes_from_data(shipped_catalog):
    view = build_paths(scene_of(shipped_catalog, PAGE), PAGE)
    evil = replace(view.cards[0], name='<script>"', told="a&b")
    drawn = path_cards((evil,), view.lowest)
    root = ET.fromstring(drawn)
    assert root.attrib["href"] == "/dual-control?region=210100"
    assert "<script>" not in drawn
    assert 'stroke-dasharray="5 3"' in drawn
    assert {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")} >= {'<script>"', "■ 未达标"}
