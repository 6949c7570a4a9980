"""Rules of a five-year plan: base year of prices, and what is deducted before a region is assessed.

A version holds for whole years of one plan. A change of the rule within a plan is a further version for the
later years; the years before it keep theirs. The change of a year is worked out by the version of that year
on both sides, so that the two years compared are stated alike.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import Decimals, OneOrMore
from etl.model.period import Period, PeriodKind
from etl.model.read import Read
from etl.model.rule import RuleDocument
from etl.model.source import Published

Mark = Literal["unverified", "design"]


class Deducted(StrEnum):
    """What an amount is deducted from: 能源消费总量, or the energy of 能耗强度."""

    TOTAL = "total"
    INTENSITY = "intensity"


class Deduction(Declaration):
    """One amount that a version takes off, in 万吨标准煤.

    Attributes:
        series: id of the series or indicator of the amount.
        deducted_from: from the total, the intensity, or both.
        counted_from_base: whether the amount counts what came on top since the base year, so that it is 0
            there by its own definition.
        document: what orders the deduction.
        mark: ``design`` where the document's scope is read by this project, not stated.
    """

    id: Identifier
    name: Bilingual
    series: Identifier
    deducted_from: OneOrMore[Deducted]
    counted_from_base: bool = False
    document: RuleDocument
    mark: Literal["design"] | None = None


class PlanRule(Declaration):
    """One version of the rules of a plan.

    Attributes:
        id: name of the version; every value made by it carries the id.
        base: base year of the plan, whose prices GDP is stated in.
        end: last year of the plan.
        first_year: first year for which this version holds.
        last_year: last year for which it holds.
        regime: what is bound: energy (能耗双控) or carbon (碳排放双控).
        gdp: id of GDP at constant prices of the base year, 亿元; None where no such level is known.
        price_mark: ``unverified`` where no document could be compared for the price base.
        intensity_decimals: decimals of both yearly intensities (吨标准煤/万元) before they are divided.
        deductions: what is taken off; nothing for a plan that assessed the raw amounts.
        valid_from: when the version was issued.
    """

    id: Identifier
    name: Bilingual
    base: int
    end: int
    first_year: int
    last_year: int
    regime: Literal["energy", "carbon"] = "energy"
    gdp: Identifier | None = None
    price_mark: Literal["unverified"] | None = None
    intensity_decimals: Decimals = 4
    deductions: tuple[Deduction, ...] = ()
    documents: OneOrMore[RuleDocument]
    valid_from: Published
    mark: Mark | None = None
    note: Bilingual | None = None

    def __post_init__(self) -> None:
        self._years_lie_within_the_plan()
        self._nothing_is_deducted_twice()

    def _years_lie_within_the_plan(self) -> None:
        if not self.base < self.first_year <= self.last_year <= self.end:
            plan = f"{self.base + 1}–{self.end}"
            msg = f"years {self.first_year} to {self.last_year} do not lie within the plan {plan}"
            raise ValueError(msg)

    def _nothing_is_deducted_twice(self) -> None:
        for subject in Deducted:
            taken = [each.series for each in self.deductions if subject in each.deducted_from]
            if len(set(taken)) < len(taken):
                msg = f"a series is deducted twice from the {subject.value}"
                raise ValueError(msg)

    @property
    def spans(self) -> tuple[Period, ...]:
        """From the first year of the plan to each of its years; the first of them is one year alone."""
        return tuple(Period.of_span(self.base + 1, year) for year in range(self.base + 1, self.end + 1))

    def holds_for(self, period: Period) -> bool:
        """Whether this version is the one for a period within a year."""
        within = period.kind is not PeriodKind.SPAN
        return within and self.first_year <= period.end_year <= self.last_year

    def deducted(self, subject: Deducted | None) -> tuple[Deduction, ...]:
        """What is taken off a subject; nothing off the raw amounts (None)."""
        return tuple(
            each for each in self.deductions if subject is not None and subject in each.deducted_from
        )

    def reads_of(self, subject: Deducted | None, period: Period) -> tuple[Read, ...]:
        """The amounts deducted in a period; what counts from the base year is not read there."""
        return tuple(
            Read(f"deducted_{each.id}", each.series, period)
            for each in self.deducted(subject)
            if not (each.counted_from_base and period.end_year <= self.base)
        )


def plan_rule_for(rules: Iterable[PlanRule], period: Period) -> PlanRule | None:
    """The version that holds for a period within a year, None outside all of them."""
    return next((rule for rule in rules if rule.holds_for(period)), None)
