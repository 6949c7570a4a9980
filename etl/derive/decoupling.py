"""Tapio decoupling of emissions from GDP: elasticity e = (ΔC/C0) / (ΔG/G0), borders 0.8 and 1.2.

Upper borders belong to the milder state. States are decided by exact fractions, so that 4 % against 5 % is
0.8 and not a neighbour of it.
"""

from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from etl.model.rounding import WORKING_DIGITS
from etl.model.vocabulary import MissingReason

WEAK_BORDER = Fraction(4, 5)
COUPLING_BORDER = Fraction(6, 5)


class DecouplingState(StrEnum):
    """The eight states of Tapio."""

    STRONG_DECOUPLING = "strong_decoupling"
    WEAK_DECOUPLING = "weak_decoupling"
    EXPANSIVE_COUPLING = "expansive_coupling"
    EXPANSIVE_NEGATIVE_DECOUPLING = "expansive_negative_decoupling"
    STRONG_NEGATIVE_DECOUPLING = "strong_negative_decoupling"
    WEAK_NEGATIVE_DECOUPLING = "weak_negative_decoupling"
    RECESSIVE_COUPLING = "recessive_coupling"
    RECESSIVE_DECOUPLING = "recessive_decoupling"


EXPANSION = (
    DecouplingState.STRONG_DECOUPLING,
    DecouplingState.WEAK_DECOUPLING,
    DecouplingState.EXPANSIVE_COUPLING,
    DecouplingState.EXPANSIVE_NEGATIVE_DECOUPLING,
)
RECESSION = (
    DecouplingState.STRONG_NEGATIVE_DECOUPLING,
    DecouplingState.WEAK_NEGATIVE_DECOUPLING,
    DecouplingState.RECESSIVE_COUPLING,
    DecouplingState.RECESSIVE_DECOUPLING,
)


class Decoupling(Struct, frozen=True):
    """State and elasticity, or the reason why both are undefined."""

    state: DecouplingState | None
    elasticity: Decimal | None
    reason: MissingReason | None = None


def compute_decoupling(
    *, carbon_start: Decimal, carbon_end: Decimal, gdp_start: Decimal, gdp_end: Decimal
) -> Decoupling:
    """Decoupling between two years.

    Args:
        carbon_start: emissions C0 of the first year.
        carbon_end: emissions of the last year, same inventory and unit.
        gdp_start: GDP G0 of the first year, constant prices.
        gdp_end: GDP of the last year, same prices.

    Returns:
        State and elasticity; ``denominator_zero`` where C0 or G0 is 0 or GDP did not change.

    Raises:
        ValueError: an amount is negative or not a finite decimal.
    """
    amounts = (carbon_start, carbon_end, gdp_start, gdp_end)
    if not all(isinstance(amount, Decimal) and amount.is_finite() and amount >= 0 for amount in amounts):
        msg = f"emissions and GDP {amounts} must be finite decimals, 0 or more"
        raise ValueError(msg)
    if carbon_start == 0 or gdp_start == 0:
        return Decoupling(None, None, MissingReason.DENOMINATOR_ZERO)
    carbon_change = Fraction(carbon_end) / Fraction(carbon_start) - 1
    return classify_decoupling(carbon_change, Fraction(gdp_end) / Fraction(gdp_start) - 1)


def classify_decoupling(carbon_change: Fraction, gdp_change: Fraction) -> Decoupling:
    """State of two relative changes, both as fractions; undefined when GDP did not change.

    Emissions that stay while GDP falls are 弱负脱钩 (weak negative decoupling).
    """
    if gdp_change == 0:
        return Decoupling(None, None, MissingReason.DENOMINATOR_ZERO)
    exact = carbon_change / gdp_change
    states = EXPANSION if gdp_change > 0 else RECESSION
    with localcontext(prec=WORKING_DIGITS):
        elasticity = Decimal(exact.numerator) / Decimal(exact.denominator)
    return Decoupling(states[_place(exact)], elasticity)


def _place(elasticity: Fraction) -> int:
    """Place among the four states of a direction of GDP: below 0, to 0.8, to 1.2, above."""
    if elasticity < 0:
        return 0
    if elasticity <= WEAK_BORDER:
        return 1
    return 2 if elasticity <= COUPLING_BORDER else 3
