"""What stands beside a verdict on a plan: progress by both methods, the task left, the best pace."""

from collections.abc import Mapping
from decimal import Decimal, localcontext

from etl.assess.barometer_facts import turning_facts
from etl.assess.boundaries import Boundary, Turning
from etl.assess.energy import EnergyGround
from etl.assess.evidence import Evidence
from etl.assess.fragility import classify_fragility, revision_for
from etl.assess.progress import ProgressMethod, compute_progress, compute_remaining_pace
from etl.assess.scope import scope_of_rate
from etl.catalog.catalog import Catalog
from etl.model.assessment import Assessment, IndicatorValue
from etl.model.indicator import Indicator, TargetAssessment
from etl.model.period import Period, PeriodKind
from etl.model.rounding import PERCENT, WORKING_DIGITS
from etl.model.rule import BarometerSubject
from etl.model.target import Comparator, Target
from etl.model.vocabulary import Basis, Bound, Result


def best_yearly_pace(changes: Mapping[Period, IndicatorValue], until: int) -> tuple[Decimal, int] | None:
    """The largest yearly reduction that a region ever kept, in per cent, with its year; None without a year.

    Args:
        changes: yearly changes of the region in per cent (negative is a reduction).
        until: last year that may count.
    """
    kept = [
        (-value.exact, period.end_year)
        for period, value in changes.items()
        if period.kind is PeriodKind.YEAR
        and period.end_year <= until
        and value.exact is not None
        and value.bound is Bound.EXACT
    ]
    return max(kept, default=None)


def progress_facts(
    cumulative: Decimal, task: Decimal, years: int, best: tuple[Decimal, int] | None, target: Target
) -> dict[str, object]:
    """Facts of a span on its way to, or at the end of, a plan.

    Args:
        cumulative: R as a fraction.
        task: T as a fraction; negative for an allowed rise.
        years: years of the span.
        best: the largest yearly reduction ever kept in per cent, and its year.
        target: the target of the plan, with its base year.
    """
    plan_years = target.end - (target.base or 0)
    log = compute_progress(cumulative, task)
    plain = compute_progress(cumulative, task, ProgressMethod.PLAIN_RATIO)
    remaining = compute_remaining_pace(cumulative, task, plan_years - years)
    reason = log.reason or remaining.reason
    kept = best if task > 0 else None  # where the target allows a rise, no pace of reduction is asked for
    return {
        "progress_method": log.method.value,
        "progress_plain_ratio": _number(plain.value),
        "progress_as_published": _number(plain.value) if target.progress_method == "plain_ratio" else None,
        "progress_reason": reason.value if reason else None,
        "remaining_task": float(remaining.remaining_task * PERCENT),
        "yearly_room": _yearly_room(remaining.remaining_task, plan_years - years),
        "best_pace": None if kept is None else float(kept[0]),
        "best_pace_year": None if kept is None else kept[1],
        "pace_unprecedented": _is_unprecedented(remaining.yearly_pace, kept),
    }


def span_headroom(
    catalog: Catalog, assessed: TargetAssessment, found: Assessment, evidence: Evidence
) -> dict[str, object]:
    """万吨标准煤 that the path leaves in the last year of a span; nothing where the energy is not known."""
    value, required = found.value, found.required
    if value is None or value.exact is None or required is None:
        return {}
    subject = BarometerSubject.TOTAL if assessed.counts == "growth" else BarometerSubject.INTENSITY
    ground = EnergyGround(catalog, evidence, assessed.energy, subject, found.region, found.period)
    return ground.span_facts(
        value.exact, Boundary(required, Result.MET, Result.NOT_MET), scope_of_rate(found.facts)
    )


def verdict_facts(
    catalog: Catalog, indicator: Indicator, turning: Turning, evidence: Evidence, basis: Basis | None = None
) -> dict[str, object]:
    """What would turn a verdict on a target, and how robust it is.

    Args:
        catalog: the indicators.
        indicator: what is judged.
        turning: where the verdict turns.
        evidence: sizes of revisions.
        basis: how the value judged came about.
    """
    revision = revision_for(catalog, indicator, evidence, basis)
    return {
        "turn": turning_facts(turning),
        "fragility": classify_fragility(turning.distance_pct, revision).facts(),
    }


def reference_facts(catalog: Catalog, region: str, indicator: str, end: int) -> dict[str, object]:
    """The targets of regions above the home region for a plan: lines to show, never this region's number."""
    lines = [
        {
            "region": target.region,
            "base": target.base,
            "end": target.end,
            "value": float(target.value),
            "comparator": target.comparator.value,
            "document": target.document,
        }
        for target in catalog.reference_targets(region, indicator)
        if target.comparator is not Comparator.BEFORE and (target.base or target.end) < end <= target.end
    ]
    return {"reference": lines} if lines else {}


def _is_unprecedented(pace: Decimal | None, best: tuple[Decimal, int] | None) -> bool | None:
    """Whether the pace still needed is above any that the region ever kept; None where nobody can say."""
    return None if pace is None or best is None else pace > 0 and pace * PERCENT > best[0]


def _yearly_room(remaining: Decimal, years_left: int) -> float | None:
    """Per cent by which every year left may rise with the target still met; None where something is left."""
    if remaining > 0 or years_left == 0:
        return None
    with localcontext(prec=WORKING_DIGITS):
        return float(((1 - remaining) ** (1 / Decimal(years_left)) - 1) * PERCENT)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
