"""Raise flags from findings: one per region, indicator and plan while it lasts, ended by recovery.

An indicator is red at the end of a month if any verdict on it then is. The first later period that is
assessed and not red ends the flag: as recovery where the same version judged it in the same plan, else the
flag lapsed, because a level of another yardstick says nothing of the first. What was not assessed ends
nothing: silence protects nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct, field

from etl.catalog.catalog import Catalog
from etl.flag.counter_checks import Doubt, Ground, five_year_target, ground_of, run_checks
from etl.flag.scope_and_rounding import distance_to_better
from etl.model.assessment import Assessment
from etl.model.flag import Flag, FlagCause, FlagEnd, FlagRule, RedPeriod
from etl.model.period import Period
from etl.model.rule import LevelOrder
from etl.model.vocabulary import ChallengeStatus, FlagStrength, Result, UnassessedReason

Group = tuple[str, str, int | None]
"""Indicator, region, and for a verdict on a plan its base year: what follows each other in time."""


def raise_flags(
    catalog: Catalog,
    assessments: Sequence[Assessment],
    challenges: Sequence[Doubt],
    statuses: Mapping[str, ChallengeStatus] | None = None,
) -> tuple[Flag, ...]:
    """Flags of the home region and everything below it, in a stable order.

    Peers are shown and compared but never flagged: this deployment has no say over them.

    Args:
        catalog: rules, and who lies below whom.
        assessments: verdicts of all periods.
        challenges: what is suspicious about the figures.
        statuses: what people decided about challenges, by id; one that nobody decided is open.
    """
    home = catalog.deployment.home
    inside = [a for a in assessments if catalog.descends_from(catalog.regions[a.region], home)]
    ground = ground_of(catalog, inside, challenges, statuses or {})
    flags = [
        flag for group, found in _groups(catalog, inside).items() for flag in _flags(ground, group, found)
    ]
    return tuple(
        sorted(flags, key=lambda flag: (flag.family, flag.indicator, flag.region, flag.first_period))
    )


def cause_of(catalog: Catalog, assessment: Assessment) -> FlagCause | None:
    """What a finding raises a flag for, if for anything. Unassessed raises none, nor does what is exempt."""
    result = assessment.verdict.result
    if "exempt" in assessment.facts:
        return None
    if assessment.kind == "path" and result is Result.NOT_MET:
        return FlagCause.BEHIND_PATH
    if assessment.kind == "target":
        is_missed = result is Result.NOT_MET and not _is_stretch(assessment)
        return FlagCause.TARGET_NOT_MET if is_missed else None
    if assessment.kind == "scoring":
        return FlagCause.SCORE_FAILED if result is Result.NOT_MET and _failed_by_points(assessment) else None
    if assessment.rule is not None and result is _worst_level(catalog, assessment.rule):
        return FlagCause.WORST_LEVEL
    return None


def _failed_by_points(assessment: Assessment) -> bool:
    """Whether the points alone fail; a missed target that vetoes a score has its own flag."""
    score = assessment.facts.get("score")
    return isinstance(score, Mapping) and score.get("points_passed") is False


def rule_for(catalog: Catalog, period: Period) -> FlagRule | None:
    """The newest rule of flags that was valid by the end of a period."""
    end = f"{period.end_year:04d}-{period.end_month:02d}-31"
    valid = [rule for rule in catalog.flag_rules.values() if rule.valid_from <= end]
    return max(valid, key=lambda rule: rule.valid_from, default=None)


class _Moment(Struct):
    """All verdicts of one group that end with the same month."""

    red: list[Assessment] = field(default_factory=list)
    assessed: Assessment | None = None


def _groups(catalog: Catalog, inside: Sequence[Assessment]) -> dict[Group, list[Assessment]]:
    groups: dict[Group, list[Assessment]] = {}
    for found in inside:
        if not _is_stretch(found) and found.verdict.reason is not UnassessedReason.NO_TARGET:
            base = _base_of(catalog, found) if found.kind in {"path", "target"} else None
            groups.setdefault((found.indicator, found.region, base), []).append(found)
    return groups


def _base_of(catalog: Catalog, assessment: Assessment) -> int | None:
    """Base year of the plan that a verdict belongs to."""
    target, _ = five_year_target(catalog, assessment)
    if target is not None:
        return target.base
    if assessment.kind in {"path", "target"}:
        return None
    plan = catalog.plan_rule(assessment.period)
    return plan.base if plan else None


def _flags(ground: Ground, group: Group, found: Sequence[Assessment]) -> Iterator[Flag]:
    """The episodes of one group, one flag for each plan that an episode runs through.

    A yearly level that stays red into the next plan is another flag there; the first stands until recovery
    too, because a new plan makes nothing good.
    """
    standing: dict[int | None, list[RedPeriod]] = {}
    for moment in _moments(ground.catalog, found):
        red = [each for each in (_red_period(ground, a) for a in moment.red) if each is not None]
        if red:
            standing.setdefault(_base_of(ground.catalog, moment.red[0]), []).append(_gravest(red))
        elif moment.assessed is not None:
            for base, course in standing.items():
                yield _flag(ground, group, course, base=base, ended_by=moment.assessed)
            standing = {}
    for base, course in standing.items():
        yield _flag(ground, group, course, base=base, ended_by=None)


def _end_of(ground: Ground, base: int | None, last: RedPeriod, ended_by: Assessment) -> FlagEnd:
    """Recovery by the same version within the same plan; else the flag lapsed with it."""
    is_same = ended_by.rule == last.facts["barometer_rule"] and _base_of(ground.catalog, ended_by) == base
    return FlagEnd.RECOVERED if is_same else FlagEnd.LAPSED


def _moments(catalog: Catalog, found: Sequence[Assessment]) -> list[_Moment]:
    moments: dict[tuple[int, int], _Moment] = {}
    for assessment in sorted(found, key=lambda each: each.period):
        end = (assessment.period.end_year, assessment.period.end_month)
        moment = moments.setdefault(end, _Moment())
        if assessment.verdict.result is not Result.UNASSESSED:
            moment.assessed = assessment
        if cause_of(catalog, assessment) is not None:
            moment.red.append(assessment)
    return [moments[end] for end in sorted(moments)]


def _red_period(ground: Ground, assessment: Assessment) -> RedPeriod | None:
    """A red verdict with its checks; None where no rule of flags raises it."""
    rule, cause = rule_for(ground.catalog, assessment.period), cause_of(ground.catalog, assessment)
    if rule is None or cause is None or cause not in rule.causes:
        return None
    checked = run_checks(ground, rule, assessment)
    value, target = assessment.value, assessment.target
    facts: dict[str, object] = {
        "result": assessment.verdict.result.value,
        "barometer_rule": assessment.rule,
        "value": value.value if value else None,
        "target": float(target.value) if target else None,
        "required": None if assessment.required is None else float(assessment.required),
        "fragility": assessment.facts.get("fragility"),
        "annual_target_derived": assessment.facts.get("annual_target_derived"),
        "distance": _number(distance_to_better(assessment)),
        "scopes": assessment.facts.get("scopes"),
        "open_challenges": list(checked.barring),
        "decisive_challenges": list(checked.decisive),
        "undetermined": {check: doubt.value for check, doubt in checked.doubts.items()},
    }
    strength = FlagStrength.FOUNDING if all(checked.outcome.values()) else FlagStrength.WARNING
    return RedPeriod(assessment.period, cause, strength, checked.outcome, facts)


def _number(distance: Decimal | None) -> float | None:
    return None if distance is None else float(distance)


def _gravest(red: Sequence[RedPeriod]) -> RedPeriod:
    """Of several red verdicts that end with the same month, the one that leads farthest, then the longest."""
    return min(red, key=lambda each: (each.strength is not FlagStrength.FOUNDING, each.period.sort_key()))


def _flag(
    ground: Ground,
    group: Group,
    course: Sequence[RedPeriod],
    *,
    base: int | None,
    ended_by: Assessment | None,
) -> Flag:
    indicator, region, _ = group
    rule = rule_for(ground.catalog, course[-1].period)
    return Flag(
        family=ground.catalog.indicators[indicator].family,
        indicator=indicator,
        region=region,
        rule=rule.id if rule else "",
        base=base,
        course=tuple(course),
        ended_in=None if ended_by is None else ended_by.period,
        ended_how=None if ended_by is None else _end_of(ground, base, course[-1], ended_by),
    )


def _is_stretch(assessment: Assessment) -> bool:
    """Whether the target is one beyond the binding one: missing it is no miss."""
    return assessment.target is not None and assessment.target.nature == "stretch"


def _worst_level(catalog: Catalog, rule: str) -> Result:
    order = catalog.barometer_rules[rule].level_order
    return Result.LEVEL_1 if order is LevelOrder.WORST_FIRST else Result.LEVEL_3
