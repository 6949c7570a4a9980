"""Indicator values from their inputs: the declared formula, and published figures before computed ones."""

from collections.abc import Mapping
from typing import assert_never

import narwhals as nw

from etl.derive.figures import BOUND_RANKS, NATURE_RANKS, STATUS_RANKS, named, plain
from etl.derive.formulas import chained_reduction, constant_price, index_growth, published_series, ratio
from etl.derive.structures import (
    concentration,
    emissions_from_fuels,
    location_quotient,
    product,
    ratio_to_region,
)
from etl.frames import Frame
from etl.model.indicator import Formula, Indicator
from etl.model.structure_formula import StructureFormula
from etl.model.vocabulary import Basis

VALUE_COLUMNS = ("indicator", "region", "period", "value", "status", "reason", "basis", "nature", "bound")


def derive_published(names: Frame, observations: Frame) -> Frame:
    """Values of all indicators that are a published figure as it stands, in one expression.

    Args:
        names: columns ``indicator, series``.
        observations: the table ``observation``.

    Returns:
        the columns of the table ``indicator_value``.
    """
    in_use = observations.filter(nw.col("vintage") == 1).join(names, on="series", how="inner")
    return in_use.with_columns(basis=nw.lit(Basis.PUBLISHED.value)).select(*VALUE_COLUMNS)


def derive_indicator(indicator: Indicator, inputs: Mapping[str, Frame]) -> Frame:
    """Values of one indicator, the columns of the table ``indicator_value``.

    Where somebody published the figure, that figure stands and says ``published``; elsewhere the formula
    computes it and the value says ``computed``.

    Args:
        indicator: its declaration.
        inputs: figures by id of series or indicator, see :mod:`etl.derive.figures`.
    """
    values = _compute(indicator.formula, inputs)
    basis = Basis.PUBLISHED if indicator.formula.kind == "series" else Basis.COMPUTED
    values = values.with_columns(basis=nw.lit(basis.value))
    if indicator.published is not None:
        values = _published_first(inputs[indicator.published], values)
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
    )


def _published_first(published: Frame, computed: Frame) -> Frame:
    """The published figures, and computed ones where nobody published any."""
    stated = plain(published).with_columns(basis=nw.lit(Basis.PUBLISHED.value))
    rest = plain(computed).join(stated.select("region", "period"), on=["region", "period"], how="anti")
    return nw.concat([stated, rest.with_columns(basis=nw.lit(Basis.COMPUTED.value))], how="vertical")


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
            return chained_reduction(inputs[formula.change], formula.spans)
        case _:
            return _compute_structure(formula, inputs)


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
