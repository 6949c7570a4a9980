"""How far a score of the responsibility assessment is from turning, against usual revisions of what decides.

A vetoed score turns when the missed target is met; any other when its points cross the lowest grade that
passes, or, passed, when a target that vetoes is missed.
"""

from collections.abc import Iterator, Mapping

from etl.assess.barometer_facts import turning_facts
from etl.assess.boundaries import turning_of_target
from etl.assess.evidence import Evidence
from etl.assess.fragility import Fragility, classify_fragility, revision_for
from etl.assess.scoring import Score
from etl.catalog.catalog import Catalog
from etl.model.assessment import Assessment
from etl.model.indicator import Indicator
from etl.model.scoring import MissedTarget, ScoringRule


def score_robustness(
    catalog: Catalog,
    indicator: Indicator,
    rule: ScoringRule | None,
    score: Score,
    *,
    beneath: Mapping[MissedTarget, Assessment],
    evidence: Evidence,
) -> dict[str, object]:
    """What would turn a score by its points, and how robust it is; nothing without a grade.

    Args:
        catalog: the indicators of the verdicts beneath.
        indicator: the score.
        rule: the table of scores.
        score: with its grade and veto.
        beneath: the verdicts on the targets that can be missed.
        evidence: sizes of revisions.
    """
    if rule is None or score.grade is None:
        return {}
    if score.vetoed_by:
        found = list(_of_targets(catalog, score.vetoed_by, beneath, evidence))
        hardest = max(found, key=lambda each: each.multiples or 0, default=classify_fragility(None, None))
        return {"fragility": hardest.facts()}
    if score.total is None:
        return {}
    lowest = min(grade.at_least for grade in rule.grades if grade.passed)
    gap = score.total - lowest
    turning = turning_of_target(gap >= 0, gap, lowest)
    by_points = classify_fragility(abs(gap), revision_for(catalog, indicator, evidence))
    vetoing = score.vetoing if rule.veto is not None and gap >= 0 and score.exception is None else ()
    each = [by_points, *_of_targets(catalog, vetoing, beneath, evidence)]
    known = [one for one in each if one.multiples is not None]
    weakest = min(known, key=lambda one: one.multiples or 0, default=by_points)
    return {"turn": turning_facts(turning), "fragility": weakest.facts()}


def _of_targets(
    catalog: Catalog,
    missed: tuple[MissedTarget, ...],
    beneath: Mapping[MissedTarget, Assessment],
    evidence: Evidence,
) -> Iterator[Fragility]:
    """How far each verdict on a target is from the target, in revisions of its rate."""
    for miss in missed:
        verdict = beneath.get(miss)
        if verdict is not None and verdict.gap is not None:
            rate = catalog.indicators[verdict.indicator]
            basis = verdict.value.basis if verdict.value else None
            yield classify_fragility(abs(verdict.gap), revision_for(catalog, rate, evidence, basis))
