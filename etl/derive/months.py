"""Monthly arithmetic: 累计 → 当月, growth of levels, the year from its months. Figures in, figures out.

January and February are one figure (春节因素) and stay one; nothing here splits them. A rate at comparable
prices (可比价同比) is published and never recomputed from levels.
"""

from collections.abc import Collection

import narwhals as nw

from etl.derive.figures import COLUMNS, bound_of_computed, missing_if, stacked, status_of, weakest
from etl.frames import Frame
from etl.model.period import MONTHS_IN_YEAR, Period, PeriodKind
from etl.model.time_formula import MERGED_MONTHS
from etl.model.vocabulary import MissingReason

VINTAGE = ("source", "known_from")
"""Columns that say which vintage a figure is, beside its status."""

_MONTHS_APART = 11  # January–February, and the ten months after


def periods_of_months(periods: Collection[Period]) -> set[str]:
    """The months and years that cumulative figures of these periods can make."""
    cumulated = [each for each in periods if each.kind is PeriodKind.CUMULATIVE]
    months = {f"{p.end_year}M{p.end_month:02d}" for p in cumulated if p.end_month > MERGED_MONTHS}
    return months | {str(each.end_year) for each in periods if each.end_month == MONTHS_IN_YEAR}


def _text() -> nw.Expr:
    return nw.col("period").cast(nw.String)


def _cumulative(figures: Frame) -> Frame:
    """Figures of January to month N, with year and month as numbers."""
    chosen = figures.filter(_text().str.slice(4, 4) == "M01-")
    return chosen.with_columns(
        year=_text().str.slice(0, 4).cast(nw.Int64), month=_text().str.slice(8, 2).cast(nw.Int64)
    )


def month_of_cumulative(cumulative: Frame) -> Frame:
    """当月 = 累计 1–N月 − 累计 1–(N−1)月; 1–2月 stays as it is.

    Two cumulative figures are of one family of vintages if they come from the same source, are equally
    settled (both preliminary, both revised, …), and the shorter one was known when the longer one was
    published. Otherwise their difference is a month plus a revision.

    Args:
        cumulative: figures with the columns of :data:`VINTAGE`.

    Returns:
        figures of the merged months and of every later month with a cumulative figure; missing with
        ``input_missing``, or ``vintages_differ`` where the two are of different families.
    """
    until = _cumulative(cumulative)
    merged = until.filter(nw.col("month") == MERGED_MONTHS).select(*COLUMNS)
    before = until.select(
        "region",
        "year",
        month=nw.col("month") + 1,
        earlier="value",
        earlier_status="status_rank",
        earlier_nature="nature_rank",
        earlier_bound="bound_rank",
        earlier_source="source",
        earlier_known="known_from",
    )
    pairs = until.filter(nw.col("month") > MERGED_MONTHS).join(
        before, on=["region", "year", "month"], how="left"
    )
    one_family = (
        (nw.col("source") == nw.col("earlier_source"))
        & (nw.col("status_rank") == nw.col("earlier_status"))
        & (nw.col("earlier_known") <= nw.col("known_from"))
    )
    return stacked(merged, _differences(pairs, one_family))


def _differences(pairs: Frame, one_family: nw.Expr) -> Frame:
    lacking = nw.col("value").is_null() | nw.col("earlier").is_null()
    differ = nw.lit(MissingReason.VINTAGES_DIFFER.value)
    why = nw.when(lacking).then(missing_if(lacking)).when(~one_family).then(differ)
    worked = pairs.with_columns(
        single=nw.concat_str(_text().str.slice(0, 4), nw.lit("M"), _text().str.slice(8, 2)),
        difference=nw.when(~lacking & one_family).then(nw.col("value") - nw.col("earlier")),
        why=why.otherwise(nw.lit(None, dtype=nw.String)),
        worst=nw.when(nw.col("earlier").is_null())
        .then(nw.col("status_rank"))
        .otherwise(weakest("status_rank", "earlier_status")),
    )
    return worked.select(
        "region",
        period="single",
        value="difference",
        status_rank=status_of("why", "worst"),
        reason="why",
        nature_rank=weakest("nature_rank", "earlier_nature"),
        bound_rank=bound_of_computed("bound_rank", "earlier_bound"),
    )


def growth_of_level(level: Frame) -> Frame:
    """Growth of a level in per cent against the same part of the year before, at the prices of the level.

    Args:
        level: amounts; spans of years are left out.

    Returns:
        figures wherever the year before has a row; missing with ``denominator_zero`` where nothing was there
        before, ``not_applicable`` where the level before was negative (a loss has no growth).
    """
    parts = level.filter(~_text().str.contains("/", literal=True)).with_columns(
        year=_text().str.slice(0, 4).cast(nw.Int64), part=_text().str.slice(4)
    )
    before = parts.select(
        "region",
        "part",
        year=nw.col("year") + 1,
        before="value",
        before_status="status_rank",
        before_nature="nature_rank",
        before_bound="bound_rank",
    )
    lacking = nw.col("value").is_null() | nw.col("before").is_null()
    loss = nw.lit(MissingReason.NOT_APPLICABLE.value)
    joined = parts.join(before, on=["region", "part", "year"], how="inner").with_columns(
        growth=nw.when(~lacking & (nw.col("before") > 0)).then(
            (nw.col("value") / nw.col("before") - 1) * 100
        ),
        why=nw.when(nw.col("before") < 0).then(loss).otherwise(missing_if(lacking, nw.col("before") == 0)),
        worst=weakest("status_rank", "before_status"),
    )
    return joined.select(
        "region",
        "period",
        value="growth",
        status_rank=status_of("why", "worst"),
        reason="why",
        nature_rank=weakest("nature_rank", "before_nature"),
        bound_rank=bound_of_computed("bound_rank", "before_bound"),
    )


def year_of_months(months: Frame) -> Frame:
    """Amounts of whole years: 1–12月 cumulated, else the sum of January–February and the ten months after.

    Returns:
        figures of the years for which every month is there.
    """
    known = months.filter(~nw.col("value").is_null())
    cumulated = _cumulative(known).filter(nw.col("month") == MONTHS_IN_YEAR)
    whole = cumulated.with_columns(period=_text().str.slice(0, 4)).select(*COLUMNS)
    rest = _sums_of_months(known).join(whole.select("region", "period"), on=["region", "period"], how="anti")
    return stacked(whole, rest)


def _sums_of_months(known: Frame) -> Frame:
    after = (_text().str.len_chars() == len("2023M03")) & (_text().str.slice(5) > "02")
    apart = known.filter((_text().str.slice(4) == "M01-02") | (_text().str.slice(4, 1) == "M") & after)
    sums = (
        apart.with_columns(year=_text().str.slice(0, 4), one=nw.lit(1))
        .group_by("region", "year")
        .agg(
            total=nw.col("value").sum(),
            months=nw.col("one").sum(),
            status_rank=nw.col("status_rank").max(),
            nature_rank=nw.col("nature_rank").max(),
            loosest=nw.col("bound_rank").max(),
        )
        .filter(nw.col("months") == _MONTHS_APART)
    )
    return sums.select(
        nw.col("region"),
        period="year",
        value="total",
        status_rank="status_rank",
        reason=nw.lit(None, dtype=nw.String),
        nature_rank="nature_rank",
        bound_rank=bound_of_computed("loosest", "loosest"),
    )
