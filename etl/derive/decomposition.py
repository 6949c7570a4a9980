"""LMDI-I decomposition of a change into the effects of its factors, additive and multiplicative.

Ang 2005, doi 10.1016/j.enpol.2003.10.010, over sub-sectors i whose value is the product of factors x:

    L(a, b) = (a − b) / (ln a − ln b),  L(a, a) = a
    ΔV_x = Σ_i L(V_i^T, V_i^0) · ln(x_i^T / x_i^0)        D_x = exp(ΔV_x / L(V^T, V^0))

Zeros by their analytical limits (Wood & Lenzen 2006, doi 10.1016/j.enpol.2004.11.010): a sub-sector that
appears or vanishes gives its whole value to the factor that was zero; several that vanish together share it
equally, being taken to approach zero alike; where both values are zero there is no effect.
"""

from collections.abc import Mapping, Sequence
from math import exp, fsum, isfinite, log, log1p, prod

from msgspec import Struct

from etl.model.vocabulary import MissingReason

NEARLY_EQUAL = 0.5


class Decomposition(Struct, frozen=True):
    """Effects of every factor, which sum to ``change`` and multiply to ``ratio``.

    Attributes:
        additive: effect by factor, in the unit of the total.
        change: V^T − V^0.
        multiplicative: effect by factor, 1 = none; None where a total is 0.
        ratio: V^T / V^0; None where a total is 0.
        reason: why the multiplicative form is missing, else None.
    """

    additive: Mapping[str, float]
    change: float
    multiplicative: Mapping[str, float] | None
    ratio: float | None
    reason: MissingReason | None = None


def compute_decomposition(
    factors: Sequence[str], start: Sequence[Sequence[float]], end: Sequence[Sequence[float]]
) -> Decomposition:
    """Decompose the change of Σ_i Π_x x_i between two years.

    Args:
        factors: names of the m factors, such as population, gdp_per_person, carbon_per_gdp.
        start: n sub-sectors × m factors in the first year.
        end: the same in the last year.

    Returns:
        Additive and multiplicative effects; the multiplicative ones are missing with ``denominator_zero``
        where a total is 0.

    Raises:
        ValueError: tables of different shapes, no rows, a repeated factor, or a value negative or not finite.
    """
    _check_tables(factors, start, end)
    by_sector = [_effects_of_sector(first, last) for first, last in zip(start, end, strict=True)]
    effects = [fsum(column) for column in zip(*by_sector, strict=True)]
    total_start, total_end = (fsum(prod(row) for row in table) for table in (start, end))
    additive = dict(zip(factors, effects, strict=True))
    change = total_end - total_start
    if total_start == 0 or total_end == 0:
        return Decomposition(additive, change, None, None, MissingReason.DENOMINATOR_ZERO)
    weight = compute_log_mean(total_end, total_start)
    multiplicative = {name: exp(effect / weight) for name, effect in additive.items()}
    return Decomposition(additive, change, multiplicative, total_end / total_start)


def compute_log_mean(a: float, b: float) -> float:
    """Logarithmic mean L(a, b) of two positive numbers."""
    if a == b:
        return a
    return (a - b) / _log_ratio(a, b)


def _log_ratio(a: float, b: float) -> float:
    # ln(a/b) of nearly equal numbers loses its digits in the quotient; their difference is exact
    step = (a - b) / b
    return log1p(step) if abs(step) < NEARLY_EQUAL else log(a) - log(b)


def _effects_of_sector(start: Sequence[float], end: Sequence[float]) -> list[float]:
    value_start, value_end = prod(start), prod(end)
    if value_start == 0 and value_end == 0:
        return [0.0] * len(start)
    if value_start == 0 or value_end == 0:
        return _limits_of_sector(start if value_start == 0 else end, value_end - value_start)
    weight = compute_log_mean(value_end, value_start)
    return [weight * _log_ratio(last, first) for first, last in zip(start, end, strict=True)]


def _limits_of_sector(empty: Sequence[float], change: float) -> list[float]:
    """The whole change of a sub-sector goes to the factors that are zero in its empty year."""
    zeros = sum(1 for factor in empty if factor == 0)
    return [change / zeros if factor == 0 else 0.0 for factor in empty]


def _check_tables(
    factors: Sequence[str], start: Sequence[Sequence[float]], end: Sequence[Sequence[float]]
) -> None:
    rows = [*start, *end]
    same_shape = len(start) == len(end) > 0 and all(len(row) == len(factors) for row in rows)
    if not factors or len(set(factors)) != len(factors) or not same_shape:
        msg = f"expected two tables of the same sub-sectors by the different factors {list(factors)}"
        raise ValueError(msg)
    if not all(isfinite(value) and value >= 0 for row in rows for value in row):
        msg = "a factor is negative or not finite; expected 0 or more"
        raise ValueError(msg)
    if any(not isfinite(prod(row)) or (prod(row) == 0) is (0 not in row) for row in rows):
        msg = "a product of factors is beyond the range of numbers; choose larger or smaller units"
        raise ValueError(msg)
