"""Rates that would run into a new statistical basis: they are missing, not computed."""

from collections.abc import Sequence

import narwhals as nw

from etl.frames import Frame
from etl.model.series import SeriesBreak
from etl.model.vocabulary import Basis, MissingReason, Status


def without_rates_into_breaks(values: Frame, breaks: Sequence[SeriesBreak]) -> Frame:
    """Computed changes against the year before, without those of the first year of a new basis.

    Args:
        values: rows of the table ``indicator_value`` of a rate of change.
        breaks: breaks of the levels that it compares.

    Returns:
        the same rows; those that compare two bases are missing with ``vintages_differ``.
    """
    if not breaks:
        return values
    year = nw.col("period").cast(nw.String).str.slice(0, 4).cast(nw.Int64)
    is_computed = (nw.col("basis").cast(nw.String) == Basis.COMPUTED.value) & ~nw.col("value").is_null()
    crosses = is_computed & nw.any_horizontal(*(_in(each, year) for each in breaks), ignore_nulls=True)
    said = {"status": Status.MISSING.value, "reason": MissingReason.VINTAGES_DIFFER.value}
    return values.with_columns(
        value=nw.when(~crosses).then(nw.col("value")),
        **{
            name: nw.when(crosses).then(nw.lit(word)).otherwise(nw.col(name).cast(nw.String))
            for name, word in said.items()
        },
    )


def _in(declared: SeriesBreak, year: nw.Expr) -> nw.Expr:
    region = nw.col("region").cast(nw.String)
    begins = year == declared.first_year
    if declared.regions:
        begins &= region.is_in(declared.regions)
    return begins & ~region.is_in(declared.except_regions) if declared.except_regions else begins
