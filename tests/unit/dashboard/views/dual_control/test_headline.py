"""What 能耗双控 says first: counts, the province, and who is furthest behind."""

from dashboard.selection import Selection
from dashboard.views.dual_control.headline import build_headline, reduction_words
from etl.model.period import Period
from tests.unit.dashboard.rows import assessment, value
from tests.unit.dashboard.views.dual_control.rows import RATE, TOTAL, scene_of

PAGE = Selection("dual_control")


def headline(catalog, selection=PAGE, **rows):
    scene = scene_of(catalog, selection, **rows)
    before = scene_of(catalog, selection.to(period=scene.since), **rows) if scene.since else None
    return build_headline(scene, before, selection)


def test_levels_are_counted_with_their_change_against_the_earlier_period(shipped_catalog):
    first = headline(shipped_catalog).sentences[0]
    assert first.startswith("2024年辽宁省14个市，能耗强度一级1个（↑1）、二级0个（↓1）、三级1个（持平）；")


def test_the_city_that_is_behind_leads_to_its_case_and_to_its_working(shipped_catalog):
    view = headline(shipped_catalog)
    (city,) = view.behind
    assert city.name == "沈阳市"
    assert city.text == "2021—2024年累计下降11.68%，应下降12.19%，落后0.51个百分点；剩余各年每年还须下降3.76%"
    assert city.address == "/dual-control?region=210100"
    assert city.why_address == "/dual-control?why=energy_intensity_cumulative_reduction,210100,2021/2024"
    assert view.behind_title == "距五年目标落后最多的1个市（共1个落后）"


def test_the_levels_say_that_they_were_computed_and_by_which_rule(shipped_catalog):
    assert "发改办环资〔2020〕901号" in headline(shipped_catalog).basis
    assert "不是上级公布的等级" in headline(shipped_catalog).basis


def test_the_rise_of_2020_has_no_rule_and_the_published_levels_stand_beside_it_as_facts(shipped_catalog):
    judged = [
        assessment(
            RATE, "210000", "2020", "unassessed", kind="barometer", reason="no_rule_in_force", value=3.96
        ),
        assessment(RATE, "210000", "2020Q1-3", "level_1", kind="barometer_published", rule="ndrc_gap10"),
        assessment(TOTAL, "210000", "2020Q1-3", "level_2", kind="barometer_published", rule="ndrc_gap10"),
        assessment(RATE, "210000", "2021H1", "level_2", kind="barometer_published", rule="ndrc_sign"),
    ]
    view = headline(shipped_catalog, values=[value(RATE, "210000", "2020", 3.96)], assessments=judged)
    assert view.sentences == (
        "2020年辽宁省单位GDP能耗+3.96%（↑ 上升，方向不利），无现行规则，未评价。",
        "国家公布的等级：2020年前三季度能耗强度一级、能耗总量二级；2021年上半年能耗强度二级。",
        "14个市中14个本期未采集，未评价，也不估算。",
    )
    assert (view.behind, view.basis) == ((), "")


def test_in_english_the_same_facts_stand(shipped_catalog):
    view = headline(shipped_catalog, PAGE.to(lang="en", period=Period.parse("2024")))
    assert view.sentences[0].startswith("2024, 14 cities of Liaoning Province: intensity level 1: 1 (↑1)")
    assert "0.51 pp behind" in view.behind[0].text


def test_a_negative_reduction_is_told_as_the_rise_that_it_is():
    assert reduction_words(-3.74, "zh") == "上升3.74%"
    assert reduction_words(4.99, "zh") == "下降4.99%"
