"""What an address leaves open is chosen by coverage, so that a first look is never all grey."""

import pytest

from dashboard.selection import AddressError, Selection
from dashboard.views.choice import choose_scope, scope_of
from etl.model.period import Period
from etl.model.vocabulary import RegionLevel
from tests.unit.dashboard.rows import assessment, overview_scene, scene_of, value, values

CITIES = [f"21{number:02d}00" for number in range(1, 15)]
SHENYANG_COUNTIES = ["210102", "210103", "210104"]


def test_the_start_page_takes_the_first_start_indicator_that_most_cities_have(shipped_catalog):
    rows = values("gdp_growth", "2023", dict(zip(CITIES[:3], (5.0, 4.0, 3.0), strict=True)))
    rows += [value("secondary_share", code, "2022", 40.0 + place) for place, code in enumerate(CITIES)]
    choice = overview_scene(shipped_catalog, rows, Selection("overview")).choice
    assert (choice.indicator.id, choice.period) == ("secondary_share", Period.parse("2022"))


def test_the_period_with_most_regions_is_chosen_and_of_equals_the_latest(shipped_catalog):
    rows = values("gdp", "2025", {"210200": 10002.1})
    rows += values("gdp", "2022", dict.fromkeys(CITIES, 1.0)) + values(
        "gdp", "2023", dict.fromkeys(CITIES, 1.0)
    )
    choice = scene_of(shipped_catalog, rows, Selection("indicator", indicator="gdp")).choice
    assert str(choice.period) == "2023"
    assert [str(period) for period in choice.periods] == ["2025", "2023", "2022"]


def test_a_named_period_is_kept_even_where_nobody_has_data(shipped_catalog):
    rows = values("gdp", "2023", dict.fromkeys(CITIES, 1.0))
    selection = Selection("indicator", indicator="gdp", period=Period.parse("1999"))
    assert str(scene_of(shipped_catalog, rows, selection).choice.period) == "1999"


def test_counties_get_the_best_covered_indicator_when_none_is_named(shipped_catalog):
    rows = values("gdp_growth", "2023", {"210102": 4.0})
    rows += [
        value("census_population", code, "2020", 1e5 + place) for place, code in enumerate(SHENYANG_COUNTIES)
    ]
    choice = overview_scene(shipped_catalog, rows, Selection("overview", parent="210100")).choice
    assert choice.indicator.id == "census_population"
    assert choice.scope.level is RegionLevel.COUNTY


def test_a_factor_that_is_the_same_everywhere_compares_nobody_and_is_not_chosen(shipped_catalog):
    rows = values("co2_ceads_total", "2023", dict.fromkeys(SHENYANG_COUNTIES, 0.4878))
    rows += values("co2_ceads_total", "2022", dict.fromkeys(SHENYANG_COUNTIES, 0.5626))
    rows += values("co2_chen_total", "2017", {"210102": 1.5, "210103": 1.6})
    choice = overview_scene(shipped_catalog, rows, Selection("overview", parent="210100")).choice
    assert choice.indicator.id == "co2_chen_total"


def test_a_named_indicator_stays_even_where_counties_lack_it(shipped_catalog):
    rows = [value("energy_intensity_change", "210000", "2020", 3.96)]
    selection = Selection("overview", parent="210100", indicator="energy_intensity_change")
    scene = overview_scene(shipped_catalog, rows, selection)
    assert scene.choice.indicator.id == "energy_intensity_change"
    assert scene.choice.is_named
    assert scene.values == {}


def test_an_indicator_of_counties_shows_all_hundred_counties_of_the_province(shipped_catalog):
    scope = scope_of(shipped_catalog, "210000", shipped_catalog.indicators["co2_chen_total"])
    assert (scope.level, len(scope.regions)) == (RegionLevel.COUNTY, 100)


def test_peers_are_shown_where_no_city_has_the_indicator_but_provinces_do(shipped_catalog):
    indicator = shipped_catalog.indicators["energy_intensity_change"]
    rows = values(indicator.id, "2020", {"210000": 3.96, "110000": -9.18})
    scope = choose_scope(shipped_catalog, indicator, rows, Selection("indicator", indicator=indicator.id))
    assert scope.parent.code == "100000"


def test_the_home_region_alone_is_no_comparison_so_its_cities_are_shown(shipped_catalog):
    indicator = shipped_catalog.indicators["energy_intensity_change"]
    rows = values(indicator.id, "2020", {"210000": 3.96})
    scope = choose_scope(shipped_catalog, indicator, rows, Selection("indicator", indicator=indicator.id))
    assert scope.level is RegionLevel.CITY


def test_a_period_with_published_levels_alone_can_be_chosen_too(shipped_catalog):
    rows = values("energy_intensity_change", "2020", {"210000": 3.96, "110000": -9.18})
    held = [
        assessment("energy_intensity_change", "210000", "2020Q1-3", "level_1", kind="barometer_published")
    ]
    choice = scene_of(
        shipped_catalog, rows, Selection("indicator", indicator="energy_intensity_change"), held
    ).choice
    assert {str(period) for period in choice.periods} == {"2020", "2020Q1-3"}


@pytest.mark.parametrize("parent", ["999999", "210102", "LN-SHENFU"])
def test_a_place_without_parts_is_refused(shipped_catalog, parent):
    with pytest.raises(AddressError) as refusal:
        scope_of(shipped_catalog, parent)
    assert refusal.value.status == 404
