"""What yearly series show, with hand-made numbers."""

import math

import pytest

from etl.derive.finding.agreements import compute_agreement, compute_rank_correlation, find_agreement
from etl.derive.finding.drivers import KayaSeries, find_decoupling, find_drivers, windows_of
from etl.derive.finding.peaks import find_peak_status
from etl.derive.finding.scenarios import (
    compute_break_even_reduction,
    compute_own_pace,
    find_peak_scenario,
    rates_of,
)
from etl.derive.finding.trends import find_trend
from etl.derive.finding.years import crosses_break, since_break
from etl.model.carbon import Inventory, PeakScenario, RateCourse
from etl.model.period import Period

INVENTORY = Inventory(indicator="co2", name="CEADs", purchased_electricity=False)
NAMED = {"zh": "名", "en": "name"}
SPAN = Period.of_span(2016, 2020)


def kaya(**more) -> KayaSeries:
    given = {
        "indicator": "co2",
        "inventory": "CEADs",
        "region": "210100",
        "carbon": {2015: 100.0, 2020: 121.0},
        "gdp": {2015: 1000.0, 2020: 1331.0},
        "population": {2015: 100.0, 2020: 110.0},
        "energy": {},
    }
    return KayaSeries(**(given | more))


def fan(**first_path) -> PeakScenario:
    path = {"id": "a", "name": NAMED, "gdp_growth": {}, "intensity_reduction": {}, **first_path}
    paths = [path, {**path, "id": "b"}, {**path, "id": "c"}]
    given = {
        "id": "fan",
        "name": NAMED,
        "own_pace_years": 2,
        "horizon": 2030,
        "mark": "design",
        "note": NAMED,
    }
    return PeakScenario.read({**given, "paths": paths})


def test_without_energy_totals_drivers_are_population_product_per_head_and_carbon_per_product() -> None:
    found = next(find_drivers(kaya(), [SPAN]))
    effects = found.facts["multiplicative"]
    # 1.21 = 1.1 · (1.331 / 1.1) · (1.21 / 1.331): with one sub-sector the effects are the ratios themselves
    assert effects == pytest.approx({"population": 1.1, "gdp_per_person": 1.21, "carbon_per_gdp": 1 / 1.1})
    assert math.fsum(found.facts["additive"].values()) == pytest.approx(21.0, abs=1e-12)
    assert found.result == "gdp_per_person"


def test_with_energy_totals_of_both_years_the_energy_factor_stands_between() -> None:
    found = next(find_drivers(kaya(energy={2015: 50.0, 2020: 55.0}), [SPAN]))
    assert set(found.facts["additive"]) == {
        "population", "gdp_per_person", "energy_per_gdp", "carbon_per_energy",
    }  # fmt: skip
    assert math.prod(found.facts["multiplicative"].values()) == pytest.approx(1.21)


def test_across_a_break_of_the_population_drivers_are_not_compared() -> None:
    found = next(find_drivers(kaya(population_breaks=(2020,)), [SPAN]))
    assert (found.result, "additive" in found.facts) == ("not_comparable", False)


def test_window_names_its_years_of_change_and_needs_both_ends() -> None:
    carbon = {2014: 1.0, 2015: 1.0, 2018: 1.0, 2020: 1.0}
    declared = [SPAN, Period.of_span(2011, 2015)]
    assert windows_of(carbon, declared, [5, 2]) == (SPAN, Period.of_span(2019, 2020))


def test_decoupling_is_found_for_years_that_follow_each_other_and_for_windows() -> None:
    series = kaya(carbon={2015: 100.0, 2016: 104.0, 2020: 90.0}, gdp={2015: 100.0, 2016: 105.0, 2020: 130.0})
    found = {each.period: each for each in find_decoupling(series, [SPAN])}
    # 4 % against 5 % is 0.8, the upper border of weak decoupling
    assert found["2016"].facts["elasticity"] == 0.8
    assert found["2016"].result == "weak_decoupling"
    assert found["2016/2020"].result == "strong_decoupling"
    assert set(found) == {"2016", "2016/2020"}


def test_fall_of_the_population_across_a_break_makes_no_peak_passive() -> None:
    falling = {2010 + at: 100.0 - at for at in range(8)}
    people = {2010: 100.0, 2017: 90.0}
    growing = {2010: 1.0, 2017: 2.0}
    across = find_peak_status(
        INVENTORY,
        "X",
        is_inferred=False,
        emissions=falling,
        real_gdp=growing,
        population=people,
        breaks=(2015,),
    )
    same = find_peak_status(
        INVENTORY, "X", is_inferred=False, emissions=falling, real_gdp=growing, population=people, breaks=()
    )
    assert (across.facts["character"], same.facts["character"]) == ("proactive", "passive")
    assert across.facts["includes_purchased_electricity"] is False


def test_peak_status_prints_the_test_that_decided_it() -> None:
    found = find_peak_status(
        INVENTORY,
        "X",
        is_inferred=False,
        emissions={2010 + at: 100.0 - at for at in range(7)},
        real_gdp={},
        population={},
        breaks=(),
    )
    assert (found.result, found.period) == ("peaked", "2016")
    # six falling values: S = −15, exact p = 1/6!
    assert found.facts["test"]["s"] == -15
    assert found.facts["test"]["p_falling"] == pytest.approx(1 / 720)


def test_trend_needs_five_years_and_a_two_sided_p_of_five_per_cent() -> None:
    rising = {2000 + at: float(at) for at in range(5)}
    assert find_trend("x", "A", rising).result == "rising"  # p = 2/120
    assert find_trend("x", "A", dict(list(rising.items())[:4])).result == "undetermined"
    assert find_trend("x", "A", {2000: 1.0, 2001: 3.0, 2002: 2.0, 2003: 3.0, 2004: 1.0}).result == "no_trend"
    assert find_trend("x", "A", {2000: 1.0}) is None


def test_series_is_looked_at_from_its_last_break_on() -> None:
    assert since_break({2018: 1.0, 2019: 2.0, 2020: 3.0, 2021: 4.0}, (2020,)) == {2020: 3.0, 2021: 4.0}
    assert since_break({2018: 1.0, 2019: 2.0}, (2020,)) == {2018: 1.0, 2019: 2.0}
    assert crosses_break(2019, 2020, (2020,))
    assert not crosses_break(2020, 2021, (2020,))


def test_agreement_is_a_ratio_a_rank_correlation_and_years() -> None:
    found = compute_agreement({2010: 80.0, 2011: 90.0, 2012: 100.0}, {2010: 20.0, 2011: 30.0, 2012: 25.0})
    assert (found.years, found.ratio_lowest, found.ratio_highest) == (3, 3.0, 4.0)
    # ranks 1, 2, 3 against 1, 3, 2: rho = 1 − 6·2 / (3·8)
    assert found.rank_correlation == pytest.approx(0.5)
    assert compute_agreement({2010: 1.0}, {2011: 1.0}) is None


def test_equal_values_share_the_middle_of_their_ranks() -> None:
    assert compute_rank_correlation([1, 1, 2], [1, 1, 2]) == pytest.approx(1.0)
    assert compute_rank_correlation([1, 1, 1], [1, 2, 3]) is None
    assert compute_rank_correlation([1, 2], [1, 2]) is None


def test_inventories_agree_only_while_every_ratio_stays_below_the_declared_factor() -> None:
    own = {2010: 100.0, 2011: 100.0}
    assert find_agreement(INVENTORY, "A", own, {"b": {2010: 95.0, 2011: 110.0}}, 1.2).result == "agree"
    assert find_agreement(INVENTORY, "A", own, {"b": {2010: 95.0, 2011: 80.0}}, 1.2).result == "differ"
    assert find_agreement(INVENTORY, "A", own, {"b": {2015: 95.0}}, 1.2) is None


def test_own_pace_is_the_mean_yearly_rate() -> None:
    pace = compute_own_pace({2020: 100.0, 2022: 100.0}, {2020: 100.0, 2022: 121.0}, 2)
    assert pace.gdp_growth_pct == pytest.approx(10.0)
    assert pace.intensity_reduction_pct == pytest.approx(100 * (1 - 1 / 1.1))
    assert compute_own_pace({2020: 100.0, 2022: 100.0}, {2022: 121.0}, 2) is None


def test_course_of_a_rate_stops_at_its_floor() -> None:
    assert rates_of(RateCourse(start_pct=1.0, step_pp=-0.4, least_pct=0.0), 9.0, 4) == pytest.approx(
        [1.0, 0.6, 0.2, 0.0]
    )
    assert rates_of(RateCourse(), 2.5, 2) == [2.5, 2.5]


def test_scenario_is_a_fan_of_at_least_three_paths_and_its_result_a_span() -> None:
    carbon, gdp = {2020: 100.0, 2022: 110.0}, {2020: 100.0, 2022: 110.25}
    # growth 5 % a year, intensity about −0.11 %: slowing by 2 points a year it passes zero after three years
    found = find_peak_scenario(fan(gdp_growth={"step_pp": -2.0}), INVENTORY, "A", carbon, gdp)
    assert (found.result, found.period) == ("2025/2025", "2023/2030")
    assert set(found.facts["paths"]) == {"a", "b", "c"}
    with pytest.raises(ValueError, match="at least 3"):
        PeakScenario.read(fan().plain() | {"paths": fan().plain()["paths"][:2]})


def test_path_that_still_rises_at_the_horizon_has_no_peak_year() -> None:
    carbon, gdp = {2020: 100.0, 2022: 110.0}, {2020: 100.0, 2022: 110.25}
    assert find_peak_scenario(fan(), INVENTORY, "A", carbon, gdp).result == "beyond"


def test_paths_that_stay_below_the_observed_maximum_say_so() -> None:
    carbon, gdp = {2018: 130.0, 2020: 110.0, 2022: 100.0}, {2020: 100.0, 2022: 110.0}
    assert find_peak_scenario(fan(), INVENTORY, "A", carbon, gdp).result == "observed_maximum"


def test_emissions_stand_still_where_the_intensity_falls_by_growth_over_one_plus_growth() -> None:
    needed = compute_break_even_reduction(5.0)
    assert needed == pytest.approx(100 * 0.05 / 1.05)
    assert 1.05 * (1 - needed / 100) == pytest.approx(1.0)
