"""Raise flags from findings, with every counter-check beside them."""

from collections.abc import Iterator, Sequence

from etl.catalog.catalog import Catalog
from etl.model.assessment import Assessment
from etl.model.challenge import Challenge
from etl.model.flag import Flag, FlagCause, FlagCheck, FlagRule
from etl.model.rule import LevelOrder
from etl.model.target import Target
from etl.model.vocabulary import (
    FlagFamily,
    FlagStrength,
    Nature,
    Result,
    Severity,
    Status,
    TargetOrigin,
)


def raise_flags(
    catalog: Catalog, assessments: Sequence[Assessment], challenges: Sequence[Challenge]
) -> tuple[Flag, ...]:
    """Flags of the home region and everything below it, in a stable order.

    Peers are shown and compared but never flagged: this deployment has no say over them.
    """
    home = catalog.deployment.home
    inside = [a for a in assessments if catalog.descends_from(catalog.regions[a.region], home)]
    behind = {(a.region, a.target) for a in inside if a.target and _is_behind_plan(a)}
    challenged = {(c.subject, c.region) for c in challenges if c.severity is Severity.CHALLENGE}

    def all_of_them() -> Iterator[Flag]:
        for assessment in inside:
            for rule in catalog.flag_rules.values():
                cause = cause_of(catalog, assessment)
                if cause is not None and cause in rule.causes:
                    yield _flag(catalog, rule, cause, assessment, behind=behind, challenged=challenged)

    return tuple(
        sorted(all_of_them(), key=lambda flag: (flag.family, flag.indicator, flag.region, flag.period))
    )


def cause_of(catalog: Catalog, assessment: Assessment) -> FlagCause | None:
    """What a finding raises a flag for, if for anything. Unassessed raises none."""
    result = assessment.verdict.result
    if assessment.kind == "path" and result is Result.NOT_MET:
        return FlagCause.BEHIND_PATH
    if assessment.kind == "target" and result is Result.NOT_MET and not _is_stretch(assessment):
        return FlagCause.TARGET_NOT_MET
    if assessment.rule is not None and result is _worst_level(catalog, assessment.rule):
        return FlagCause.WORST_LEVEL
    return None


def _is_stretch(assessment: Assessment) -> bool:
    """Whether the target is one beyond the binding one: missing it is no miss."""
    return assessment.target is not None and assessment.target.nature == "stretch"


def _worst_level(catalog: Catalog, rule: str) -> Result:
    order = catalog.barometer_rules[rule].level_order
    return Result.LEVEL_1 if order is LevelOrder.WORST_FIRST else Result.LEVEL_3


def _is_behind_plan(assessment: Assessment) -> bool:
    """Whether the five-year progress of the very target is behind, on its way or at its end."""
    is_plan = assessment.target is not None and assessment.target.base is not None
    missed = assessment.kind in {"path", "target"} and assessment.verdict.result is Result.NOT_MET
    return is_plan and missed and not _is_stretch(assessment)


def _flag(
    catalog: Catalog,
    rule: FlagRule,
    cause: FlagCause,
    assessment: Assessment,
    *,
    behind: set[tuple[str, Target]],
    challenged: set[tuple[str, str]],
) -> Flag:
    indicator = catalog.indicators[assessment.indicator]
    value, target = assessment.value, assessment.target
    published = assessment.kind == "barometer_published"
    subjects = {assessment.indicator, *catalog.series_of(assessment.indicator)}
    official = value is not None and value.nature is Nature.OFFICIAL and value.status is not Status.MISSING
    outcome = {
        FlagCheck.ENERGY: indicator.family is FlagFamily.ENERGY,
        FlagCheck.OWN_TARGET: assessment.target_origin is TargetOrigin.OWN,
        FlagCheck.OFFICIAL_DATA: published or official,
        FlagCheck.RULE_IN_FORCE: assessment.rule is not None,
        FlagCheck.FIVE_YEAR_BEHIND: target is not None and (assessment.region, target) in behind,
        FlagCheck.NO_OPEN_CHALLENGE: not any((s, assessment.region) in challenged for s in subjects),
    }
    checks = {check.value: outcome[check] for check in rule.founding}
    return Flag(
        family=indicator.family,
        strength=FlagStrength.FOUNDING if all(checks.values()) else FlagStrength.WARNING,
        cause=cause,
        indicator=assessment.indicator,
        region=assessment.region,
        period=str(assessment.period),
        rule=rule.id,
        checks=checks,
        facts={
            "result": assessment.verdict.result.value,
            "barometer_rule": assessment.rule,
            "value": value.value if value else None,
            "target": float(target.value) if target else None,
            "required": None if assessment.required is None else float(assessment.required),
        },
    )
