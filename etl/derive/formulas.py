"""One pure function per formula kind: figures in, figures out (:mod:`etl.model.figures`)."""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from msgspec.structs import replace

from etl.derive.figures import ABOUT, code_of, computed, reason_of, stacked
from etl.model.figures import Figures, Mask, Numbers, Ranks
from etl.model.period import Period
from etl.model.vocabulary import MissingReason

ALL_OF_IT_PCT = 100


def ratio(
    numerator: Figures, denominator: Figures, scale: float, rows: Literal["numerator", "both"] = "numerator"
) -> Figures:
    """``numerator / denominator × scale`` wherever the numerator has a row, or both have one.

    Returns:
        figures; missing with reason ``input_missing`` where either is missing, ``denominator_zero`` where the
        denominator is zero, ``vintages_differ`` where the denominator is missing for that reason.
    """
    there = numerator.is_there if rows == "numerator" else numerator.is_there & denominator.is_there
    reason = reason_of(~(numerator.is_known & denominator.is_known), denominator.value == 0)
    unlike = code_of(MissingReason.VINTAGES_DIFFER)
    reason[numerator.is_known & (denominator.reason == unlike)] = unlike
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = numerator.value / denominator.value * scale
    return computed(there, quotient, reason, (numerator, denominator))


def index_growth(index: Figures) -> Figures:
    """Growth in per cent from an index with the previous year = 100: ``index − 100``."""
    return replace(index, value=index.value - 100, vintage=None)


def constant_price(level: Figures, growth: Figures, base: int) -> Figures:
    """A level at prices of the base year: level of that year, times the chained real growth since.

    Args:
        level: levels at current prices; only the base year is read.
        growth: real growth in per cent against the previous year.
        base: the base year.

    Returns:
        figures of every year that an unbroken chain of growth rates joins with the base year.
    """
    years = level.axes.year_at
    found = Figures.nothing(level.axes)
    if base not in years:
        return found
    start = _Chain.begin(level, years[base])
    start.state(found, years[base])
    for step in (1, -1):
        _walk(found, start, growth, base, step)
    return found


def _walk(found: Figures, start: "_Chain", growth: Figures, base: int, step: int) -> None:
    """Follow the chain from the base year as far as each region has rates.

    Args:
        found: takes the figures.
        start: the base year.
        growth: the rates.
        base: the base year.
        step: 1 forward, −1 back in time.
    """
    years, chain, year = growth.axes.year_at, start, base + step
    while year in years:
        # going back, the level of year t needs the growth of t+1 … base
        chain = chain.linked(growth, years[year if step > 0 else year + 1], step)
        chain.state(found, years[year])
        year += step


class _Chain:
    """Levels of one year of all regions, chained from the base year."""

    def __init__(self, level: Numbers, exponent: Numbers, alive: Mask, ranks: Sequence[Ranks]) -> None:
        self._level, self._exponent, self._alive, self._ranks = level, exponent, alive, ranks

    @classmethod
    def begin(cls, level: Figures, at: int) -> "_Chain":
        """The base year itself."""
        ranks = [level.status[at], level.nature[at], level.bound[at]]
        return cls(level.value[at], np.zeros(len(level.axes.regions)), level.is_known[at], ranks)

    def linked(self, growth: Figures, at: int, sign: int) -> "_Chain":
        """One year further from the base year."""
        there = _is_chained(growth.value[at])
        ranks = [growth.status[at], growth.nature[at], growth.bound[at]]
        return _Chain(
            self._level,
            self._exponent + sign * _log_growth(np.where(there, growth.value[at], 0.0)),
            self._alive & there,
            [np.maximum(own, other) for own, other in zip(self._ranks, ranks, strict=True)],
        )

    def state(self, found: Figures, at: int) -> None:
        """Enter the levels of a year."""
        alive, (status, nature, bound) = self._alive, self._ranks
        found.value[at, alive] = (self._level * _exp(self._exponent))[alive]
        found.status[at, alive], found.nature[at, alive] = status[alive], nature[alive]
        found.bound[at, alive] = np.where(bound > 0, ABOUT, 0)[alive]


def _is_chained(rate: Numbers) -> Mask:
    """Rates that a chain can hold; a fall by all there is ends it."""
    return np.asarray(rate > -ALL_OF_IT_PCT, dtype=bool)


_log: np.ufunc = np.frompyfunc(math.log10, 1, 1)
_exp_of: np.ufunc = np.frompyfunc(math.exp, 1, 1)


def _log_growth(rate: Numbers) -> Numbers:
    # By the decimal logarithm, as all builds have done: the last digit of a published figure stays.
    logarithm: Numbers = _log(1 + rate / 100).astype(np.float64) / math.log10(math.e)
    return logarithm


def _exp(exponent: Numbers) -> Numbers:
    found: Numbers = _exp_of(exponent).astype(np.float64)
    return found


def chained_reduction(change: Figures, spans: Sequence[str], states: str = "reduction") -> Figures:
    """Cumulative reduction of each span in per cent, ``(1 − Π(1 + change/100)) × 100`` or its negative.

    Args:
        change: yearly change in per cent; negative is a reduction.
        spans: the spans, such as ``2016/2020``.
        states: ``reduction`` (positive is a fall) or ``growth`` (positive is a rise).

    Returns:
        figures of the spans for which every year is there.
    """
    each = (_reduction_of(change, Period.parse(span)) for span in spans)
    reductions = stacked(Figures.nothing(change.axes), *each)
    return reductions if states == "reduction" else replace(reductions, value=-reductions.value)


def _reduction_of(change: Figures, span: Period) -> Figures:
    found, years = Figures.nothing(change.axes), change.axes.year_at
    inside = range(span.start_year, span.end_year + 1)
    if any(year not in years for year in inside):
        return found
    rows = [years[year] for year in inside]
    rates = change.value[rows]
    whole = _is_chained(rates).all(axis=0)
    left = np.ones(int(whole.sum()))
    for rate in rates[:, whole]:  # one after the other, as a hand would: no noise of logarithms
        left = left * (1 + rate / 100)
    at = change.axes.period_at[str(span)]
    found.value[at, whole] = (1 - left) * 100
    for name in ("status", "nature", "bound"):
        loosest = getattr(change, name)[rows].max(axis=0)[whole]
        getattr(found, name)[at, whole] = np.where(loosest > 0, ABOUT, 0) if name == "bound" else loosest
    return found
