"""Indicator values from their inputs: the declared formula, and published figures before computed ones."""

from collections.abc import Mapping
from typing import assert_never

import numpy as np
from msgspec.structs import replace

from etl.derive.dual_control import assessed_amount, yearly_change
from etl.derive.figures import stacked
from etl.derive.formulas import chained_reduction, constant_price, index_growth, ratio
from etl.derive.months import growth_of_level, month_of_cumulative, year_of_months
from etl.derive.structures import (
    concentration,
    emissions_from_fuels,
    location_quotient,
    product,
    ratio_to_region,
)
from etl.model.dual_control_formula import DualControlFormula
from etl.model.figures import Figures, Mask
from etl.model.indicator import Formula, Indicator
from etl.model.structure_formula import StructureFormula
from etl.model.time_formula import TimeFormula


def derive_indicator(
    indicator: Indicator, inputs: Mapping[str, Figures], exists_for: Mask | None = None
) -> Figures:
    """Values of one indicator.

    Where somebody published the figure, that figure stands and is marked so; elsewhere the formula computes.

    Args:
        indicator: its declaration.
        inputs: figures by id of series or indicator.
        exists_for: which regions the indicator exists for; elsewhere nothing is computed. A published figure
            stands wherever it was published. None = all of them.
    """
    figures = {name: _plain(each) for name, each in inputs.items()}
    values = replace(_compute(indicator.formula, figures), vintage=None)
    if indicator.formula.kind != "series":
        values = replace(values, is_published=np.zeros(values.axes.shape, dtype=bool))
        values = values if exists_for is None else values.where(exists_for)
    return values if indicator.published is None else _published_first(figures[indicator.published], values)


def _plain(figures: Figures) -> Figures:
    """Figures without how they came about, which says nothing of what is made of them."""
    return replace(figures, is_published=None, rule=None, rules=())


def _published_first(published: Figures, values: Figures) -> Figures:
    """The published figures, and computed ones where nobody published any.

    A published "not available" keeps its reason unless a figure can be computed.
    """
    first = published.is_known | (published.is_there & ~values.is_known)
    both = stacked(published.where(first), values)
    return both if values.is_published is None else replace(both, is_published=first)


def _compute(formula: Formula, inputs: Mapping[str, Figures]) -> Figures:
    match formula.kind:
        case "series":
            return inputs[formula.series]
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
    formula: TimeFormula | DualControlFormula | StructureFormula, inputs: Mapping[str, Figures]
) -> Figures:
    match formula.kind:
        case "assessed_amount":
            return assessed_amount(formula, inputs)
        case "yearly_change":
            return yearly_change(formula, inputs)
        case "month_of_cumulative" | "growth_of_level" | "year_of_months":
            return _compute_over_time(formula, inputs)
        case _:
            return _compute_structure(formula, inputs)


def _compute_over_time(formula: TimeFormula, inputs: Mapping[str, Figures]) -> Figures:
    match formula.kind:
        case "month_of_cumulative":
            return month_of_cumulative(inputs[formula.cumulative])
        case "growth_of_level":
            return growth_of_level(inputs[formula.level])
        case "year_of_months":
            return year_of_months(inputs[formula.months])
        case _:
            assert_never(formula.kind)


def _compute_structure(formula: StructureFormula, inputs: Mapping[str, Figures]) -> Figures:
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
