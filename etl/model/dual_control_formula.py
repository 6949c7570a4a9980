"""Formulas of dual control: the assessed amount, and the change against the year before (methods §1)."""

from typing import ClassVar, Literal

from etl.model.base import Declaration, Identifier
from etl.model.bounds import Decimals
from etl.model.period import Period, PeriodKind
from etl.model.plan import Deducted, PlanRule, plan_rule_for
from etl.model.read import Read


class AssessedAmountFormula(Declaration, tag_field="kind", tag="assessed_amount"):
    """``amount − what the plan's version deducts``; missing when one of the amounts is.

    Attributes:
        deducted_from: whether the amount is that of the total or of the intensity.
        plans: the versions, filled in when the catalogue is loaded.
    """

    kind: ClassVar[Literal["assessed_amount"]] = "assessed_amount"
    amount: Identifier
    deducted_from: Deducted
    plans: tuple[PlanRule, ...] = ()

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        taken = (each.series for plan in self.plans for each in plan.deducted(self.deducted_from))
        return tuple(dict.fromkeys((self.amount, *taken)))

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The amount and what is deducted from it."""
        plan = plan_rule_for(self.plans, period)
        if plan is None:
            return (Read("amount", self.amount, period),)
        return (Read("amount", self.amount, period), *plan.reads_of(self.deducted_from, period))


class YearlyChangeFormula(Declaration, tag_field="kind", tag="yearly_change"):
    """Change in per cent against the same period of the year before: ``(x / x_before − 1) × 100``.

    ``x`` is the amount, or the amount over a denominator. Both ratios are rounded to the declared decimals
    before they are divided, as the communiqués do.

    Attributes:
        amount: the amount above.
        per: the amount below; None with ``per_plan_gdp`` or for growth of the amount itself.
        per_plan_gdp: divide by GDP at constant prices of the plan's base year.
        deducted_from: take off what the plan's version deducts, on both sides alike; None for raw amounts.
        decimals: decimals of both ratios; None for those of the plan with ``per_plan_gdp``, else unrounded.
        plans: the versions, filled in when the catalogue is loaded.
    """

    kind: ClassVar[Literal["yearly_change"]] = "yearly_change"
    amount: Identifier
    per: Identifier | None = None
    per_plan_gdp: bool = False
    deducted_from: Deducted | None = None
    decimals: Decimals | None = None
    plans: tuple[PlanRule, ...] = ()

    def __post_init__(self) -> None:
        if self.per is not None and self.per_plan_gdp:
            msg = "per and per_plan_gdp are two denominators; give one"
            raise ValueError(msg)

    @property
    def needs_plan(self) -> bool:
        """Whether the value depends on a version of the plan's rules."""
        return self.per_plan_gdp or self.deducted_from is not None

    def plan_for(self, period: Period) -> PlanRule | None:
        """The version that makes the value of a period, None where it needs none or has none."""
        return plan_rule_for(self.plans, period) if self.needs_plan else None

    def decimals_by(self, plan: PlanRule | None) -> int | None:
        """Decimals of both ratios: those declared, else the plan's for the intensity of GDP."""
        of_plan = plan.intensity_decimals if plan is not None and self.per_plan_gdp else None
        return of_plan if self.decimals is None else self.decimals

    def below_by(self, plan: PlanRule | None) -> str | None:
        """Id of the denominator, None for growth of the amount itself."""
        return plan.gdp if plan is not None and self.per_plan_gdp else self.per

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        names: list[str | None] = [self.amount, self.per]
        for plan in self.plans if self.needs_plan else ():
            names += [self.below_by(plan), *(each.series for each in plan.deducted(self.deducted_from))]
        return tuple(dict.fromkeys(name for name in names if name is not None))

    def reads(self, period: Period) -> tuple[Read, ...]:
        """Amounts, deductions and denominators of the period, then those of the year before."""
        plan = self.plan_for(period)
        if period.kind is PeriodKind.SPAN or (self.needs_plan and plan is None):
            return ()
        return (*self._side(plan, period, ""), *self._side(plan, period.previous_year(), "_before"))

    def _side(self, plan: PlanRule | None, period: Period, suffix: str) -> tuple[Read, ...]:
        taken = plan.reads_of(self.deducted_from, period) if plan else ()
        below = self.below_by(plan)
        return (
            Read(f"amount{suffix}", self.amount, period),
            *(read._replace(role=read.role + suffix) for read in taken),
            *((Read(f"per{suffix}", below, period),) if below else ()),
        )


DualControlFormula = AssessedAmountFormula | YearlyChangeFormula
