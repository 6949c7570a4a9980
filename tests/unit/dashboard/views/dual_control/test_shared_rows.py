"""Which period, plan and region the page 能耗双控 speaks of."""

import pytest

from dashboard.selection import AddressError, Selection
from dashboard.views.dual_control.shared_rows import furthest_behind, gap_of, subjects_of
from etl.model.period import Period
from tests.unit.dashboard.rows import assessment, value
from tests.unit.dashboard.views.dual_control.rows import DALIAN, RATE, SHENYANG, plan, scene_of

PAGE = Selection("dual_control")


def test_intensity_total_and_plan_are_found_by_what_the_catalogue_judges(shipped_catalog):
    subjects = subjects_of(shipped_catalog)
    assert subjects.ids == (
        "energy_intensity_change",
        "energy_consumption_growth",
        "energy_intensity_cumulative_reduction",
    )


def test_the_latest_well_covered_period_is_chosen_and_compared_with_the_year_before(shipped_catalog):
    scene = scene_of(shipped_catalog, PAGE)
    assert (str(scene.period), str(scene.since)) == ("2024", "2023")
    assert [str(period) for period in scene.periods] == ["2024", "2023", "2021"]


def test_where_only_the_province_is_known_its_full_year_is_chosen_before_a_published_light(shipped_catalog):
    rows = [value(RATE, "210000", "2020", 3.96)]
    held = [assessment(RATE, "210000", "2021H1", "level_2", kind="barometer_published", rule="ndrc_sign")]
    scene = scene_of(shipped_catalog, PAGE, rows, held)
    assert str(scene.period) == "2020"
    assert Period.parse("2021H1") in scene.periods
    assert scene.focus.region.code == "210000"


def test_the_plan_of_a_period_ends_by_the_period_and_a_stretch_target_does_not_replace_it(shipped_catalog):
    stretch = plan(SHENYANG, "2021/2024", "not_met", 11.68, -1.2, target_nature="stretch", target_value=16.0)
    rows = [
        stretch,
        plan(SHENYANG, "2021/2024", "not_met", 11.68, -0.51),
        plan(SHENYANG, "2021/2023", "met", 9.4, 0.1),
    ]
    scene = scene_of(shipped_catalog, PAGE.to(period=Period.parse("2024")), assessments=rows)
    city = next(each for each in scene.cities if each.region.code == SHENYANG)
    assert (city.plan.period, city.plan.target_value) == ("2021/2024", 15.0)
    earlier = scene_of(shipped_catalog, PAGE.to(period=Period.parse("2024Q1-3")), assessments=rows)
    city = next(each for each in earlier.cities if each.region.code == SHENYANG)
    assert city.plan.period == "2021/2023"


def test_a_new_plan_without_a_figure_shows_the_last_one_and_does_not_rank_by_it(shipped_catalog):
    rows = [*VALUES_2026, value(RATE, SHENYANG, "2026Q1-3", -3.0), value(RATE, DALIAN, "2026Q1-3", -3.3)]
    scene = scene_of(shipped_catalog, PAGE.to(period=Period.parse("2026Q1-3")), rows)
    assert scene.plan_covers is False
    assert {city.plan.period for city in scene.cities if city.plan} == {"2021/2024"}


VALUES_2026 = [value(RATE, "210000", "2026Q1-3", -3.1)]


def test_the_furthest_behind_come_first_and_the_silent_not_at_all(shipped_catalog):
    cities = furthest_behind(scene_of(shipped_catalog, PAGE).cities, by_plan=True)
    assert [(city.region.code, gap_of(city, by_plan=True)) for city in cities] == [
        (SHENYANG, -0.51),
        (DALIAN, 7.7),
    ]


def test_the_region_furthest_behind_is_looked_at_unless_the_address_names_another(shipped_catalog):
    assert scene_of(shipped_catalog, PAGE).focus.region.code == SHENYANG
    assert scene_of(shipped_catalog, PAGE.to(region=DALIAN)).focus.region.code == DALIAN
    with pytest.raises(AddressError):
        scene_of(shipped_catalog, PAGE.to(region="110000"))
