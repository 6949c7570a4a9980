"""Formulas of structure and of emission accounts: figures in, figures out (:mod:`etl.derive.figures`)."""

from collections.abc import Mapping, Sequence

import narwhals as nw

from etl.derive.figures import COLUMNS, bound_of_computed, missing_if, stacked, status_of, weakest
from etl.derive.formulas import ratio
from etl.frames import Frame

KEY = ["region", "period"]
PER_TEN_THOUSAND = 10_000
PER_CENT = 100
RANKS = ("status_rank", "nature_rank", "bound_rank")


def product(first: Frame, second: Frame, scale: float) -> Frame:
    """``first × second × scale`` wherever the first has a row; missing when either is missing."""
    joined = first.join(_renamed(second, "other"), on=KEY, how="left")
    lacking = nw.col("value").is_null() | nw.col("other").is_null()
    return _computed(joined, nw.col("value") * nw.col("other") * scale, lacking, None, ("other",))


def ratio_to_region(figures: Frame, reference: str, scale: float) -> Frame:
    """``figure / figure of the reference region × scale``; the reference region itself is 1 × scale."""
    at_reference = _renamed(figures.filter(nw.col("region").cast(nw.String) == reference), "other")
    joined = figures.join(at_reference.drop("region"), on="period", how="left")
    lacking = nw.col("value").is_null() | nw.col("other").is_null()
    return _computed(
        joined, nw.col("value") / nw.col("other") * scale, lacking, nw.col("other") == 0, ("other",)
    )


def location_quotient(part: Frame, whole: Frame, reference: str) -> Frame:
    """``(part / whole) ÷ (part / whole of the reference region)``; 1 where the structure is the same.

    Returns:
        ratio; missing with ``denominator_zero`` where a whole, or the part of the reference region, is zero.
    """
    share = ratio(part, whole, 1.0)
    return ratio_to_region(share, reference, 1.0)


def concentration(parts: Sequence[Frame], count: int | None) -> Frame:
    """Share of the ``count`` largest parts in per cent, or Σ share² × 10 000 where ``count`` is None.

    Missing with ``input_missing`` where one part is missing: the largest could be that one.
    """
    rows = stacked(*parts)
    wholes = rows.group_by("region", "period").agg(
        whole=nw.col("value").sum(), given=nw.col("value").count(), **{n: nw.col(n).max() for n in RANKS}
    )
    if count is None:
        measured = rows.with_columns(part=nw.col("value") * nw.col("value"))
    else:
        place = nw.col("value").rank("ordinal", descending=True).over("region", "period")
        measured = rows.with_columns(place=place).with_columns(
            part=nw.when(nw.col("place") <= count).then(nw.col("value"))
        )
    sums = measured.group_by("region", "period").agg(measure=nw.col("part").sum())
    power = 1 if count is not None else 2
    scale = PER_CENT if count is not None else PER_TEN_THOUSAND
    below = nw.col("whole") if power == 1 else nw.col("whole") * nw.col("whole")
    joined = wholes.join(sums, on=KEY, how="inner")
    lacking = nw.col("given") < len(parts)
    return _computed(joined, nw.col("measure") / below * scale, lacking, nw.col("whole") == 0, ())


def emissions_from_fuels(fuels: Sequence[tuple[Frame, float]]) -> Frame:
    """Σ activity × factor over the fuels, for the regions and periods of the first fuel.

    Args:
        fuels: activity of each fuel, and emissions per unit of it in the unit of the indicator.
    """
    (first, factor), *others = fuels
    total = first.with_columns(value=nw.col("value") * factor).select(*COLUMNS)
    for activity, multiplier in others:
        joined = total.join(_renamed(activity, "other"), on=KEY, how="left")
        lacking = nw.col("value").is_null() | nw.col("other").is_null()
        total = _computed(joined, nw.col("value") + nw.col("other") * multiplier, lacking, None, ("other",))
    return total


def _renamed(figures: Frame, name: str) -> Frame:
    """Figures whose value and ranks carry another name, to stand beside others."""
    return figures.select(*KEY, **{name: "value"}, **{f"{name}_{rank}": rank for rank in RANKS})


def _computed(
    joined: Frame, value: nw.Expr, lacking: nw.Expr, zero: nw.Expr | None, others: Sequence[str]
) -> Frame:
    """Figures of a computed value with the weakest status and nature of what went into it."""
    there = ~lacking if zero is None else ~lacking & ~zero
    names: Mapping[str, list[str]] = {
        rank: [rank, *(f"{other}_{rank}" for other in others)] for rank in RANKS
    }
    worked = joined.with_columns(
        result=nw.when(there).then(value),
        why=missing_if(lacking, zero),
        worst=weakest(*names["status_rank"]),
    )
    return worked.select(
        "region",
        "period",
        value="result",
        status_rank=status_of("why", "worst"),
        reason="why",
        nature_rank=weakest(*names["nature_rank"]),
        bound_rank=bound_of_computed(*names["bound_rank"]),
    )
