"""One pure function per formula kind: figures in, figures out (:mod:`etl.derive.figures`)."""

import math
from collections.abc import Sequence
from typing import Literal

import narwhals as nw

from etl.derive.figures import COLUMNS, bound_of_computed, missing_if, stacked, status_of, weakest
from etl.frames import Frame
from etl.model.period import Period
from etl.model.vocabulary import MissingReason

ALL_OF_IT_PCT = 100


def published_series(figures: Frame) -> Frame:
    """The published figure as it stands."""
    return figures.select(*COLUMNS)


def ratio(
    numerator: Frame, denominator: Frame, scale: float, rows: Literal["numerator", "both"] = "numerator"
) -> Frame:
    """``numerator / denominator × scale`` wherever the numerator has a row, or both have one.

    Returns:
        figures; missing with reason ``input_missing`` where either is missing, ``denominator_zero`` where the
        denominator is zero, ``vintages_differ`` where the denominator is missing for that reason.
    """
    below = denominator.select(
        "region", "period", below="value", below_status="status_rank", below_nature="nature_rank",
        below_bound="bound_rank", below_reason=nw.col("reason").cast(nw.String),
    )  # fmt: skip
    lacking = nw.col("value").is_null() | nw.col("below").is_null()
    zero, unlike = nw.col("below") == 0, MissingReason.VINTAGES_DIFFER.value
    how: Literal["left", "inner"] = "left" if rows == "numerator" else "inner"
    joined = numerator.join(below, on=["region", "period"], how=how).with_columns(
        quotient=nw.when(~lacking & ~zero).then(nw.col("value") / nw.col("below") * scale),
        why=nw.when(~nw.col("value").is_null() & (nw.col("below_reason") == unlike))
        .then(nw.lit(unlike))
        .otherwise(missing_if(lacking, zero)),
        worst=weakest("status_rank", "below_status"),
    )
    return joined.select(
        "region",
        "period",
        value="quotient",
        status_rank=status_of("why", "worst"),
        reason="why",
        nature_rank=weakest("nature_rank", "below_nature"),
        bound_rank=bound_of_computed("bound_rank", "below_bound"),
    )


def index_growth(index: Frame) -> Frame:
    """Growth in per cent from an index with the previous year = 100: ``index − 100``."""
    return index.with_columns(value=nw.col("value") - 100).select(*COLUMNS)


def _yearly_rates(figures: Frame) -> Frame:
    """Rates of whole years in per cent, with their year as a number; a fall by all there is ends a chain."""
    text = nw.col("period").cast(nw.String)
    of_a_year = figures.filter(nw.col("value") > -ALL_OF_IT_PCT, text.str.len_chars() == len("2020"))
    return of_a_year.with_columns(year=text.cast(nw.Int64))


def constant_price(level: Frame, growth: Frame, base: int) -> Frame:
    """A level at prices of the base year: level of that year, times the chained real growth since.

    Args:
        level: levels at current prices; only the base year is read.
        growth: real growth in per cent against the previous year.
        base: the base year.

    Returns:
        figures of every year that an unbroken chain of growth rates joins with the base year.
    """
    base_level = level.filter(nw.col("period").cast(nw.String) == str(base)).select(
        "region",
        base_level="value",
        base_status="status_rank",
        base_nature="nature_rank",
        base_bound="bound_rank",
    )
    chain = _yearly_rates(growth).with_columns(log_growth=(1 + nw.col("value") / 100).log(), one=nw.lit(1))
    after = _cumulated(chain.filter(nw.col("year") > base), descending=False).with_columns(
        unbroken=nw.col("years") == nw.col("year") - base, exponent=nw.col("sum")
    )
    # Going back, the level of year t needs the growth of t+1 … base: shift each rate to the year before it.
    before = _cumulated(chain.filter(nw.col("year") <= base), descending=True).with_columns(
        unbroken=nw.col("years") == base - nw.col("year") + 1, exponent=-nw.col("sum")
    )
    columns = ["region", "year", "exponent", "status_rank", "nature_rank", "bound_rank", "unbroken"]
    moved = before.with_columns(year=nw.col("year") - 1).select(*columns)
    at_base = base_level.select(
        "region",
        year=nw.lit(base).cast(nw.Int64),
        exponent=nw.lit(0.0),
        status_rank=nw.lit(0),
        nature_rank=nw.lit(0),
        bound_rank=nw.lit(0),
        unbroken=nw.lit(True),
    )
    chained = nw.concat([after.select(*columns), moved, at_base], how="vertical").filter(nw.col("unbroken"))
    joined = chained.join(base_level, on="region", how="inner").filter(~nw.col("base_level").is_null())
    return joined.select(
        "region",
        period=nw.col("year").cast(nw.String),
        value=nw.col("base_level") * nw.col("exponent").exp(),
        status_rank=weakest("status_rank", "base_status"),
        reason=nw.lit(None, dtype=nw.String),
        nature_rank=weakest("nature_rank", "base_nature"),
        bound_rank=bound_of_computed("bound_rank", "base_bound"),
    )


def _cumulated(chain: Frame, *, descending: bool) -> Frame:
    """Running sum of log growth and running count of years, from the base year outwards."""
    away = -nw.col("year") if descending else nw.col("year")
    ordered = chain.with_columns(away=away)
    return ordered.with_columns(
        sum=nw.col("log_growth").cum_sum().over("region", order_by="away"),
        years=nw.col("one").cum_sum().over("region", order_by="away"),
        status_rank=nw.col("status_rank").cum_max().over("region", order_by="away"),
        nature_rank=nw.col("nature_rank").cum_max().over("region", order_by="away"),
        bound_rank=nw.col("bound_rank").cum_max().over("region", order_by="away"),
    )


def chained_reduction(change: Frame, spans: Sequence[str], states: str = "reduction") -> Frame:
    """Cumulative reduction of each span in per cent, ``(1 − Π(1 + change/100)) × 100`` or its negative.

    Args:
        change: yearly change in per cent; negative is a reduction.
        spans: the spans, such as ``2016/2020``.
        states: ``reduction`` (positive is a fall) or ``growth`` (positive is a rise).

    Returns:
        figures of the spans for which every year is there.
    """
    yearly = _yearly_rates(change)
    reductions = stacked(*(_reduction_of(yearly, Period.parse(span)) for span in spans))
    return reductions if states == "reduction" else reductions.with_columns(value=-nw.col("value"))


def _reduction_of(yearly: Frame, span: Period) -> Frame:
    inside = yearly.filter(nw.col("year") >= span.start_year, nw.col("year") <= span.end_year)
    by_region = (
        inside.with_columns(log_change=(1 + nw.col("value") / 100).log())
        .group_by("region")
        .agg(
            total=nw.col("log_change").sum(),
            years=nw.col("year").n_unique(),
            status_rank=nw.col("status_rank").max(),
            nature_rank=nw.col("nature_rank").max(),
            loosest=nw.col("bound_rank").max(),
        )
        .filter(nw.col("years") == span.years)
    )
    return by_region.select(
        "region",
        period=nw.lit(str(span)),
        value=(1 - nw.col("total").exp()) * 100,
        status_rank="status_rank",
        reason=nw.lit(None, dtype=nw.String),
        nature_rank="nature_rank",
        bound_rank=bound_of_computed("loosest", "loosest"),
    )


def exact_reduction_pct(changes_pct: Sequence[float]) -> float:
    """The same product for a handful of changes, without logarithms: for explaining one number."""
    return (1 - math.prod(1 + change / 100 for change in changes_pct)) * 100
