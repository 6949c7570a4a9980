"""Limits, the identity of energy, intensity and growth, rates of small numbers, spread figures, years."""

import csv
from pathlib import Path

import pytest
from msgspec.structs import replace

from etl.challenge.identical_ratios import identical_ratios
from etl.challenge.impossible_years import impossible_years
from etl.challenge.plausibility import growth_identity, implausible_values, small_denominators
from tests import small
from tests.unit.challenge.figures import ANSHAN, PROVINCE, SHENYANG, evidence

MIANYANG = Path(__file__).parents[2] / "data" / "methods" / "data_quality_case_mianyang.csv"
NAMES = ("energy_growth", "intensity_change", "real_growth")
CATALOG = small.catalog(
    all_series=(
        small.series("gdp", "hundred_million_yuan", "level"),
        small.series("co2", "tonne", "level"),
        small.series("due", "tonne", "level", plausible={"min": 0}),
    ),
    sources=(small.source("bureau"),),
    indicators=(
        small.indicator("share", {"kind": "series", "series": "gdp"}, plausible={"min": 0, "max": 100}),
        small.indicator("level", {"kind": "series", "series": "gdp"}, plausible={"min": 0}),
        small.indicator("free", {"kind": "series", "series": "co2"}),
    ),
)


def test_a_value_beyond_its_declared_limits_is_challenged_and_a_limit_itself_is_not():
    rows = [
        ("share", SHENYANG, 100.1),
        ("share", ANSHAN, 100.0),
        ("share", PROVINCE, -0.1),
        ("level", SHENYANG, 1e9),
        ("level", ANSHAN, -1.0),
        ("free", ANSHAN, -1e9),
        ("level", PROVINCE, None),
    ]
    of = [(name, region, "2023", value) for name, region, value in rows]

    found = list(implausible_values(small.challenge_rule("implausible"), evidence(CATALOG, (), *of)))

    assert {(c.subject, c.region): (c.facts["min"], c.facts["max"]) for c in found} == {
        ("share", SHENYANG): (0, 100),
        ("share", PROVINCE): (0, 100),
        ("level", ANSHAN): (0, None),
    }


def test_a_figure_beyond_the_limits_of_its_series_is_challenged_where_no_indicator_shows_it():
    rows = [("due", SHENYANG, "2023", -1.0), ("due", ANSHAN, "2023", 0.0)]

    (found,) = implausible_values(small.challenge_rule("implausible"), evidence(CATALOG, rows))

    assert (found.subject, found.region, found.facts["value"]) == ("due", SHENYANG, -1.0)


def figures_of_mianyang():
    with MIANYANG.open(encoding="utf-8") as stream:
        return {row["field"]: float(row["value"]) for row in csv.DictReader(stream)}


def identity_of(*figures, tolerance=0.3):
    rule = small.challenge_rule("growth_identity", **{name: name for name in NAMES}, tolerance_pp=tolerance)
    of = [(name, SHENYANG, "2016", figure) for name, figure in zip(NAMES, figures, strict=True)]
    return list(growth_identity(rule, evidence(CATALOG, (), *of)))


def test_mianyang_2016_reported_an_increment_as_a_rate_and_breaks_the_identity():
    case = figures_of_mianyang()
    intensity, real_growth = -case["单位GDP能耗下降(%)"], case["由-7.91万吨反推GDP增速(%)"]

    (found,) = identity_of(-case["报道称能耗同比下降(%)"], intensity, real_growth)

    assert found.facts["implied"] == pytest.approx(case["由-7.91%反推GDP增速(%)"], abs=0.005)


def test_the_increment_of_mianyang_read_as_ten_thousand_tonnes_keeps_the_identity():
    case = figures_of_mianyang()
    total, increment = case["能源消费总量2016(万吨标煤)"], case["省考核表2016年增量(万吨标煤)"]
    growth = 100 * increment / (total - increment)

    assert identity_of(growth, -case["单位GDP能耗下降(%)"], case["由-7.91万吨反推GDP增速(%)"]) == []


def test_the_identity_is_as_strict_as_its_rule_says():
    # 1.02 / 0.97 − 1 = 5.15 %; published 5.0
    assert identity_of(2.0, -3.0, 5.0) == []
    assert len(identity_of(2.0, -3.0, 5.0, tolerance=0.1)) == 1


def test_without_one_of_the_three_figures_there_is_no_identity_to_break():
    assert identity_of(-7.91, -8.42, None) == []


def test_a_rate_above_a_small_count_is_noted_with_the_count():
    guard = {"indicator": "share", "quantity": "due", "least": 3}
    rule = small.challenge_rule("small_denominator", guards=[guard])
    rows = [("due", SHENYANG, "2023", 2.0), ("due", ANSHAN, "2023", 3.0)]
    of = [("share", SHENYANG, "2023", 50.0), ("share", ANSHAN, "2023", 66.7)]

    (found,) = small_denominators(rule, evidence(CATALOG, rows, *of))

    assert (found.region, found.facts["amount"], found.facts["rate"]) == (SHENYANG, 2.0, 50.0)


FOUR = tuple(small.region(f"2101{number:02d}", "county", SHENYANG) for number in range(2, 6))
COUNTIES = small.catalog(
    all_series=(
        small.series("gdp", "hundred_million_yuan", "level"),
        small.series("co2", "tonne", "level"),
    ),
    sources=(small.source("bureau"),),
    regions=(*small.REGIONS[:6], *FOUR),
)
SPREAD = small.challenge_rule("identical_ratios", bases=["gdp"], most_variation=0.005, least_regions=4)
PRODUCT = (812.4, 345.6, 1203.9, 97.3)


def ratios_of(emissions):
    pairs = zip(FOUR, PRODUCT, emissions, strict=True)
    rows = [row for r, g, c in pairs for row in (("gdp", r.code, "2020", g), ("co2", r.code, "2020", c))]
    return list(identical_ratios(SPREAD, evidence(COUNTIES, rows)))


def test_figures_spread_by_gdp_have_one_ratio_in_every_county_and_are_found():
    (found,) = ratios_of([round(0.0213 * gdp, 2) for gdp in PRODUCT])

    assert (found.subject, found.region, found.period) == ("co2", SHENYANG, "2020")
    assert found.facts["count"] == 4
    assert found.facts["variation"] < 0.005


@pytest.mark.parametrize(("apart", "count"), [(0.006, 1), (0.0063, 0)])
def test_two_counties_on_either_side_of_one_ratio_count_by_their_deviation(apart, count):
    # of r(1 - d), r(1 + d), r, r the coefficient of variation is d * sqrt(2 / 3): 0.00490 and 0.00514
    ratios = (213 * (1 - apart), 213 * (1 + apart), 213, 213)

    assert len(ratios_of([ratio * gdp for ratio, gdp in zip(ratios, PRODUCT, strict=True)])) == count


def test_measured_figures_differ_in_their_ratio_and_raise_nothing():
    assert ratios_of([18.1, 3.9, 21.6, 4.4]) == []


def test_ratios_of_a_few_cases_coincide_by_chance_and_are_left_alone():
    rule = replace(SPREAD, least_digits=3)
    rows = [row for r in FOUR for row in (("gdp", r.code, "2020", 8.0), ("co2", r.code, "2020", 1.0))]

    assert list(identical_ratios(rule, evidence(COUNTIES, rows))) == []


def years_of(*pairs, gap=15):
    rule = small.challenge_rule("impossible_year", most_gap_years=gap)
    rows = [("gdp", SHENYANG, period, 1.0, "bureau", known) for period, known in pairs]
    return [(c.period, c.facts["expected"]) for c in impossible_years(rule, evidence(CATALOG, rows))]


def test_years_a_century_off_are_far_from_the_others_even_if_there_are_two_of_them():
    pairs = [(str(year), "2024-03-01") for year in (1920, 1921, 2019, 2020, 2021)]

    assert years_of(*pairs) == [("1920", "2019–2021"), ("1921", "2019–2021")]
    assert years_of(*pairs, gap=98) == []
