"""Completion of the tasks of a year (淘汰落后产能 and the like) against the task itself, by a dated rule.

The task is the region's own: its superior set it for that year. Without a task there is no verdict, without
a figure of what was done neither; a task of nothing asks for nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from etl.assess.boundaries import turning_of_target
from etl.assess.evidence import Evidence
from etl.assess.plan_facts import verdict_facts
from etl.assess.targets import compare
from etl.catalog.catalog import Catalog
from etl.model.assessment import Assessment, IndicatorValue, Verdict
from etl.model.indicator import Indicator, TaskAssessment
from etl.model.period import Period, PeriodKind
from etl.model.region import Region
from etl.model.target import Comparator, Target
from etl.model.task import TaskRule
from etl.model.vocabulary import Result, TargetOrigin, UnassessedReason

Values = Mapping[tuple[str, Period], IndicatorValue]


def assess_tasks(
    catalog: Catalog,
    indicator: Indicator,
    assessed: TaskAssessment,
    regions: Sequence[Region],
    *,
    values: Values,
    evidence: Evidence,
) -> Iterator[Assessment]:
    """One assessment per region and year that has a task or a completion rate.

    Args:
        catalog: the rules of tasks.
        indicator: the completion rate, in per cent of the task.
        assessed: which series holds the task.
        regions: the regions to judge.
        values: completion rates by region code and period.
        evidence: the tasks, by series.
    """
    tasks = evidence.amounts.get(assessed.task, {})
    years: dict[str, set[Period]] = {}
    for code, period in (*tasks, *(key for key, value in values.items() if value.value is not None)):
        if period.kind is PeriodKind.YEAR:
            years.setdefault(code, set()).add(period)
    for region in regions:
        for period in sorted(years.get(region.code, ())):
            found = assess_task(
                _rule(catalog, indicator, period),
                indicator,
                region=region.code,
                period=period,
                value=values.get((region.code, period)),
                task=tasks.get((region.code, period)),
            )
            yield _with_facts(catalog, indicator, found, evidence)


def assess_task(
    rule: TaskRule | None,
    indicator: Indicator,
    *,
    region: str,
    period: Period,
    value: IndicatorValue | None,
    task: Decimal | None,
) -> Assessment:
    """Whether a region completed its task of a year.

    Args:
        rule: the rule that holds for the year, None where none does.
        indicator: the completion rate.
        region: code of the region.
        period: the year.
        value: completion in per cent of the task, None or without a value where it is not known.
        task: the task in the unit of its series, None where none was set.
    """
    known = value if value is not None and value.value is not None else None
    facts = {} if task is None else {"task": float(task)}
    if rule is None or not task or known is None or known.exact is None:
        verdict = Verdict(Result.UNASSESSED, _why_not(rule, task))
        return Assessment(indicator.id, region, period, "target", verdict, known, facts=facts)
    target = _target(rule, indicator, region, period)
    return Assessment(
        indicator.id,
        region,
        period,
        "target",
        compare(known.exact, known.bound, target),
        known,
        rule=rule.id,
        target=target,
        target_origin=TargetOrigin.OWN,
        required=target.value,
        gap=known.exact - target.value,
        facts=facts,
    )


def _why_not(rule: TaskRule | None, task: Decimal | None) -> UnassessedReason:
    if rule is None:
        return UnassessedReason.NO_RULE_IN_FORCE
    return UnassessedReason.NO_DATA if task else UnassessedReason.NO_TARGET


def _rule(catalog: Catalog, indicator: Indicator, period: Period) -> TaskRule | None:
    rules = (rule for rule in catalog.task_rules.values() if rule.indicator == indicator.id)
    return next((rule for rule in rules if rule.holds_for(period)), None)


def _target(rule: TaskRule, indicator: Indicator, region: str, period: Period) -> Target:
    """The task as the target that it is: all of it, by the end of the year."""
    return Target(
        region=region,
        indicator=indicator.id,
        end=period.end_year,
        comparator=Comparator.AT_LEAST,
        value=rule.at_least,
        unit=indicator.unit,
        nature="binding",
        document=rule.documents[0].number,
    )


def _with_facts(catalog: Catalog, indicator: Indicator, found: Assessment, evidence: Evidence) -> Assessment:
    """The verdict with what would turn it and how robust it is."""
    if found.verdict.result is Result.UNASSESSED or found.gap is None or found.required is None:
        return found
    turning = turning_of_target(found.verdict.result is Result.MET, found.gap, found.required)
    return replace(found, facts={**found.facts, **verdict_facts(catalog, indicator, turning, evidence)})
