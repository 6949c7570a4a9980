"""四舍五入 in decimal arithmetic: half away from zero, as the communiqués round."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

WORKING_DIGITS: Final = 60
"""Digits that decimal arithmetic carries on the way: sums, shares and logarithms of rates stay exact to more
than any figure is stated to."""
PERCENT: Final = 100
"""Parts of a whole that one is; exact in decimals and in floats."""


def round_half_away(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero (四舍五入); a negative value that rounds to nothing is plain zero.

    Args:
        value: any finite decimal number.
        decimals: digits kept after the point; negative for tens, hundreds, ….

    Raises:
        ValueError: the value is not a finite ``Decimal`` (a binary float has no exact half).
    """
    if not isinstance(value, Decimal) or not value.is_finite():
        msg = f"{value!r} is no finite decimal number"
        raise ValueError(msg)
    digits = max(WORKING_DIGITS, value.adjusted() + decimals + 2)
    with localcontext(prec=digits):
        # decimal's "half up" goes by magnitude: away from zero on both sides
        rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded.is_zero() else rounded
