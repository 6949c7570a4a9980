"""The counter-checks of a flag: what must hold before it may found a proposal of restriction (methods §4)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.flag.scope_and_rounding import is_beyond_rounding, scopes_agree
from etl.model.assessment import Assessment, IndicatorValue
from etl.model.flag import CheckDoubt, CheckOutcome, FlagCheck, FlagRule
from etl.model.period import Period
from etl.model.target import Target
from etl.model.vocabulary import (
    Basis,
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


class Ground(Struct, frozen=True):
    """What all checks of a build look at.

    Attributes:
        catalog: the declarations.
        spans: verdicts on the way to or at the end of a plan, by region and target.
        challenges: what is not explained, by subject and region.
        unanswered: ids of the challenges that the region left unanswered.
    """

    catalog: Catalog
    spans: Mapping[tuple[str, Target], tuple[Assessment, ...]]
    challenges: Mapping[tuple[str, str], tuple[Doubt, ...]]
    unanswered: frozenset[str] = frozenset()


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
        frozenset(name for name, status in statuses.items() if status is ChallengeStatus.UNANSWERED),
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


class Checked(Struct, frozen=True):
    """The counter-checks of one red verdict.

    Attributes:
        outcome: by check, whether it holds; None where nobody can tell yet.
        doubts: why not, by check.
        barring: ids of the challenges that stand against it.
        decisive: those of them on the very figures that decided, which no silence can carry.
    """

    outcome: Mapping[str, CheckOutcome]
    doubts: Mapping[str, CheckDoubt]
    barring: tuple[str, ...]
    decisive: tuple[str, ...]


def run_checks(ground: Ground, rule: FlagRule, assessment: Assessment) -> Checked:
    """Outcome of every check that the rule names, and the challenges that stand against the verdict."""
    target, origin = five_year_target(ground.catalog, assessment)
    span = latest_span(ground, assessment, target)
    decisive_on = _decisive(ground.catalog, assessment, span)
    barring = [
        each
        for each in barring_challenges(ground, rule, assessment)
        if each.challenge_id not in ground.unanswered or each.subject in decisive_on
    ]
    outcome: dict[FlagCheck, Callable[[], CheckOutcome | CheckDoubt]] = {
        FlagCheck.ENERGY: lambda: _family(ground, assessment) is FlagFamily.ENERGY,
        FlagCheck.OWN_TARGET: lambda: _is_own(assessment, origin),
        FlagCheck.BINDING_TARGET: lambda: target is not None and target.nature == "binding",
        FlagCheck.VERIFIED_TARGET: lambda: _is_verified(assessment.target, target),
        FlagCheck.OFFICIAL_DATA: lambda: (
            _is_official(ground, assessment) and (span is None or _is_official(ground, span))
        ),
        FlagCheck.RULE_IN_FORCE: lambda: assessment.rule in ground.catalog.barometer_rules,
        FlagCheck.FIVE_YEAR_BEHIND: lambda: _is_behind(target, span),
        FlagCheck.NO_OPEN_CHALLENGE: lambda: not barring,
        FlagCheck.SCOPES_AGREE: lambda: scopes_agree(assessment, span),
        FlagCheck.BEYOND_ROUNDING: lambda: is_beyond_rounding(rule, assessment, span),
    }
    found = {check.value: outcome[check]() for check in rule.founding}
    doubts = {name: each for name, each in found.items() if isinstance(each, CheckDoubt)}
    return Checked(
        {name: None if isinstance(each, CheckDoubt) else each for name, each in found.items()},
        doubts,
        tuple(each.challenge_id for each in barring),
        tuple(each.challenge_id for each in barring if each.subject in decisive_on),
    )


def _is_behind(target: Target | None, span: Assessment | None) -> bool | CheckDoubt:
    """Whether the plan's progress is behind; without data nobody can tell, which is no "not behind"."""
    if span is not None:
        return span.verdict.result is Result.NOT_MET
    return CheckDoubt.NO_PLAN_TARGET if target is None else CheckDoubt.NO_SPAN_YET


def latest_span(ground: Ground, assessment: Assessment, target: Target | None) -> Assessment | None:
    """The verdict on the latest span of the plan that ends by the period judged.

    An arrear made up since is none; one that comes later was not known then.
    """
    if target is None or target.nature == "stretch":
        return None
    spans = ground.spans.get((assessment.region, target), ())
    known = [span for span in spans if _end(span.period) <= _end(assessment.period)]
    return max(known, key=lambda span: _end(span.period), default=None)


def barring_challenges(ground: Ground, rule: FlagRule, assessment: Assessment) -> Iterator[Doubt]:
    """Challenges on what the verdict and the five-year progress rest on, of the years that they rest on."""
    target, _ = five_year_target(ground.catalog, assessment)
    first = target.base if target and target.base is not None else assessment.period.start_year - 1
    for subject in _subjects(ground.catalog, assessment, target):
        for challenge in ground.challenges.get((subject, assessment.region), ()):
            if challenge.kind not in rule.harmless and _concerns(challenge, first, assessment.period):
                yield challenge


def _decisive(catalog: Catalog, assessment: Assessment, span: Assessment | None) -> frozenset[str]:
    """Ids of the figures that decided; a published rate carries itself, whatever is said of its amounts."""
    if assessment.kind == "barometer_published":
        own = {str(assessment.facts.get("level_series", ""))}
    else:
        own = _decided_by(catalog, assessment)
    return frozenset(own | (_decided_by(catalog, span) if span is not None else set()))


def _decided_by(catalog: Catalog, assessment: Assessment) -> set[str]:
    name = str(assessment.facts.get("decided_by", assessment.indicator))
    indicator, value = catalog.indicators[name], assessment.value
    if value is not None and value.basis is Basis.PUBLISHED:
        return {name, indicator.published or next(iter(indicator.inputs()), name)}
    return {name, *catalog.series_of(name)}


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


def _is_verified(*targets: Target | None) -> bool:
    """Whether the document of every target was compared: what nobody has read restricts nobody."""
    return all(target is None or target.mark is None for target in targets)


def _is_official(ground: Ground, assessment: Assessment) -> bool:
    """Official preliminary or final data, no estimate; a level that the superior body published is official.

    In a demonstration the invented figures stand for official ones, and for nothing outside it.
    """
    if assessment.kind == "barometer_published":
        return True
    if ground.catalog.is_estimate(assessment.indicator, assessment.region, assessment.period):
        return False
    is_demonstration = ground.catalog.deployment.nature == "demonstration"
    accepted = (Nature.OFFICIAL, Nature.DEMONSTRATION) if is_demonstration else (Nature.OFFICIAL,)
    value: IndicatorValue | None = assessment.value
    return value is not None and value.nature in accepted and value.status is not Status.MISSING


def _end(period: Period) -> tuple[int, int]:
    return period.end_year, period.end_month
