"""Mann–Kendall and Sen slope, against a worked example and the exact distribution."""

import csv
from itertools import permutations
from pathlib import Path

import pytest

from etl.derive.trend import PValueMethod, compute_mann_kendall, compute_sen_slope

TABLES = Path(__file__).parents[2] / "data" / "methods"


def read_table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def series_with(n: int, s: int) -> list[float]:
    """An order of n different values whose S is ``s``."""
    inversions = (n * (n - 1) // 2 - s) // 2
    left, order = list(range(n)), []
    for _ in range(n):
        step = min(inversions, len(left) - 1)
        inversions -= step
        order.append(float(left.pop(step)))
    return order


def test_worked_example_of_the_published_exercise() -> None:
    (row,) = read_table("mann_kendall_test")
    series = [float(value) for value in row["series"].split(";")]
    test = compute_mann_kendall(series)
    assert (test.n, test.s) == (int(row["n"]), int(row["S"]))
    assert test.var_s == pytest.approx(float(row["VarS"]), abs=5e-5)
    assert test.z == pytest.approx(float(row["published_Z"]), abs=5e-5)
    assert test.method is PValueMethod.NORMAL
    slope = compute_sen_slope(range(len(series)), series)
    assert slope == pytest.approx(float(row["sen_slope_COMPUTED"]), abs=5e-5)


@pytest.mark.parametrize(
    "row", read_table("mann_kendall_exact_lower_tail"), ids=lambda row: f"n{row['n']}S{row['S']}"
)
def test_exact_tail_agrees_with_the_table_on_both_sides(row: dict[str, str]) -> None:
    n, s = int(row["n"]), int(row["S"])
    expected = pytest.approx(float(row["p_lower_tail_no_ties_computed"]), abs=5e-7, rel=1e-6)
    falling = compute_mann_kendall(series_with(n, s))
    assert (falling.s, falling.method) == (s, PValueMethod.EXACT)
    assert falling.p_falling == expected
    assert compute_mann_kendall(series_with(n, -s)).p_rising == expected


@pytest.mark.parametrize(
    "sample", [(1, 1, 2, 3, 4), (1, 1, 2, 2, 3), (1, 1, 1, 2, 3, 4), (2, 2, 2, 1, 1, 3), (1, 1, 1, 1)]
)
def test_exact_tail_with_ties_counts_all_orders_of_the_sample(sample: tuple[int, ...]) -> None:
    def s_of(order: tuple[int, ...]) -> int:
        return sum((b > a) - (b < a) for i, a in enumerate(order) for b in order[i + 1 :])

    all_s = [s_of(order) for order in permutations(sample)]
    test = compute_mann_kendall(sample)
    assert test.method is PValueMethod.EXACT_WITH_TIES
    assert test.p_falling == pytest.approx(sum(s <= test.s for s in all_s) / len(all_s), abs=1e-12)
    assert test.p_rising == pytest.approx(sum(s >= test.s for s in all_s) / len(all_s), abs=1e-12)


def test_constant_series_has_no_trend_in_either_direction() -> None:
    short, long = compute_mann_kendall([3.0] * 6), compute_mann_kendall([3.0] * 12)
    assert (short.s, short.var_s, short.z, short.p_falling, short.p_rising) == (0, 0, 0, 1, 1)
    assert (long.s, long.z) == (0, 0)
    assert long.p_falling > 0.05


def test_normal_tails_of_a_clear_fall_are_small_on_the_falling_side_only() -> None:
    test = compute_mann_kendall([float(-year) for year in range(12)])
    # S = −66, Var S = 12·11·29/18 = 212.67, Z = −65/14.583 = −4.457
    assert test.z == pytest.approx(-4.457, abs=5e-4)
    assert test.p_falling < 1e-5
    assert test.p_rising > 0.999


def test_sen_slope_is_per_year_across_a_gap() -> None:
    assert compute_sen_slope([2010, 2011, 2014], [10.0, 12.0, 18.0]) == 2.0


@pytest.mark.parametrize("values", [[], [1.0], [1.0, float("nan")], [1.0, float("inf")]])
def test_series_without_two_finite_values_is_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="at least 2 finite values"):
        compute_mann_kendall(values)


@pytest.mark.parametrize("times", [[2010, 2010], [2011, 2010], [2010]])
def test_times_that_do_not_rise_are_refused(times: list[int]) -> None:
    with pytest.raises(ValueError, match="do not rise"):
        compute_sen_slope(times, [1.0, 2.0])
