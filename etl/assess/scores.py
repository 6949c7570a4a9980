"""Scores of the responsibility assessment (节能目标责任评价考核) as verdicts of regions and years.

A score is stated where the assessing body published one, or gave points for the parts that it judges itself.
Completion and missed targets come from the verdicts on the year and on the plan: nothing is asked twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from etl.assess.evidence import Evidence
from etl.assess.score_robustness import score_robustness
from etl.assess.scoring import Score, ScoreLine, find_scoring_rule, score_responsibility
from etl.catalog.catalog import Catalog
from etl.model.assessment import Assessment, IndicatorValue, Verdict
from etl.model.indicator import Indicator, ScoringAssessment
from etl.model.period import Period, PeriodKind
from etl.model.region import Region
from etl.model.scoring import MissedTarget, ScoringRule
from etl.model.vocabulary import Basis, Bound, Nature, Result, Status, UnassessedReason

Values = Mapping[tuple[str, Period], IndicatorValue]
NOT_OF_THE_PLAN = frozenset({"interim", "stretch"})


class Ground(Struct, frozen=True):
    """Verdicts that a score rests on.

    Attributes:
        annual: the verdict on the year by region and year.
        cumulative: the verdict on the plan up to the end of a year, likewise.
    """

    annual: Mapping[tuple[str, int], Assessment]
    cumulative: Mapping[tuple[str, int], Assessment]

    def completion(self, region: str, year: int) -> Decimal | None:
        """Actual over target of the year; None without both, or where the target asks for no reduction."""
        found = self.annual.get((region, year))
        if found is None or found.required is None or found.gap is None or found.required <= 0:
            return None
        return (found.required + found.gap) / found.required

    def missed(self, region: str, year: int) -> Mapping[MissedTarget, bool | None]:
        """Whether each target was missed; None where nobody can tell."""
        annual, plan = self.annual.get((region, year)), self.cumulative.get((region, year))
        return {
            MissedTarget.ANNUAL: None if annual is None or annual.gap is None else annual.gap < 0,
            MissedTarget.CUMULATIVE: None if plan is None else plan.verdict.result is Result.NOT_MET,
        }

    def beneath(self, region: str, year: int) -> Mapping[MissedTarget, Assessment]:
        """The verdict behind each target that can be missed, where there is one."""
        found = {
            MissedTarget.ANNUAL: self.annual.get((region, year)),
            MissedTarget.CUMULATIVE: self.cumulative.get((region, year)),
        }
        return {miss: verdict for miss, verdict in found.items() if verdict is not None}


def ground_of(assessed: ScoringAssessment, judged: Sequence[Assessment]) -> Ground:
    """The verdicts on the indicators that a score names."""
    return Ground(
        {
            (each.region, each.period.end_year): each
            for each in judged
            if each.indicator == assessed.annual
            and each.period.kind is PeriodKind.YEAR
            and each.gap is not None
        },
        {
            (each.region, each.period.end_year): each
            for each in judged
            if each.indicator == assessed.cumulative
            and each.period.kind is PeriodKind.SPAN
            and each.verdict.result is not Result.UNASSESSED
            and (each.target is None or each.target.nature not in NOT_OF_THE_PLAN)
        },
    )


def assess_scores(
    catalog: Catalog,
    indicator: Indicator,
    assessed: ScoringAssessment,
    regions: Sequence[Region],
    *,
    values: Values,
    judged: Sequence[Assessment],
    evidence: Evidence,
) -> Iterator[Assessment]:
    """One assessment per region and year that has a published score or points given.

    Args:
        catalog: tables of scores.
        indicator: the score.
        assessed: how it is made.
        regions: the regions to judge.
        values: published scores by region code and period.
        judged: the verdicts on the year and on the plan.
        evidence: points given by the assessing body, by series.
    """
    ground = ground_of(assessed, judged)
    rules = [rule for rule in catalog.scoring_rules.values() if rule.subject == assessed.subject]
    by_region = _years_by_region(assessed, values, evidence)
    for region in regions:
        path = (region.code, *(above.code for above in catalog.ancestors(region.code)))
        for year in sorted(by_region.get(region.code, ())):
            period = Period.of_year(year)
            published = values.get((region.code, period))
            rule = find_scoring_rule(rules, assessed.subject, year, path)
            given = _given(assessed, rule, region.code, period, evidence)
            missed = ground.missed(region.code, year)
            score = score_responsibility(
                rule,
                region=region.code,
                year=year,
                completion=ground.completion(region.code, year),
                given=given,
                missed=frozenset(miss for miss, is_missed in missed.items() if is_missed),
                published=published.exact if published else None,
                ends_plan=_ends_plan(catalog, period),
            )
            beneath = ground.beneath(region.code, year)
            robust = score_robustness(catalog, indicator, rule, score, beneath=beneath, evidence=evidence)
            annual = ground.annual.get((region.code, year))
            yield Assessment(
                indicator.id,
                region.code,
                period,
                "scoring",
                _verdict(score, missed),
                published if published is not None else _computed(indicator, region, period, score, annual),
                rule=score.rule or None,
                target_origin=annual.target_origin if annual else None,
                facts=_facts(assessed, score, missed, annual) | robust,
            )


def _years_by_region(
    assessed: ScoringAssessment, values: Values, evidence: Evidence
) -> Mapping[str, frozenset[int]]:
    """Years in which a region has a published score or points given."""
    keys = [key for key, value in values.items() if value.value is not None]
    for series in assessed.given.values():
        keys += list(evidence.amounts.get(series, {}))
    found: dict[str, set[int]] = {}
    for region, period in keys:
        if period.kind is PeriodKind.YEAR:
            found.setdefault(region, set()).add(period.end_year)
    return {region: frozenset(years) for region, years in found.items()}


def _given(
    assessed: ScoringAssessment, rule: ScoringRule | None, region: str, period: Period, evidence: Evidence
) -> dict[str, Decimal]:
    """Points of the parts of the table that the assessing body gave."""
    parts = {part.id for part in rule.parts} if rule else set()
    points = {part: evidence.amount(name, region, period) for part, name in assessed.given.items()}
    return {part: given for part, given in points.items() if part in parts and given is not None}


def _verdict(score: Score, missed: Mapping[MissedTarget, bool | None]) -> Verdict:
    """Passed or not; undetermined where a miss that would decide cannot be told."""
    if score.grade is None:
        return Verdict(Result.UNASSESSED, score.reason or UnassessedReason.UNDETERMINED)
    if not score.grade.passed:
        return Verdict(Result.NOT_MET)
    if _unknown_misses(score, missed) and score.exception is None:
        return Verdict(Result.UNASSESSED, UnassessedReason.UNDETERMINED)
    return Verdict(Result.MET)


def _unknown_misses(score: Score, missed: Mapping[MissedTarget, bool | None]) -> tuple[MissedTarget, ...]:
    return tuple(miss for miss in score.vetoing if missed[miss] is None)


def _ends_plan(catalog: Catalog, period: Period) -> bool:
    """Whether a year is the last of its plan."""
    plan = catalog.plan_rule(period)
    return plan is not None and plan.end == period.end_year


def _computed(
    indicator: Indicator, region: Region, period: Period, score: Score, annual: Assessment | None
) -> IndicatorValue | None:
    """The score computed from its parts, as good as the figure of the year that it rests on."""
    if score.total is None:
        return None
    below = annual.value if annual else None
    return IndicatorValue(
        indicator.id,
        region.code,
        period,
        float(score.total),
        below.status if below else Status.FINAL,
        None,
        Basis.COMPUTED,
        below.nature if below else Nature.OFFICIAL,
        below.bound if below else Bound.EXACT,
    )


def _facts(
    assessed: ScoringAssessment,
    score: Score,
    missed: Mapping[MissedTarget, bool | None],
    annual: Assessment | None,
) -> dict[str, object]:
    """The working of the score: every part, both totals, grades, and what the veto did."""
    return {
        "score": {
            "subject": assessed.subject,
            "total": _number(score.total),
            "computed_total": _number(score.computed),
            "grade": score.grade.id if score.grade else None,
            "by_points": score.by_points.id if score.by_points else None,
            "points_passed": score.by_points.passed if score.by_points else None,
            "lines": [_line(assessed, line) for line in score.lines],
            "missed": {miss.value: is_missed for miss, is_missed in missed.items()},
            "vetoed_by": [miss.value for miss in score.vetoed_by],
            "veto_unknown": [miss.value for miss in _unknown_misses(score, missed)],
            "annual_derived": bool(annual.facts.get("annual_target_derived")) if annual else False,
            "exception": score.exception.document.number if score.exception else None,
        }
    }


def _line(assessed: ScoringAssessment, line: ScoreLine) -> dict[str, object]:
    is_given = line.completion is None
    return {
        "part": line.part,
        "most": float(line.most),
        "points": float(line.points),
        "completion": _number(line.completion),
        "step": _number(line.step),
        "bonus": float(line.bonus),
        "series": assessed.given.get(line.part) if is_given else None,
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
