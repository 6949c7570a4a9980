"""The shape that formulas read and return, so that they compose.

A frame of *figures* has the columns ``region, period, value, status_rank, reason, nature_rank, bound_rank``.
Ranks are integers so that "the weakest of the inputs" is a maximum on every engine; ``reason`` is set exactly
where ``value`` is null.
"""

from typing import Final

import narwhals as nw

from etl.frames import Frame
from etl.model.vocabulary import Bound, MissingReason, Nature, Status

STATUS_RANKS: Final = (
    Status.FINAL.value,
    Status.REVISED.value,
    Status.AS_PUBLISHED.value,
    Status.PRELIMINARY.value,
    Status.MISSING.value,
)
NATURE_RANKS: Final = tuple(nature.value for nature in Nature)
BOUND_RANKS: Final = (Bound.EXACT.value, Bound.AT_LEAST.value, Bound.AT_MOST.value, Bound.ABOUT.value)

COLUMNS: Final = ("region", "period", "value", "status_rank", "reason", "nature_rank", "bound_rank")


def named(column: str, words: tuple[str, ...]) -> nw.Expr:
    """The word of a rank."""
    chosen: nw.Expr = nw.lit(words[-1])
    for rank in reversed(range(len(words) - 1)):
        chosen = nw.when(nw.col(column) == rank).then(nw.lit(words[rank])).otherwise(chosen)
    return chosen


def ranked(column: str, words: tuple[str, ...]) -> nw.Expr:
    """The rank of a word; unknown words rank weakest."""
    chosen: nw.Expr = nw.lit(len(words) - 1)
    for rank in reversed(range(len(words) - 1)):
        chosen = nw.when(nw.col(column).cast(nw.String) == words[rank]).then(nw.lit(rank)).otherwise(chosen)
    return chosen


def as_figures(values: Frame, key: str, keep: tuple[str, ...] = ()) -> Frame:
    """Figures from rows with ``region, period, value, status, reason, nature, bound`` in words.

    Args:
        values: the rows.
        key: the column that says which series or indicator a row belongs to; it is kept.
        keep: further columns to keep, such as those that tell vintages apart.
    """
    return values.select(
        key,
        "region",
        "period",
        "value",
        ranked("status", STATUS_RANKS).alias("status_rank"),
        nw.col("reason").cast(nw.String),
        ranked("nature", NATURE_RANKS).alias("nature_rank"),
        ranked("bound", BOUND_RANKS).alias("bound_rank"),
        *keep,
    )


def plain(figures: Frame) -> Frame:
    """Figures with keys as words and ranks as one integer type, so that frames of different origin stack."""
    words = (nw.col(name).cast(nw.String) for name in ("region", "period", "reason"))
    ranks = (nw.col(name).cast(nw.Int64) for name in ("status_rank", "nature_rank", "bound_rank"))
    return figures.with_columns(*words, *ranks, nw.col("value").cast(nw.Float64)).select(*COLUMNS)


def stacked(*frames: Frame) -> Frame:
    """Figures of several frames one above the other."""
    return nw.concat([plain(frame) for frame in frames], how="vertical")


def weakest(*columns: str) -> nw.Expr:
    """The weakest of several ranks."""
    return nw.max_horizontal(*columns)


def bound_of_computed(*columns: str) -> nw.Expr:
    """A figure computed from bounds or approximations is an approximation, of unknown side."""
    about = BOUND_RANKS.index(Bound.ABOUT.value)
    return nw.when(nw.max_horizontal(*columns) > 0).then(nw.lit(about)).otherwise(nw.lit(0))


def missing_if(lacking: nw.Expr, zero: nw.Expr | None = None) -> nw.Expr:
    """The reason of a computed gap; null where the figure is there."""
    rest = nw.lit(None, dtype=nw.String)
    if zero is not None:
        rest = nw.when(zero).then(nw.lit(MissingReason.DENOMINATOR_ZERO.value)).otherwise(rest)
    return nw.when(lacking).then(nw.lit(MissingReason.INPUT_MISSING.value)).otherwise(rest)


def status_of(reason: str, rank: str) -> nw.Expr:
    """The rank of missing where a reason stands, else the given rank."""
    missing = STATUS_RANKS.index(Status.MISSING.value)
    return nw.when(~nw.col(reason).is_null()).then(nw.lit(missing)).otherwise(nw.col(rank))
