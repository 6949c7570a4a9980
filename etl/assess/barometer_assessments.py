"""Barometer levels of regions and periods.

The superior body's own level where it published one, else by the rule in force, else why there is none.
"""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from etl.assess.barometer_facts import level_facts, target_facts
from etl.assess.barometer_outcome import (
    BarometerOutcome,
    DecidingRate,
    assess_barometer,
    find_standing,
    hold_published_level,
    replay_barometer,
)
from etl.assess.energy import EnergyGround
from etl.assess.evidence import NOTHING_BESIDE, Evidence
from etl.assess.fragility import classify_fragility
from etl.assess.progress import AnnualTarget, compute_annual_target
from etl.assess.scope import Decider, find_decider
from etl.assess.targets import Values
from etl.catalog.catalog import Catalog
from etl.model.assessment import Assessment, IndicatorValue, Verdict
from etl.model.indicator import BarometerAssessment, Indicator
from etl.model.period import Period, PeriodKind
from etl.model.plan import Deducted
from etl.model.region import Region
from etl.model.rounding import PERCENT
from etl.model.rule import BarometerRule, BarometerSubject, Jurisdiction
from etl.model.target import Comparator, Target
from etl.model.vocabulary import Bound, RegionLevel, Result, TargetOrigin, UnassessedReason

_MIRRORED = {Bound.AT_LEAST: Bound.AT_MOST, Bound.AT_MOST: Bound.AT_LEAST}
"""A change of at most −2 % is a reduction of at least 2 %."""

PublishedLevels = Mapping[tuple[str, Period], int]


def jurisdiction_of(catalog: Catalog, region: Region) -> Jurisdiction:
    """Level of a region and the codes from it upwards."""
    return Jurisdiction(
        region.level, (region.code, *(above.code for above in catalog.ancestors(region.code)))
    )


def rule_periods(catalog: Catalog) -> tuple[Period, ...]:
    """Every period for which some version computes levels in this place, by its own terms or adopted.

    A version that only holds published levels asks for no figures, so its silent periods are no gaps.
    """
    declared = {
        period
        for rule in catalog.barometer_rules.values()
        if rule.intensity.kind != "held_as_published"
        for valid in rule.valid_for
        if valid.within is None or valid.within in catalog.regions
        for period in valid.periods
    }
    return tuple(sorted(declared | {period for act in catalog.adoptions for period in act.periods}))


def rule_in_force(
    catalog: Catalog, subject: BarometerSubject, period: Period, region: Jurisdiction
) -> BarometerRule | None:
    """The version that judges a region in a period: by its own terms before one adopted, or None."""
    found = [
        (standing.value != "in_force", rule)
        for rule in catalog.barometer_rules.values()
        if (standing := find_standing(rule, subject, period, region, catalog.adoptions)[0]) is not None
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def assess_barometers(
    catalog: Catalog,
    indicator: Indicator,
    assessed: BarometerAssessment,
    regions: tuple[Region, ...],
    *,
    values: Values,
    published: PublishedLevels,
    as_assessed: Values | None = None,
    evidence: Evidence = NOTHING_BESIDE,
) -> Iterator[Assessment]:
    """One assessment per region and period that has a rule, a value or a published level.

    Args:
        catalog: rules, adoptions, targets.
        indicator: what is judged.
        assessed: how it is judged.
        regions: the regions to judge.
        values: yearly or cumulative rates of change in per cent (negative is a reduction).
        published: levels as published, by region code and period.
        as_assessed: the same rates after the plan's deductions.
        evidence: sizes of revisions, and the energy and GDP behind the rates.
    """
    within = [p for _, p in values if p.kind is not PeriodKind.SPAN]
    periods = sorted({*rule_periods(catalog), *within, *(period for _, period in published)})
    for region in regions:
        for period in periods:
            level = published.get((region.code, period))
            value = values.get((region.code, period))
            if level is None and value is None and region.level is RegionLevel.COUNTY:
                continue  # no county was ever lit: only what one states is judged
            if level is not None:
                yield _published(
                    catalog, indicator, assessed, region=region, period=period, level=level, value=value
                )
            else:
                assessed_value = (as_assessed or {}).get((region.code, period))
                decider = decider_of(catalog, assessed, period, value, assessed_value)
                yield _computed(
                    catalog,
                    indicator,
                    assessed,
                    region=region,
                    period=period,
                    decider=decider,
                    evidence=evidence,
                )


def progress_target(
    catalog: Catalog,
    assessed: BarometerAssessment,
    region: Region,
    period: Period,
    indicator: str | None = None,
) -> tuple[AnnualTarget | None, Target | None, TargetOrigin | None]:
    """The annual target of a period as a fraction, and the target behind it.

    The published one of the year where the region has one (a target of the yearly rate itself), else an equal
    share of the five-year target, marked ``derived``. A reduction of the intensity, a growth limit of the
    total: both in the sign of their own subject.

    Args:
        catalog: targets.
        assessed: how the indicator is judged.
        region: the region.
        period: the period judged; the target of a cumulative period is that of its year.
        indicator: id of the yearly rate, for its published annual targets.
    """
    own = catalog.annual_target(region.code, indicator, period.end_year) if indicator else None
    if own is not None:
        rate = -own.value if assessed.quantity == "intensity" else own.value
        annual = AnnualTarget(rate / PERCENT, is_derived=False, is_about=_is_about(own))
        return annual, own, TargetOrigin.OWN
    if assessed.five_year_target is None:
        return None, None, None
    target, origin = catalog.plan_target(region.code, assessed.five_year_target, period)
    if target is None or target.base is None:
        return None, None, None
    sign = -1 if assessed.quantity == "total" else 1  # a limit of growth is a reduction that may be negative
    annual = compute_annual_target(sign * target.value / PERCENT, plan_years=target.end - target.base)
    return replace(annual, value=sign * annual.value, is_about=_is_about(target)), target, origin


def _is_about(target: Target) -> bool:
    return target.comparator is Comparator.ABOUT


def deciding_rate(value: IndicatorValue | None, subject: BarometerSubject) -> DecidingRate | None:
    """The rate that decides, in the sign of its subject: an intensity change becomes a reduction."""
    if value is None or value.exact is None:
        return None
    if subject is BarometerSubject.TOTAL:
        return DecidingRate(value.exact, value.basis, value.bound)
    return DecidingRate(-value.exact, value.basis, _MIRRORED.get(value.bound, value.bound))


def decider_of(
    catalog: Catalog,
    assessed: BarometerAssessment,
    period: Period,
    value: IndicatorValue | None,
    as_assessed: IndicatorValue | None,
) -> Decider:
    """Which value decides a period: the published one, else the one after the plan's deductions."""
    subject = Deducted(assessed.quantity)
    return find_decider(
        catalog, subject, assessed.assessed, period=period, value=value, as_assessed=as_assessed
    )


def what_if(
    catalog: Catalog,
    indicator: Indicator,
    region: Region,
    period: Period,
    value: IndicatorValue | None,
) -> tuple[BarometerOutcome, ...]:
    """What each version that computes levels would say, whatever its validity. A what-if decides nothing.

    Nothing is said of a rate that the plan does not assess.
    """
    assessed = indicator.assessment
    if assessed is None or assessed.kind != "barometer":
        return ()
    if not decider_of(catalog, assessed, period, value, None).is_comparable:
        return ()
    subject = BarometerSubject(assessed.quantity)
    annual, _, _ = progress_target(catalog, assessed, region, period, indicator.id)
    target_pct = annual.value * PERCENT if annual else None
    replays = (
        replay_barometer(
            rule,
            subject,
            period=period,
            actual=deciding_rate(value, subject),
            target_pct=target_pct,
            is_target_about=annual is not None and annual.is_about,
        )
        for rule in catalog.barometer_rules.values()
        if rule.method_of(subject) is not None
    )
    return tuple(outcome for outcome in replays if outcome.result is not Result.UNASSESSED)


def _published(
    catalog: Catalog,
    indicator: Indicator,
    assessed: BarometerAssessment,
    *,
    region: Region,
    period: Period,
    level: int,
    value: IndicatorValue | None,
) -> Assessment:
    subject, place = BarometerSubject(assessed.quantity), jurisdiction_of(catalog, region)
    _, target, origin = progress_target(catalog, assessed, region, period, indicator.id)
    rule = rule_in_force(catalog, subject, period, place)
    if rule is None:
        verdict = Verdict(Result.UNASSESSED, UnassessedReason.NO_RULE_IN_FORCE)
    else:
        outcome = hold_published_level(
            rule, subject, period=period, region=place, level=level, adoptions=catalog.adoptions
        )
        verdict = Verdict(outcome.result, outcome.reason)
    unknown = classify_fragility(None, None)  # nobody published how far the region was from the threshold
    return Assessment(
        indicator.id,
        region.code,
        period,
        "barometer_published",
        verdict,
        value,
        rule=rule.id if rule else None,
        target=target,
        target_origin=origin,
        facts={
            "published_level": level,
            "level_series": assessed.published_level,
            "fragility": unknown.facts(),
        },
    )


def _computed(
    catalog: Catalog,
    indicator: Indicator,
    assessed: BarometerAssessment,
    *,
    region: Region,
    period: Period,
    decider: Decider,
    evidence: Evidence,
) -> Assessment:
    subject, place = BarometerSubject(assessed.quantity), jurisdiction_of(catalog, region)
    annual, target, origin = progress_target(catalog, assessed, region, period, indicator.id)
    actual = deciding_rate(decider.value, subject)
    rule = rule_in_force(catalog, subject, period, place)
    required = annual.value * PERCENT if annual else None
    ground = EnergyGround(catalog, evidence, assessed.energy, subject, region.code, period)
    facts: dict[str, object] = {"subject": subject.value, **decider.facts()}
    if annual is not None:
        facts["annual_target_derived"] = annual.is_derived
    reason = _why_not(actual, rule, decider)
    if reason is not None or rule is None or actual is None:
        verdict = Verdict(Result.UNASSESSED, reason)
        if actual is not None and required is not None and decider.is_comparable:
            facts |= target_facts(actual.value_pct, required, ground)
    else:
        outcome = assess_barometer(
            rule,
            subject,
            period=period,
            region=place,
            actual=actual,
            target_pct=required,
            is_target_about=annual is not None and annual.is_about,
            adoptions=catalog.adoptions,
        )
        verdict = Verdict(outcome.result, outcome.reason)
        facts |= _standing_facts(outcome) | level_facts(indicator, outcome, ground)
        facts |= decider.scope_facts(outcome.result, _level_as_assessed(rule, outcome, decider, period))
    has_gap = actual is not None and required is not None and decider.is_comparable
    return Assessment(
        indicator.id,
        region.code,
        period,
        "barometer",
        verdict,
        decider.value,
        rule=rule.id if rule else None,
        target=target,
        target_origin=origin,
        required=required,
        gap=actual.value_pct - required if has_gap and actual and required is not None else None,
        facts=facts,
    )


def _level_as_assessed(
    rule: BarometerRule, outcome: BarometerOutcome, decider: Decider, period: Period
) -> Result | None:
    """What the same rule and target say of the rate after deductions; None where it is not known."""
    rate = deciding_rate(decider.as_assessed, outcome.subject)
    if rate is None:
        return None
    other = replay_barometer(rule, outcome.subject, period=period, actual=rate, target_pct=outcome.target_pct)
    return None if other.result is Result.UNASSESSED else other.result


def _why_not(
    actual: DecidingRate | None, rule: BarometerRule | None, decider: Decider
) -> UnassessedReason | None:
    """Why no version can be asked: no data, no rule in force, or a rate that the plan does not assess."""
    if actual is None:
        return UnassessedReason.NO_DATA
    if rule is None:
        return UnassessedReason.NO_RULE_IN_FORCE
    return None if decider.is_comparable else UnassessedReason.NOT_COMPARABLE


def _standing_facts(outcome: BarometerOutcome) -> dict[str, object]:
    """By what authority the version judged; with the act where it is adopted (沿用)."""
    facts: dict[str, object] = {"standing": outcome.standing.value if outcome.standing else None}
    if outcome.adoption is not None:
        facts["adoption"] = outcome.adoption.document
    return facts
