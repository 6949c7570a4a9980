"""Figures of one series or indicator: a value for every period and region, and what it says of itself.

The axes are the same for all series and indicators of a build, so that formulas and checks are arithmetic of
whole arrays. What is not stated is ``ABSENT``; what is stated as missing has a reason.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from etl.model.period import Period, PeriodKind
from etl.model.vocabulary import Bound, MissingReason, Nature, Status

ABSENT: Final = -1
"""Where nothing is stated; of a reason: none."""

STATUS_RANKS: Final = (
    Status.FINAL.value,
    Status.REVISED.value,
    Status.AS_PUBLISHED.value,
    Status.PRELIMINARY.value,
    Status.MISSING.value,
)
NATURE_RANKS: Final = tuple(nature.value for nature in Nature)
BOUND_RANKS: Final = (Bound.EXACT.value, Bound.AT_LEAST.value, Bound.AT_MOST.value, Bound.ABOUT.value)
REASONS: Final = tuple(reason.value for reason in MissingReason)

Numbers = npt.NDArray[np.float64]
Ranks = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.intp]


class Axes(Struct, frozen=True, dict=True):
    """The regions and periods of a build, in order: a region is a column, a period a row.

    Attributes:
        regions: their codes.
        periods: in order of time.
    """

    regions: tuple[str, ...]
    periods: tuple[Period, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """How many periods and regions there are."""
        return len(self.periods), len(self.regions)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The periods as they are written."""
        return tuple(map(str, self.periods))

    @cached_property
    def region_at(self) -> Mapping[str, int]:
        """Position of each region."""
        return {code: at for at, code in enumerate(self.regions)}

    @cached_property
    def period_at(self) -> Mapping[str, int]:
        """Position of each period, by its text."""
        return {name: at for at, name in enumerate(self.names)}

    @cached_property
    def year_at(self) -> Mapping[int, int]:
        """Position of each whole year, in order of time."""
        return {p.start_year: at for at, p in enumerate(self.periods) if p.kind is PeriodKind.YEAR}

    @cached_property
    def before(self) -> Positions:
        """Position of the same part of the year before, ``ABSENT`` where there is none; spans have none."""
        found = [
            ABSENT if p.kind is PeriodKind.SPAN else self.period_at.get(str(p.previous_year()), ABSENT)
            for p in self.periods
        ]
        return np.asarray(found, dtype=np.intp)

    def places(self, periods: npt.NDArray[Any], regions: npt.NDArray[Any]) -> Positions:
        """Where figures stand in an array of periods by regions that is counted through.

        Found once for all arrays; each is then filled four times as fast as by two numbers for every figure.
        """
        found: Positions = np.multiply(periods, len(self.regions), dtype=np.intp)
        found += regions
        return found

    @cached_property
    def cells(self) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
        """Position of the period and of the region of every figure, counted through."""
        periods, regions = (np.arange(size, dtype=np.int16) for size in self.shape)
        return np.repeat(periods, len(regions)), np.tile(regions, len(periods))

    def of_kind(self, *kinds: PeriodKind) -> Positions:
        """Positions of the periods of some kinds."""
        return np.asarray([at for at, p in enumerate(self.periods) if p.kind in kinds], dtype=np.intp)

    def within(self, first_year: int, last_year: int) -> Mask:
        """Which periods within a year end in these years."""
        return np.asarray(
            [p.kind is not PeriodKind.SPAN and first_year <= p.end_year <= last_year for p in self.periods],
            dtype=bool,
        )


class Editions(NamedTuple):
    """Of which edition each figure is.

    Attributes:
        source: number of the source.
        known_from: day of the publication that is in use.
        stated_from: day since which its source has stated this value, be it published again unchanged.
        is_revised: where the source had stated another value before.
    """

    source: npt.NDArray[np.int16]
    known_from: npt.NDArray[np.datetime64]
    stated_from: npt.NDArray[np.datetime64]
    is_revised: Mask

    def at(self, periods: Positions) -> "Editions":
        """The same of other periods in the place of each."""
        return Editions(
            self.source[periods],
            self.known_from[periods],
            self.stated_from[periods],
            self.is_revised[periods],
        )


class Vintage(Struct, frozen=True, dict=True):
    """Which vintage each figure is, beside its status; most formulas never ask.

    Attributes:
        read: puts together what is to be told.
    """

    read: Callable[[], Editions]

    @cached_property
    def told(self) -> Editions:
        """Of which edition each figure is."""
        return self.read()

    @classmethod
    def first(cls, source: npt.NDArray[np.int16], known_from: npt.NDArray[np.datetime64]) -> "Vintage":
        """Figures that were published once."""
        is_revised = np.zeros(known_from.shape, dtype=bool)
        return cls(lambda: Editions(source, known_from, known_from.copy(), is_revised))

    def at(self, periods: Positions) -> "Vintage":
        """The vintages of other periods in the place of each."""
        return Vintage(lambda: self.told.at(periods))


class Figures(Struct, frozen=True, dict=True):
    """Figures of one series or indicator; every array has a row per period and a column per region.

    Ranks are positions in the closed lists above, so that "the weakest of the inputs" is a maximum.

    Attributes:
        value: NaN where there is none.
        status: rank of how settled it is; ``ABSENT`` where nothing is stated.
        reason: why a stated figure is missing, else ``ABSENT``.
        nature: rank of the evidence.
        bound: exact, a bound or an approximation.
        is_published: which figures somebody published; None = all of them.
        rule: position in ``rules`` of the version that made the value; None = no value needed one.
        vintage: of observed figures.
    """

    axes: Axes
    value: Numbers
    status: Ranks
    reason: Ranks
    nature: Ranks
    bound: Ranks
    is_published: Mask | None = None
    rule: Ranks | None = None
    rules: tuple[str, ...] = ()
    vintage: Vintage | None = None

    @classmethod
    def nothing(cls, axes: Axes) -> "Figures":
        """No figure at all."""
        status, reason, nature, bound = (np.full(axes.shape, ABSENT, dtype=np.int8) for _ in range(4))
        return cls(axes, np.full(axes.shape, np.nan), status, reason, nature, bound)

    @classmethod
    def stated(
        cls,
        axes: Axes,
        rows: Iterable[tuple[str, str, float | None]],
        status: Status,
        nature: Nature,
        reason: MissingReason = MissingReason.NOT_PUBLISHED,
    ) -> "Figures":
        """Exact figures of one kind.

        Args:
            axes: regions and periods.
            rows: region, period and value; None is missing with ``reason``.
            status: how settled those that are there are.
            nature: what kind of evidence they are.
            reason: why the others are missing.
        """
        found = cls.nothing(axes)
        for region, period, value in rows:
            at = axes.period_at[period], axes.region_at[region]
            found.value[at] = np.nan if value is None else value
            found.status[at] = STATUS_RANKS.index(Status.MISSING if value is None else status)
            found.reason[at] = REASONS.index(reason) if value is None else ABSENT
            found.nature[at], found.bound[at] = NATURE_RANKS.index(nature), 0
        return found

    @cached_property
    def is_there(self) -> Mask:
        """Where something is stated, be it that the figure is missing."""
        return np.asarray(self.status != ABSENT)

    @cached_property
    def is_known(self) -> Mask:
        """Where there is a number."""
        return ~np.isnan(self.value)

    def moved(self, value: Numbers, ranks: Callable[[Ranks], Ranks]) -> "Figures":
        """Other values, with what they say of themselves taken from these figures.

        Args:
            value: the values.
            ranks: gives the array of a rank, such as how settled they are, from that of these figures.
        """
        return replace(
            self,
            value=value,
            status=ranks(self.status),
            reason=ranks(self.reason),
            nature=ranks(self.nature),
            bound=ranks(self.bound),
            is_published=None,
            rule=None if self.rule is None else ranks(self.rule),
            vintage=None,
        )

    def where(self, kept: Mask) -> "Figures":
        """These figures where ``kept`` (an array or one that spreads over it), nothing elsewhere."""
        chosen = self.moved(
            np.where(kept, self.value, np.nan), lambda ranks: np.where(kept, ranks, np.int8(ABSENT))
        )
        return replace(chosen, is_published=self.is_published, vintage=self.vintage)

    def at(self, periods: Positions) -> "Figures":
        """The figures of other periods in the place of each; ``ABSENT`` gives nothing."""
        vintage = None if self.vintage is None else self.vintage.at(periods)
        taken = self.moved(self.value[periods], lambda ranks: ranks[periods])
        return replace(taken, vintage=vintage).where((periods != ABSENT)[:, None])

    def known(self) -> Iterator[tuple[str, Period, float]]:
        """Region, period and value of every number, in order of period and region."""
        periods, regions = self.is_known.nonzero()
        numbers = self.value[periods, regions].tolist()
        for period, region, number in zip(periods.tolist(), regions.tolist(), numbers, strict=True):
            yield self.axes.regions[region], self.axes.periods[period], number
