"""What is suspicious is shown with its evidence; nothing is mended."""

import csv
from pathlib import Path

import narwhals as nw
import pandas as pd
import pytest

from etl.challenge.agreement import parts_against_whole, sources_disagree
from etl.challenge.challenge import raise_challenges
from etl.challenge.coverage import regions_without_data
from etl.challenge.plausibility import growth_identity, implausible_values
from etl.model.vocabulary import Severity
from tests import small

MIANYANG = Path(__file__).parents[2] / "data" / "methods" / "data_quality_case_mianyang.csv"

GDP = small.series("gdp", "hundred_million_yuan", "level", adds_up=True, tolerance=0.01)
SECONDARY = small.series("va_secondary", "hundred_million_yuan", "level", part_of="gdp")
TERTIARY = small.series("va_tertiary", "hundred_million_yuan", "level", part_of="gdp")
CATALOG = small.catalog(
    all_series=(GDP, SECONDARY, TERTIARY),
    sources=(small.source("bureau"), small.source("press", "reported")),
    indicators=(
        small.indicator(
            "share", {"kind": "series", "series": "va_secondary"}, plausible={"min": 0, "max": 100}
        ),
        small.indicator("level", {"kind": "series", "series": "gdp"}, plausible={"min": 0}),
        small.indicator("free", {"kind": "series", "series": "va_tertiary"}),
    ),
)
PROVINCE, SHENYANG, ANSHAN = "210000", "210100", "210300"


def observations(*rows):
    """Observations of (series, region, value) in 2023; source, vintage, day of publication if given."""
    columns = ("series", "region", "value", "source", "vintage", "known_from")
    rest = ("bureau", 1, pd.Timestamp("2024-03-01"))
    filled = [dict(zip(columns, (*row, *rest[len(row) - 3 :]), strict=True)) for row in rows]
    return nw.from_native(pd.DataFrame(filled).assign(period="2023")).lazy()


def values(*rows):
    frame = pd.DataFrame(rows, columns=["indicator", "region", "value"]).assign(period="2023")
    return nw.from_native(frame).lazy()


def residual_of(whole, *parts):
    rows = [("gdp", PROVINCE, whole)]
    rows += [("gdp", code, part) for code, part in zip((SHENYANG, ANSHAN), parts, strict=False)]
    return [(c.severity, c.facts["residual"]) for c in parts_against_whole(CATALOG, observations(*rows))]


def test_cities_that_fall_short_of_the_province_leave_a_residual_that_is_shown():
    assert residual_of(100.0, 60.0, 30.0) == [(Severity.CHALLENGE, 10.0)]


def test_a_residual_within_the_tolerance_of_the_series_is_a_note():
    assert residual_of(100.0, 60.0, 39.5) == [(Severity.NOTE, 0.5)]


def test_a_sum_that_holds_raises_nothing():
    assert residual_of(100.0, 60.0, 40.0) == []


def test_an_incomplete_sum_is_not_compared():
    assert residual_of(100.0, 60.0) == []


def test_the_parts_of_a_breakdown_are_compared_with_their_whole():
    rows = [("gdp", SHENYANG, 100.0), ("va_secondary", SHENYANG, 40.0), ("va_tertiary", SHENYANG, 40.0)]

    (found,) = parts_against_whole(CATALOG, observations(*rows))

    assert (found.subject, found.region, found.facts["residual"]) == ("gdp", SHENYANG, 20.0)


def test_sources_that_differ_beyond_the_tolerance_are_a_challenge_with_both_figures():
    rows = [("gdp", SHENYANG, 100.0, "bureau", 1), ("gdp", SHENYANG, 98.0, "press", 2)]

    (found,) = sources_disagree(CATALOG, observations(*rows))

    assert found.severity is Severity.CHALLENGE
    assert found.facts == {"used": 100.0, "used_source": "bureau", "value": 98.0, "source": "press"}


@pytest.mark.parametrize(("other", "severities"), [(99.5, [Severity.NOTE]), (100.0, [])])
def test_sources_that_nearly_agree_are_noted_and_equal_ones_are_not(other, severities):
    rows = [("gdp", SHENYANG, 100.0, "bureau", 1), ("gdp", SHENYANG, other, "press", 2)]

    assert [c.severity for c in sources_disagree(CATALOG, observations(*rows))] == severities


def test_a_later_figure_of_the_same_source_is_a_revision_and_no_disagreement():
    revised, first = pd.Timestamp("2025-03-01"), pd.Timestamp("2024-03-01")
    rows = [("gdp", SHENYANG, 100.0, "bureau", 1, revised), ("gdp", SHENYANG, 90.0, "bureau", 2, first)]

    assert list(sources_disagree(CATALOG, observations(*rows))) == []


def test_two_figures_of_one_fact_sent_by_one_source_on_one_day_disagree():
    rows = [("gdp", SHENYANG, 100.0, "bureau", 1), ("gdp", SHENYANG, 90.0, "bureau", 2)]

    assert [c.severity for c in sources_disagree(CATALOG, observations(*rows))] == [Severity.CHALLENGE]


def test_a_region_that_a_source_leaves_out_is_named():
    (found,) = regions_without_data(CATALOG, observations(("gdp", SHENYANG, 100.0)))

    assert (found.kind, found.region, found.period) == ("region_without_data", ANSHAN, None)
    assert found.facts == {"source": "bureau", "covered": 1, "of": 2}


def test_single_press_figures_promise_no_coverage():
    assert list(regions_without_data(CATALOG, observations(("gdp", SHENYANG, 1.0, "press", 1)))) == []


def test_a_source_that_covers_a_level_raises_nothing():
    rows = [("gdp", SHENYANG, 1.0), ("gdp", ANSHAN, 1.0)]

    assert list(regions_without_data(CATALOG, observations(*rows))) == []


def test_a_value_beyond_its_declared_limits_is_challenged_and_a_limit_itself_is_not():
    found = implausible_values(
        CATALOG,
        values(
            ("share", SHENYANG, 100.1),
            ("share", ANSHAN, 100.0),
            ("share", PROVINCE, -0.1),
            ("level", SHENYANG, 1e9),
            ("level", ANSHAN, -1.0),
            ("free", ANSHAN, -1e9),
            ("level", PROVINCE, None),
        ),
    )

    assert {(c.subject, c.region): (c.facts["min"], c.facts["max"]) for c in found} == {
        ("share", SHENYANG): (0, 100),
        ("share", PROVINCE): (0, 100),
        ("level", ANSHAN): (0, None),
    }


def figures_of_mianyang():
    with MIANYANG.open(encoding="utf-8") as stream:
        return {row["field"]: float(row["value"]) for row in csv.DictReader(stream)}


def identity_of(energy_growth, intensity_change, gdp_growth):
    rows = [
        ("energy_consumption_growth", SHENYANG, energy_growth),
        ("energy_intensity_change", SHENYANG, intensity_change),
        ("gdp_growth", SHENYANG, gdp_growth),
    ]
    return list(growth_identity(values(*rows)))


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


def test_without_one_of_the_three_figures_there_is_no_identity_to_break():
    assert identity_of(-7.91, -8.42, None) == []


def test_challenges_come_in_a_stable_order_with_lasting_names():
    rows = [("gdp", PROVINCE, 100.0), ("gdp", SHENYANG, 60.0), ("gdp", ANSHAN, 30.0)]

    first, second = (raise_challenges(CATALOG, observations(*rows), values(("share", ANSHAN, 101.0)))
                     for _ in range(2))  # fmt: skip

    assert [c.challenge_id for c in first] == [c.challenge_id for c in second]
    assert [c.kind for c in first] == ["implausible", "parts_against_whole"]
