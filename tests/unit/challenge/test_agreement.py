"""Parts and whole, months and year, source and source."""

import pytest

from etl.challenge.agreement import months_against_year, parts_against_whole
from etl.challenge.sources import duplicates_disagree, sources_disagree
from etl.model.vocabulary import Severity
from tests import small
from tests.unit.challenge.figures import ANSHAN, PROVINCE, SHENYANG, evidence

GDP = small.series("gdp", "hundred_million_yuan", "level", adds_up=True, tolerance=0.01)
SECONDARY = small.series("va_secondary", "hundred_million_yuan", "level", part_of="gdp")
TERTIARY = small.series("va_tertiary", "hundred_million_yuan", "level", part_of="gdp")
CATALOG = small.catalog(
    all_series=(GDP, SECONDARY, TERTIARY),
    sources=(small.source("bureau"), small.source("press", "reported")),
)
PARTS = small.challenge_rule("parts_against_whole")
MONTHS = small.challenge_rule("months_against_year", least=0.001, tolerance=0.02)
SOURCES, DUPLICATES = (small.challenge_rule(kind) for kind in ("sources_disagree", "duplicates_disagree"))
LATER = "2025-03-01"


def residual_of(whole, *parts):
    rows = [("gdp", PROVINCE, "2023", whole)]
    rows += [("gdp", code, "2023", part) for code, part in zip((SHENYANG, ANSHAN), parts, strict=False)]
    return [(c.severity, c.facts["residual"]) for c in parts_against_whole(PARTS, evidence(CATALOG, rows))]


def test_cities_that_fall_short_of_the_province_leave_a_residual_that_is_shown():
    assert residual_of(100.0, 60.0, 30.0) == [(Severity.CHALLENGE, 10.0)]


def test_a_residual_within_the_tolerance_of_the_series_is_a_note():
    assert residual_of(1000.25, 600.25, 395.25) == [(Severity.NOTE, 4.75)]


def test_a_sum_that_holds_raises_nothing():
    assert residual_of(100.0, 60.0, 40.0) == []


def test_a_residual_that_rounding_explains_is_none():
    # 沈阳 2022 as published: 7696 亿元 against parts of 7695.0; rounded to whole units and tenths
    assert residual_of(7696.0, 4000.5, 3695.0) == []


def test_an_incomplete_sum_is_not_compared():
    assert residual_of(100.0, 60.0) == []


def test_a_county_that_moved_to_another_city_is_added_up_where_it_lay_in_the_year():
    """210115 came from 沈阳 to 鞍山 within 2022; each city publishes the sum of the counties it then had."""
    moved = small.region(
        "210115", "county", ANSHAN, "辽中区",
        former=({"code": "210115", "name": "辽中区", "until": 2022, "parent": SHENYANG},),
    )  # fmt: skip
    regions = tuple(moved if each.code == "210115" else each for each in small.REGIONS)
    catalog = small.catalog(all_series=(GDP,), sources=(small.source("bureau"),), regions=regions)
    counties = {"210106": 50.0, "210303": 30.0, "210115": 20.0}
    published = {  # 沈阳, 鞍山
        "2021": (70.0, 30.0),
        "2022": (61.0, 39.0),  # of either border, for a part of the year each: compared with neither
        "2023": (50.0, 50.0),
        "2024": (70.0, 30.0),  # the borders of before: wrong now, and found
    }
    rows = [("gdp", code, year, figure) for year in published for code, figure in counties.items()]
    for year, (shenyang, anshan) in published.items():
        rows += [("gdp", SHENYANG, year, shenyang), ("gdp", ANSHAN, year, anshan)]

    found = parts_against_whole(PARTS, evidence(catalog, rows))

    assert sorted((c.region, c.period, c.facts["residual"], c.facts["count"]) for c in found) == [
        (SHENYANG, "2024", 20.0, 1),
        (ANSHAN, "2024", -20.0, 2),
    ]


def test_the_parts_of_a_breakdown_are_compared_with_their_whole():
    figures = {"gdp": 100.0, "va_secondary": 40.0, "va_tertiary": 40.0}
    rows = [(series, SHENYANG, "2023", value) for series, value in figures.items()]

    (found,) = parts_against_whole(PARTS, evidence(CATALOG, rows))

    assert (found.subject, found.region, found.facts["residual"]) == ("gdp", SHENYANG, 20.0)


def test_a_whole_compared_in_two_ways_has_two_names():
    figures = [("gdp", PROVINCE, 100.0), ("gdp", SHENYANG, 60.0), ("gdp", ANSHAN, 30.0)]
    figures += [("va_secondary", PROVINCE, 40.0), ("va_tertiary", PROVINCE, 40.0)]
    rows = [(series, region, "2023", value) for series, region, value in figures]

    found = list(parts_against_whole(PARTS, evidence(CATALOG, rows)))

    assert len({each.challenge_id for each in found}) == 2


def months(*pairs):
    rows = [("gdp", SHENYANG, period, value) for period, value in pairs]
    return [(c.severity, c.facts["difference"]) for c in months_against_year(MONTHS, evidence(CATALOG, rows))]


def test_a_year_beyond_its_twelve_months_needs_an_explanation():
    assert months(("2023", 1000.5), ("2023M01-12", 950.5)) == [(Severity.CHALLENGE, 50.0)]


def test_a_year_within_the_tolerance_of_its_months_is_a_note_and_rounding_is_nothing():
    assert months(("2023", 1000.5), ("2023M01-12", 990.5)) == [(Severity.NOTE, 10.0)]
    assert months(("2023", 1000.5), ("2023M01-12", 1000.4)) == []


def test_single_months_are_added_to_january_and_february():
    single = [(f"2023M{month:02d}", 80.5) for month in range(3, 13)]

    assert months(("2023", 1000.5), ("2023M01-02", 95.5), *single) == [(Severity.CHALLENGE, 100.0)]
    assert months(("2023", 1000.5), ("2023M01-02", 95.5), *single[:-1]) == []


def disagreeing(check, rule, *rows):
    full = [("gdp", SHENYANG, "2023", *row) for row in rows]
    return list(check(rule, evidence(CATALOG, full)))


def test_sources_that_differ_beyond_the_tolerance_are_a_challenge_with_both_figures():
    rows = [(100.0, "bureau", LATER, 1), (98.0, "press", LATER, 2)]

    (found,) = disagreeing(sources_disagree, SOURCES, *rows)

    assert found.severity is Severity.CHALLENGE
    assert found.facts == {"used": 100.0, "used_source": "bureau", "value": 98.0, "source": "press"}


@pytest.mark.parametrize(("other", "severities"), [(99.5, [Severity.NOTE]), (100.0, [])])
def test_sources_that_nearly_agree_are_noted_and_equal_ones_are_not(other, severities):
    rows = [(100.0, "bureau", LATER, 1), (other, "press", LATER, 2)]

    assert [c.severity for c in disagreeing(sources_disagree, SOURCES, *rows)] == severities


def test_only_the_best_figure_of_another_source_counts_against_the_one_in_use():
    rows = [(100.0, "bureau", LATER, 1), (100.0, "press", LATER, 2), (90.0, "press", "2024-03-01", 3)]

    assert disagreeing(sources_disagree, SOURCES, *rows) == []


def test_a_later_figure_of_the_same_source_is_a_revision_and_no_disagreement():
    rows = [(100.0, "bureau", LATER, 1), (90.0, "bureau", "2024-03-01", 2)]

    assert disagreeing(sources_disagree, SOURCES, *rows) == []
    assert disagreeing(duplicates_disagree, DUPLICATES, *rows) == []


def test_two_figures_of_one_fact_sent_by_one_source_on_one_day_disagree():
    rows = [(100.0, "bureau", LATER, 1), (90.0, "bureau", LATER, 2)]

    (found,) = disagreeing(duplicates_disagree, DUPLICATES, *rows)

    assert found.severity is Severity.CHALLENGE
    assert found.facts == {"used": 100.0, "value": 90.0, "source": "bureau", "count": 2}
    assert disagreeing(sources_disagree, SOURCES, *rows) == []


def test_the_same_figure_twice_is_no_contradiction():
    rows = [(100.0, "bureau", LATER, 1), (100.0, "bureau", LATER, 2)]

    assert disagreeing(duplicates_disagree, DUPLICATES, *rows) == []
