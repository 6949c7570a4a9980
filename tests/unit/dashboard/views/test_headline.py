"""The first sentence is true word by word."""

from dashboard.selection import Selection
from dashboard.views.headline import build_headline_view, covered_elsewhere
from dashboard.views.level_lists import build_level_lists_view
from tests.unit.dashboard.rows import assessment, overview_scene, scene_of, value, values


def told(catalog, rows, selection):
    return build_headline_view(catalog, scene_of(catalog, rows, selection), None, selection).sentences


def test_highest_and_lowest_are_named_with_their_values(shipped_catalog):
    rows = values("gdp", "2023", {"210200": 8752.9, "210900": 602.0, "210000": 30209.4})
    sentences = told(shipped_catalog, rows, Selection("indicator", indicator="gdp"))
    assert sentences == (
        "2023年辽宁省各市地区生产总值：2个市有数据，大连市最高，为8,752.9亿元；阜新市最低，为602.0亿元。",
        "其余12个市未采集，不参加排名。",
        "辽宁省为30,209.4亿元。",
    )


def test_all_that_share_the_top_are_named(shipped_catalog):
    rows = values("gdp_growth", "2023", {"210100": 6.1, "210600": 6.1, "211000": 1.6})
    assert (
        "沈阳市、丹东市最高" in told(shipped_catalog, rows, Selection("indicator", indicator="gdp_growth"))[0]
    )


def test_a_rise_of_the_intensity_is_said_to_be_the_wrong_way(shipped_catalog):
    rows = values("energy_intensity_change", "2020", {"210000": 3.96, "110000": -9.18})
    zh = told(shipped_catalog, rows, Selection("indicator", indicator="energy_intensity_change"))
    en = told(shipped_catalog, rows, Selection("indicator", "en", indicator="energy_intensity_change"))
    assert zh[-1] == "辽宁省为+3.96% ↑ 上升，方向不利，居第2（2个有数据地区中）。"
    assert en[-1] == "Liaoning Province: +3.96% ↑ rise, the wrong way, No. 2 of 2 with data."


def test_a_fall_of_the_intensity_is_told_in_a_word_and_a_growth_rate_by_its_sign_alone(shipped_catalog):
    fell = values("energy_intensity_change", "2020", {"210000": -2.5, "110000": -9.18})
    grew = values("gdp_growth", "2023", {"210100": 6.1, "211000": 1.6, "210000": 5.3})
    shrank = values("gdp_growth", "2020", {"210100": 0.8, "211000": -3.1, "210000": -0.6})
    intensity = Selection("indicator", indicator="energy_intensity_change")
    growth = Selection("indicator", indicator="gdp_growth")
    assert told(shipped_catalog, fell, intensity)[-1].startswith("辽宁省为−2.50% ↓ 下降，居第")
    assert told(shipped_catalog, grew, growth)[-1] == "辽宁省为+5.3%。"
    assert told(shipped_catalog, shrank, growth)[-1] == "辽宁省为−0.6%。"


def test_one_region_is_neither_highest_nor_lowest(shipped_catalog):
    sentences = told(
        shipped_catalog,
        values("coal_share", "2020", {"210100": 60.0}),
        Selection("indicator", indicator="coal_share"),
    )
    assert "仅1个市有数据" in sentences[0]
    assert "最" not in sentences[0]


def test_values_that_are_all_equal_have_no_highest(shipped_catalog):
    rows = values("gdp_growth", "2023", {"210100": 5.0, "210200": 5.0})
    sentences = told(shipped_catalog, rows, Selection("indicator", indicator="gdp_growth"))
    assert sentences[0] == "2023年辽宁省各市地区生产总值增速：2个市有数据，均为+5.0%。"


def test_where_nothing_is_there_it_says_so_and_who_would_have_to_deliver(shipped_catalog):
    rows = [value("energy_intensity_change", "210000", "2020", 3.96)]
    selection = Selection("overview", indicator="energy_intensity_change")
    scene = overview_scene(shipped_catalog, rows, selection)
    view = build_headline_view(shipped_catalog, scene, None, selection, elsewhere=[("甲", "/?indicator=gdp")])
    assert "14个市均未采集" in view.sentences[0]
    assert "须由省、市发展改革委" in view.sentences[0]
    assert view.links == (("甲", "/?indicator=gdp"),)


def test_an_indicator_that_counties_cannot_have_is_not_called_uncollected(shipped_catalog):
    rows = [value("coal_share", "210000", "2020", 60.0)]
    selection = Selection("overview", parent="210100", indicator="coal_share")
    scene = overview_scene(shipped_catalog, rows, selection)
    sentences = build_headline_view(shipped_catalog, scene, None, selection).sentences
    assert sentences == ("煤炭消费占比没有县（市、区）一级的口径，本图不着色。",)


def test_indicators_that_exist_are_offered_best_covered_first(shipped_catalog):
    rows = values("gdp", "2023", {"210102": 1.0})
    rows += values("census_population", "2020", {"210102": 1.0, "210103": 2.0})
    selection = Selection("overview", parent="210100")
    scene = overview_scene(shipped_catalog, rows, selection)
    links = covered_elsewhere(
        scene, shipped_catalog, Selection("overview", parent="210100", indicator="gdp_growth")
    )
    assert [address for _, address in links] == ["/?indicator=gdp&parent=210100"]


def test_levels_are_counted_and_the_unassessed_with_them(shipped_catalog):
    name = "energy_intensity_cumulative_reduction"
    selection = Selection("indicator", indicator=name)
    rows = values(name, "2016/2020", {"210100": 19.44, "210200": 20.0})
    met = [assessment(name, code, "2016/2020", "met") for code in ("210100", "210200")]
    scene = scene_of(shipped_catalog, rows, selection, met)
    levels = build_level_lists_view(shipped_catalog, scene, met, selection)
    (sentence,) = build_headline_view(shipped_catalog, scene, levels, selection).sentences
    assert sentence == "2016—2020年辽宁省14个市单位GDP能耗累计降低率：未达标0个，达标2个，未评价12个。"
