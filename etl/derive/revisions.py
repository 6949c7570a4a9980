"""How much figures of a series are revised: the measure of how far a verdict on them can be trusted."""

import narwhals as nw
import numpy as np
import numpy.typing as npt

from etl.columns import Columns
from etl.frames import Frame
from etl.model.figures import Mask

Days = npt.NDArray[np.datetime64]

FACT = ("series", "region", "period", "source")


def revision_sizes(observations: Frame) -> Frame:
    """Median size of a revision, by series.

    A revision is a later figure of the same source for the same fact that differs from the one before, be it
    in a later file or with a later date of its own; two figures of one day are a disagreement, and figures
    published again unchanged are no revisions and do not dilute it.

    Args:
        observations: the table ``observation`` with all vintages.

    Returns:
        columns ``series, revisions, median_absolute, median_relative``: how many there were, their median
        size in the unit of the series, and as a fraction of the earlier figure (null where all of those were
        0).
    """
    known = observations.filter(~nw.col("value").is_null())
    order = ("known_from", "file_id", "sheet_no", "row_no", "column_no")
    steps = known.with_columns(before=nw.col("value").shift(1).over(*FACT, order_by=order)).with_columns(
        size=(nw.col("value") - nw.col("before")).abs(),
        day_before=nw.col("known_from").shift(1).over(*FACT, order_by=order),
    )
    is_later = nw.col("known_from") > nw.col("day_before")
    revised = steps.filter(~nw.col("before").is_null(), nw.col("size") > 0, is_later).with_columns(
        relative=nw.when(nw.col("before") != 0).then(nw.col("size") / nw.col("before").abs()), one=nw.lit(1)
    )
    return revised.group_by("series").agg(
        revisions=nw.col("one").sum(),
        median_absolute=nw.col("size").median(),
        median_relative=nw.col("relative").median(),
    )


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
