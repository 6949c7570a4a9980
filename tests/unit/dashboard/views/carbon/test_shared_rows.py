"""Which inventory, year and region the page 碳达峰 speaks of, and what is said of them."""

import pytest

from dashboard.selection import AddressError
from dashboard.views.carbon.cards import build_cards
from dashboard.views.carbon.choices import build_choices
from dashboard.views.carbon.headline import build_headline
from dashboard.views.carbon.shared_rows import furthest_from_peak, pace_of
from dashboard.views.carbon.status import build_status
from dashboard.views.carbon.table import build_table
from etl.derive.peak import PeakStatus
from etl.model.period import Period
from tests.unit.dashboard.rows import value
from tests.unit.dashboard.views.carbon.rows import (
    ANSHAN,
    CEADS,
    CHEN,
    DALIAN,
    EDGAR,
    FUXIN,
    PAGE,
    PROVINCE,
    SHENYANG,
    scene_of,
)


@pytest.fixture(scope="module")
def scene(shipped_catalog):
    return scene_of(shipped_catalog)


def peak_of(scene, code):
    return scene.peak(scene.catalog.regions[code])


def test_statuses_of_the_published_series_are_those_of_the_method(scene):
    found = {code: peak_of(scene, code).status for code in (PROVINCE, SHENYANG, ANSHAN, FUXIN)}
    assert found == {
        PROVINCE: PeakStatus.NOT_PEAKED,
        SHENYANG: PeakStatus.REBOUNDING,
        ANSHAN: PeakStatus.UNDETERMINED,
        FUXIN: PeakStatus.UNDETERMINED,
    }


def test_cities_without_the_inventory_are_grey_and_not_collected(scene):
    assert [region.name.zh for region in scene.silent] == ["锦州市", "营口市", "铁岭市", "葫芦岛市"]
    view = build_status(scene, PAGE, boundaries="/b", notes=())
    drawn = {region.code: region for region in view.map.regions}
    assert all(drawn[region.code].class_index is None for region in scene.silent)
    assert view.map.missing_label == "未采集"
    assert [each.word for each in view.lists][-1] == "未采集"


def test_undetermined_is_grey_and_named_apart_from_not_collected(scene):
    lists = {each.word: each for each in build_status(scene, PAGE, boundaries="/b", notes=()).lists}
    undetermined = lists["证据不足，无法判定"]
    assert [member.name for member in undetermined.members] == ["鞍山", "阜新"]
    red, green, blue = (int(undetermined.mark.fill[at : at + 2], 16) for at in (1, 3, 5))
    assert max(red, green, blue) - min(red, green, blue) <= 10  # no hue


def test_the_table_prints_the_test_that_decided(scene):
    """沈阳 rises in each of five years: S = 10, and 1 of 5! orders does, p = 1/120."""
    view = build_table(scene, PAGE, "/csv")
    row = next(row for row in view.sheet.rows if row[0] == SHENYANG)
    cells = dict(zip(view.sheet.header, row, strict=True))
    assert (cells["状态"], cells["最大值年份"], cells["截至年份"]) == ("反弹", 2014, 2019)
    assert (cells["S"], cells["其后观测数"]) == (10, 5)
    assert cells["p（上升）"] == pytest.approx(1 / 120)
    shown = next(row for row in view.table.rows if row[0].text == "沈阳市")
    assert {"10", "0.0083", "规则4"} <= {cell.text for cell in shown}
    assert all(f"{CEADS},{SHENYANG}" in cell.address for cell in shown if cell.text in {"10", "0.0083"})


def test_a_year_as_of_lets_later_figures_fall_away(shipped_catalog):
    """大连 is highest in 2019; up to 2018 in 2012, then 64.14, 64.83, 63.92, 63.58, 59.35, 57.59."""
    assert peak_of(scene_of(shipped_catalog), DALIAN).maximum_year == 2019
    scene = scene_of(shipped_catalog, PAGE.to(period=Period.of_year(2018)))
    peak = peak_of(scene, DALIAN)
    assert (peak.maximum_year, peak.last_year, peak.status) == (2012, 2018, PeakStatus.PEAKED)
    assert (peak.test.n, peak.test.s) == (6, -13)  # one pair of fifteen rises
    assert peak.test.p_falling == pytest.approx(6 / 720)  # 1 order without and 5 with one inversion
    assert peak_of(scene, SHENYANG).status is PeakStatus.NOT_PEAKED  # four years after 2014


def test_inventories_stand_apart_and_one_is_chosen_by_the_address(shipped_catalog):
    scene = scene_of(shipped_catalog, PAGE, inventories=(CEADS, EDGAR, CHEN))
    assert scene.inventory.indicator == CEADS
    assert [each.indicator for each in scene.inventories] == [CEADS, EDGAR, CHEN]
    table = build_table(scene, PAGE, "/csv").table
    assert [column.title for column in table.columns][-1] == "EDGAR v8.0"  # counties are none of the cities'
    chosen = scene_of(shipped_catalog, PAGE.to(inventory=EDGAR), inventories=(CEADS, EDGAR))
    assert len(chosen.known) == 14
    with pytest.raises(AddressError):
        scene_of(shipped_catalog, PAGE.to(inventory="gdp"))


def test_counties_have_an_inventory_of_their_own(shipped_catalog):
    scene = scene_of(shipped_catalog, PAGE.to(inventory=CHEN), inventories=(CEADS, CHEN))
    assert scene.level.value == "county"
    assert len(scene.known) == 99
    assert build_cards(scene, PAGE) is None


def test_the_headline_names_inventory_year_and_those_furthest_from_a_peak(scene):
    view = build_headline(scene, PAGE)
    assert view.sentences[0].startswith("按CEADs清单，截至2019年，辽宁省未达峰")
    assert (
        "14个市中10个有数据：反弹1个（沈阳）；未达峰7个；证据不足，无法判定2个（鞍山、阜新）。"
        in view.sentences
    )
    assert "锦州、营口、铁岭、葫芦岛" in view.sentences[2]
    assert [each.name for each in view.far] == ["沈阳市", "盘锦市", "朝阳市"]  # who rebounds comes first
    assert "why=co2_ceads_total,211100,2017" in view.far[1].why_address
    assert "不作处置依据" in view.basis


def test_pace_is_the_mean_of_five_years_and_needs_both_ends(scene):
    regions = scene.catalog.regions
    expected = ((64.937557 / 67.661913) ** (1 / 5) - 1) * 100
    assert pace_of(scene, regions[SHENYANG]) == pytest.approx(expected)
    assert pace_of(scene, regions["210400"]) is not None
    assert regions[ANSHAN] not in furthest_from_peak(scene)  # undetermined is no failing


def test_every_city_has_a_card_and_a_silent_one_says_so(scene):
    view = build_cards(scene, PAGE)
    assert len(view.cards) == 15
    assert view.years == (1997, 2019)
    shenyang = next(card for card in view.cards if card.name == "沈阳")
    assert (shenyang.maximum, shenyang.verdict) == ((2014, 67.661913), "反弹")
    assert view.cards[-1].verdict == "未采集"
    assert view.cards[-1].points == ()


def test_choices_are_addresses_and_keep_the_rest(shipped_catalog):
    scene = scene_of(shipped_catalog, PAGE.to(region=SHENYANG), inventories=(CEADS, EDGAR))
    choices = dict(build_choices(scene, PAGE.to(region=SHENYANG)).choices)
    assert [link.address for link in choices["inventory"]] == [
        "/carbon?region=210100",
        "/carbon?inventory=co2_edgar_total&region=210100",
    ]
    assert choices["inventory"][0].label == "CEADs（不含净调入电力）"
    assert "/carbon?period=2018&region=210100" in {link.address for link in choices["as_of"]}


def test_a_province_without_the_inventory_is_said_and_not_summed_from_its_parts(shipped_catalog):
    view = build_headline(scene_of(shipped_catalog, PAGE.to(inventory=EDGAR), inventories=(EDGAR,)), PAGE)
    assert view.sentences[0] == "EDGAR v8.0清单没有辽宁省的数据，未采集，不由各地相加代替。"


def test_a_place_without_any_inventory_has_no_scene(shipped_catalog):
    from dashboard.views.carbon.shared_rows import Rows, build_scene, carbon_rule  # noqa: PLC0415

    rows = Rows([value("gdp_constant_2020", SHENYANG, "2020", 1.0)], [])
    assert build_scene(shipped_catalog, carbon_rule(shipped_catalog), rows, PAGE) is None
