"""Compare indicator values with the targets that name them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import prod

from msgspec.structs import replace

from etl.assess.boundaries import turning_of_target
from etl.assess.evidence import NOTHING_BESIDE, Evidence
from etl.assess.plan_facts import (
    best_yearly_pace,
    progress_facts,
    reference_facts,
    span_headroom,
    verdict_facts,
)
from etl.assess.progress import (
    PLAN_YEARS,
    compute_progress,
    compute_remaining_pace,
    compute_required_reduction,
)
from etl.assess.scope import Decider, are_all_published, find_decider
from etl.catalog.catalog import Catalog
from etl.model.assessment import Assessment, IndicatorValue, Verdict
from etl.model.indicator import Indicator, TargetAssessment
from etl.model.period import MONTHS_IN_YEAR, Period, PeriodKind
from etl.model.plan import Deducted
from etl.model.region import Region
from etl.model.rounding import PERCENT
from etl.model.target import Comparator, Target
from etl.model.vocabulary import (
    Basis,
    Bound,
    Nature,
    RegionLevel,
    Result,
    Status,
    TargetOrigin,
    UnassessedReason,
)

Values = Mapping[tuple[str, Period], IndicatorValue]
OwnValues = Mapping[Period, IndicatorValue]


def assess_targets(
    catalog: Catalog,
    indicator: Indicator,
    assessed: TargetAssessment,
    regions: tuple[Region, ...],
    values: Values,
    *,
    yearly: Values | None = None,
    as_assessed: Values | None = None,
    evidence: Evidence = NOTHING_BESIDE,
) -> Iterator[Assessment]:
    """One assessment per region and target (per year for a yearly pace), and per earlier span of a plan.

    Args:
        catalog: targets and units.
        indicator: what is judged.
        assessed: how it is judged.
        regions: the regions to judge.
        values: values of this indicator by region code and period.
        yearly: values of the yearly change behind it, for the best pace ever kept.
        as_assessed: values of the same rate after the plan's deductions.
        evidence: sizes of revisions.
    """
    own_values, own_changes = _by_region(values), _by_region(yearly or {})
    own_assessed = _by_region(as_assessed or {})
    for region in regions:
        own = own_values.get(region.code, {})
        changes = own_changes.get(region.code, {})
        deciders = _deciders(catalog, assessed, own, changes, own_assessed.get(region.code, {}))
        deciding = {period: found.value for period, found in deciders.items() if found.value is not None}
        for compared in _of_region(catalog, indicator, assessed, region, deciding):
            found = _as_decided(compared, deciders.get(compared.period))
            yield _with_facts(catalog, indicator, assessed, found, changes=changes, evidence=evidence)


def _deciders(
    catalog: Catalog,
    assessed: TargetAssessment,
    own: OwnValues,
    changes: OwnValues,
    as_assessed: OwnValues,
) -> dict[Period, Decider]:
    """Which value decides each period; a rate chained from published ones counts as published."""
    subject = Deducted.TOTAL if assessed.counts == "growth" else Deducted.INTENSITY
    return {
        period: find_decider(
            catalog,
            subject,
            assessed.assessed,
            period=period,
            value=value,
            as_assessed=as_assessed.get(period),
            is_published=value.basis is Basis.PUBLISHED
            or (period.kind is PeriodKind.SPAN and are_all_published(changes, period)),
        )
        for period, value in own.items()
    }


def _as_decided(found: Assessment, decider: Decider | None) -> Assessment:
    """The assessment with what decided it; without a verdict where the plan's deductions are not known."""
    if decider is None:
        return found
    if decider.decided_by is None:
        beside = decider.scope_facts(found.verdict.result, _as_assessed(found, decider.as_assessed))
        return replace(found, facts={**found.facts, **beside})
    facts = {**found.facts, **decider.facts()}
    if decider.is_comparable or found.verdict.reason is UnassessedReason.NO_TARGET:
        return replace(found, facts=facts)
    verdict = Verdict(Result.UNASSESSED, UnassessedReason.NOT_COMPARABLE)
    return replace(
        found, verdict=verdict, facts=facts, gap=None, progress=None, progress_due=None, pace_needed=None
    )


def _as_assessed(found: Assessment, value: IndicatorValue | None) -> Result | None:
    """What the same target says of the rate after deductions; None where it is not known."""
    target, required = found.target, found.required
    if value is None or value.exact is None or target is None or required is None:
        return None
    return compare(value.exact, value.bound, replace(target, value=required)).result


def _by_region(values: Values) -> dict[str, dict[Period, IndicatorValue]]:
    found: dict[str, dict[Period, IndicatorValue]] = {}
    for (region, period), value in values.items():
        found.setdefault(region, {})[period] = value
    return found


def _of_region(
    catalog: Catalog, indicator: Indicator, assessed: TargetAssessment, region: Region, own: OwnValues
) -> Iterator[Assessment]:
    targets = catalog.targets_for(region.code, indicator.id)
    if not targets:
        yield from _without_target(catalog, indicator, region, own)
    for target, origin in targets:
        for period in target_periods(target, assessed):
            if not catalog.holds_for(target, period, region.code):
                continue
            is_average = assessed.pace == "average" and period.kind is PeriodKind.SPAN
            value = average_over(period, own) if is_average else _value_at(period, own)
            if value is None and origin is TargetOrigin.INHERITED and region.level is RegionLevel.COUNTY:
                continue  # a county owes no figure for a target that is not its own
            found = _at_target(indicator, region, target, origin=origin, period=period, value=value)
            yield _with_progress(assessed, found)
        if assessed.progress == "logarithmic":
            on_path = _on_path(indicator, assessed, region, (target, origin), own)
            yield from (found for found in on_path if catalog.holds_for(target, found.period, region.code))
    if region.code == catalog.deployment.home:
        yield from _expected_lines(catalog, indicator, assessed, region, own)


def target_periods(target: Target, assessed: TargetAssessment) -> tuple[Period, ...]:
    """The periods in which a target is due: the span of a plan or average, each year of a pace, its year."""
    if target.base is None:
        return (Period.of_year(target.end),)
    if assessed.progress == "logarithmic" or assessed.pace == "average":
        return (Period.of_span(target.base + 1, target.end),)
    return tuple(Period.of_year(year) for year in range(target.base + 1, target.end + 1))


def compare(value: Decimal, bound: Bound, target: Target) -> Verdict:
    """Whether a value meets a target, decided exactly; a quoted bound decides only where it lies on one side.

    "20% or more" against at least 15 is met; "10% or more" against at least 15 is undetermined, as is every
    approximation, and every target that is itself only "about".
    """
    undetermined = Verdict(Result.UNASSESSED, UnassessedReason.UNDETERMINED)
    if bound is Bound.ABOUT:
        return undetermined
    match target.comparator:
        case Comparator.AT_LEAST:
            met, sure_if_met, sure_if_not = value >= target.value, Bound.AT_LEAST, Bound.AT_MOST
        case Comparator.AT_MOST:
            met, sure_if_met, sure_if_not = value <= target.value, Bound.AT_MOST, Bound.AT_LEAST
        case Comparator.BEFORE:
            met, sure_if_met, sure_if_not = value < target.value, Bound.AT_MOST, Bound.AT_LEAST
        case Comparator.ABOUT:
            return undetermined
    if bound not in (Bound.EXACT, sure_if_met if met else sure_if_not):
        return undetermined
    return Verdict(Result.MET if met else Result.NOT_MET)


def _without_target(
    catalog: Catalog, indicator: Indicator, region: Region, own: OwnValues
) -> Iterator[Assessment]:
    """Every value says ``no_target``; a target of the nation is a line beside it, not the region's own."""
    for period, value in own.items():
        if value.value is not None:
            lines = reference_facts(catalog, region.code, indicator.id, period.end_year)
            yield _no_target(indicator, region, period, value, lines)


def _expected_lines(
    catalog: Catalog, indicator: Indicator, assessed: TargetAssessment, region: Region, own: OwnValues
) -> Iterator[Assessment]:
    """Plans with a public target only above the home region: ``no_target``, with that target as a line."""
    targets = catalog.targets_for(region.code, indicator.id)
    plans = {(target.base, target.end) for target, _ in targets}
    stated = set() if targets else {period for period, value in own.items() if value.value is not None}
    for line in catalog.reference_targets(region.code, indicator.id):
        if (line.base, line.end) in plans or line.base is None or line.comparator is Comparator.BEFORE:
            continue
        for period in (p for p in target_periods(line, assessed) if p not in stated):
            facts = reference_facts(catalog, region.code, indicator.id, period.end_year)
            yield _no_target(indicator, region, period, own.get(period), facts)


def _no_target(
    indicator: Indicator,
    region: Region,
    period: Period,
    value: IndicatorValue | None,
    facts: dict[str, object],
) -> Assessment:
    verdict = Verdict(Result.UNASSESSED, UnassessedReason.NO_TARGET)
    return Assessment(indicator.id, region.code, period, "target", verdict, value, facts=facts)


def _with_facts(
    catalog: Catalog,
    indicator: Indicator,
    assessed: TargetAssessment,
    found: Assessment,
    *,
    changes: OwnValues,
    evidence: Evidence,
) -> Assessment:
    """The assessment with what stands beside it."""
    value, target, facts = found.value, found.target, dict(found.facts)
    if target is None or value is None or value.exact is None or found.gap is None:
        return found
    if found.verdict.result is not Result.UNASSESSED and found.required is not None:
        turning = turning_of_target(found.verdict.result is Result.MET, found.gap, found.required)
        facts |= verdict_facts(catalog, indicator, turning, evidence, value.basis)
    if found.progress_due is not None:
        best = best_yearly_pace(changes, found.period.end_year)
        cumulative, task = assessed.as_reduction(value.exact), assessed.as_reduction(target.value)
        facts |= progress_facts(cumulative, task, found.period.years, best, target)
        facts |= span_headroom(catalog, assessed, found, evidence)
    return replace(found, facts=facts)


def _value_at(period: Period, own: OwnValues) -> IndicatorValue | None:
    """The value of a period; a stock or a cumulative figure of December stands for its year."""
    found = own.get(period)
    if found is None and period.kind is PeriodKind.YEAR:
        december = f"{period}M{MONTHS_IN_YEAR}", f"{period}M01-{MONTHS_IN_YEAR}"
        found = next((v for v in (own.get(Period.parse(p)) for p in december) if v), None)
    return found if found is not None and found.value is not None else None


def average_over(span: Period, own: OwnValues) -> IndicatorValue | None:
    """Average yearly growth (年均增速) of a span, ``(Π(1 + g))^(1/n) − 1`` in per cent.

    A published average stands; without the rate of every year nothing can be said yet. The average is as
    settled, as official and as exact as the weakest of its years.
    """
    stated = _value_at(span, own)
    years = [own.get(Period.of_year(year)) for year in range(span.start_year, span.end_year + 1)]
    rates = [each for each in years if each is not None and each.value is not None]
    if stated is not None or len(rates) < span.years:
        return stated
    left = prod(1 + (each.value or 0) / float(PERCENT) for each in rates)
    if left <= 0:
        return None
    average = (left ** (1 / span.years) - 1) * float(PERCENT)
    is_exact = all(each.bound is Bound.EXACT for each in rates)
    return replace(
        rates[-1],
        period=span,
        value=average,
        basis=Basis.COMPUTED,
        status=max((each.status for each in rates), key=list(Status).index),
        nature=max((each.nature for each in rates), key=list(Nature).index),
        bound=Bound.EXACT if is_exact else Bound.ABOUT,
    )


def _at_target(
    indicator: Indicator,
    region: Region,
    target: Target,
    *,
    origin: TargetOrigin,
    period: Period,
    value: IndicatorValue | None,
) -> Assessment:
    gap: Decimal | None = None
    if value is None or value.exact is None:
        verdict = Verdict(Result.UNASSESSED, UnassessedReason.NO_DATA)
    elif target.unit != indicator.unit:
        verdict = Verdict(Result.UNASSESSED, UnassessedReason.NOT_COMPARABLE)
    else:
        verdict, gap = compare(value.exact, value.bound, target), value.exact - target.value
    return Assessment(
        indicator.id,
        region.code,
        period,
        "target",
        verdict,
        value,
        target=target,
        target_origin=origin,
        required=target.value,
        gap=gap,
    )


def _on_path(
    indicator: Indicator,
    assessed: TargetAssessment,
    region: Region,
    aim: tuple[Target, TargetOrigin],
    own: OwnValues,
) -> Iterator[Assessment]:
    """Spans that begin with the plan and end before it does, against the required path R_n."""
    target, origin = aim
    if target.base is None or target.nature in {"interim", "stretch"}:
        return
    for period, value in own.items():
        starts = period.kind is PeriodKind.SPAN and period.start_year == target.base + 1
        if not starts or period.end_year >= target.end or value.exact is None:
            continue
        plan_years = target.end - target.base
        task = assessed.as_reduction(target.value)
        required = assessed.as_rate(compute_required_reduction(task, period.years, plan_years))
        on_path = replace(target, value=required)
        found = Assessment(
            indicator.id,
            region.code,
            period,
            "path",
            compare(value.exact, value.bound, on_path),
            value,
            target=target,
            target_origin=origin,
            required=required,
            gap=value.exact - required,
        )
        yield _with_progress(assessed, found)


def _with_progress(assessed: TargetAssessment, found: Assessment) -> Assessment:
    """With logarithmic progress, progress due, and the pace still needed (per cent a year)."""
    value, target, years = found.value, found.target, found.period.years
    if value is None or value.exact is None or target is None or target.base is None:
        return found
    is_on_path = assessed.progress == "logarithmic" and found.period.kind is PeriodKind.SPAN
    if found.gap is None or not is_on_path:
        return found
    cumulative, task = assessed.as_reduction(value.exact), assessed.as_reduction(target.value)
    if cumulative >= 1:  # nobody saves all energy: a slip of the pen, which is no verdict
        return replace(found, verdict=Verdict(Result.UNASSESSED, UnassessedReason.UNDETERMINED))
    plan_years = target.end - target.base
    pace = compute_remaining_pace(cumulative, task, plan_years - years).yearly_pace
    return replace(
        found,
        progress=compute_progress(cumulative, task).value,
        progress_due=Decimal(years) / Decimal(plan_years or PLAN_YEARS),
        pace_needed=None if pace is None else pace * PERCENT,
    )
