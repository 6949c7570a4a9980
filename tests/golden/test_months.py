"""Months, growth and years of electricity, shipped and demonstrated, against the figures that came in."""

import pytest

SHENYANG = "210100"


def figures(warehouse, indicator):
    return {
        row.period: row.value for row in warehouse.values([indicator], [SHENYANG]) if row.value is not None
    }


def test_every_formula_of_time_is_the_formula_of_an_indicator_that_ships(shipped_catalog):
    kinds = {indicator.formula.kind for indicator in shipped_catalog.indicators.values()}

    assert {"month_of_cumulative", "growth_of_level", "year_of_months"} <= kinds


def test_months_of_the_demonstration_add_up_to_what_was_reported_cumulated(demo_build):
    reported = figures(demo_build.warehouse, "electricity_use")
    months = figures(demo_build.warehouse, "electricity_use_month")

    sums, total = {}, months["2025M01-02"]
    for month in range(3, 13):
        total += months[f"2025M{month:02d}"]
        sums[f"2025M01-{month:02d}"] = total
    assert sums == {period: pytest.approx(reported[period]) for period in sums}
    assert len(sums) == 10


def test_growth_of_electricity_is_against_the_same_months_of_the_year_before(demo_build):
    level = figures(demo_build.warehouse, "electricity_use")
    growth = figures(demo_build.warehouse, "electricity_use_growth")

    expected = (level["2025M01-05"] / level["2024M01-05"] - 1) * 100
    assert growth["2025M01-05"] == pytest.approx(expected)


def test_a_month_without_the_cumulative_figure_before_it_stays_missing_with_its_reason(real_build):
    # 辽宁统计局 2017-08-21 gives 1194.87 亿千瓦时 of 1–7月 and nothing of 1–6月
    (row,) = real_build.warehouse.values(["electricity_use_month"], ["210000"], ["2017M07"])

    assert (row.value, row.reason) == (None, "input_missing")
