"""How each figure stands to the same part of the year before, and how unusual that step is for its region."""

from functools import cached_property

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from etl.challenge.figure_arrays import Evidence, exact_sum
from etl.model.challenge_rule import JumpRule
from etl.model.figures import ABSENT, Mask, Numbers, Positions
from etl.model.period import PeriodKind
from etl.model.series import SeriesKind
from etl.model.vocabulary import RegionLevel

AMOUNTS = (SeriesKind.LEVEL, SeriesKind.STOCK, SeriesKind.RATIO)
_RATES = (SeriesKind.RATE, SeriesKind.SHARE, SeriesKind.INDEX)
_OF_NORMAL = 1.4826
"""Median absolute deviation × 1.4826 is the standard deviation of a normal distribution."""
_OF_NORMAL_MEAN = 1.2533
"""The same for the mean absolute deviation, which counts where half of the steps are equal."""
_LARGEST = 2
"""A single wrong figure makes two steps; the mean is taken without them."""
_ALMOST = 0.99
"""Room for what differences and logarithms are rounded by, where bounds are compared."""
_RETURNED = 0.5
"""A step that is undone by more than half of itself was a spike, not a new level."""


class Course(Struct, frozen=True, dict=True):
    """The figures of one series that have one a year before them, a row per period, a column per region.

    Attributes:
        kind: of the series.
        value, before: the figure and that of the year before.
        step: from the year before, of logarithms for amounts, plain for rates; NaN where there is none.
        usual: the region's median step between periods of one kind.
        score: how far the step is from the usual one, by the spread of all regions of its level.
        changes: how many steps of the region are known.
        next_step: to the year after; NaN where there is none.
        comes_back: whether the step is the way back from a spike.
    """

    kind: SeriesKind
    value: Numbers
    before: Numbers
    step: Numbers
    usual: Numbers
    score: Numbers
    changes: Numbers
    next_step: Numbers
    comes_back: Mask

    @property
    def is_amount(self) -> bool:
        """Whether steps are of logarithms."""
        return self.kind in AMOUNTS

    @cached_property
    def larger(self) -> Numbers:
        """The larger of both figures of a step."""
        return np.maximum(self.value, self.before)

    @cached_property
    def excess(self) -> Numbers:
        """How much each step is more than the usual one."""
        return self.step - self.usual

    @cached_property
    def lasts(self) -> Mask:
        """Whether the next figure is there and stays at the new level."""
        return ~np.isnan(self.next_step) & ~_is_undone(self.excess, self.next_step - self.usual)


class Courses:
    """The courses of all series of a build.

    Args:
        evidence: the figures.
        rule: gives the least deviation that is assumed of amounts and of rates.
    """

    def __init__(self, evidence: Evidence, rule: JumpRule) -> None:
        axes = evidence.axes
        self._before = axes.before
        self._after = np.full(len(axes.periods), ABSENT, dtype=np.intp)
        follow = np.flatnonzero(axes.before != ABSENT)
        self._after[axes.before[follow]] = follow
        self._follow = follow
        self._kinds = [axes.of_kind(kind) for kind in PeriodKind if kind is not PeriodKind.SPAN]
        levels = np.asarray([evidence.catalog.regions[code].level for code in axes.regions])
        self._levels = [np.flatnonzero(levels == level) for level in RegionLevel]
        self._rule, self._is_span = rule, evidence.is_span

    def of(self, kind: SeriesKind, figures: Numbers, least: float) -> Course | None:
        """The course of one series.

        Args:
            kind: of the series.
            figures: a row per period, a column per region.
            least: how far from its usual step a region has to be somewhere, to be of interest.

        Returns:
            None where figures are neither amounts nor rates, or no region can be so far anywhere.
        """
        if kind not in (*AMOUNTS, *_RATES) or not self._may_be_far(kind, figures, least):
            return None
        is_amount = kind in AMOUNTS
        left_out = self._is_span[:, None] | (is_amount & (figures <= 0))
        value = np.where(left_out, np.nan, figures)
        measure = np.log(value) if is_amount else value
        before = _moved(measure, self._before)
        step = measure - before
        usual, changes = self._usual_of(step)
        if not (np.abs(step - usual) >= least * _ALMOST).any():
            return None
        course = Course(
            kind,
            value,
            _moved(value, self._before),
            step=step,
            next_step=_moved(measure, self._after) - measure,
            usual=usual,
            score=np.full(value.shape, np.nan),
            changes=changes,
            comes_back=np.zeros(value.shape, dtype=bool),
        )
        for periods in self._kinds:
            self._score(course, periods)
        earlier = _moved(course.excess, self._before)
        returns = _is_undone(earlier, course.excess)
        return replace(course, comes_back=returns & (np.abs(earlier) >= np.abs(course.excess) * _RETURNED))

    def _may_be_far(self, kind: SeriesKind, figures: Numbers, least: float) -> bool:
        """Whether two steps of any region are nearly so far apart: none is farther from the median of them.

        Most series are told to be calm by this. Of amounts it looks at ratios, which cost far less than
        logarithms.
        """
        now, before = figures[self._follow], figures[self._before[self._follow]]
        if kind not in AMOUNTS:
            steps = now - before
            range_of_steps = np.fmax.reduce(steps, initial=np.nan) - np.fmin.reduce(steps, initial=np.nan)
            return bool((range_of_steps > least * _ALMOST).any())
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            steps = np.where((now > 0) & (before > 0), now / before, np.nan)
        highest, lowest = np.fmax.reduce(steps, initial=np.nan), np.fmin.reduce(steps, initial=np.nan)
        return bool((highest > lowest * np.exp(least * _ALMOST)).any())

    def _usual_of(self, step: Numbers) -> tuple[Numbers, Numbers]:
        """The usual step of each region between periods of one kind, and how many are known."""
        usual, changes = np.full(step.shape, np.nan), np.zeros(step.shape)
        for periods in self._kinds:
            steps = step[periods]
            known = (~np.isnan(steps)).sum(axis=0)
            if known.any():
                usual[periods], changes[periods] = median_of_columns(steps), known
        return usual, changes

    def _score(self, course: Course, periods: Positions) -> None:
        """Scores of the periods of one kind."""
        excess = course.excess[periods]
        if np.isnan(excess).all():
            return
        rule = self._rule
        floor = rule.least_spread_pct / 100 if course.is_amount else rule.least_spread_points
        deviation = np.sort(np.abs(excess), axis=0)  # NaN last
        is_inner = np.arange(len(periods))[:, None] < course.changes[periods[0]] - _LARGEST
        for regions in self._levels:
            if course.changes[periods[0], regions].any():
                spread = _spread(deviation[:, regions], is_inner[:, regions], floor)
                course.score[np.ix_(periods, regions)] = excess[:, regions] / spread


def _spread(deviation: Numbers, is_inner: Mask, floor: float) -> float:
    """The spread of the steps of all regions of a level together."""
    known = deviation[~np.isnan(deviation)]
    inner = deviation[is_inner]
    mean = exact_sum(inner) / len(inner) if len(inner) else 0.0
    return max(_OF_NORMAL * float(np.median(known)), _OF_NORMAL_MEAN * mean, floor)


def median_of_columns(numbers: Numbers) -> Numbers:
    """The median of the numbers in each column; NaN where there is none."""
    ordered = np.sort(numbers, axis=0)  # NaN last
    known = (~np.isnan(ordered)).sum(axis=0)
    columns = np.arange(numbers.shape[1])
    low, high = ordered[np.maximum(known - 1, 0) // 2, columns], ordered[known // 2, columns]
    return np.asarray((low + high) / 2)


def _moved(numbers: Numbers, periods: Positions) -> Numbers:
    """The numbers of other periods in the place of each; NaN where there is no such period."""
    return np.where((periods == ABSENT)[:, None], np.nan, numbers[periods])


def _is_undone(step: Numbers, after: Numbers) -> Mask:
    """Whether a step is undone by more than half of itself in the one after it."""
    return np.asarray((step * after < 0) & (np.abs(step + after) <= _RETURNED * np.abs(step)))
