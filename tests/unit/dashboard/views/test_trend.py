"""Courses: gaps stay gaps, breaks and targets are marked, and nothing is joined that is not comparable."""

from dashboard.selection import Selection
from dashboard.views.trend import build_trend_view
from tests.unit.dashboard.rows import scene_of, value, values


def view_of(catalog, indicator, rows, lang="zh", **more):
    selection = Selection("indicator", lang, indicator=indicator, **more)
    return build_trend_view(catalog, scene_of(catalog, rows, selection).choice, rows, selection)


def years(catalog, indicator, region, figures):
    return [value(indicator, region, str(year), figure) for year, figure in figures.items()]


def test_a_year_without_a_figure_is_a_gap_and_never_bridged(shipped_catalog):
    rows = years(shipped_catalog, "co2_ceads_total", "210300", {2016: 100.0, 2018: 105.7})
    (line,) = view_of(shipped_catalog, "co2_ceads_total", rows).lines
    assert [(point.at, point.value) for point in line.points] == [(2016, 100.0), (2017, None), (2018, 105.7)]


def test_a_break_of_the_series_is_marked_between_its_years_and_no_line_runs_across(shipped_catalog):
    rows = years(shipped_catalog, "population", "210500", {2019: 166.9, 2020: 132.6})
    view = view_of(shipped_catalog, "population", rows, region="210500")
    assert view.title == "本溪市常住人口：2020年132.6万人"
    assert view.breaks == ((2019.5, "2020年口径变动"),)
    assert [(point.at, point.value) for point in view.lines[0].points] == [
        (2019, 166.9),
        (2019.5, None),
        (2020, 132.6),
    ]
    assert "2020年为普查数" in view.notes[1]


def test_each_region_breaks_in_its_own_year(shipped_catalog):
    # 沈阳 is revised to the census from 2015 on, 大连 from 2019 on, the other cities from 2020 on
    rows = [
        row
        for code in ("210100", "210200", "210500")
        for row in years(
            shipped_catalog, "population", code, {year: 100.0 + year for year in range(2013, 2022)}
        )
    ]

    view = view_of(shipped_catalog, "population", rows, region="210200")

    cuts = {line.code: [point.at for point in line.points if point.value is None] for line in view.lines}
    assert cuts == {"210100": [2014.5], "210200": [2018.5], "210500": [2019.5]}
    assert view.breaks == ((2018.5, "2019年口径变动"),)


def test_the_gdp_of_liaoyang_does_not_run_from_its_communiques_into_the_panel_of_cities(shipped_catalog):
    rows = years(shipped_catalog, "gdp", "211000", {2017: 763.6, 2018: 869.7, 2019: 831.0, 2020: 837.7})

    (line,) = view_of(shipped_catalog, "gdp", rows, region="211000").lines

    assert [point.at for point in line.points] == [2017, 2018, 2018.5, 2019, 2020]


def test_the_region_of_the_address_is_the_one_brought_out(shipped_catalog):
    rows = values("gdp", "2023", {"210100": 8122.1, "210200": 8752.9})
    view = view_of(shipped_catalog, "gdp", rows, region="210200")
    assert [line.name for line in view.lines if line.is_main] == ["大连市"]
    assert view.title == "大连市地区生产总值：2023年8,752.9亿元"


def test_the_amount_of_the_province_does_not_dwarf_its_cities(shipped_catalog):
    rows = values("gdp", "2023", {"210100": 8122.1, "210000": 30209.4})
    assert [line.code for line in view_of(shipped_catalog, "gdp", rows).lines] == ["210100"]


def test_a_rate_of_the_province_stands_among_its_cities(shipped_catalog):
    rows = values("gdp_growth", "2023", {"210100": 6.1, "210000": 5.3})
    assert [line.code for line in view_of(shipped_catalog, "gdp_growth", rows).lines] == ["210100", "210000"]


def test_cumulative_months_are_marked_but_not_joined(shipped_catalog):
    rows = values("industrial_va_growth", "2023M01-05", {"210100": 6.0, "210200": 5.0})
    rows += values("industrial_va_growth", "2022M01-10", {"210100": 4.0})
    view = view_of(shipped_catalog, "industrial_va_growth", rows)
    assert not view.is_joined
    assert view.notes[0].startswith("各期口径时长不同")


def test_a_line_that_ends_before_the_others_says_where(shipped_catalog):
    rows = [row for year in (2018, 2019) for row in values("gdp", str(year), {"210100": 1.0, "210200": 2.0})]
    rows += values("gdp", "2018", {"211000": 869.7})
    labels = {line.code: line.label for line in view_of(shipped_catalog, "gdp", rows).lines}
    assert labels == {"210100": "沈阳", "210200": "大连", "211000": "辽阳（至2018）"}


def test_the_target_of_the_region_is_drawn_with_its_document(shipped_catalog):
    name = "energy_intensity_cumulative_reduction"
    rows = [value(name, "210100", "2016/2020", 19.44)]
    view = view_of(shipped_catalog, name, rows, region="210100")
    found = {(target.first, target.last, target.value) for target in view.targets}
    assert (2015.0, 2020.0, 15.0) in found
    assert all("·" in target.label for target in view.targets)


def test_without_figures_there_is_no_line(shipped_catalog):
    view = view_of(shipped_catalog, "carbon_peak", [])
    assert view.lines == ()
    assert "没有" in view.title
