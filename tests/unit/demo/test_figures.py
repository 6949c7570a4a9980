"""Figures are consistent by construction: sums and the identity of growth hold where no fault is planted."""

import numpy as np
import pytest
from msgspec.structs import replace

from etl.demo.declared import PlanTargets
from etl.demo.figures import rounded
from etl.demo.generate import generate
from etl.demo.makes import FlowMake, ShareMake
from etl.demo.timetable import data_date, issues_of
from etl.model.period import Period, PeriodKind
from etl.model.vocabulary import RegionLevel, Status

SECTORS = ("primary", "secondary", "tertiary")
ADDITIVE_KINDS = {"model", "flow", "stock"}
EDITIONS = (Status.PRELIMINARY, Status.REVISED, Status.FINAL)
# A peak year exists only where the competent department determined one; magnesite is dug in two cities.
NOT_EVERYWHERE = {
    "carbon_peak_year",
    "magnesite_output",
    "magnesite_deep_processed_output",
    "magnesite_leading_firms_output",
}
# Rates and scores of dual control are published down to the cities; those of counties are worked out.
NOT_OF_COUNTIES = {
    "energy_intensity_change_published",
    "energy_consumption_growth_published",
    "energy_intensity_cumulative_reduction_published",
    "energy_target_score",
}
# Published levels of a barometer are the superior body's own act: the demonstration computes its levels.
# How many little giants are champions too was told once in the press; the demonstration has a register.
NEVER_PUBLISHED = {"barometer_level_intensity", "barometer_level_total", "little_giant_single_champions"}


def stated(files):
    """Figures in use by fact: the last published wins."""
    found = {}
    for file in sorted(files, key=lambda file: (file.published, file.name)):
        for fact, (row, column) in file.cells.items():
            found[fact] = float(row[column])
    return found


@pytest.fixture(scope="module")
def in_use(clean):
    return stated(clean.files)


@pytest.fixture(scope="module")
def additive(declared):
    return [
        row.series
        for row in declared.series.values()
        if row.make.kind in ADDITIVE_KINDS and row.levels == "all" and row.returns
    ]


def test_every_city_is_the_sum_of_its_counties(clean, in_use, additive):
    compared = 0
    for (series, region, period), value in in_use.items():
        if series in additive and region in clean.geography.cities:
            parts = sum(in_use[series, county, period] for county in clean.geography.counties_of(region))
            assert value == pytest.approx(parts, rel=1e-12, abs=1e-7)
            compared += 1
    assert compared > 5000


def test_the_province_is_the_sum_of_its_cities_but_for_the_declared_residual(
    clean, declared, in_use, additive
):
    share = {}
    for (series, region, period), value in in_use.items():
        if series in additive and region == clean.geography.province:
            cities = sum(in_use[series, city, period] for city in clean.geography.cities)
            residual = declared.province.residual_pct / 100 if declared.series[series].residual else 0
            assert value == pytest.approx(cities * (1 + residual), rel=1e-9, abs=0.006)
            share[series] = residual
    assert share["gdp_constant_price_2020"] == 0.002
    assert share["rd_spending"] == 0


def test_three_sectors_make_the_product(in_use):
    for (series, region, period), value in in_use.items():
        if series == "gdp_nominal":
            parts = sum(
                in_use[name, region, period] for name in ("va_primary", "va_secondary", "va_tertiary")
            )
            assert value == pytest.approx(parts, abs=0.005)


def test_coal_oil_and_gas_make_the_account_of_co2(in_use):
    for (series, region, period), value in in_use.items():
        if series == "co2_account":
            parts = sum(in_use[f"co2_account.{fuel}", region, period] for fuel in ("coal", "oil", "gas"))
            assert value == pytest.approx(parts, abs=0.005)


def test_co2_of_coal_is_coal_times_the_national_factor(in_use):
    # 烟煤 of the national guidelines: 23.204 GJ/t × 0.02618 tC/GJ × 93 % × 44/12 = 2.0715 t CO2 per tonne
    for year in ("2015", "2019"):
        coal, co2 = (in_use[name, "210500", year] for name in ("coal_consumption_total", "co2_account.coal"))
        assert co2 / coal == pytest.approx(2.0715, rel=1e-4)


def test_energy_growth_intensity_change_and_real_growth_agree(in_use):
    # 统计局 annual communiqués: (1 + energy growth) / (1 + intensity change) − 1 is the real growth of GDP
    compared = 0
    for (series, region, period), intensity in in_use.items():
        energy = in_use.get(("energy_consumption_growth_published", region, period))
        if series != "energy_intensity_change_published" or energy is None:
            continue
        implied = ((1 + energy / 100) / (1 + intensity / 100) - 1) * 100
        assert implied == pytest.approx(in_use["gdp_growth_published", region, period], abs=0.1)
        compared += 1
    assert compared > 400


def test_the_published_cumulative_reduction_is_the_product_of_the_yearly_ones(clean, in_use):
    # 青海省统计局 method note: R = 1 − Π(1 − r)
    for city in clean.geography.cities:
        left = 1.0
        for year in range(2021, 2026):
            left *= 1 + in_use["energy_intensity_change_published", city, str(year)] / 100
        published = in_use["energy_intensity_cumulative_reduction_published", city, "2021/2025"]
        assert published == pytest.approx((1 - left) * 100, abs=0.03)


def test_real_growth_is_the_growth_of_the_product_at_constant_prices(in_use):
    now, before = (in_use["gdp_constant_price_2020", "210100", year] for year in ("2019", "2018"))

    assert in_use["gdp_growth_published", "210100", "2019"] == pytest.approx(
        (now / before - 1) * 100, abs=0.05
    )


def test_constant_prices_of_the_base_year_are_current_prices(in_use):
    constant, nominal = (
        in_use[name, "210100", "2020"] for name in ("gdp_constant_price_2020", "gdp_nominal")
    )

    assert constant == pytest.approx(nominal, abs=0.2)


def test_cumulative_figures_grow_within_the_year(clean, in_use):
    for region in clean.geography.regions[:30]:
        values = [in_use["electricity_consumption", region, f"2024M01-{m:02d}"] for m in range(2, 13)]
        assert values == sorted(values)


def test_there_are_sixty_months_of_returns_up_to_the_declared_last_month(clean, declared):
    months = {fact.period for file in clean.files for fact in file.cells if fact.series == "industrial_va"}
    cumulative = [Period.parse(text) for text in months if Period.parse(text).kind is PeriodKind.CUMULATIVE]

    first, last = min(cumulative), max(cumulative)
    assert (last.end_year, last.end_month) == (2026, 10)
    assert (last.end_year - first.start_year) * 12 + last.end_month >= 60


def test_every_series_that_an_indicator_reads_has_data_at_its_levels(clean, real_catalog, in_use):
    level_of = {code: region.level for code, region in real_catalog.regions.items()}
    have = {(series, level_of[region]) for series, region, _ in in_use}
    made = {RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY}
    lacking = {
        (indicator.id, series, level.value)
        for indicator in real_catalog.indicators.values()
        for series in real_catalog.series_of(indicator.id)
        for level in set(indicator.levels) & made
        if series not in NOT_EVERYWHERE | NEVER_PUBLISHED and (series, level) not in have
        if not (level is RegionLevel.COUNTY and series in NOT_OF_COUNTIES)
    }
    assert lacking == set()


def test_editions_of_a_year_are_published_a_year_apart_and_differ_little(clean):
    facts = ("energy_consumption_total", "210100", "2022")
    by_day = {
        file.published: float(file.cells[facts][0][file.cells[facts][1]])
        for file in clean.files
        if file.source == "demo_annual" and facts in file.cells
    }
    days = sorted(by_day)
    assert [day.year for day in days] == [2023, 2024, 2025]
    assert len(set(by_day.values())) == 3
    assert max(by_day.values()) / min(by_day.values()) < 1.005


def test_nothing_is_published_after_the_data_date_or_before_its_period_ends(clean, declared):
    until = data_date(declared.province)
    for one in declared.returns.values():
        for issue in issues_of(one, declared.province):
            assert issue.periods[-1].last_day < issue.published <= until
    assert max(file.published for file in clean.files) <= until


def test_cities_are_ahead_behind_and_one_rises(clean, declared, in_use):
    reached = {
        city: in_use["energy_intensity_cumulative_reduction_published", city, "2021/2025"]
        for city in clean.geography.cities
    }
    targets: dict[str, PlanTargets] = dict(declared.province.cities)
    home = declared.province.home_target.target_2025
    met = [city for city in reached if reached[city] >= (targets[city].target_2025 or home)]
    assert 3 <= len(met) <= 10
    assert sum(value < 0 for value in reached.values()) == 1


@pytest.mark.parametrize(
    ("value", "decimals", "printed"), [(2.345, 2, 2.35), (-2.345, 2, -2.35), (0.5, 0, 1)]
)
def test_halves_are_rounded_away_from_zero(value, decimals, printed):
    assert rounded(np.array([value]), decimals)[0] == printed


def test_a_further_series_draws_its_own_chance_and_changes_no_other(real_catalog, declared, clean):
    gone = {name: row for name, row in declared.series.items() if name != "smart_factories"}
    without = generate(real_catalog, replace(declared, series=gone), with_faults=False)

    before, after = stated(clean.files), stated(without.files)
    assert {fact for fact in before if fact not in after} == {
        f for f in before if f.series == "smart_factories"
    }
    assert all(before[fact] == value for fact, value in after.items())


def test_each_row_of_the_table_is_a_series_of_the_catalogue_or_only_worked_with(declared, real_catalog):
    unknown = {
        name for name, row in declared.series.items() if row.returns and name not in real_catalog.series
    }

    assert unknown == set()
    assert {type(row.make) for row in declared.series.values()} >= {FlowMake, ShareMake}
