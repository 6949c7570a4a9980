"""Figures that were spread, not measured: one and the same ratio to a basis in every region."""

from collections.abc import Iterator

import numpy as np

from etl.challenge.figure_arrays import MOST_DECIMALS, Evidence, Siblings, are_whole_at, exact_sum
from etl.model.challenge import Challenge
from etl.model.challenge_rule import IdenticalRatiosRule
from etl.model.figures import Mask, Numbers
from etl.model.series import SeriesKind

_ALMOST = 1 + 1e-6
"""Room for what sums in binary may miss."""
_AMOUNTS = (SeriesKind.LEVEL, SeriesKind.STOCK)


def identical_ratios(rule: IdenticalRatiosRule, evidence: Evidence) -> Iterator[Challenge]:
    """Regions below one superior whose figures all stand in the same ratio to a basis, such as GDP.

    A panel that was downscaled by GDP says nothing of a city that GDP does not say, whatever it is called.
    The measure is the coefficient of variation of the ratio over the regions, period by period.
    """
    series = evidence.catalog.series
    bases = {
        name: _fine(rule, evidence.in_use[name])
        for name in rule.bases
        if name in evidence.in_use and series[name].kind in _AMOUNTS
    }
    for name, figures in evidence.in_use.items():
        if bases and series[name].kind in _AMOUNTS and name not in rule.bases:
            fine = _fine(rule, figures)
            for basis, below in bases.items():
                yield from _of_one_ratio(rule, evidence, name, basis, ratios=fine / below)


def _fine(rule: IdenticalRatiosRule, figures: Numbers) -> Numbers:
    """The figures that have enough digits, NaN elsewhere.

    One digit stands before the point at least. Decimals are looked for in small figures only: those that have
    enough digits before the point need none.
    """
    is_fine = figures > 0
    for decimals in range(min(rule.least_digits - 1, MOST_DECIMALS + 1)):
        rest = np.flatnonzero(is_fine & (figures < 10.0 ** (rule.least_digits - 1 - decimals)))
        is_coarse = are_whole_at(figures.reshape(-1)[rest], decimals)
        is_fine.reshape(-1)[rest[is_coarse]] = False
    return np.where(is_fine, figures, np.nan)


def _of_one_ratio(
    rule: IdenticalRatiosRule, evidence: Evidence, name: str, basis: str, *, ratios: Numbers
) -> Iterator[Challenge]:
    groups = evidence.siblings
    for period, group in evidence.places(_are_near(rule, groups, ratios)):
        each = ratios[period, groups.of(group)]
        each = each[~np.isnan(each)]
        ratio = exact_sum(each) / len(each)
        variation = float(np.sqrt(exact_sum((each - ratio) ** 2) / (len(each) - 1))) / ratio
        if variation <= rule.most_variation:
            facts = {"ratio": ratio, "variation": variation, "count": len(each), "basis": basis}
            place = evidence.place(period, int(groups.superiors[group]))
            yield Challenge(rule.kind, rule.severity, name, *place, facts, detail=basis)


def _are_near(rule: IdenticalRatiosRule, groups: Siblings, ratios: Numbers) -> Mask:
    """Groups of enough regions whose ratios vary as little as the rule says, or nearly so.

    The standard deviation of n figures is at least their range / √(2(n − 1)), so that in most periods the
    lowest and the highest tell that no group does.
    """
    near = np.zeros((len(ratios), len(groups.starts)), dtype=bool)
    periods = np.flatnonzero(~np.isnan(ratios).all(axis=1))
    lowest, highest = groups.extremes(ratios[periods])
    most = rule.most_variation * np.sqrt(2.0 * (groups.sizes - 1)) * _ALMOST
    may_be = (highest - lowest <= highest * most) & (groups.sizes >= rule.least_regions)
    periods = periods[may_be.any(axis=1)]
    if len(periods):
        near[periods] = _vary_little(rule, groups, ratios[periods])
    return near


def _vary_little(rule: IdenticalRatiosRule, groups: Siblings, ratios: Numbers) -> Mask:
    """The same by standard deviation and mean."""
    counts = groups.sums(np.where(np.isnan(ratios), 0.0, 1.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        means = groups.sums(np.nan_to_num(ratios)) / counts
        away = np.zeros_like(ratios)
        away[:, groups.members] = ratios[:, groups.members] - means[:, groups.group_of]
        spread = np.sqrt(groups.sums(np.nan_to_num(away**2)) / (counts - 1))
        return np.asarray((counts >= rule.least_regions) & (spread <= rule.most_variation * means * _ALMOST))
