"""All figures of a build as arrays of periods by regions, for checks that look along series and regions."""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.challenge.owed_returns import RefusedCell, owed_by
from etl.columns import Array, Columns
from etl.model.due_return import Owed
from etl.model.figures import Axes, Figures, Mask, Numbers, Positions
from etl.model.period import PeriodKind
from etl.model.title import StockMonth
from etl.model.vocabulary import RegionLevel

_OF_COVERAGE = ("region", "period", "value", "known_from")
MOST_DECIMALS = 6
"""Figures given with more count as given with so many."""
_HALF_OF_LAST = 0.5 * 10.0 ** -np.arange(MOST_DECIMALS + 1.0)
LEAST_ROUNDING = float(_HALF_OF_LAST[-1])
"""What any figure can be from the truth by its rounding at least."""


class Fact(NamedTuple):
    """Where one figure stands."""

    region: str
    period: str


class Siblings(Struct, frozen=True, dict=True):
    """The regions of one level below one superior, group by group.

    Attributes:
        superiors: position of the superior of each group.
        levels: level of each group.
        members: positions of all members, group after group.
        starts: where the members of each group begin.
    """

    superiors: Positions
    levels: tuple[RegionLevel, ...]
    members: Positions
    starts: Positions

    def sums(self, figures: Numbers) -> Numbers:
        """The sum of each group, a column each; NaN where one of its members has no figure."""
        if not len(self.starts):
            return np.empty((len(figures), 0))
        return np.asarray(np.add.reduceat(figures[:, self.members], self.starts, axis=1))

    def extremes(self, figures: Numbers) -> tuple[Numbers, Numbers]:
        """The lowest and the highest figure of each group, a column each; NaN where none has a figure."""
        if not len(self.starts):
            return (np.empty((len(figures), 0)),) * 2
        of_members = figures[:, self.members]
        return (
            np.asarray(np.fmin.reduceat(of_members, self.starts, axis=1)),
            np.asarray(np.fmax.reduceat(of_members, self.starts, axis=1)),
        )

    @cached_property
    def sizes(self) -> Positions:
        """How many members each group has."""
        return np.diff(self.starts, append=len(self.members))

    def of(self, group: int) -> Positions:
        """Positions of the members of a group."""
        return np.split(self.members, self.starts[1:])[group]

    @cached_property
    def group_of(self) -> Positions:
        """Which group each member is of."""
        return np.repeat(np.arange(len(self.starts)), self.sizes)


class InUse(Mapping[str, Numbers]):
    """The numbers in use of every series that has any, a row per period and a column per region.

    Args:
        axes: regions and periods of the build.
        rows: the observations, every vintage.
    """

    def __init__(self, axes: Axes, rows: Columns) -> None:
        series = rows.coded("series")
        used = np.flatnonzero((rows.array("vintage") == 1) & ~np.isnan(rows.array("value")))
        order = used[_in_order(series.codes[used])]
        numbers = np.arange(len(series.words) + 1, dtype=series.codes.dtype)
        bounds = np.searchsorted(series.codes[order], numbers).tolist()
        self._axes = axes
        self._rows = Columns({name: rows[name] for name in ("period", "region", "value")})
        self._of = {
            name: _as_span(order[first:last])
            for name, (first, last) in zip(series.words, pairwise(bounds), strict=True)
            if first < last
        }

    def __getitem__(self, name: str) -> Numbers:
        rows = self._rows.take(self._of[name])
        found: Numbers = np.full(self._axes.shape, np.nan)
        at = self._axes.places(rows.coded("period").codes, rows.coded("region").codes)
        found.reshape(-1)[at] = rows.array("value")
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._of  # a mapping would make the array to see whether it is there

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)


class Evidence(Struct, frozen=True, dict=True):
    """What the checks look at.

    Attributes:
        axes: regions and periods of the build, by which the words of observations are numbered.
        observations: every vintage: ``series, region, period, source``, ``value`` (NaN where there is none),
            ``vintage`` and ``known_from``.
        values: figures of the indicators.
        refused: rejected cells of which it is known whose figures they were to be.
        stocks: months of the stocks of titles as they were written.
    """

    catalog: Catalog
    axes: Axes
    observations: Columns
    values: Mapping[str, Figures]
    refused: tuple[RefusedCell, ...] = ()
    stocks: tuple[StockMonth, ...] = ()

    @cached_property
    def day(self) -> date:
        """The day of the newest figure. There is no clock: what was due by then ought to be there."""
        days = self.observations.array("known_from")
        return days.max().astype("datetime64[D]").item() if len(days) else date.min

    @cached_property
    def in_use(self) -> InUse:
        """The numbers in use by series."""
        return InUse(self.axes, self.observations)

    @cached_property
    def by_source(self) -> tuple[tuple[str, str, Columns], ...]:
        """Source, series and rows of each pair that has any; of the rows what coverage is told by."""
        source, series = self.observations.coded("source"), self.observations.coded("series")
        pairs = source.codes.astype(np.int64) * len(series.words) + series.codes
        order = _in_order(pairs)
        rows, pairs = (
            Columns({name: self.observations[name] for name in _OF_COVERAGE}).take(order),
            pairs[order],
        )
        first = np.flatnonzero(np.diff(pairs, prepend=-1)).tolist()
        names = [divmod(pair, len(series.words)) for pair in pairs[first].tolist()]
        spans = pairwise([*first, len(pairs)])
        return tuple(
            (source.words[of], series.words[what], rows.take(slice(begin, end)))
            for (of, what), (begin, end) in zip(names, spans, strict=True)
        )

    @cached_property
    def owed(self) -> tuple[Owed, ...]:
        """Every return whose day is over, and what came of it."""
        return tuple(owed_by(self.catalog, self.axes, self.observations, self.refused, self.day))

    @cached_property
    def end_years(self) -> npt.NDArray[np.int32]:
        """The year in which each period ends."""
        return np.asarray([period.end_year for period in self.axes.periods], dtype=np.int32)

    @cached_property
    def is_span(self) -> Mask:
        """Which periods are of several years."""
        return np.asarray([period.kind is PeriodKind.SPAN for period in self.axes.periods], dtype=bool)

    @cached_property
    def siblings(self) -> Siblings:
        """Regions of one level below one superior, as they lie today."""
        return self._siblings_in(None)

    def siblings_by_year(self) -> Iterator[tuple[Mask, Siblings]]:
        """The same as regions lay in the years of periods: which periods, and their groups.

        Of a year in which a region moved to another superior, both groups are left out: a publisher may
        count it to either.
        """
        regions = self.catalog.regions.values()
        years = sorted({each.until for region in regions for each in region.former if each.parent})
        ends = np.asarray([period.end_year for period in self.axes.periods])
        if not years:
            yield np.ones(len(ends), dtype=bool), self.siblings
            return
        since = -1
        for year in years:
            yield (ends > since) & (ends < year), self._siblings_in(year - 1)
            yield ends == year, self._siblings_in(year)
            since = year
        yield ends > since, self._siblings_in(None)

    def _siblings_in(self, year: int | None) -> Siblings:
        groups: dict[tuple[int, RegionLevel], list[int]] = {}
        unsettled = set[tuple[int, RegionLevel]]()
        for at, code in enumerate(self.axes.regions):
            region = self.catalog.regions[code]
            parents = [region.parent if year is None else region.parent_in(year)]
            if year is not None and region.moved_in(year):
                parents.append(region.parent_in(year - 1))
            found = [self.axes.region_at.get(parent or "") for parent in parents]
            keys = [(superior, region.level) for superior in found if superior is not None]
            for key in keys[:1]:
                groups.setdefault(key, []).append(at)
            unsettled |= set(keys) if len(parents) > 1 else set()
        groups = {key: members for key, members in groups.items() if key not in unsettled}
        sizes = [len(group) for group in groups.values()]
        return Siblings(
            np.asarray([superior for superior, _ in groups], dtype=np.intp),
            tuple(level for _, level in groups),
            np.asarray([at for group in groups.values() for at in group], dtype=np.intp),
            np.cumsum([0, *sizes[:-1]]) if sizes else np.empty(0, dtype=np.intp),
        )

    def value_of(self, indicator: str) -> Numbers:
        """The values of an indicator; nothing but NaN where there are none."""
        found = self.values.get(indicator)
        return np.full(self.axes.shape, np.nan) if found is None else found.value

    def place(self, period: int, region: int) -> Fact:
        """Region and period in words."""
        return Fact(self.axes.regions[region], self.axes.names[period])

    def places(self, mask: Mask) -> Iterator[tuple[int, int]]:
        """Positions of period and region wherever a mask holds."""
        periods, regions = mask.nonzero()
        return zip(periods.tolist(), regions.tolist(), strict=True)


def _in_order(numbers: Array) -> Array | slice:
    """What puts numbers in order, those that are equal as they stand; no copy is made of what is in order."""
    is_in_order = (numbers[1:] >= numbers[:-1]).all()
    return slice(None) if is_in_order else np.argsort(numbers, kind="stable")


def _as_span(rising: Array) -> Array | slice:
    """Places in their order; those without a gap as a slice, by which nothing is copied."""
    first, last = int(rising[0]), int(rising[-1]) + 1
    return slice(first, last) if last - first == len(rising) else rising


def decimals_of(values: Numbers) -> npt.NDArray[np.int64]:
    """How many decimals each figure is given with, at most six."""
    flat, found = values.ravel(), np.full(values.size, MOST_DECIMALS)
    rest = np.flatnonzero(~np.isnan(flat))
    for decimals in range(MOST_DECIMALS):
        fits = are_whole_at(flat[rest], decimals)
        found[rest[fits]] = decimals
        rest = rest[~fits]
    return found.reshape(values.shape)


def are_whole_at(figures: Numbers, decimals: int) -> Mask:
    """Which figures need no more than so many decimals; from six on all are taken for such."""
    if decimals >= MOST_DECIMALS:
        return np.ones(figures.shape, dtype=bool)
    shifted = figures * 10.0**decimals
    return np.asarray(np.abs(shifted - np.rint(shifted)) < np.maximum(1e-6, np.abs(shifted) * 1e-12))


def rounding_of(values: Numbers) -> Numbers:
    """How far each figure can be from the truth by its rounding alone: half of its last decimal."""
    return np.asarray(_HALF_OF_LAST[decimals_of(values)])


def exact_sum(addends: Numbers) -> float:
    """A sum without the errors of its steps, so that it does not depend on their order."""
    return math.fsum(addends.tolist())


def at_home(catalog: Catalog, level: RegionLevel) -> tuple[str, ...]:
    """Codes of the regions of a level within the home region."""
    return tuple(region.code for region in catalog.at_home(level))


def positions_of(axes: Axes, codes: Iterable[str]) -> Positions:
    """Positions of some regions."""
    return np.asarray([axes.region_at[code] for code in codes], dtype=np.intp)
