"""LMDI-I, against Ang's example data and the analytical limits of zeros."""

import csv
from math import e, log
from pathlib import Path

import pytest

from etl.derive.decomposition import Decomposition, compute_decomposition, compute_log_mean
from etl.model.vocabulary import MissingReason

TABLES = Path(__file__).parents[2] / "data" / "methods"


def read_example() -> dict[str, str]:
    with (TABLES / "lmdi_tests.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    return row


def factors_of_year(inputs: str, year: str) -> list[list[float]]:
    """Activity, structure and intensity of every sub-sector: Q, Q_i/Q, E_i/Q_i."""
    records = [record.split(",") for record in inputs.split(": ", 1)[1].split(";")]
    sectors = [
        (float(r[1]), float(r[2])) for r in (record for record in records if record[0].strip() == year)
    ]
    activity = sum(quantity for _, quantity in sectors)
    return [[activity, quantity / activity, energy / quantity] for energy, quantity in sectors]


def test_example_of_ang_with_four_sub_sectors_and_three_factors() -> None:
    row = read_example()
    start, end = (factors_of_year(row["inputs"], year) for year in ("0", "1"))
    found = compute_decomposition(row["factor_order"].split(";"), start, end)
    additive = [float(text) for text in row["additive_effects"].split(";")]
    multiplicative = [float(text) for text in row["multiplicative_effects"].split(";")]
    assert list(found.additive.values()) == pytest.approx(additive, abs=5e-5)
    assert found.change == pytest.approx(float(row["delta_total"]))
    assert found.multiplicative is not None
    assert list(found.multiplicative.values()) == pytest.approx(multiplicative, abs=5e-5)
    assert found.ratio == pytest.approx(float(row["ratio_total"]))


def one_sector(start: list[float], end: list[float]) -> Decomposition:
    return compute_decomposition(["activity", "intensity"], [start], [end])


def test_change_of_one_factor_is_its_effect_alone() -> None:
    found = one_sector([2, 3], [5, 3])
    assert found.additive == pytest.approx({"activity": 9, "intensity": 0})
    assert found.multiplicative == pytest.approx({"activity": 2.5, "intensity": 1})


def test_log_mean_of_equal_numbers_is_the_number_and_near_ones_stay_close() -> None:
    assert compute_log_mean(7.0, 7.0) == 7.0
    assert compute_log_mean(e, 1.0) == pytest.approx(e - 1)
    assert compute_log_mean(7.0 * (1 + 1e-15), 7.0) == pytest.approx(7.0, rel=1e-12)
    assert compute_log_mean(100.0, 1.0) == pytest.approx(99 / log(100))


@pytest.mark.parametrize(
    ("start", "end", "effects"),
    [
        ([0, 3], [4, 3], (12, 0)),  # the sub-sector appears with its activity
        ([4, 3], [4, 0], (0, -12)),  # it vanishes with its intensity
        ([0, 0], [4, 3], (6, 6)),  # both appear together
        ([0, 3], [0, 5], (0, 0)),  # nothing before, nothing after
        ([0, 3], [4, 0], (0, 0)),
    ],
)
def test_zeros_take_their_analytical_limits(
    start: list[float], end: list[float], effects: tuple[float, float]
) -> None:
    assert tuple(one_sector(start, end).additive.values()) == effects


def test_limit_is_what_ever_smaller_numbers_approach() -> None:
    # The limit is logarithmic, hence slow: at 1e-300 the share of the growing factor is within one per cent.
    near = one_sector([1e-300, 3], [4, 3.01]).additive
    assert near["activity"] == pytest.approx(12.04, rel=0.01)
    assert near["intensity"] == pytest.approx(0, abs=0.01)


def test_sub_sector_that_appears_keeps_the_multiplicative_form() -> None:
    found = compute_decomposition(["activity", "intensity"], [[0, 3], [2, 5]], [[4, 3], [2, 5]])
    assert found.additive == pytest.approx({"activity": 12, "intensity": 0})
    assert found.multiplicative == pytest.approx({"activity": 2.2, "intensity": 1})


def test_multiplicative_form_is_missing_when_a_total_is_zero() -> None:
    found = one_sector([0, 3], [4, 3])
    assert (found.multiplicative, found.ratio) == (None, None)
    assert found.reason is MissingReason.DENOMINATOR_ZERO


@pytest.mark.parametrize(
    ("factors", "start", "end"),
    [
        (["a"], [], []),
        ([], [[]], [[]]),
        (["a", "a"], [[1, 2]], [[1, 2]]),
        (["a", "b"], [[1, 2]], [[1, 2], [1, 2]]),
        (["a", "b"], [[1, 2]], [[1]]),
    ],
)
def test_tables_that_do_not_match_are_refused(
    factors: list[str], start: list[list[float]], end: list[list[float]]
) -> None:
    with pytest.raises(ValueError, match="two tables"):
        compute_decomposition(factors, start, end)


@pytest.mark.parametrize("bad", [-1.0, float("nan"), float("inf")])
def test_factors_that_are_negative_or_not_finite_are_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="negative or not finite"):
        one_sector([1, bad], [1, 1])


@pytest.mark.parametrize("extreme", [1e-200, 1e200])
def test_products_beyond_the_range_of_numbers_are_refused(extreme: float) -> None:
    with pytest.raises(ValueError, match="beyond the range"):
        one_sector([extreme, extreme], [1, 1])
