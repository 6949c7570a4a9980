"""Figures that stand beside each other in one publication: a share of unlike vintages is no share."""

from typing import Final

import narwhals as nw

from etl.derive.figures import COLUMNS, STATUS_RANKS, stacked
from etl.frames import Frame
from etl.model.vocabulary import MissingReason, Status

PUBLICATION: Final = ("source", "cited_as", "known_from", "vintage")
"""Columns that say in which publication a figure stands, and which of several it is."""

_OTHER_DAY = 10_000  # more than any figure has vintages


def of_one_publication(figures: Frame, beside: Frame) -> Frame:
    """What each figure's own publication says of another series.

    Args:
        figures: figures in use, with the columns of :data:`PUBLICATION`.
        beside: every vintage of the other series, with the same columns.

    Returns:
        figures of the other series from the same source and citation, of the same day if there are several;
        missing with ``vintages_differ`` where only another publication has it.
    """
    wanted = figures.select(
        "region", "period", own_source=_word("source"), own_citation=_word("cited_as"), own_day="known_from"
    )
    pairs = (
        beside.filter(~nw.col("value").is_null())
        .join(wanted, on=["region", "period"], how="inner")
        .with_columns(
            is_same=(_word("source") == nw.col("own_source")) & (_word("cited_as") == nw.col("own_citation")),
            order=nw.col("vintage")
            + nw.when(nw.col("known_from") == nw.col("own_day"))
            .then(nw.lit(0))
            .otherwise(nw.lit(_OTHER_DAY)),
        )
    )
    same = pairs.filter(nw.col("is_same"))
    first = same.filter(nw.col("order") == nw.col("order").min().over("region", "period")).select(*COLUMNS)
    elsewhere = pairs.filter(nw.col("vintage") == nw.col("vintage").min().over("region", "period")).join(
        first.select("region", "period"), on=["region", "period"], how="anti"
    )
    unlike = elsewhere.with_columns(
        value=nw.lit(None, dtype=nw.Float64),
        status_rank=nw.lit(STATUS_RANKS.index(Status.MISSING.value)),
        reason=nw.lit(MissingReason.VINTAGES_DIFFER.value),
    ).select(*COLUMNS)
    return stacked(first, unlike)


def _word(column: str) -> nw.Expr:
    return nw.col(column).cast(nw.String).fill_null("")
