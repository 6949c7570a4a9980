"""Mann–Kendall trend test and Sen slope.

S = Σ sgn(x_j − x_i) over i < j; Var S = [n(n−1)(2n+5) − Σ t(t−1)(2t+5)] / 18; Z = (S ∓ 1)/√Var S.

Up to ten values the p-values are exact. Ties keep them exact: S of a sample with tied groups follows the
inversions of a multiset's permutations, whose counts are the coefficients of a q-multinomial. Above ten
values the normal approximation with tie and continuity correction is used.
"""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import combinations, pairwise
from math import erfc, isfinite, sqrt
from statistics import median

from msgspec import Struct

EXACT_UP_TO = 10
FEWEST_VALUES = 2


class PValueMethod(StrEnum):
    """How the p-values were found."""

    EXACT = "exact"
    EXACT_WITH_TIES = "exact_with_ties"
    NORMAL = "normal"


class MannKendall(Struct, frozen=True):
    """Result of the test on one series.

    Attributes:
        n: number of values.
        s: S.
        var_s: variance of S with tie correction.
        z: Z with continuity correction; 0 when S = 0.
        p_falling: one-sided P(S' ≤ s) without trend.
        p_rising: one-sided P(S' ≥ s) without trend.
        method: exact, exact with ties, or normal.
    """

    n: int
    s: int
    var_s: float
    z: float
    p_falling: float
    p_rising: float
    method: PValueMethod


def compute_mann_kendall(values: Sequence[float]) -> MannKendall:
    """Mann–Kendall test of a series in its order in time.

    Args:
        values: the observed values, oldest first; a missing one is left out by the caller.

    Raises:
        ValueError: fewer than two values, or one that is not finite.
    """
    _check_values(values)
    n = len(values)
    s = sum((later > earlier) - (later < earlier) for earlier, later in combinations(values, 2))
    ties = [count for count in Counter(values).values() if count > 1]
    var_s = (_spread(n) - sum(_spread(count) for count in ties)) / 18
    z = 0.0 if s == 0 else (s - (1 if s > 0 else -1)) / sqrt(var_s)
    if n > EXACT_UP_TO:
        return MannKendall(n, s, var_s, z, erfc(-z / sqrt(2)) / 2, erfc(z / sqrt(2)) / 2, PValueMethod.NORMAL)
    method = PValueMethod.EXACT_WITH_TIES if ties else PValueMethod.EXACT
    return MannKendall(n, s, var_s, z, _exact_tail(n, ties, s), _exact_tail(n, ties, -s), method)


def compute_sen_slope(times: Sequence[float], values: Sequence[float]) -> float:
    """Sen slope: the median of the slopes of all pairs, in units of the value per unit of time.

    Args:
        times: years of the values, strictly rising; gaps are allowed.
        values: the observed values.

    Raises:
        ValueError: fewer than two values, one that is not finite, or times that do not rise.
    """
    _check_values(values)
    if len(times) != len(values) or any(later <= earlier for earlier, later in pairwise(times)):
        msg = f"times {list(times)} do not rise strictly, one for each of {len(values)} values"
        raise ValueError(msg)
    points = list(zip(times, values, strict=True))
    return median((x2 - x1) / (t2 - t1) for (t1, x1), (t2, x2) in combinations(points, 2))


def _spread(count: int) -> int:
    return count * (count - 1) * (2 * count + 5)


def _exact_tail(n: int, ties: Sequence[int], s: int) -> float:
    """P(S' ≤ s) over all orders of the sample."""
    counts = _count_orders_by_inversions(n, tuple(sorted(ties)))
    pairs = len(counts) - 1  # untied pairs; S = pairs − 2·inversions
    at_most = sum(count for inversions, count in enumerate(counts) if pairs - 2 * inversions <= s)
    return at_most / sum(counts)


@lru_cache(maxsize=256)
def _count_orders_by_inversions(n: int, ties: tuple[int, ...]) -> Sequence[int]:
    """Distinct orders of the sample by their number of inversions: [n]_q! / Π [t]_q! as coefficients."""
    counts: Sequence[int] = (1,)
    for size in range(2, n + 1):
        counts = _times_ones(counts, size)
    for tied in ties:
        for size in range(2, tied + 1):
            counts = _divided_by_ones(counts, size)
    return counts


def _times_ones(counts: Sequence[int], size: int) -> list[int]:
    """Product with 1 + q + … + q^(size−1)."""
    length = len(counts) + size - 1
    return [sum(counts[max(0, power - size + 1) : power + 1]) for power in range(length)]


def _divided_by_ones(counts: Sequence[int], size: int) -> list[int]:
    """Quotient by 1 + q + … + q^(size−1), which divides without remainder here."""
    quotient: list[int] = []
    for power in range(len(counts) - size + 1):
        quotient.append(counts[power] - sum(quotient[max(0, power - size + 1) :]))
    return quotient


def _check_values(values: Sequence[float]) -> None:
    if len(values) < FEWEST_VALUES or not all(isfinite(value) for value in values):
        msg = f"{list(values)}: expected at least {FEWEST_VALUES} finite values"
        raise ValueError(msg)
