"""The map: five classes bordered by real values, verdicts in their colours, missing without any."""

from dashboard import theme
from dashboard.selection import Selection
from dashboard.views.indicator_map import build_indicator_map, has_map, spread_labels
from tests.unit.dashboard.rows import assessment, scene_of, values

GROWTH = {
    "210100": 6.1, "210200": 6.0, "210300": 5.7, "210400": 4.4, "210500": 5.8, "210600": 6.1, "210700": 5.4,
    "210800": 5.3, "210900": 4.6, "211000": 1.6, "211100": 1.7, "211200": 5.4, "211300": 5.3, "211400": 6.0,
}  # fmt: skip


def view_of(catalog, indicator, rows, assessments=None, **more):
    selection = Selection("indicator", indicator=indicator, **more)
    return build_indicator_map(
        catalog,
        scene_of(catalog, rows, selection, assessments),
        lang="zh",
        boundaries="/boundaries/b/cities.geojson",
        notes=(),
        address_of=lambda region: f"/{region.code}",
    )


def class_of(view):
    return {region.code: region.class_index for region in view.regions}


def test_five_classes_hold_all_cities_and_equal_values_are_not_divided(shipped_catalog):
    view = view_of(shipped_catalog, "gdp_growth", values("gdp_growth", "2023", GROWTH))
    found = class_of(view)
    assert len(view.classes) == 5
    assert sorted(GROWTH, key=lambda code: (found[code], GROWTH[code])) == sorted(
        GROWTH, key=GROWTH.__getitem__
    )
    assert found["210700"] == found["211200"]
    assert view.classes[0].label == "1.6 ~ 4.4"


def test_a_city_without_a_value_has_no_class_and_says_why(shipped_catalog):
    view = view_of(shipped_catalog, "gdp_growth", values("gdp_growth", "2023", {"210100": 6.1}))
    assert class_of(view)["210200"] is None
    told = next(region.told for region in view.regions if region.code == "210200")
    assert told == ("— 未采集",)


def test_one_value_alone_makes_one_class(shipped_catalog):
    view = view_of(shipped_catalog, "gdp_growth", values("gdp_growth", "2023", {"210100": 6.1}))
    assert [one.label for one in view.classes] == ["6.1"]


def test_verdicts_have_their_own_colour_and_the_rest_none(shipped_catalog):
    name = "energy_intensity_cumulative_reduction"
    met = [assessment(name, "210100", "2016/2020", "met"), assessment(name, "210200", "2016/2020", "not_met")]
    view = view_of(shipped_catalog, name, values(name, "2016/2020", {"210100": 19.44, "210200": 1.0}), met)
    assert [(one.label, one.fill, one.shape) for one in view.classes] == [
        ("未达标", theme.LEVEL_1.fill, theme.LEVEL_1.shape),
        ("达标", theme.LEVEL_3.fill, theme.LEVEL_3.shape),
    ]
    assert class_of(view)["210300"] is None
    assert "未评价" in view.missing_label


def test_every_region_leads_to_its_address(shipped_catalog):
    view = view_of(shipped_catalog, "gdp_growth", values("gdp_growth", "2023", GROWTH))
    assert {region.address for region in view.regions} == {f"/{code}" for code in GROWTH}


def test_provinces_have_no_map(shipped_catalog):
    rows = values("energy_intensity_change", "2020", {"210000": 3.96, "110000": -9.18})
    scene = scene_of(shipped_catalog, rows, Selection("indicator", indicator="energy_intensity_change"))
    assert not has_map(scene)


def test_names_that_would_lie_on_each_other_are_left_out():
    points = {"a": (123.40, 41.80), "b": (123.41, 41.80), "c": (122.0, 40.0), "d": (125.0, 43.0)}
    assert spread_labels(points, dict.fromkeys(points, "沈河区")) == {"a", "c", "d"}
