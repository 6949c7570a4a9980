"""The counter-checks of a flag: what must hold before it may found a proposal of restriction (methods §4)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from etl.catalog.catalog import Catalog
from etl.model.assessment import Assessment, IndicatorValue
from etl.model.flag import FlagCheck, FlagRule
from etl.model.period import Period
from etl.model.target import Target
from etl.model.vocabulary import (
    ChallengeStatus,
    FlagFamily,
    Nature,
    Result,
    Severity,
    Status,
    TargetOrigin,
)


class Doubt(Protocol):
    """A challenge as checks need it, whether just raised or read from a build."""

    @property
    def challenge_id(self) -> str:
        """Its short name."""

    @property
    def kind(self) -> str:
        """Which check raised it."""

    @property
    def severity(self) -> str:
        """A note bars nothing."""

    @property
    def subject(self) -> str:
        """Id of the series or indicator."""

    @property
    def region(self) -> str:
        """Code of the region."""

    @property
    def period(self) -> str | None:
        """The period, None for all of them."""


DECIDED = (Result.MET, Result.NOT_MET)


@dataclass(frozen=True)
class Ground:
    """What all checks of a build look at.

    Attributes:
        catalog: the declarations.
        spans: verdicts on the way to or at the end of a plan, by region and target.
        challenges: what is open or upheld, by subject and region.
    """

    catalog: Catalog
    spans: Mapping[tuple[str, Target], tuple[Assessment, ...]]
    challenges: Mapping[tuple[str, str], tuple[Doubt, ...]]


def ground_of(
    catalog: Catalog,
    assessments: Sequence[Assessment],
    challenges: Sequence[Doubt],
    statuses: Mapping[str, ChallengeStatus],
) -> Ground:
    """Gather what the checks look at.

    Args:
        catalog: the declarations.
        assessments: of the regions that can be flagged.
        challenges: of the build; one without a status is open.
        statuses: what people decided, by id of the challenge.
    """
    spans: dict[tuple[str, Target], list[Assessment]] = {}
    for found in assessments:
        if found.target and found.kind in {"path", "target"} and found.verdict.result in DECIDED:
            spans.setdefault((found.region, found.target), []).append(found)
    barring: dict[tuple[str, str], list[Doubt]] = {}
    for challenge in challenges:
        status = statuses.get(challenge.challenge_id, ChallengeStatus.OPEN)
        if challenge.severity == Severity.CHALLENGE and status is not ChallengeStatus.EXPLAINED:
            barring.setdefault((challenge.subject, challenge.region), []).append(challenge)
    return Ground(
        catalog,
        {key: tuple(found) for key, found in spans.items()},
        {key: tuple(found) for key, found in barring.items()},
    )


def five_year_target(
    catalog: Catalog, assessment: Assessment
) -> tuple[Target, TargetOrigin | None] | tuple[None, None]:
    """The target of the plan that a verdict belongs to: its own, or that behind a yearly level."""
    if assessment.target is not None and assessment.target.base is not None:
        return assessment.target, assessment.target_origin
    assessed = catalog.indicators[assessment.indicator].assessment
    if assessed is None or assessed.kind != "barometer" or assessed.five_year_target is None:
        return None, None
    return catalog.plan_target(assessment.region, assessed.five_year_target, assessment.period)


def run_checks(ground: Ground, rule: FlagRule, assessment: Assessment) -> tuple[dict[str, bool], list[str]]:
    """Outcome of every check that the rule names, and the ids of the challenges that stand against it."""
    barring = [each.challenge_id for each in barring_challenges(ground, rule, assessment)]
    target, origin = five_year_target(ground.catalog, assessment)
    outcome: dict[FlagCheck, Callable[[], bool]] = {
        FlagCheck.ENERGY: lambda: _family(ground, assessment) is FlagFamily.ENERGY,
        FlagCheck.OWN_TARGET: lambda: _is_own(assessment, origin),
        FlagCheck.OFFICIAL_DATA: lambda: _is_official(ground, assessment),
        FlagCheck.RULE_IN_FORCE: lambda: assessment.rule in ground.catalog.barometer_rules,
        FlagCheck.FIVE_YEAR_BEHIND: lambda: is_behind_plan(ground, assessment, target),
        FlagCheck.NO_OPEN_CHALLENGE: lambda: not barring,
    }
    return {check.value: outcome[check]() for check in rule.founding}, barring


def is_behind_plan(ground: Ground, assessment: Assessment, target: Target | None) -> bool:
    """Whether the latest span of the plan that ends by the period judged was behind.

    An arrear made up since is none; one that comes later was not known then.
    """
    if target is None or target.nature == "stretch":
        return False
    spans = ground.spans.get((assessment.region, target), ())
    known = [span for span in spans if _end(span.period) <= _end(assessment.period)]
    latest = max(known, key=lambda span: _end(span.period), default=None)
    return latest is not None and latest.verdict.result is Result.NOT_MET


def barring_challenges(ground: Ground, rule: FlagRule, assessment: Assessment) -> Iterator[Doubt]:
    """Challenges on what the verdict and the five-year progress rest on, of the years that they rest on."""
    target, _ = five_year_target(ground.catalog, assessment)
    first = target.base if target and target.base is not None else assessment.period.start_year - 1
    for subject in _subjects(ground.catalog, assessment, target):
        for challenge in ground.challenges.get((subject, assessment.region), ()):
            if challenge.kind not in rule.harmless and _concerns(challenge, first, assessment.period):
                yield challenge


def _subjects(catalog: Catalog, assessment: Assessment, target: Target | None) -> dict[str, None]:
    """Ids of the figures below a verdict. A level that the superior body published carries itself."""
    names = [assessment.indicator] if assessment.kind != "barometer_published" else []
    level = str(assessment.facts.get("level_series", ""))
    decided_by = str(assessment.facts.get("decided_by", ""))
    if decided_by in catalog.indicators:
        names.append(decided_by)
    if target is not None and target.indicator in catalog.indicators:
        names.append(target.indicator)
    series = (each for name in names for each in catalog.series_of(name))
    return dict.fromkeys((*names, *series, *([level] if level else [])))


def _concerns(challenge: Doubt, first_year: int, until: Period) -> bool:
    if challenge.period is None:
        return True
    period = Period.parse(challenge.period)
    begins = (period.start_year, period.start_month)
    return period.end_year >= first_year and begins <= _end(until)


def _family(ground: Ground, assessment: Assessment) -> FlagFamily:
    return ground.catalog.indicators[assessment.indicator].family


def _is_own(assessment: Assessment, five_year_origin: TargetOrigin | None) -> bool:
    """Whether the target of the period, and that of the plan where there is one, are the region's own."""
    return assessment.target_origin is TargetOrigin.OWN and five_year_origin is not TargetOrigin.INHERITED


def _is_official(ground: Ground, assessment: Assessment) -> bool:
    """Official preliminary or final data; a level that the superior body published is official itself.

    In a demonstration the invented figures stand for official ones, and for nothing outside it.
    """
    if assessment.kind == "barometer_published":
        return True
    is_demonstration = ground.catalog.deployment.nature == "demonstration"
    accepted = (Nature.OFFICIAL, Nature.DEMONSTRATION) if is_demonstration else (Nature.OFFICIAL,)
    value: IndicatorValue | None = assessment.value
    return value is not None and value.nature in accepted and value.status is not Status.MISSING


def _end(period: Period) -> tuple[int, int]:
    return period.end_year, period.end_month
