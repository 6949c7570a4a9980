"""Rates that would run into a new statistical basis: they are missing, not computed."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from etl.derive.figures import MISSING, code_of
from etl.model.figures import Axes, Figures, Mask
from etl.model.series import SeriesBreak
from etl.model.vocabulary import MissingReason


def without_rates_into_breaks(values: Figures, breaks: Sequence[SeriesBreak]) -> Figures:
    """Computed changes against the year before, without those of the first year of a new basis.

    Args:
        values: values of a rate of change.
        breaks: breaks of the levels that it compares.

    Returns:
        the same values; those that compare two bases are missing with ``vintages_differ``.
    """
    if not breaks or values.is_published is None:
        return values
    crosses = np.logical_or.reduce([_in(each, values.axes) for each in breaks])
    gone = crosses & ~values.is_published & values.is_known
    return replace(
        values,
        value=np.where(gone, np.nan, values.value),
        status=np.where(gone, np.int8(MISSING), values.status),
        reason=np.where(gone, np.int8(code_of(MissingReason.VINTAGES_DIFFER)), values.reason),
    )


def _in(declared: SeriesBreak, axes: Axes) -> Mask:
    years = np.asarray([period.start_year == declared.first_year for period in axes.periods], dtype=bool)
    regions = np.asarray([declared.holds_for(code) for code in axes.regions], dtype=bool)
    return np.asarray(years[:, None] & regions)
