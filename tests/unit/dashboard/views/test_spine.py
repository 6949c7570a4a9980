"""The indicators of a region as facts."""

from dashboard.views.rank import Rank
from dashboard.views.spine import RegionRows, build_spine
from etl.model.period import Period
from tests.unit.dashboard.rows import assessment, value

SHENYANG, DALIAN, LIAOZHONG = "210100", "210200", "210115"


def spine_of(catalog, code, rows, years=()):
    return build_spine(catalog, catalog.region(code), rows, years)


def line_of(catalog, code, indicator, rows, years=()):
    lines = spine_of(catalog, code, rows, years).all_lines()
    return next(line for line in lines if line.indicator.id == indicator)


def test_the_latest_period_with_data_counts(shipped_catalog):
    rows = RegionRows(values=[value("gdp", SHENYANG, "2022", 7695.8), value("gdp", SHENYANG, "2023", 8122.1)])
    line = line_of(shipped_catalog, SHENYANG, "gdp", rows)
    assert (line.period, line.change.since) == (Period.parse("2023"), Period.parse("2022"))
    assert round(line.change.difference, 1) == 426.3


def test_a_missing_value_is_passed_over_and_never_zero(shipped_catalog):
    rows = RegionRows(
        values=[
            value("gdp", SHENYANG, "2022", 7695.8),
            value("gdp", SHENYANG, "2023", None, reason="rejected"),
        ]
    )
    assert line_of(shipped_catalog, SHENYANG, "gdp", rows).period == Period.parse("2022")


def test_no_change_is_computed_across_a_new_statistical_basis(shipped_catalog):
    rows = RegionRows(
        values=[value("population", "210500", "2019", 166.9), value("population", "210500", "2020", 132.6)]
    )
    assert line_of(shipped_catalog, "210500", "population", rows).change is None


def test_months_are_not_compared_with_years(shipped_catalog):
    rows = RegionRows(
        values=[
            value("industrial_va_growth", SHENYANG, "2022", 4.0),
            value("industrial_va_growth", SHENYANG, "2023M01-05", 9.9),
        ]
    )
    assert line_of(shipped_catalog, SHENYANG, "industrial_va_growth", rows).change is None


def test_a_county_is_never_compared_between_censuses(shipped_catalog):
    # the register lists no transfer after 2006 although the censuses show them
    rows = RegionRows(
        values=[
            value("census_population", "210311", "2010", 400000.0),
            value("census_population", "210311", "2020", 136000.0),
        ]
    )
    assert line_of(shipped_catalog, "210311", "census_population", rows).change is None


def test_a_county_is_not_compared_across_a_change_of_its_boundaries(shipped_catalog):
    rows = RegionRows(
        values=[
            value("co2_chen_total", LIAOZHONG, "2015", 5.0),
            value("co2_chen_total", LIAOZHONG, "2016", 5.5),
        ]
    )
    assert line_of(shipped_catalog, LIAOZHONG, "co2_chen_total", rows).change is not None
    line = line_of(shipped_catalog, LIAOZHONG, "co2_chen_total", rows, years=(2016,))
    assert line.change is None
    assert line.breaks == (2016,)


def test_the_rank_is_among_those_with_data_in_the_very_period(shipped_catalog):
    own = value("co2_ceads_total", SHENYANG, "2019", 64.9)
    others = [
        value("co2_ceads_total", DALIAN, "2019", 74.8),
        value("co2_ceads_total", "210300", "2014", 110.0),
    ]
    line = line_of(shipped_catalog, SHENYANG, "co2_ceads_total", RegionRows([own], [own, *others]))
    assert line.rank == Rank(2, 2, is_tied=False)


def test_a_verdict_of_the_period_goes_before_a_target_to_come(shipped_catalog):
    name = "energy_intensity_cumulative_reduction"
    rows = RegionRows(
        values=[value(name, SHENYANG, "2016/2020", 19.44)],
        assessments=[
            assessment(name, SHENYANG, "2016/2020", "met", value=19.44, target_value=15.0),
            assessment(name, SHENYANG, "2021/2025", "unassessed", reason="no_data", target_value=15.0),
        ],
    )
    line = line_of(shipped_catalog, SHENYANG, name, rows)
    assert line.assessment.period == "2016/2020"
    assert [row.period for row in line.open_targets] == ["2021/2025"]


def test_what_has_no_data_waits_with_its_target_and_its_series(shipped_catalog):
    name = "nonfossil_energy_share"
    waiting = assessment(name, DALIAN, "2025", "unassessed", reason="no_data", target_value=16.0)
    spine = spine_of(shipped_catalog, DALIAN, RegionRows(assessments=[waiting]))
    one = next(one for one in spine.uncollected["dual_control"] if one.indicator.id == name)
    assert one.targets == (waiting,)
    assert one.lacking == ("nonfossil_energy_share_published",)
    assert one.reason == "not_collected"


def test_an_indicator_of_another_level_is_not_called_missing(shipped_catalog):
    spine = spine_of(shipped_catalog, LIAOZHONG, RegionRows())
    assert all("county" in one.indicator.levels for missing in spine.uncollected.values() for one in missing)
