"""A region's place among those of its kind that have data in the very same period."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from etl.model.indicator import Indicator
from etl.model.vocabulary import Direction


class Rank(NamedTuple):
    """A place.

    Attributes:
        place: 1 is the best by the indicator's direction, or the largest where there is no better.
        of: how many regions have data in the period; those without are in no place.
        is_tied: whether another region has exactly the same value.
    """

    place: int
    of: int
    is_tied: bool


class Field:
    """The values of one indicator and period that a region is ranked among."""

    def __init__(self, values: Mapping[str, float]) -> None:
        """Put the values in order.

        Args:
            values: by code of every region with data.
        """
        self._values = values
        self._in_order = sorted(values.values())

    def rank_of(self, region: str, indicator: Indicator) -> Rank | None:
        """The place of a region that has data; None where nobody is ranked by the indicator.

        Args:
            region: its code.
            indicator: its direction decides which end is first; without a judgement the largest is.
        """
        own = self._values.get(region)
        if own is None or not indicator.ranked:
            return None
        below, up_to = bisect_left(self._in_order, own), bisect_right(self._in_order, own)
        of = len(self._in_order)
        ahead = below if indicator.direction is Direction.LOWER_IS_BETTER else of - up_to
        return Rank(ahead + 1, of, up_to - below > 1)


def rank_of(region: str, values: Mapping[str, float], indicator: Indicator) -> Rank | None:
    """The place of a region among the values of one indicator and period; None where nobody is ranked by it.

    Args:
        region: its code.
        values: value by code of every region with data, the region's own among them.
        indicator: its direction decides which end is first; without a judgement the largest is.
    """
    return Field(values).rank_of(region, indicator)
