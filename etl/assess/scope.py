"""Which figure decides where the plan deducts (扣除): the published rate, else the one as assessed.

A communiqué publishes its rate as the plan's rules state it. Where none was published, the rate is worked out
after the deductions of the version that holds for the period; with a deduction unknown there is no rate that
the plan assesses, and the raw one is shown but decides nothing (``not_comparable``).
"""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from etl.assess.evidence import Evidence
from etl.catalog.catalog import Catalog
from etl.model.assessment import IndicatorValue
from etl.model.period import Period, PeriodKind
from etl.model.plan import Deducted, PlanRule
from etl.model.vocabulary import Basis, Result

RAW, ASSESSED, UNSTATED = "raw", "assessed", "unstated"


class Decider(Struct, frozen=True):
    """The value that decides.

    Attributes:
        value: the value, None without data.
        decided_by: id of the indicator as assessed, where its value stands in for the raw one.
        is_comparable: False where the plan deducts amounts that nobody has delivered.
        scope: of a published rate where the plan deducts: ``raw``, ``assessed`` or ``unstated``; else None.
        as_assessed: the rate after deductions that stands beside such a published one; None where a deduction
            is not known, or the published rate is itself after deductions.
    """

    value: IndicatorValue | None
    decided_by: str | None = None
    is_comparable: bool = True
    scope: str | None = None
    as_assessed: IndicatorValue | None = None

    def scope_facts(self, result: Result, result_as_assessed: Result | None) -> dict[str, object]:
        """Both verdicts side by side where the plan deducts and a published rate decides; else nothing.

        Args:
            result: the verdict on the published rate.
            result_as_assessed: the verdict on the rate after deductions, by the same rule and target.
        """
        if self.scope is None or result is Result.UNASSESSED:
            return {}
        other = self.as_assessed
        return {
            "scopes": {
                "decides": self.scope,
                "assessed_value": other.value if other is not None else None,
                "assessed_result": result_as_assessed.value if result_as_assessed is not None else None,
            }
        }

    def facts(self) -> dict[str, object]:
        """As a fact of the assessment; nothing where the value itself decides."""
        return {} if self.decided_by is None else {"decided_by": self.decided_by}


def find_decider(
    catalog: Catalog,
    subject: Deducted,
    assessed_indicator: str | None,
    *,
    period: Period,
    value: IndicatorValue | None,
    as_assessed: IndicatorValue | None,
    is_published: bool | None = None,
) -> Decider:
    """The value that decides a period.

    Args:
        catalog: rules of the plans.
        subject: total or intensity.
        assessed_indicator: id of the indicator after deductions; None where none is declared.
        period: the period judged.
        value: the value of the indicator itself.
        as_assessed: the value after deductions.
        is_published: whether ``value`` counts as published; None for what its basis says. A cumulative rate
            chained from published ones counts.
    """
    if value is None or value.value is None:
        return Decider(value)
    published = value.basis is Basis.PUBLISHED if is_published is None else is_published
    plan = plan_of(catalog, period)
    if assessed_indicator is None or plan is None or not plan.deducted(subject):
        return Decider(value)
    if published:
        scope = published_scope(catalog, value)
        known = as_assessed is not None and as_assessed.value is not None and scope != ASSESSED
        return Decider(value, scope=scope, as_assessed=as_assessed if known else None)
    if as_assessed is not None and as_assessed.value is not None:
        return Decider(as_assessed, assessed_indicator)
    return Decider(value, assessed_indicator, is_comparable=False)


def published_scope(catalog: Catalog, value: IndicatorValue) -> str:
    """The scope that the catalogue declares for the published series behind a value.

    A cumulative rate chained from published yearly ones has the scope of those.
    """
    indicator = catalog.indicators[value.indicator]
    formula = indicator.formula
    if value.basis is not Basis.PUBLISHED and formula.kind == "chained_reduction":
        indicator = catalog.indicators[formula.change]
    series = catalog.series.get(indicator.published or "")
    return (series.scope if series else None) or UNSTATED


def scope_of_rate(facts: Mapping[str, object]) -> str:
    """The scope of the rate that decided, so that its energy is stated in the same one."""
    scopes = facts.get("scopes")
    is_published_so = isinstance(scopes, Mapping) and scopes["decides"] == ASSESSED
    return ASSESSED if "decided_by" in facts or is_published_so else RAW


def plan_of(catalog: Catalog, period: Period) -> PlanRule | None:
    """The version of the plan's rules for a period; for a span that of its last year."""
    within = Period.of_year(period.end_year) if period.kind is PeriodKind.SPAN else period
    return catalog.plan_rule(within)


def amount_in(
    scope: str,
    energy: str,
    plan: PlanRule,
    subject: Deducted,
    *,
    region: str,
    period: Period,
    evidence: Evidence,
) -> Decimal | None:
    """Energy of a period, raw or less the deductions of a version (万吨标准煤); None where one is unknown."""
    amount = evidence.amount(energy, region, period)
    if amount is None or scope == RAW:
        return amount
    for read in plan.reads_of(subject, period):
        taken = evidence.amount(read.name, region, period)
        if taken is None:
            return None
        amount -= taken
    return amount


def scopes_of(plan: PlanRule, subject: Deducted) -> tuple[str, ...]:
    """The scopes in which a plan's energy can be stated, the one that it assesses first."""
    return (ASSESSED, RAW) if plan.deducted(subject) else (RAW,)


def are_all_published(years: Mapping[Period, IndicatorValue], span: Period) -> bool:
    """Whether the rate of every year of a span was published."""
    found = [years.get(Period.of_year(year)) for year in range(span.start_year, span.end_year + 1)]
    return all(each is not None and each.basis is Basis.PUBLISHED for each in found)
