"""Assessed amounts and yearly changes by the version of the plan's rules that each period falls under.

Figures in, figures out (:mod:`etl.model.figures`); a value that a version made names it.
"""

from collections.abc import Mapping

import numpy as np
from msgspec.structs import replace

from etl.derive.figures import computed, reason_of, stacked
from etl.model.dual_control_formula import AssessedAmountFormula, YearlyChangeFormula
from etl.model.figures import ABSENT, Axes, Figures, Mask, Numbers
from etl.model.plan import Deducted, Deduction, PlanRule

# A ratio of published figures is an exact half or at least a billionth away from it; binary arithmetic errs
# by less than a millionth of that, so this much lets every exact half count as one.
_HALF_GUARD = 1e-10


def assessed_amount(formula: AssessedAmountFormula, inputs: Mapping[str, Figures]) -> Figures:
    """The amount less what each version deducts; only periods that a version holds for."""
    amount = inputs[formula.amount]
    stated = [
        _made_by(
            plan,
            _net(amount, inputs, plan, formula.deducted_from).where(
                _within(amount.axes, plan.first_year, plan.last_year)
            ),
        )
        for plan in formula.plans
    ]
    return stacked(Figures.nothing(amount.axes), *stated)


def yearly_change(formula: YearlyChangeFormula, inputs: Mapping[str, Figures]) -> Figures:
    """Change of an amount, or of an amount over its denominator, against the same period a year before.

    Returns:
        figures wherever both periods have a row of each amount; missing with ``input_missing`` where one of
        the figures is, ``denominator_zero`` where a denominator or the ratio before is zero.
    """
    if not formula.needs_plan:
        return _change(_ratio(formula, inputs, None))
    amount = inputs[formula.amount]
    known = [plan for plan in formula.plans if not formula.per_plan_gdp or plan.gdp is not None]
    stated = [
        _made_by(
            plan,
            _change(_ratio(formula, inputs, plan)).where(
                _within(amount.axes, plan.first_year, plan.last_year)
            ),
        )
        for plan in known
    ]
    return stacked(Figures.nothing(amount.axes), *stated)


def _within(axes: Axes, first_year: int, last_year: int) -> Mask:
    return axes.within(first_year, last_year)[:, None]


def _made_by(plan: PlanRule, figures: Figures) -> Figures:
    rule = np.where(figures.is_there, np.int8(0), np.int8(ABSENT))
    return replace(figures, rule=rule, rules=(plan.id,))


def _ratio(formula: YearlyChangeFormula, inputs: Mapping[str, Figures], plan: PlanRule | None) -> Figures:
    """The amount over its denominator, rounded as declared."""
    amount = _net(inputs[formula.amount], inputs, plan, formula.deducted_from)
    below = formula.below_by(plan)
    if below is None:
        return amount
    divided = _divided(amount, inputs[below])
    decimals = formula.decimals_by(plan)
    return divided if decimals is None else replace(divided, value=_rounded(divided.value, decimals))


def _net(
    amounts: Figures, inputs: Mapping[str, Figures], plan: PlanRule | None, subject: Deducted | None
) -> Figures:
    """The amounts less the deductions; a deduction that is not known leaves the amount unknown."""
    net = amounts
    for deduction in plan.deducted(subject) if plan else ():
        net = _less(net, inputs[deduction.series], plan, deduction)
    return net


def _less(amount: Figures, taken: Figures, plan: PlanRule | None, deduction: Deduction) -> Figures:
    """``amount − taken``; up to the base year nothing is taken where the amount counts from it."""
    values = taken.value
    if plan is not None and deduction.counted_from_base:
        until_base = np.asarray([p.end_year <= plan.base for p in amount.axes.periods], dtype=bool)
        values = np.where(until_base[:, None], 0.0, values)
    net = amount.value - values
    return computed(amount.is_there, net, reason_of(np.isnan(net)), (amount, taken))


def _divided(amount: Figures, per: Figures) -> Figures:
    # An amount of every month over a product of every quarter is stated for the quarters: nothing is lacking.
    reason = reason_of(~(amount.is_known & per.is_known), per.value == 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = amount.value / per.value
    return computed(amount.is_there & per.is_there, quotient, reason, (amount, per))


def _change(ratio: Figures) -> Figures:
    before = ratio.at(ratio.axes.before)
    reason = reason_of(~(ratio.is_known & before.is_known), before.value == 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        change = (ratio.value / before.value - 1) * 100
    return computed(ratio.is_there & before.is_there, change, reason, (ratio, before))


def _rounded(value: Numbers, decimals: int) -> Numbers:
    """四舍五入: half away from zero."""
    scale = 10.0**decimals
    digits = np.floor(np.abs(value) * scale + 0.5 + _HALF_GUARD) / scale
    return np.where(value < 0, -digits, digits)
