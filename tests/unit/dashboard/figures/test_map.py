"""The map shows every region, and says which have no value."""

import json

import plotly.graph_objects as go
import pytest

from dashboard import theme
from dashboard.figures.map import draw_map
from dashboard.views.map import MapClass, MapRegion, MapView


def view(**changes):
    given = {
        "name": "cities",
        "title": "各市",
        "boundaries": "/boundaries/b/cities.geojson",
        "classes": (MapClass("一级", "#B5402F"), MapClass("二级", "#E3A72F", "▲")),
        "regions": (
            MapRegion("210100", "沈阳", (123.0, 42.1), 0, ("一级",), "/?parent=210100"),
            MapRegion("210200", "大连", (122.2, 39.6), 1, ("二级",), "/?parent=210200"),
            MapRegion("210300", "鞍山", (122.8, 40.7), None, ("未采集",)),
        ),
        "missing_label": "未采集",
        "notes": (),
    }
    return MapView(**(given | changes))


def test_the_figure_fits_the_schema_of_plotly():
    figure = draw_map(view(selected="210200"))
    go.Figure(figure)  # refuses every name and value that the schema does not know


def test_the_schema_test_can_fail():
    figure = draw_map(view())
    figure["data"][0]["no_such_name"] = 1
    with pytest.raises(ValueError, match="no_such_name"):
        go.Figure(figure)


def colour_of(figure, code):
    areas = figure["data"][0]
    z = areas["z"][areas["locations"].index(code)]
    place = (z - areas["zmin"]) / (areas["zmax"] - areas["zmin"])
    return next(
        low[1]
        for low, high in zip(areas["colorscale"], areas["colorscale"][1:], strict=False)
        if low[0] < place < high[0] and low[1] == high[1]
    )


def test_each_region_has_the_colour_of_its_class():
    figure = draw_map(view())
    assert colour_of(figure, "210100") == "#B5402F"
    assert colour_of(figure, "210200") == "#E3A72F"


def test_a_region_without_a_value_is_grey_and_neither_the_lowest_nor_the_highest_class():
    assert colour_of(draw_map(view()), "210300") == theme.MISSING_FILL


def test_all_regions_without_a_value_are_all_grey():
    regions = tuple(MapRegion(str(code), "", (0, 0), None, ()) for code in range(3))
    figure = draw_map(view(regions=regions, classes=()))
    assert {colour_of(figure, str(code)) for code in range(3)} == {theme.MISSING_FILL}


def test_a_click_finds_the_address_of_its_region_also_when_one_is_outlined():
    areas = draw_map(view(selected="210100"))["data"][0]
    led = dict(zip(areas["locations"], areas["customdata"], strict=True))
    assert led == {"210100": "/?parent=210100", "210200": "/?parent=210200", "210300": None}


def test_only_the_selected_region_is_outlined_and_drawn_last():
    areas = draw_map(view(selected="210100"))["data"][0]
    assert areas["locations"][-1] == "210100"
    assert areas["marker"]["line"]["color"] == [theme.BORDER, theme.BORDER, theme.INK]


def test_names_from_files_are_not_read_as_markup():
    region = MapRegion("1", "<b>x</b>", (0, 0), 0, ("<i>y</i>",))
    assert draw_map(view(regions=(region,)))["data"][0]["text"] == [
        "<b>&lt;b&gt;x&lt;/b&gt;</b><br>&lt;i&gt;y&lt;/i&gt;"
    ]


def test_polygons_come_by_address_so_that_the_figure_stays_small():
    assert len(json.dumps(draw_map(view()))) < 4000
