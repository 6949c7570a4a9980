"""Assessed amounts and yearly changes by the version of the plan's rules that each period falls under.

Figures in, figures out (:mod:`etl.derive.figures`), with one more column ``rule``: the id of the version that
made the value, null where none was needed.
"""

from collections.abc import Mapping, Sequence

import narwhals as nw

from etl.derive.figures import (
    COLUMNS,
    bound_of_computed,
    missing_if,
    plain,
    status_of,
    weakest,
)
from etl.frames import Frame
from etl.model.dual_control_formula import AssessedAmountFormula, YearlyChangeFormula
from etl.model.plan import Deducted, PlanRule

_KEYS = ("region", "year", "part", "period")
_RANKS = ("status_rank", "nature_rank", "bound_rank")
# A ratio of published figures is an exact half or at least a billionth away from it; binary arithmetic errs
# by less than a millionth of that, so this much lets every exact half count as one.
_HALF_GUARD = 1e-10


def assessed_amount(formula: AssessedAmountFormula, inputs: Mapping[str, Frame]) -> Frame:
    """The amount less what each version deducts; only periods that a version holds for."""
    stated = [
        _net(inputs[formula.amount], inputs, plan, formula.deducted_from, years=_years(plan)).select(
            "region", "period", *_values(), rule=nw.lit(plan.id)
        )
        for plan in formula.plans
    ]
    return _stacked(inputs[formula.amount], stated)


def yearly_change(formula: YearlyChangeFormula, inputs: Mapping[str, Frame]) -> Frame:
    """Change of an amount, or of an amount over its denominator, against the same period a year before.

    Returns:
        figures wherever both periods have a row of each amount; missing with ``input_missing`` where one of
        the figures is, ``denominator_zero`` where a denominator or the ratio before is zero.
    """
    if not formula.needs_plan:
        return _change(formula, inputs, None)
    known = [plan for plan in formula.plans if not formula.per_plan_gdp or plan.gdp is not None]
    return _stacked(inputs[formula.amount], [_change(formula, inputs, plan) for plan in known])


def _change(formula: YearlyChangeFormula, inputs: Mapping[str, Frame], plan: PlanRule | None) -> Frame:
    ratio = _ratio(formula, inputs, plan)
    now, before = (
        ratio.select("region", year=nw.col("year") + later, part="part", **_renamed(prefix))
        for later, prefix in ((0, ""), (1, "old_"))
    )
    if plan is not None:
        now = now.filter(nw.col("year") >= plan.first_year, nw.col("year") <= plan.last_year)
    joined = now.join(before, on=["region", "year", "part"], how="inner")
    return _of_both(joined, None if plan is None else plan.id)


def _ratio(formula: YearlyChangeFormula, inputs: Mapping[str, Frame], plan: PlanRule | None) -> Frame:
    """The amount over its denominator, rounded as declared, with year and part of the year as columns."""
    amounts = inputs[formula.amount]
    years = None if plan is None else range(plan.first_year - 1, plan.last_year + 1)
    amount = _net(amounts, inputs, plan, formula.deducted_from, years=years)
    below = formula.below_by(plan)
    if below is None:
        return amount
    divided = _divided(amount, inputs[below])
    decimals = formula.decimals_by(plan)
    return divided if decimals is None else divided.with_columns(value=_rounded(nw.col("value"), decimals))


def _net(
    amounts: Frame,
    inputs: Mapping[str, Frame],
    plan: PlanRule | None,
    subject: Deducted | None,
    years: range | None,
) -> Frame:
    """The amounts less the deductions; a deduction that is not known leaves the amount unknown."""
    parts = _by_year(amounts)
    if years is not None:
        parts = parts.filter(nw.col("year") >= years.start, nw.col("year") < years.stop)
    for deduction in plan.deducted(subject) if plan else ():
        taken = _by_year(inputs[deduction.series]).select(
            "region", "year", "part", taken="value", **{f"taken_{name}": name for name in _RANKS}
        )
        base = plan.base if plan and deduction.counted_from_base else None
        parts = _less(parts.join(taken, on=["region", "year", "part"], how="left"), base)
    return parts


def _less(joined: Frame, base: int | None) -> Frame:
    """``value − taken``; up to the base year nothing is taken where the amount counts from it."""
    taken = nw.col("taken")
    if base is not None:
        taken = nw.when(nw.col("year") <= base).then(nw.lit(0.0)).otherwise(taken)
    worked = joined.with_columns(
        net=nw.col("value") - taken,
        worst=weakest("status_rank", "taken_status_rank"),
        nature=weakest("nature_rank", "taken_nature_rank"),
        bound=bound_of_computed("bound_rank", "taken_bound_rank"),
    ).with_columns(why=missing_if(nw.col("net").is_null()))
    return worked.select(
        *_KEYS,
        value="net",
        status_rank=status_of("why", "worst"),
        reason="why",
        nature_rank="nature",
        bound_rank="bound",
    )


def _divided(amount: Frame, per: Frame) -> Frame:
    below = _by_year(per).select(
        "region", "year", "part", below="value", **{f"below_{name}": name for name in _RANKS}
    )
    lacking = nw.col("value").is_null() | nw.col("below").is_null()
    zero = nw.col("below") == 0
    # An amount of every month over a product of every quarter is stated for the quarters: nothing is lacking.
    joined = amount.join(below, on=["region", "year", "part"], how="inner").with_columns(
        quotient=nw.when(~lacking & ~zero).then(nw.col("value") / nw.col("below")),
        why=missing_if(lacking, zero),
        worst=weakest("status_rank", "below_status_rank"),
    )
    return joined.select(
        *_KEYS,
        value="quotient",
        status_rank=status_of("why", "worst"),
        reason="why",
        nature_rank=weakest("nature_rank", "below_nature_rank"),
        bound_rank=bound_of_computed("bound_rank", "below_bound_rank"),
    )


def _of_both(joined: Frame, rule: str | None) -> Frame:
    lacking = nw.col("value").is_null() | nw.col("old_value").is_null()
    zero = nw.col("old_value") == 0
    worked = joined.with_columns(
        change=nw.when(~lacking & ~zero).then((nw.col("value") / nw.col("old_value") - 1) * 100),
        why=missing_if(lacking, zero),
        worst=weakest("status_rank", "old_status_rank"),
        loosest=bound_of_computed("bound_rank", "old_bound_rank"),
    )
    return worked.select(
        "region",
        period=nw.concat_str(nw.col("year").cast(nw.String), nw.col("part")),
        value="change",
        status_rank=status_of("why", "worst"),
        reason="why",
        nature_rank=weakest("nature_rank", "old_nature_rank"),
        bound_rank="loosest",
        rule=nw.lit(rule, dtype=nw.String),
    )


def _by_year(figures: Frame) -> Frame:
    """Figures of periods within a year, with the year as a number and the part of it as text."""
    within = plain(figures).filter(~nw.col("period").str.contains("/", literal=True))
    return within.with_columns(
        year=nw.col("period").str.slice(0, 4).cast(nw.Int64), part=nw.col("period").str.slice(4)
    )


def _rounded(value: nw.Expr, decimals: int) -> nw.Expr:
    """四舍五入: half away from zero, the same on every engine."""
    scale = 10.0**decimals
    digits = (value.abs() * scale + 0.5 + _HALF_GUARD).floor() / scale
    return nw.when(value < 0).then(-digits).otherwise(digits)


def _values() -> tuple[str, ...]:
    return tuple(name for name in COLUMNS if name not in {"region", "period"})


def _renamed(prefix: str) -> dict[str, str]:
    return {prefix + name: name for name in _values()}


def _years(plan: PlanRule) -> range:
    return range(plan.first_year, plan.last_year + 1)


def _stacked(amounts: Frame, of_plans: Sequence[Frame]) -> Frame:
    """Figures of several versions one above the other; without a version there are none."""
    if of_plans:
        return nw.concat([_typed(frame) for frame in of_plans], how="vertical")
    nothing = plain(amounts).filter(nw.col("region").is_null())
    return nothing.with_columns(rule=nw.lit(None, dtype=nw.String))


def _typed(figures: Frame) -> Frame:
    """The same with the same types, whatever the version deducts."""
    stated = figures.with_columns(rule=nw.col("rule").cast(nw.String))
    ranks = (nw.col(name).cast(nw.Int64) for name in _RANKS)
    return stated.with_columns(*ranks, nw.col("reason").cast(nw.String)).select(*COLUMNS, "rule")
