"""Fair comparison: structural nearest neighbours, and ranks that say how far they can be trusted.

Pure functions; who is compared by what is declared in ``data/catalog/rules/comparison``.
"""

from collections.abc import Collection, Mapping, Sequence
from math import log, sqrt
from statistics import fmean, pstdev

import numpy as np
from msgspec import Struct

from etl.model.figures import Numbers, Positions
from etl.model.vocabulary import Direction


class Peer(Struct, frozen=True):
    """One structural nearest neighbour of a region.

    Attributes:
        rank: 1 is the nearest; regions equally far share a rank.
        distance: root of the mean squared difference of the standardised variables, in standard deviations.
    """

    region: str
    rank: int
    peer: str
    distance: float


class Peers(Struct, frozen=True):
    """The peers of the regions of one level in one year.

    Attributes:
        found: peers by region.
        lacking: variables that a region lacks, for the regions that have no peers.
    """

    found: Mapping[str, tuple[Peer, ...]]
    lacking: Mapping[str, tuple[str, ...]]


def find_peers(
    regions: Sequence[str],
    variables: Mapping[str, Mapping[str, float]],
    logarithms: Collection[str],
    count: int,
) -> Peers:
    """Structural nearest neighbours among regions of one level.

    Args:
        regions: codes of the regions of the level.
        variables: figures by variable and region.
        logarithms: the variables whose logarithm is taken; there a figure of 0 or less counts as lacking.
        count: how many peers; a region as far as the last one is a peer too.

    Returns:
        peers with their distance. A region that lacks a variable has none and is nobody's peer.
    """
    usable = {name: _usable(figures, name in logarithms) for name, figures in variables.items()}
    lacking = {
        region: missing
        for region in regions
        if (missing := tuple(name for name, figures in usable.items() if region not in figures))
    }
    compared = [region for region in regions if region not in lacking]
    columns = [_standardised([figures[region] for region in compared]) for figures in usable.values()]
    places = dict(zip(compared, zip(*columns, strict=True), strict=True)) if compared else {}
    return Peers({region: _nearest(region, places, count) for region in compared}, lacking)


def _usable(figures: Mapping[str, float], logarithm: bool) -> dict[str, float]:
    if not logarithm:
        return dict(figures)
    return {region: log(figure) for region, figure in figures.items() if figure > 0}


def _standardised(values: Sequence[float]) -> list[float]:
    """Differences from the mean in standard deviations; a variable that does not vary tells nobody apart."""
    if not values:
        return []
    mean, spread = fmean(values), pstdev(values)
    return [(value - mean) / spread if spread > 0 else 0.0 for value in values]


def _nearest(region: str, places: Mapping[str, tuple[float, ...]], count: int) -> tuple[Peer, ...]:
    own = places[region]
    distances = sorted((_distance(own, place), code) for code, place in places.items() if code != region)
    limit = distances[min(count, len(distances)) - 1][0] if distances else 0.0
    kept = [(distance, code) for distance, code in distances if distance <= limit]
    return tuple(
        Peer(region, 1 + sum(other < distance for other, _ in kept), code, distance)
        for distance, code in kept
    )


def _distance(first: Sequence[float], second: Sequence[float]) -> float:
    return sqrt(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) / len(first))


class Ranks(Struct, frozen=True):
    """Places of regions among those of their level, in the order in which their values were given.

    Attributes:
        position: 1 is the best (the highest value where no direction is judged); equal values share it.
        tied: how many other regions share the position.
        best, worst: the positions possible if every value moved by the median revision; None without a
            revision history.
    """

    position: Positions
    tied: Positions
    best: Positions | None
    worst: Positions | None


def rank_values(values: Numbers, direction: Direction, revision: float | None = None) -> Ranks:
    """Ranks of the regions of one level.

    Args:
        values: one of each ranked region.
        direction: which way is better; ``within_range`` cannot be ranked.
        revision: median size of a revision of this indicator in its own unit; None without a history.

    Returns:
        Ranks with ties as ties. The band counts how many regions could be ahead: two values are told
        apart only where they differ by more than twice the revision, because both can move.

    Raises:
        ValueError: there is no order within a range.
    """
    if direction is Direction.WITHIN_RANGE:
        msg = "values that should lie within a range have no order"
        raise ValueError(msg)
    keys = values if direction is Direction.LOWER_IS_BETTER else -values
    ordered = np.sort(keys)
    ahead = ordered.searchsorted(keys)
    tied = ordered.searchsorted(keys, side="right") - ahead - 1
    if revision is None:
        return Ranks(ahead + 1, tied, None, None)
    reach = 2 * revision
    best = ordered.searchsorted(keys - reach) + 1
    worst = np.maximum(ahead + 1, ordered.searchsorted(keys + reach, side="right"))
    return Ranks(ahead + 1, tied, best, worst)
