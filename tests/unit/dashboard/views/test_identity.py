"""Who a region is: codes it had, registered changes, what lies below it."""

import json

import pytest
from msgspec.structs import replace

from dashboard.selection import Selection
from dashboard.views.boundary_events import events_of, read_boundary_events
from dashboard.views.identity import build_identity_view
from dashboard.views.region_list import build_region_list_view
from etl.model.region import FormerCode
from etl.store.rows import CellAddress, RecordRow

CELL = CellAddress("file", "sheet", 2, 1)


def event(year, cities, old, new, text):
    fields = {
        "event_id": f"{year}-{old}", "year": str(year), "event_type": "rename", "prefecture_names": cities,
        "old_county_units": old, "new_county_units": new, "change_description": text,
        "source_confidence": "revisioned_secondary",
    }  # fmt: skip
    return RecordRow("county_boundary_event", None, json.dumps(fields), "boundary_events", CELL)


RECORDS = [
    event(2016, "沈阳市", "辽中县", "辽中区", "撤销辽中县，设立沈阳市辽中区"),
    event(2014, "沈阳市", "东陵区", "浑南区", "沈阳市东陵区更名为浑南区"),
    event(1990, "鞍山市", "铁西区", "", "鞍山市铁西区的一个街道划出"),
]


def view_of(catalog, code, lang="zh"):
    events = read_boundary_events(RECORDS)
    return build_identity_view(catalog, catalog.region(code), events, Selection("region", lang, region=code))


def test_the_former_code_of_liaozhong_is_told(shipped_catalog):
    view = view_of(shipped_catalog, "210115")
    assert view.history == ("2016年由辽中县（210122）改为辽中区（210115）；旧代码、旧名称的数据归入本页",)
    assert [line.year for line in view.events] == ["2016年"]
    assert "不得据此推算跨期县级增长" in view.events_caution


def test_a_county_that_moved_to_another_city_says_where_it_came_from(shipped_catalog):
    former = FormerCode(code="210115", name="辽中区", until=2024, parent="210300")
    region = replace(shipped_catalog.region("210115"), former=(former,))
    view = build_identity_view(shipped_catalog, region, (), Selection("region", "zh", region="210115"))
    assert view.history[0].startswith("2024年由鞍山市划归沈阳市，代码210115；")


def test_a_name_that_two_cities_share_needs_its_city(shipped_catalog):
    events = read_boundary_events(RECORDS)
    of_shenyang, of_anshan = shipped_catalog.region("210106"), shipped_catalog.region("210303")
    assert of_shenyang.name.zh == of_anshan.name.zh == "铁西区"
    assert events_of(shipped_catalog, of_shenyang, events) == ()
    assert len(events_of(shipped_catalog, of_anshan, events)) == 1


def test_a_city_lists_the_events_of_its_counties_latest_first(shipped_catalog):
    assert [line.year for line in view_of(shipped_catalog, "210100").events] == ["2016年", "2014年"]


def test_a_unit_without_a_code_stands_in_tables_and_not_on_the_map(shipped_catalog):
    view = view_of(shipped_catalog, "LN-SHENFU")
    assert "不在地图上单列" in view.note
    assert {fact.label: fact.text for fact in view.facts}["行政区划代码"].startswith("无")


@pytest.mark.parametrize(("kind", "told"), [("county", "县"), ("banner", "县（市、区）")])
def test_a_type_of_region_that_nobody_put_into_words_is_told_by_its_level(shipped_catalog, kind, told):
    region = replace(shipped_catalog.region("210921"), kind=kind)  # a banner is a county of 内蒙古
    view = build_identity_view(shipped_catalog, region, (), Selection("region", "zh", region=region.code))
    assert view.facts[0].text == told


def test_the_province_links_to_its_14_cities(shipped_catalog):
    groups = {group.title: group for group in view_of(shipped_catalog, "210000").children}
    assert len(groups["市，14个"].regions) == 14


def test_the_list_holds_every_region_once(shipped_catalog):
    view = build_region_list_view(shipped_catalog, Selection("region"))
    listed = [one.code for group in view.groups for one in (group.head, *group.regions, *group.units)]
    listed += [one.code for one in view.peers]
    nation = {"100000"}
    assert sorted(listed) == sorted(set(shipped_catalog.regions) - nation)
