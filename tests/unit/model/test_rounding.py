"""四舍五入: half away from zero, in decimal arithmetic, as the communiqués round."""

from decimal import Decimal

import pytest

from etl.model.rounding import round_half_away

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
