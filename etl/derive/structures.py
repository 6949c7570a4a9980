"""Formulas of structure and of emission accounts: figures in, figures out (:mod:`etl.model.figures`)."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from etl.derive.figures import computed, reason_of
from etl.derive.formulas import ratio
from etl.model.figures import Figures

PER_TEN_THOUSAND = 10_000
PER_CENT = 100


def product(first: Figures, second: Figures, scale: float) -> Figures:
    """``first × second × scale`` wherever the first has a row; missing when either is missing."""
    reason = reason_of(~(first.is_known & second.is_known))
    return computed(first.is_there, first.value * second.value * scale, reason, (first, second))


def ratio_to_region(figures: Figures, reference: str, scale: float) -> Figures:
    """``figure / figure of the reference region × scale``; the reference region itself is 1 × scale."""
    other = _everywhere(figures, reference)
    reason = reason_of(~(figures.is_known & other.is_known), other.value == 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = figures.value / other.value * scale
    return computed(figures.is_there, quotient, reason, (figures, other))


def _everywhere(figures: Figures, region: str) -> Figures:
    """The figures of one region in the place of all."""
    at = figures.axes.region_at.get(region)
    if at is None:
        return Figures.nothing(figures.axes)
    own = np.full(len(figures.axes.regions), at)
    return figures.moved(figures.value[:, own], lambda ranks: ranks[:, own])


def location_quotient(part: Figures, whole: Figures, reference: str) -> Figures:
    """``(part / whole) ÷ (part / whole of the reference region)``; 1 where the structure is the same.

    Returns:
        ratio; missing with ``denominator_zero`` where a whole, or the part of the reference region, is zero.
    """
    share = ratio(part, whole, 1.0)
    return ratio_to_region(share, reference, 1.0)


def concentration(parts: Sequence[Figures], count: int | None) -> Figures:
    """Share of the ``count`` largest parts in per cent, or Σ share² × 10 000 where ``count`` is None.

    Missing with ``input_missing`` where one part is missing: the largest could be that one.
    """
    values = np.stack([part.value for part in parts])
    there = np.logical_or.reduce([part.is_there for part in parts])
    whole = _added(values)
    if count is None:
        measured, below, scale = _added(values * values), whole * whole, PER_TEN_THOUSAND
    else:
        order = (-values).argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
        measured, below, scale = _added(np.where(order < count, values, 0.0)), whole, PER_CENT
    reason = reason_of(np.asarray(np.isnan(values).any(axis=0)), whole == 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return computed(there, measured / below * scale, reason, parts)


def _added(values: np.ndarray) -> np.ndarray:
    """Sum over the parts, one after the other."""
    total: np.ndarray = values[0]
    for part in values[1:]:
        total = total + part
    return total


def emissions_from_fuels(fuels: Sequence[tuple[Figures, float]]) -> Figures:
    """Σ activity × factor over the fuels, for the regions and periods of the first fuel.

    Args:
        fuels: activity of each fuel, and emissions per unit of it in the unit of the indicator.
    """
    (first, factor), *others = fuels
    total = replace(first, value=first.value * factor, vintage=None)
    for activity, multiplier in others:
        reason = reason_of(~(total.is_known & activity.is_known))
        added = total.value + activity.value * multiplier
        total = computed(total.is_there, added, reason, (total, activity))
    return total
