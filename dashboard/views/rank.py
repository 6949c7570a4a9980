"""A region's place among those of its kind that have data in the very same period."""

from collections.abc import Mapping
from dataclasses import dataclass

from etl.model.indicator import Indicator
from etl.model.vocabulary import Direction


@dataclass(frozen=True)
class Rank:
    """A place.

    Attributes:
        place: 1 is the best by the indicator's direction, or the largest where there is no better.
        of: how many regions have data in the period; those without are in no place.
        is_tied: whether another region has exactly the same value.
    """

    place: int
    of: int
    is_tied: bool


def rank_of(region: str, values: Mapping[str, float], indicator: Indicator) -> Rank | None:
    """The place of a region among the values of one indicator and period; None where nobody is ranked by it.

    Args:
        region: its code.
        values: value by code of every region with data, the region's own among them.
        indicator: its direction decides which end is first; without a judgement the largest is.
    """
    own = values.get(region)
    if own is None or not indicator.ranked:
        return None
    lowest_first = indicator.direction is Direction.LOWER_IS_BETTER
    ahead = sum(value < own if lowest_first else value > own for value in values.values())
    return Rank(ahead + 1, len(values), sum(value == own for value in values.values()) > 1)
