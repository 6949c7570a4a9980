"""How far two inventories of the same region agree, as numbers: ratio, rank correlation, years."""

from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import fmean, median

from msgspec import Struct
from msgspec.structs import asdict

from etl.derive.finding.years import Years
from etl.model.carbon import Inventory
from etl.model.finding import Finding, FindingKind, FindingResult
from etl.model.period import Period

FEWEST_FOR_CORRELATION = 3


class Agreement(Struct, frozen=True):
    """Two series over their common years.

    Attributes:
        years: number of common years with both values above zero.
        ratio_median, ratio_lowest, ratio_highest: first over second.
        rank_correlation: Spearman's rho of the common years; None below three years or without any variation.
    """

    years: int
    first_year: int
    last_year: int
    ratio_median: float
    ratio_lowest: float
    ratio_highest: float
    rank_correlation: float | None


def compute_agreement(first: Years, second: Years) -> Agreement | None:
    """Agreement of two series of amounts; None without a common year in which both are above zero."""
    common = [year for year in sorted(first.keys() & second.keys()) if first[year] > 0 and second[year] > 0]
    if not common:
        return None
    ratios = [first[year] / second[year] for year in common]
    return Agreement(
        years=len(common),
        first_year=common[0],
        last_year=common[-1],
        ratio_median=median(ratios),
        ratio_lowest=min(ratios),
        ratio_highest=max(ratios),
        rank_correlation=compute_rank_correlation([first[y] for y in common], [second[y] for y in common]),
    )


def compute_rank_correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Spearman's rho: Pearson's correlation of mid-ranks."""
    if len(first) < FEWEST_FOR_CORRELATION:
        return None
    ranks_1, ranks_2 = _mid_ranks(first), _mid_ranks(second)
    mean = fmean(ranks_1)  # ranks of both have the same mean
    spread_1, spread_2 = (sum((rank - mean) ** 2 for rank in ranks) for ranks in (ranks_1, ranks_2))
    if spread_1 == 0 or spread_2 == 0:
        return None
    together = sum((a - mean) * (b - mean) for a, b in zip(ranks_1, ranks_2, strict=True))
    return together / sqrt(spread_1 * spread_2)


def find_agreement(
    inventory: Inventory, region: str, own: Years, others: Mapping[str, Years], tolerance: float
) -> Finding | None:
    """How an inventory compares with every other one of the same region; None where there is no other.

    Args:
        inventory: the first of each pair.
        region: code of the region.
        own: its emissions by year.
        others: emissions of the other inventories by id of their indicator, in the same unit.
        tolerance: inventories agree while all ratios stay below this factor, either way.
    """
    pairs = {name: found for name, series in others.items() if (found := compute_agreement(own, series))}
    if not pairs:
        return None
    agree = all(
        1 / tolerance < pair.ratio_lowest and pair.ratio_highest < tolerance for pair in pairs.values()
    )
    first, last = (pick(getattr(pair, at) for pair in pairs.values()) for pick, at in
                   ((min, "first_year"), (max, "last_year")))  # fmt: skip
    return Finding(
        FindingKind.AGREEMENT,
        inventory.indicator,
        region,
        str(Period.of_span(first, last)),
        (FindingResult.AGREE if agree else FindingResult.DIFFER).value,
        {
            "inventory": inventory.name,
            "tolerance": tolerance,
            "with": {name: asdict(pair) for name, pair in pairs.items()},
        },
    )


def _mid_ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1; equal values share the middle of their ranks."""
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) + 1) / 2 for value in values]
