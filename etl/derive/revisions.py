"""How much figures of a series are revised: the measure of how far a verdict on them can be trusted."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from etl.columns import Columns
from etl.model.figures import Figures, Mask, Numbers
from etl.model.tables import CELL

Days = npt.NDArray[np.datetime64]

_FACT = ("series", "region", "period", "source")
_NOISE = 1e-12
"""Relative difference that arithmetic makes of equal inputs."""


def revision_sizes(observations: Columns) -> Iterator[dict[str, object]]:
    """Median size of a revision, by series.

    A revision is a later figure of the same source for the same fact that differs from the one before, be it
    in a later file or with a later date of its own; two figures of one day are a disagreement, and figures
    published again unchanged are no revisions and do not dilute it.

    Args:
        observations: the columns of the table ``observation`` with all vintages.

    Returns:
        rows of the table ``revision_size``: how many there were, their median size in the unit of the series,
        and as a fraction of the earlier figure (None where all of those were 0).
    """
    known = _of_several(observations)
    known = known.take(~np.isnan(known.array("value")))
    codes = [known.coded(name).codes for name in _FACT]
    order = np.lexsort((*(known.array(n) for n in reversed(CELL)), known.array("known_from"), *codes[::-1]))
    value, series = known.array("value")[order], known.coded("series").take(order)
    follows = _follows([code[order] for code in codes])
    size, days = np.abs(value - np.roll(value, 1)), known.array("known_from")[order]
    revised = np.flatnonzero(follows & (size > 0) & (days > np.roll(days, 1)))
    for code in np.unique(series.codes[revised]).tolist():
        at = revised[series.codes[revised] == code]
        yield {"series": series.words[code], "revisions": len(at), **_medians(size[at], value[at - 1])}


def _of_several(observations: Columns) -> Columns:
    """The figures of facts that have several; the others cannot have been revised."""
    is_several = observations.array("vintage") > 1
    if not is_several.any():
        return observations.take(slice(0))
    series, region, period = (observations.coded(name).codes for name in _FACT[:3])
    periods, regions = (len(observations.coded(name).words) for name in ("period", "region"))
    facts = (series.astype(np.int64) * periods + period) * regions + region
    return observations.take(np.isin(facts, facts[is_several]))


def computed_revisions(first: Figures, last: Figures) -> dict[str, object] | None:
    """How much an indicator that is computed changed between first and last editions of its inputs.

    Args:
        first: computed from what sources stated first.
        last: computed from what is in use.

    Returns:
        the numbers of a row of the table ``revision_size``, one revision for each region and period whose
        computed figure changed; None where none did.
    """
    compared = first.is_known & last.is_known
    for each in (first, last):
        if each.is_published is not None:
            compared = compared & ~each.is_published
    before, after = first.value[compared], last.value[compared]
    changed = np.abs(after - before) > _NOISE * np.maximum(np.abs(before), 1)
    if not changed.any():
        return None
    sizes = np.abs(after - before)[changed]
    return {"revisions": len(sizes), **_medians(sizes, before[changed])}


def _follows(codes: list[np.ndarray]) -> Mask:
    """Which rows are of the same fact and source as the one before."""
    follows = np.zeros(len(codes[0]), dtype=bool)
    follows[1:] = np.all([code[1:] == code[:-1] for code in codes], axis=0)
    return follows


def _medians(sizes: Numbers, before: Numbers) -> dict[str, float | None]:
    relative = sizes[before != 0] / np.abs(before[before != 0])
    return {
        "median_absolute": float(np.median(sizes)),
        "median_relative": float(np.median(relative)) if len(relative) else None,
    }


def stated_since(editions: Columns) -> tuple[Days, Mask]:
    """Since when sources have stated the figures in use, and which of those they had stated otherwise before.

    Args:
        editions: ``vintage, source, value, known_from``; facts one after the other, the one in use (1) first.
    """
    vintage, value, known_from = (editions.array(name) for name in ("vintage", "value", "known_from"))
    source = editions.coded("source").codes
    first = np.flatnonzero(vintage == 1)
    since, is_revised = known_from[first].copy(), np.zeros(len(first), dtype=bool)
    for step in range(1, int(vintage.max(initial=1))):
        at = np.minimum(first + step, len(vintage) - 1)
        same = (vintage[at] == step + 1) & (source[at] == source[first]) & ~is_revised
        equal = (value[at] == value[first]) | (np.isnan(value[at]) & np.isnan(value[first]))
        since = np.where(same & equal, np.minimum(since, known_from[at]), since)
        is_revised |= same & ~equal
    return since, is_revised
