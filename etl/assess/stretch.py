"""基本目标 and 激励目标: a region that keeps the path to its stretch target is not assessed on its total.

发改环资〔2021〕1310号. The verdict on the total stays as it is and stays visible; it carries the exemption,
and no flag follows from it.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from etl.assess.progress import compute_required_reduction
from etl.assess.targets import compare
from etl.catalog.catalog import Catalog
from etl.model.assessment import Assessment, IndicatorValue
from etl.model.period import Period, PeriodKind
from etl.model.rounding import PERCENT
from etl.model.target import Target
from etl.model.vocabulary import Result, UnassessedReason

EXEMPT = "exempt"


class _Kept(Struct, frozen=True):
    """A stretch target whose path was kept up to the end of a span."""

    target: Target
    span: Period
    cumulative: Decimal
    is_kept: bool


def with_exemptions(catalog: Catalog, assessments: Sequence[Assessment]) -> Iterator[Assessment]:
    """The assessments; those of a total carry the exemption where the latest span keeps a stretch target."""
    totals = _totals(catalog)
    kept = _kept_by_region(catalog, assessments)
    for found in assessments:
        last = _latest(kept.get(found.region, ()), found) if found.indicator in totals else None
        yield (
            found
            if last is None or not last.is_kept
            else replace(found, facts={**found.facts, **_facts(last)})
        )


def _totals(catalog: Catalog) -> set[str]:
    """Indicators of the total: its yearly growth, and its growth over a plan."""
    found: set[str] = set()
    for indicator in catalog.indicators.values():
        assessed = indicator.assessment
        if assessed is not None and assessed.kind == "barometer" and assessed.quantity == "total":
            found |= {indicator.id, assessed.five_year_target or indicator.id}
    return found


def _intensities(catalog: Catalog) -> set[str]:
    """Indicators of the cumulative reduction of energy intensity."""
    return {
        indicator.assessment.five_year_target
        for indicator in catalog.indicators.values()
        if indicator.assessment is not None
        and indicator.assessment.kind == "barometer"
        and indicator.assessment.quantity == "intensity"
        and indicator.assessment.five_year_target is not None
    }


def _kept_by_region(catalog: Catalog, assessments: Sequence[Assessment]) -> dict[str, list[_Kept]]:
    """Every span of the intensity against the path to the region's stretch target."""
    intensities = _intensities(catalog)
    spans = {
        (found.region, found.indicator, found.period): found.value
        for found in assessments
        if found.indicator in intensities
        and found.period.kind is PeriodKind.SPAN
        and found.verdict.reason is not UnassessedReason.NOT_COMPARABLE
        and found.value is not None
        and found.value.exact is not None
    }
    kept: dict[str, list[_Kept]] = {}
    for (region, indicator, span), cumulative in spans.items():
        for target, _ in catalog.targets_for(region, indicator):
            is_theirs = target.nature == "stretch" and _is_within(span, target)
            if is_theirs and catalog.holds_for(target, span):
                kept.setdefault(region, []).append(_against(target, span, cumulative))
    return kept


def _is_within(span: Period, target: Target) -> bool:
    return target.base is not None and span.start_year == target.base + 1 and span.end_year <= target.end


def _against(target: Target, span: Period, value: IndicatorValue) -> _Kept:
    plan_years = target.end - (target.base or 0)
    required = compute_required_reduction(target.value / PERCENT, span.years, plan_years) * PERCENT
    on_path = replace(target, value=required)
    cumulative = value.exact or Decimal(0)
    return _Kept(target, span, cumulative, compare(cumulative, value.bound, on_path).result is Result.MET)


def _latest(kept: Sequence[_Kept], found: Assessment) -> _Kept | None:
    """The newest span that ends by the period judged, of the plan that the period lies in."""
    before = [
        each
        for each in kept
        if each.span.end_year <= found.period.end_year <= each.target.end
        and (each.target.base or 0) < found.period.end_year
    ]
    return max(before, key=lambda each: each.span.end_year, default=None)


def _facts(kept: _Kept) -> dict[str, object]:
    return {
        EXEMPT: {
            "stretch_target": float(kept.target.value),
            "document": kept.target.document,
            "span": str(kept.span),
            "cumulative": float(kept.cumulative),
        }
    }
