"""Rounding and energy intensity, against the communiqués' method and a published error."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from etl.derive.rounding import (
    compute_growth_pct,
    compute_implied_gdp_growth_pct,
    compute_intensity_change,
    round_half_away,
)
from etl.model.vocabulary import MissingReason

TABLES = Path(__file__).parents[2] / "data" / "methods"
D = Decimal


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.125", 2, "0.13"),
        ("1.005", 2, "1.01"),
        ("-1.005", 2, "-1.01"),
        ("0.54445", 4, "0.5445"),
        ("2.4999999", 0, "2"),
        ("15", -1, "20"),
        ("-0.004", 2, "0.00"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: str, decimals: int, expected: str) -> None:
    rounded = round_half_away(D(value), decimals)
    assert rounded == D(expected)
    assert not (rounded.is_zero() and rounded.is_signed())


@pytest.mark.parametrize("bad", [D("NaN"), D("Infinity"), 0.125])
def test_value_without_an_exact_decimal_is_refused(bad: Decimal) -> None:
    with pytest.raises(ValueError, match="no finite decimal"):
        round_half_away(bad, 2)


def test_intensities_are_rounded_to_four_decimals_before_dividing() -> None:
    declared, unrounded = (
        compute_intensity_change(
            energy=D("5444.5"),
            gdp=D(10000),
            previous_energy=D(5600),
            previous_gdp=D(10000),
            decimals=decimals,
        )
        for decimals in (4, None)
    )
    # 0.54445 → 0.5445; 0.5445/0.5600 = 0.972321…, unrounded 0.54445/0.56 = 0.972232…
    assert (declared.intensity, declared.previous_intensity) == (D("0.5445"), D("0.5600"))
    assert declared.change_pct is not None
    assert unrounded.change_pct is not None
    assert round_half_away(declared.change_pct, 2) == D("-2.77")
    assert round_half_away(unrounded.change_pct, 2) == D("-2.78")


@pytest.mark.parametrize(
    ("gdp", "previous_energy", "previous_gdp"),
    [("0", "1", "1"), ("1", "1", "0"), ("1", "0", "1"), ("1", "0.00004", "1")],
)
def test_change_is_missing_when_a_denominator_is_zero(
    gdp: str, previous_energy: str, previous_gdp: str
) -> None:
    change = compute_intensity_change(
        energy=D(1), gdp=D(gdp), previous_energy=D(previous_energy), previous_gdp=D(previous_gdp)
    )
    assert change.change_pct is None
    assert change.reason is MissingReason.DENOMINATOR_ZERO


def test_negative_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 0 or more"):
        compute_intensity_change(energy=D(-1), gdp=D(1), previous_energy=D(1), previous_gdp=D(1))


def test_growth_of_nothing_is_missing() -> None:
    assert compute_growth_pct(D(1), D(0)) is MissingReason.DENOMINATOR_ZERO


def read_mianyang() -> dict[str, Decimal]:
    with (TABLES / "data_quality_case_mianyang.csv").open(encoding="utf-8", newline="") as stream:
        return {row["field"]: D(row["value"]) for row in csv.DictReader(stream)}


def test_mianyang_2016_increment_given_as_a_percentage_implies_an_impossible_gdp_growth() -> None:
    case = read_mianyang()
    intensity = -case["单位GDP能耗下降(%)"]
    as_percentage = compute_implied_gdp_growth_pct(-case["报道称能耗同比下降(%)"], intensity)
    energy, increment = case["能源消费总量2016(万吨标煤)"], case["省考核表2016年增量(万吨标煤)"]
    growth = compute_growth_pct(energy, energy - increment)
    assert isinstance(growth, Decimal)
    as_increment = compute_implied_gdp_growth_pct(growth, intensity)
    assert isinstance(as_percentage, Decimal)
    assert isinstance(as_increment, Decimal)
    assert round_half_away(as_percentage, 2) == case["由-7.91%反推GDP增速(%)"]
    assert round_half_away(as_increment, 2) == case["由-7.91万吨反推GDP增速(%)"]


def test_implied_growth_is_missing_when_the_intensity_vanished() -> None:
    assert compute_implied_gdp_growth_pct(D(1), D(-100)) is MissingReason.DENOMINATOR_ZERO
