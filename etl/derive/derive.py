"""Indicator values from their inputs: the declared formula, and published figures before computed ones."""

from collections.abc import Mapping
from typing import assert_never

import narwhals as nw

from etl.derive.dual_control import assessed_amount, yearly_change
from etl.derive.estimates import mark_estimates
from etl.derive.figures import BOUND_RANKS, COLUMNS, NATURE_RANKS, STATUS_RANKS, named
from etl.derive.formulas import chained_reduction, constant_price, index_growth, published_series, ratio
from etl.derive.months import growth_of_level, month_of_cumulative, year_of_months
from etl.derive.structures import (
    concentration,
    emissions_from_fuels,
    location_quotient,
    product,
    ratio_to_region,
)
from etl.frames import Frame
from etl.model.dual_control_formula import DualControlFormula
from etl.model.indicator import Formula, Indicator
from etl.model.structure_formula import StructureFormula
from etl.model.time_formula import TimeFormula
from etl.model.vocabulary import Basis

VALUE_COLUMNS = (
    "indicator", "region", "period", "value", "status", "reason", "basis", "nature", "bound", "rule",
)  # fmt: skip


def derive_published(names: Frame, observations: Frame) -> Frame:
    """Values of all indicators that are a published figure as it stands, in one expression.

    Args:
        names: columns ``indicator, series``.
        observations: the table ``observation``.

    Returns:
        the columns of the table ``indicator_value``.
    """
    in_use = observations.filter(nw.col("vintage") == 1).join(names, on="series", how="inner")
    no_rule = nw.lit(None, dtype=nw.String)
    return in_use.with_columns(basis=nw.lit(Basis.PUBLISHED.value), rule=no_rule).select(*VALUE_COLUMNS)


def derive_indicator(
    indicator: Indicator,
    inputs: Mapping[str, Frame],
    regions: Frame | None = None,
    places: Frame | None = None,
) -> Frame:
    """Values of one indicator, the columns of the table ``indicator_value``.

    Where somebody published the figure, that figure stands and says ``published``; elsewhere the formula
    computes it and the value says ``computed``.

    Args:
        indicator: its declaration.
        inputs: figures by id of series or indicator, see :mod:`etl.derive.figures`.
        regions: the regions (column ``region``) that the indicator exists for; elsewhere nothing is computed.
            A published figure stands wherever it was published.
        places: all regions with their ``level``, to tell where values are estimates.
    """
    computed = _compute(indicator.formula, inputs)
    is_published = indicator.formula.kind == "series"
    values = _with_rule(computed, Basis.PUBLISHED if is_published else Basis.COMPUTED)
    if regions is not None and not is_published:
        values = values.join(regions.select("region"), on="region", how="semi")
    if indicator.published is not None:
        values = _published_first(inputs[indicator.published], values)
    if places is not None:
        values = mark_estimates(values, indicator.estimated, places)
    return values.select(
        nw.lit(indicator.id).alias("indicator"),
        "region",
        "period",
        "value",
        named("status_rank", STATUS_RANKS).alias("status"),
        "reason",
        "basis",
        named("nature_rank", NATURE_RANKS).alias("nature"),
        named("bound_rank", BOUND_RANKS).alias("bound"),
        "rule",
    )


def _with_rule(figures: Frame, basis: Basis) -> Frame:
    """Figures with how they came about, and by which version of a rule; most need none."""
    rule = nw.col("rule") if "rule" in figures.collect_schema().names() else nw.lit(None, dtype=nw.String)
    words = (nw.col(name).cast(nw.String) for name in ("region", "period", "reason"))
    ranks = (nw.col(name).cast(nw.Int64) for name in ("status_rank", "nature_rank", "bound_rank"))
    return figures.with_columns(
        *words, *ranks, nw.col("value").cast(nw.Float64), basis=nw.lit(basis.value), rule=rule
    ).select(*COLUMNS, "basis", "rule")


def _published_first(published: Frame, computed: Frame) -> Frame:
    """The published figures, and computed ones where nobody published any.

    A published "not available" keeps its reason unless a figure can be computed.
    """
    keys = ["region", "period"]
    stated = _with_rule(published, Basis.PUBLISHED)
    known, gaps = stated.filter(~nw.col("value").is_null()), stated.filter(nw.col("value").is_null())
    rest = computed.join(known.select(*keys), on=keys, how="anti")
    filled, lacking = rest.filter(~nw.col("value").is_null()), rest.filter(nw.col("value").is_null())
    return nw.concat(
        [
            known,
            filled,
            gaps.join(filled.select(*keys), on=keys, how="anti"),
            lacking.join(gaps.select(*keys), on=keys, how="anti"),
        ],
        how="vertical",
    )


def _compute(formula: Formula, inputs: Mapping[str, Frame]) -> Frame:
    match formula.kind:
        case "series":
            return published_series(inputs[formula.series])
        case "ratio":
            return ratio(inputs[formula.numerator], inputs[formula.denominator], formula.scale, formula.rows)
        case "index_growth":
            return index_growth(inputs[formula.index])
        case "constant_price":
            return constant_price(inputs[formula.level], inputs[formula.growth], formula.base)
        case "chained_reduction":
            return chained_reduction(inputs[formula.change], formula.spans, formula.states)
        case _:
            return _compute_further(formula, inputs)


def _compute_further(
    formula: TimeFormula | DualControlFormula | StructureFormula, inputs: Mapping[str, Frame]
) -> Frame:
    match formula.kind:
        case "assessed_amount":
            return assessed_amount(formula, inputs)
        case "yearly_change":
            return yearly_change(formula, inputs)
        case "month_of_cumulative" | "growth_of_level" | "year_of_months":
            return _compute_over_time(formula, inputs)
        case _:
            return _compute_structure(formula, inputs)


def _compute_over_time(formula: TimeFormula, inputs: Mapping[str, Frame]) -> Frame:
    match formula.kind:
        case "month_of_cumulative":
            return month_of_cumulative(inputs[formula.cumulative])
        case "growth_of_level":
            return growth_of_level(inputs[formula.level])
        case "year_of_months":
            return year_of_months(inputs[formula.months])
        case _:
            assert_never(formula.kind)


def _compute_structure(formula: StructureFormula, inputs: Mapping[str, Frame]) -> Frame:
    match formula.kind:
        case "product":
            return product(inputs[formula.first], inputs[formula.second], formula.scale)
        case "emissions_from_fuels":
            return emissions_from_fuels([(inputs[u.series], float(u.factor or 0)) for u in formula.fuels])
        case "location_quotient":
            return location_quotient(inputs[formula.part], inputs[formula.whole], formula.reference)
        case "share_of_region":
            return ratio_to_region(inputs[formula.figure], formula.reference, 100)
        case "concentration":
            count = formula.count if formula.measure == "largest" else None
            return concentration([inputs[part] for part in formula.parts], count)
        case "grid_factor" | "titles":
            msg = f"values of kind {formula.kind} come from declarations and registers, not from figures"
            raise ValueError(msg)
        case _:
            assert_never(formula.kind)
