"""Peak status, on real inventories and rule by rule."""

import csv
import random
from pathlib import Path

import pytest

from etl.derive.peak import (
    PeakCharacter,
    PeakFinding,
    PeakRule,
    PeakStatus,
    compute_earliest_peak,
    compute_peak_status,
    find_character,
)
from etl.derive.trend import PValueMethod, compute_mann_kendall

TABLES = Path(__file__).parents[2] / "data" / "methods"


def read_series(region_code: str) -> dict[int, float]:
    with (TABLES / "peak_series.csv").open(encoding="utf-8", newline="") as stream:
        return {
            int(row["year"]): float(row["co2_million_t"])
            for row in csv.DictReader(stream)
            if row["region_code"] == region_code
        }


def find_peak(series: dict[int, float], **evidence: dict[int, float]) -> PeakFinding:
    return compute_peak_status(series, inventory="CEADs", includes_purchased_electricity=None, **evidence)


def from_2000(*values: float | None) -> dict[int, float]:
    return {2000 + place: value for place, value in enumerate(values) if value is not None}


def test_province_has_not_peaked_as_of_2019() -> None:
    finding = find_peak(read_series("210000"))
    assert (finding.status, finding.rule) == (PeakStatus.NOT_PEAKED, PeakRule.TOO_RECENT)
    assert (finding.maximum_year, finding.last_year, finding.n_after) == (2019, 2019, 0)
    assert finding.test is None


def test_a_series_spread_by_a_proxy_proves_no_peak_however_it_falls() -> None:
    falling = from_2000(9.0, *(8.0 - year for year in range(6)))
    told = {"inventory": "Chen et al. 2020", "includes_purchased_electricity": None}
    assert compute_peak_status(falling, **told).status is PeakStatus.PEAKED
    finding = compute_peak_status(falling, **told, is_inferred=True)
    assert (finding.status, finding.rule, finding.test) == (
        PeakStatus.UNDETERMINED,
        PeakRule.INFERRED,
        None,
    )
    assert (finding.maximum_year, finding.last_year) == (2000, 2006)


def test_shenyang_rebounds_after_its_maximum_of_2014() -> None:
    finding = find_peak(read_series("210100"))
    assert (finding.status, finding.rule) == (PeakStatus.REBOUNDING, PeakRule.TREND)
    assert (finding.maximum_year, finding.last_year, finding.n_after) == (2014, 2019, 5)
    assert finding.test is not None
    # rising every year 2015–2019: S = 10 of 10 pairs, one order of 5! = 120
    assert (finding.test.s, finding.test.method) == (10, PValueMethod.EXACT)
    assert finding.test.p_rising == pytest.approx(1 / 120)
    assert finding.sen_slope is not None
    assert finding.sen_slope > 0


def test_fuxin_is_undetermined_with_four_values_after_its_maximum() -> None:
    finding = find_peak(read_series("210900"))
    assert (finding.status, finding.rule) == (PeakStatus.UNDETERMINED, PeakRule.TOO_FEW_VALUES)
    assert (finding.maximum_year, finding.n_after, finding.missing_after) == (2011, 4, 1)


def test_anshan_is_undetermined_with_three_years_missing_after_its_maximum() -> None:
    finding = find_peak(read_series("210300"))
    assert (finding.status, finding.rule) == (PeakStatus.UNDETERMINED, PeakRule.GAPS_AFTER_MAXIMUM)
    assert (finding.maximum_year, finding.missing_after) == (2014, 3)


def test_maximum_followed_by_a_missing_year_is_undetermined_even_when_recent() -> None:
    assert find_peak(from_2000(1, 9, None, 8)).rule is PeakRule.GAPS_AFTER_MAXIMUM


def test_two_years_missing_later_are_too_many_and_one_is_not() -> None:
    assert find_peak(from_2000(9, 8, None, 7, None, 6, 5, 4)).rule is PeakRule.GAPS_AFTER_MAXIMUM
    assert find_peak(from_2000(9, 8, None, 7, 6, 5, 4)).status is PeakStatus.PEAKED


def test_last_maximum_counts_when_it_is_reached_twice() -> None:
    assert find_peak(from_2000(9, 3, 9, 8, 7)).maximum_year == 2002


def test_five_years_of_fall_are_a_peak_and_four_are_not() -> None:
    assert find_peak(from_2000(9, 8, 7, 6, 5)).status is PeakStatus.NOT_PEAKED
    fallen = find_peak(from_2000(9, 8, 7, 6, 5, 4))
    assert fallen.status is PeakStatus.PEAKED
    assert fallen.test is not None
    assert fallen.test.p_falling == pytest.approx(1 / 120)
    assert fallen.sen_slope == -1


def test_level_course_near_the_maximum_is_a_plateau_from_97_per_cent_on() -> None:
    assert find_peak(from_2000(100, 98, 99, 98, 99, 97)).status is PeakStatus.PLATEAU
    assert find_peak(from_2000(100, 98, 99, 98, 99, 96.9)).status is PeakStatus.UNDETERMINED


def test_low_course_without_trend_is_undetermined() -> None:
    finding = find_peak(from_2000(100, 70, 80, 75, 72, 78))
    assert (finding.status, finding.rule) == (PeakStatus.UNDETERMINED, PeakRule.TREND)


@pytest.mark.parametrize(
    ("gdp", "population", "character"),
    [
        ({2000: 5.0, 2005: 6.0}, None, PeakCharacter.PROACTIVE),
        ({2000: 5.0, 2005: 4.9}, None, PeakCharacter.PASSIVE),
        ({2000: 5.0, 2005: 6.0}, {2000: 9.0, 2005: 8.0}, PeakCharacter.PASSIVE),
        (None, {2000: 9.0, 2005: 8.0}, PeakCharacter.PASSIVE),
        (None, {2000: 8.0, 2005: 9.0}, PeakCharacter.UNDETERMINED),
        ({2001: 5.0, 2005: 4.0}, None, PeakCharacter.UNDETERMINED),
        (None, None, PeakCharacter.UNDETERMINED),
    ],
)
def test_peak_is_passive_where_the_economy_or_population_shrank(
    gdp: dict[int, float] | None, population: dict[int, float] | None, character: PeakCharacter
) -> None:
    assert find_character(gdp, population, (2000, 2005)) is character
    finding = compute_peak_status(
        from_2000(9, 8, 7, 6, 5, 4),
        inventory="CEADs",
        includes_purchased_electricity=False,
        real_gdp=gdp,
        population=population,
    )
    assert finding.character is character


def test_character_belongs_to_peaks_only() -> None:
    assert find_peak(read_series("210000"), real_gdp={2019: 1.0}).character is None


def test_finding_names_its_inventory_and_share_of_the_maximum() -> None:
    finding = find_peak(from_2000(10, 8))
    assert (finding.inventory, finding.share_of_maximum) == ("CEADs", 0.8)


def test_all_zero_series_has_no_share_and_no_peak() -> None:
    finding = find_peak(from_2000(0, 0, 0))
    assert (finding.status, finding.share_of_maximum) == (PeakStatus.NOT_PEAKED, None)


@pytest.mark.parametrize("series", [{}, {2000: float("nan")}, {2000: -1.0}])
def test_series_without_usable_values_is_refused(series: dict[int, float]) -> None:
    with pytest.raises(ValueError, match="emissions"):
        find_peak(series)


def test_white_noise_gives_at_most_five_per_cent_false_peaks_and_more_with_the_maximum_in_the_test() -> None:
    chance = random.Random(20211104)
    findings, with_maximum = [], []
    for _ in range(3000):
        series = {year: 100 + chance.gauss(0, 1) for year in range(2000, 2012)}
        finding = find_peak(series)
        findings.append(finding)
        if finding.rule is PeakRule.TREND:
            values = [series[year] for year in range(finding.maximum_year, 2012)]
            with_maximum.append(compute_mann_kendall(values).p_falling <= 0.05)
    tested = [finding for finding in findings if finding.rule is PeakRule.TREND]
    false_peaks = sum(finding.status is PeakStatus.PEAKED for finding in tested)
    assert len(tested) > 1500
    assert 0 < false_peaks / len(tested) <= 0.05
    assert sum(with_maximum) / len(with_maximum) > 0.09


def test_the_earliest_peak_is_the_first_year_whose_test_passes_if_every_year_were_lowest() -> None:
    """After the maximum five rising values, S = 10; k new lows take away 5k + k(k−1)/2.

    Exact table: (8, −8) is far from 5 %, (9, −16) gives 0.060, (10, −25) gives 0.014.
    """
    rising = {2014: 9.0, 2015: 4.0, 2016: 5.0, 2017: 6.0, 2018: 7.0, 2019: 8.0}
    assert compute_earliest_peak(rising) == 2024


def test_from_a_maximum_in_the_last_year_five_falling_years_are_asked_for() -> None:
    assert compute_earliest_peak({2018: 1.0, 2019: 2.0}) == 2024  # S = −10 of five, p = 0.0083


def test_a_peak_that_stands_needs_no_further_year_and_a_gap_is_never_passed() -> None:
    fallen = {2010: 9.0, 2011: 8.0, 2012: 7.0, 2013: 6.0, 2014: 5.0, 2015: 4.0}
    assert compute_earliest_peak(fallen) == 2015
    assert compute_earliest_peak({2014: 9.0, 2018: 8.0}) is None
