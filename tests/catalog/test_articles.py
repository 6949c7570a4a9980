"""Every article that numbers can tell something about has an indicator that says it."""

import pytest

from etl.model.vocabulary import Direction

# Articles 3, 5–10, 14, 15, 17, 19, 20 and 21 as the table of articles has them; 11 is the core.
MEASURABLE = ("3", "5", "6", "7", "8", "9", "10", "11", "14", "15", "17", "19", "20", "21")


@pytest.mark.parametrize("number", MEASURABLE)
def test_measurable_article_has_an_indicator_with_unit_direction_and_source(shipped_catalog, number) -> None:
    serving = [each for each in shipped_catalog.indicators.values() if number in each.articles]
    assert serving, f"no indicator serves article {number}"
    for indicator in serving:
        assert indicator.unit in shipped_catalog.units
        assert isinstance(indicator.direction, Direction)


def test_measurable_articles_are_those_that_the_regulation_calls_so(shipped_catalog) -> None:
    called = {
        article.number
        for article in shipped_catalog.regulation.articles
        if article.measurability in {"measurable", "partly", "weakly"}
    }
    assert called == set(MEASURABLE)


@pytest.mark.parametrize(
    ("number", "indicators"),
    [
        ("3", ["industrial_va_growth", "industrial_revenue"]),
        ("5", ["leading_industry_share", "industrial_cluster_revenue", "industrial_va_province_share",
               "advantaged_area_project_share"]),
        ("6", ["rd_intensity", "industrial_rd_share", "innovation_platform_count", "local_conversion_rate"]),
        ("7", ["numerical_control_rate", "digital_design_tool_rate", "industrial_internet_access_rate",
               "digital_core_share"]),
        ("8", ["hightech_va_growth", "hightech_va_share", "emerging_industry_va_growth",
               "new_product_output_growth"]),
        ("9", ["high_end_equipment_share", "numerical_control_rate", "robots_per_10k_workers",
               "smart_factory_count", "first_set_count"]),
        ("10", ["fine_chemicals_rate", "advanced_metallurgy_share", "magnesite_deep_processing_rate",
                "magnesite_concentration", "crude_steel_output"]),
        ("11", ["energy_intensity_cumulative_reduction", "energy_consumption_growth", "coal_consumption",
                "industrial_va_energy_intensity_cumulative_reduction"]),
        ("13", ["obsolete_capacity_completion"]),
        ("14", ["geographical_indication_count", "certification_trademark_count", "time_honoured_brand_count",
                "high_value_patents_per_10k_people"]),
        ("19", ["fair_competition_review_rate", "violating_document_cleanup_rate",
                "spot_check_rectification_rate", "third_party_evaluation_coverage"]),
        ("21", ["manufacturing_fund_allocation", "fund_execution_rate", "first_set_insurance_compensation",
                "high_skilled_talent", "high_skilled_talent_share"]),
    ],
)  # fmt: skip
def test_everything_that_the_table_of_articles_measures_by_numbers_is_declared(
    shipped_catalog, number, indicators
) -> None:
    declared = shipped_catalog.indicators
    assert [
        name for name in indicators if name not in declared or number not in declared[name].articles
    ] == []


def test_series_that_nobody_publishes_names_who_could_deliver_it(shipped_catalog) -> None:
    delivered = {
        series
        for indicator in shipped_catalog.indicators
        if shipped_catalog.sources_of(indicator)
        for series in shipped_catalog.series_of(indicator)
    }
    needed = {
        series
        for indicator in shipped_catalog.indicators.values()
        if set(indicator.articles) & set(MEASURABLE)
        for series in shipped_catalog.series_of(indicator.id)
    }
    silent = {name for name in needed - delivered if shipped_catalog.series[name].delivered_by is None}
    assert silent == set()


def test_scenario_takes_the_national_target_as_a_yearly_rate(shipped_catalog) -> None:
    paths = {path.id: path for path in shipped_catalog.peak_scenarios["peak_paths_2021"].paths}
    # national 15th-plan target: −17 % over five years
    yearly = 100 * (1 - 0.83 ** (1 / 5))
    assert paths["national_intensity_course"].intensity_reduction.start_pct == pytest.approx(
        yearly, abs=0.005
    )
