"""Staged rows → observations in the unit of their series, each with its vintage."""

from datetime import date, datetime, time

import narwhals as nw

from etl.frames import Frame
from etl.model.tables import CELL

KEY = ("series", "region", "period")


def observe(
    staged: Frame,
    conversions: Frame,
    natures: Frame,
    as_of: date | None = None,
    corrections: Frame | None = None,
) -> Frame:
    """Observations: converted to the unit of the series, each with its nature and vintage.

    Vintage 1 is in use; the losers of the declared precedence (a figure before a gap, stronger nature before
    weaker, later publication before earlier) keep their place and are shown.

    Args:
        staged: the table ``staged``.
        conversions: columns ``series, unit, multiply, divide`` — exact whole numbers, because multiplying by
            0.0001 in binary does not give what the office typed.
        natures: columns ``source, nature, nature_rank``; rank 0 is the strongest evidence.
        as_of: leave out what was published later.
        corrections: the table ``correction``; its figures take the place of what the cells hold.

    Returns:
        the columns of the table ``observation``, one row per staged row known by then.
    """
    known = staged
    if as_of is not None:  # midnight: pandas knows no dates without a time
        known = staged.filter(nw.col("known_from") <= nw.lit(datetime.combine(as_of, time.min)))
    if corrections is not None:
        known = _corrected(known, corrections)
    converted = (
        known.join(conversions, on=["series", "unit"], how="inner")
        .join(natures, on="source", how="inner")
        .with_columns(value=nw.col("reported") * nw.col("multiply") / nw.col("divide"))
        .with_columns(
            has_value=(~nw.col("value").is_null()).cast(nw.Int64),
            strength=-nw.col("nature_rank"),
            one=nw.lit(1),
        )
    )
    worst_to_best = ["has_value", "strength", "known_from", "file_id", "sheet_no", "row_no", "column_no"]
    ranked = converted.with_columns(
        vintage=nw.col("one").sum().over(*KEY)
        - nw.col("one").cum_sum().over(*KEY, order_by=worst_to_best)
        + 1
    )
    return ranked.select(
        *KEY, "vintage", "value", "status", "reason", "bound", "nature", "source", "known_from",
        "file_id", "sheet_no", "row_no", "column_no", "cited_as", "note",
    )  # fmt: skip


def _corrected(staged: Frame, corrections: Frame) -> Frame:
    """Staged rows with their corrections in place; what was reported stays in its own table."""
    names = ("corrected", "corrected_region", "corrected_status", "corrected_reason")
    joined = staged.join(
        corrections.select(*CELL, "correction", *names), on=list(CELL), how="left"
    ).with_columns(is_corrected=~nw.col("correction").is_null())
    is_withheld = ~nw.col("corrected_reason").is_null()
    return joined.with_columns(
        region=nw.when(nw.col("is_corrected")).then(nw.col("corrected_region")).otherwise(nw.col("region")),
        reported=nw.when(nw.col("is_corrected")).then(nw.col("corrected")).otherwise(nw.col("reported")),
        status=nw.when(is_withheld).then(nw.col("corrected_status")).otherwise(nw.col("status")),
        reason=nw.when(is_withheld).then(nw.col("corrected_reason")).otherwise(nw.col("reason")),
    ).drop("correction", "is_corrected", *names)
