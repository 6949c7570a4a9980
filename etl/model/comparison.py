"""Fair comparison: who is compared with whom, by which variables, and when a rank says too little."""

from typing import Annotated, Literal

from msgspec import Meta

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import Count, CountOrZero, OneOrMore, Share
from etl.model.source import Published
from etl.model.vocabulary import RegionLevel


class PeerVariable(Declaration):
    """One structural variable of the distance.

    Attributes:
        indicator: its indicator, yearly.
        logarithm: whether its logarithm is taken, for sizes that span orders of magnitude.
    """

    indicator: Identifier
    logarithm: bool = False


class PeerGroup(Declaration):
    """How regions of one level find their peers among themselves.

    Attributes:
        level: cities with cities, counties with counties.
        count: how many nearest neighbours.
        variables: the declared variables; a region that lacks one has no peers.
        latest_within_years: a figure so many years old still counts for a year (a census comes every ten).
    """

    level: RegionLevel
    count: Count
    variables: OneOrMore[PeerVariable]
    latest_within_years: CountOrZero = 0


class SmallNumberGuard(Declaration):
    """An indicator is not ranked where the quantity below its line is too small to bear a rate.

    Attributes:
        indicator: the indicator to guard.
        quantity: series or indicator that must reach ``least`` in the same period.
    """

    indicator: Identifier
    quantity: Identifier
    least: float


class ComparisonRule(Declaration):
    """A dated declaration of comparison.

    Attributes:
        ranked_levels: levels whose regions are ranked among themselves.
        least_share: a period is ranked where at least this share of the regions of the level has a figure.
        trend_levels: levels whose yearly series are tested for a trend.
        trend_years: over how many of the last years.
    """

    id: Identifier
    name: Bilingual
    valid_from: Published
    groups: OneOrMore[PeerGroup]
    ranked_levels: tuple[RegionLevel, ...]
    least_share: Share = 0.5
    trend_levels: tuple[RegionLevel, ...] = ()
    trend_years: Annotated[int, Meta(ge=5)] = 10
    guards: tuple[SmallNumberGuard, ...] = ()
    mark: Literal["design"] | None = None
    note: Bilingual | None = None
