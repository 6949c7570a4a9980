"""Formulas of dual control in symbols, and with their numbers put in."""

from etl.model.dual_control_formula import AssessedAmountFormula, YearlyChangeFormula
from etl.model.period import Period
from etl.model.read import Read

BEFORE = "_before"


def dual_control_text(formula: AssessedAmountFormula | YearlyChangeFormula) -> str:
    """The formula in symbols, with ids for figures."""
    if isinstance(formula, AssessedAmountFormula):
        return f"{formula.amount} − Σ deductions[{formula.deducted_from.value}]"
    amount = formula.amount
    if formula.deducted_from is not None:
        amount = f"({amount} − Σ deductions[{formula.deducted_from.value}])"
    below = "gdp[plan base-year prices]" if formula.per_plan_gdp else formula.per
    ratio = amount if below is None else f"{amount} / {below}"
    decimals = _decimals(formula)
    if below is not None and decimals is not None:
        ratio = f"round({ratio}, {decimals})"
    return f"({ratio} ÷ the same of the year before − 1) × 100"


def dual_control_with_numbers(
    formula: AssessedAmountFormula | YearlyChangeFormula, period: Period, numbers: list[str]
) -> str | None:
    """The formula with its numbers in the order of its reads."""
    reads = formula.reads(period)
    if not reads:
        return None
    if isinstance(formula, AssessedAmountFormula):
        return " − ".join(numbers)
    given = list(zip(reads, numbers, strict=True))
    now, before = (_ratio(given, late=late) for late in (True, False))
    decimals = formula.decimals_by(formula.plan_for(period))
    if formula.below_by(formula.plan_for(period)) is not None and decimals is not None:
        now, before = f"round({now}, {decimals})", f"round({before}, {decimals})"
    return f"({now} ÷ {before} − 1) × 100"


def _decimals(formula: YearlyChangeFormula) -> int | str | None:
    """The decimals that hold for every period; those of the plan where plans differ."""
    if formula.decimals is not None or not formula.per_plan_gdp:
        return formula.decimals
    of_plans = {plan.intensity_decimals for plan in formula.plans}
    return of_plans.pop() if len(of_plans) == 1 else "decimals of the plan"


def _ratio(given: list[tuple[Read, str]], *, late: bool) -> str:
    side = [(read.role.removesuffix(BEFORE), number) for read, number in given
            if read.role.endswith(BEFORE) is not late]  # fmt: skip
    above = [number for role, number in side if role != "per"]
    amount = above[0] if len(above) == 1 else f"({' − '.join(above)})"
    below = [number for role, number in side if role == "per"]
    return f"{amount} / {below[0]}" if below else amount
