"""Monthly arithmetic. The figures are made by hand; each test names the rule that decides it.

Rules: 统计 practice publishes 1–N月 cumulated, January with February (the Spring Festival falls into either),
and year-on-year rates at comparable prices as figures of their own; the annual figure replaces the sum of
months.
"""

import numpy as np
import pytest
from msgspec.structs import replace

from etl.derive.derive import derive_indicator
from etl.derive.figures import stacked
from etl.derive.months import growth_of_level, month_of_cumulative, year_of_months
from etl.model.figures import ABSENT, STATUS_RANKS, Vintage
from tests import small
from tests.small import values_of

REGION = "210100"
PRELIMINARY, REVISED = STATUS_RANKS.index("preliminary"), STATUS_RANKS.index("revised")
ON_TIME = {2: "2024-03-18", 3: "2024-04-17", 4: "2024-05-17", 5: "2024-06-17"}


def cumulative(*rows):
    """Figures of (month, value) for 2024, on time and preliminary unless a row says otherwise."""
    filled = [(*row, *(ON_TIME.get(row[0]), PRELIMINARY, "monthly")[len(row) - 2 :]) for row in rows]
    found = small.figures(*((REGION, f"2024M01-{month:02d}", value) for month, value, *_ in filled))
    known_from = np.full(small.AXES.shape, np.datetime64("NaT"), dtype="datetime64[D]")
    source = np.full(small.AXES.shape, ABSENT, dtype=np.int16)
    for month, value, day, status, of in filled:
        at = small.AXES.period_at[f"2024M01-{month:02d}"], small.AXES.region_at[REGION]
        found.status[at] = found.status[at] if value is None else status
        known_from[at], source[at] = np.datetime64(day), ("monthly", "press").index(of)
    return replace(found, vintage=Vintage.first(source, known_from))


def months(*rows):
    found = month_of_cumulative(cumulative(*rows))
    return {period: value for (_, period), value in values_of(found).items()}


def reasons(*rows):
    found = small.rows_of(month_of_cumulative(cumulative(*rows)))
    return {row["period"]: row["reason"] for row in found if row["reason"] is not None}


def test_a_month_is_the_difference_of_two_cumulative_figures():
    # 1–2月 120, 1–3月 210, 1–4月 290 → March 90, April 80
    assert months((2, 120.0), (3, 210.0), (4, 290.0)) == {
        "2024M01-02": 120.0,
        "2024M03": 90.0,
        "2024M04": 80.0,
    }


def test_january_and_february_stay_one_figure_and_are_never_split():
    with_january = cumulative((2, 120.0))
    january = small.figures((REGION, "2024M01", 70.0))
    with_january = replace(stacked(with_january, january), vintage=with_january.vintage)

    assert values_of(month_of_cumulative(with_january)) == {(REGION, "2024M01-02"): 120.0}


def test_without_the_cumulative_figure_before_there_is_no_month():
    assert months((2, 120.0), (4, 290.0)) == {"2024M01-02": 120.0, "2024M04": None}
    assert reasons((2, 120.0), (4, 290.0)) == {"2024M04": "input_missing"}


def test_a_cumulative_gap_gives_no_month_on_either_side():
    assert reasons((2, 120.0), (3, None), (4, 290.0)) == {
        "2024M03": "input_missing",
        "2024M04": "input_missing",
    }


def test_a_figure_revised_after_the_next_one_appeared_is_of_another_vintage():
    # 1–3月 was revised in July; 1–4月 of May still holds the old first quarter
    assert reasons((3, 215.0, "2024-07-17"), (4, 290.0)) == {
        "2024M03": "input_missing",
        "2024M04": "vintages_differ",
    }


def restated(found, month, day):
    """The figures, one of them published before on time with another value and this one since the day."""
    at = small.AXES.period_at[f"2024M01-{month:02d}"], small.AXES.region_at[REGION]
    told = found.vintage.told
    told.stated_from[at], told.is_revised[at] = np.datetime64(day), True
    return found


def test_a_longer_figure_published_anew_alone_is_a_month_plus_a_revision():
    # 1–3月 = 210 (April); 1–4月 = 290 (May), published anew in July as 300, preliminary like all of them:
    # 300 − 210 = 90 would be April plus the revision of 10
    found = restated(cumulative((3, 210.0), (4, 300.0, "2024-07-17")), 4, "2024-07-17")

    rows = {row["period"]: row["reason"] for row in small.rows_of(month_of_cumulative(found))}
    assert rows["2024M04"] == "vintages_differ"


def test_a_longer_figure_published_anew_with_the_shorter_one_is_one_family():
    # both anew on one day: 1–3月 212, 1–4月 300 → April 88
    found = cumulative((3, 212.0, "2024-07-17"), (4, 300.0, "2024-07-17"))
    found = restated(restated(found, 3, "2024-07-17"), 4, "2024-07-17")

    assert values_of(month_of_cumulative(found))[REGION, "2024M04"] == 88.0


def test_a_shorter_figure_published_again_unchanged_stays_of_the_same_family():
    found = cumulative((3, 210.0, "2024-07-17"), (4, 290.0))
    at = small.AXES.period_at["2024M01-03"], small.AXES.region_at[REGION]
    found.vintage.told.stated_from[at] = np.datetime64("2024-04-17")

    assert values_of(month_of_cumulative(found))[REGION, "2024M04"] == 80.0


def test_revised_and_preliminary_figures_are_not_mixed():
    rows = [(3, 215.0, "2024-05-01", REVISED), (4, 290.0)]

    assert reasons(*rows)["2024M04"] == "vintages_differ"


def test_figures_of_two_sources_are_not_differenced():
    rows = [(3, 210.0, "2024-04-17", PRELIMINARY, "press"), (4, 290.0)]

    assert reasons(*rows)["2024M04"] == "vintages_differ"


def test_a_whole_year_revised_on_one_day_is_one_family():
    day = "2025-02-28"
    rows = [(3, 215.0, day, REVISED), (4, 300.0, day, REVISED)]

    assert months(*rows)["2024M04"] == 85.0


def test_the_weaker_status_of_the_two_is_the_status_of_the_month():
    found = small.rows_of(month_of_cumulative(cumulative((2, 120.0), (3, 210.0))))

    assert {(row["status"], row["nature"]) for row in found} == {("preliminary", "official")}


def test_single_months_are_made_of_observed_figures_alone():
    with pytest.raises(ValueError, match="vintage"):
        month_of_cumulative(small.figures((REGION, "2024M01-03", 210.0)))


def test_growth_of_a_level_compares_equal_parts_of_two_years():
    level = small.figures(
        (REGION, "2023M01-05", 200.0), (REGION, "2024M01-05", 210.0), (REGION, "2023", 500.0),
        (REGION, "2024", 510.0), (REGION, "2024Q1", 90.0), (REGION, "2021/2025", 1.0),
    )  # fmt: skip

    assert values_of(growth_of_level(level)) == {
        (REGION, "2024M01-05"): pytest.approx(5.0),
        (REGION, "2024"): pytest.approx(2.0),
    }


@pytest.mark.parametrize(("before", "reason"), [(0.0, "denominator_zero"), (-3.0, "not_applicable")])
def test_growth_from_nothing_or_from_a_loss_is_missing_with_its_reason(before, reason):
    found = growth_of_level(small.figures((REGION, "2023", before), (REGION, "2024", 5.0)))

    assert [(row["value"], row["reason"]) for row in small.rows_of(found)] == [(None, reason)]


def test_nominal_growth_of_a_level_cannot_take_a_published_rate_at_comparable_prices():
    with pytest.raises(ValueError, match="as an indicator"):
        small.indicator("growth", {"kind": "growth_of_level", "level": "gdp"}, published="gdp_growth")


def test_a_year_is_its_twelve_months_cumulated():
    found = year_of_months(small.figures((REGION, "2024M01-12", 930.0), (REGION, "2024M01-11", 850.0)))

    assert values_of(found) == {(REGION, "2024"): 930.0}


def test_a_year_is_january_february_and_ten_months_where_nothing_is_cumulated():
    single = [(REGION, f"2024M{month:02d}", 80.0) for month in range(3, 13)]

    assert values_of(year_of_months(small.figures((REGION, "2024M01-02", 130.0), *single))) == {
        (REGION, "2024"): 930.0
    }


def test_a_year_with_a_month_missing_is_no_year():
    single = [(REGION, f"2024M{month:02d}", 80.0) for month in range(3, 12)]

    assert values_of(year_of_months(small.figures((REGION, "2024M01-02", 130.0), *single))) == {}


def test_the_annual_figure_replaces_the_months_where_somebody_published_it():
    year = small.indicator("output", {"kind": "year_of_months", "months": "out"}, published="out")
    of_2023, of_2024 = [(REGION, f"{year}M01-12", value) for year, value in ((2023, 900.0), (2024, 930.0))]
    inputs = {"out": small.figures(of_2023, of_2024, (REGION, "2023", 915.0))}
    rows = small.rows_of(derive_indicator(year, inputs))

    assert {(row["period"], row["basis"]): row["value"] for row in rows if len(row["period"]) == 4} == {
        ("2023", "published"): 915.0,
        ("2024", "computed"): 930.0,
    }
