"""Rounding as the communiqués do it, and the energy-intensity change whose rounding is a declared step.

统计局 communiqués on 万元地区生产总值能耗: both yearly intensities are rounded to 4 decimals (吨标准煤/万元)
before they are divided; rounding is 四舍五入, half away from zero, in decimal arithmetic.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from etl.model.rounding import WORKING_DIGITS, round_half_away
from etl.model.vocabulary import MissingReason

__all__ = [
    "IntensityChange",
    "compute_growth_pct",
    "compute_implied_gdp_growth_pct",
    "compute_intensity_change",
    "round_half_away",
]

INTENSITY_DECIMALS = 4
PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class IntensityChange:
    """Year-on-year change of energy intensity with its working.

    Attributes:
        change_pct: change in percent, negative is good; None when missing.
        intensity: of the year, 吨标准煤/万元, rounded as declared; None where GDP is 0.
        previous_intensity: of the year before, rounded alike.
        decimals: decimals to which both were rounded before dividing, None for not at all.
        reason: why the change is missing, else None.
    """

    change_pct: Decimal | None
    intensity: Decimal | None
    previous_intensity: Decimal | None
    decimals: int | None
    reason: MissingReason | None = None


def compute_growth_pct(current: Decimal, previous: Decimal) -> Decimal | MissingReason:
    """Growth in percent, such as total-energy growth; missing with reason where there was nothing before.

    Raises:
        ValueError: an amount is negative or not finite.
    """
    _check_amount(current, "the amount")
    _check_amount(previous, "the previous amount")
    if previous == 0:
        return MissingReason.DENOMINATOR_ZERO
    with localcontext(prec=WORKING_DIGITS):
        return (current / previous - 1) * PERCENT


def compute_intensity_change(
    *,
    energy: Decimal,
    gdp: Decimal,
    previous_energy: Decimal,
    previous_gdp: Decimal,
    decimals: int | None = INTENSITY_DECIMALS,
) -> IntensityChange:
    """Change of energy per GDP against the year before, in percent.

    Args:
        energy: 能源消费总量, 万吨标准煤 (or 全社会用电量 for electricity intensity).
        gdp: GDP in 亿元 at constant prices of the plan's base year.
        previous_energy: the same a year earlier.
        previous_gdp: the same a year earlier, at the same prices.
        decimals: decimals of both intensities before dividing, None to divide unrounded ones.

    Returns:
        The change with both intensities; missing with ``denominator_zero`` where a GDP or the earlier
        intensity, as rounded, is 0.

    Raises:
        ValueError: an amount is negative or not finite.
    """
    intensity = _compute_intensity(energy, gdp, decimals)
    previous = _compute_intensity(previous_energy, previous_gdp, decimals)
    if intensity is None or not previous:
        return IntensityChange(None, intensity, previous, decimals, MissingReason.DENOMINATOR_ZERO)
    with localcontext(prec=WORKING_DIGITS):
        change_pct = (intensity / previous - 1) * PERCENT
    return IntensityChange(change_pct, intensity, previous, decimals)


def compute_implied_gdp_growth_pct(
    total_growth_pct: Decimal, intensity_change_pct: Decimal
) -> Decimal | MissingReason:
    """Real GDP growth, in percent, that growth of the total and change of the intensity imply together.

    A region whose published GDP growth differs from it has an error in one of the three.

    Args:
        total_growth_pct: growth of 能源消费总量 in percent.
        intensity_change_pct: change of the intensity in percent, negative is good.

    Raises:
        ValueError: a rate is not finite.
    """
    _check_finite(total_growth_pct)
    _check_finite(intensity_change_pct)
    with localcontext(prec=WORKING_DIGITS):
        left = PERCENT + intensity_change_pct
        if left == 0:
            return MissingReason.DENOMINATOR_ZERO
        return ((PERCENT + total_growth_pct) / left - 1) * PERCENT


def _compute_intensity(energy: Decimal, gdp: Decimal, decimals: int | None) -> Decimal | None:
    _check_amount(energy, "energy")
    _check_amount(gdp, "GDP")
    if gdp == 0:
        return None
    with localcontext(prec=WORKING_DIGITS):
        intensity = energy / gdp
    return intensity if decimals is None else round_half_away(intensity, decimals)


def _check_amount(amount: Decimal, what: str) -> None:
    _check_finite(amount)
    if amount < 0:
        msg = f"{what} is {amount}; expected 0 or more"
        raise ValueError(msg)


def _check_finite(value: Decimal) -> None:
    if not isinstance(value, Decimal) or not value.is_finite():
        msg = f"{value!r} is no finite decimal number"
        raise ValueError(msg)
