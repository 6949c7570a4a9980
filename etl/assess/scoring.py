"""Points and grade of the responsibility assessment, with the working of each point (methods §1.6).

Completion is actual over target as a fraction; all numbers are ``Decimal``, because a grade hangs on one
point.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from etl.model.scoring import (
    FULL,
    CompletionPart,
    Grade,
    MissedTarget,
    ScorePart,
    ScoringRule,
    VetoException,
)
from etl.model.vocabulary import UnassessedReason


class ScoreLine(Struct, frozen=True):
    """How the points of one part came about.

    Attributes:
        completion: actual over target as given; None for a part whose points were given.
        step: the step of the table that was reached, None below all steps or without steps.
        bonus: points for going beyond the target.
    """

    part: str
    most: Decimal
    points: Decimal
    completion: Decimal | None = None
    step: Decimal | None = None
    bonus: Decimal = Decimal(0)


class Score(Struct, frozen=True):
    """The outcome of one assessment.

    Attributes:
        total: the score that counts: the published one, else the sum of the parts.
        computed: the sum of the parts, None where one is unknown.
        grade: the grade that counts, None where there is no score.
        by_points: the grade that the points alone would give.
        vetoed_by: the misses that decided.
        vetoing: the misses that would decide in this year.
        exception: the documented exception by which the veto did not apply.
        reason: why there is no score, else None.
    """

    rule: str
    total: Decimal | None
    grade: Grade | None
    by_points: Grade | None = None
    lines: tuple[ScoreLine, ...] = ()
    vetoed_by: tuple[MissedTarget, ...] = ()
    exception: VetoException | None = None
    reason: UnassessedReason | None = None
    computed: Decimal | None = None
    vetoing: tuple[MissedTarget, ...] = ()


def find_scoring_rule(
    rules: Iterable[ScoringRule], subject: Literal["energy", "carbon"], year: int, path: tuple[str, ...]
) -> ScoringRule | None:
    """The version for a region and year: that of the place before that of the nation, or None.

    Args:
        rules: all versions.
        subject: energy or carbon.
        year: the year assessed.
        path: code of the region and those above it.
    """
    found = [rule for rule in rules if rule.subject == subject and rule.holds_for(year, path)]
    return min(found, key=lambda rule: rule.within is None, default=None)


def score_responsibility(
    rule: ScoringRule | None,
    *,
    region: str,
    year: int,
    completion: Decimal | None = None,
    given: Mapping[str, Decimal],
    missed: frozenset[MissedTarget] = frozenset(),
    published: Decimal | None = None,
    ends_plan: bool = False,
) -> Score:
    """Points, grade and their working.

    Args:
        rule: the version for the region and year, None where there is none.
        region: code of the region.
        year: the year assessed.
        completion: actual over target, as a fraction.
        given: points that the assessing body gave, by part.
        missed: the targets that were missed.
        published: the score that the assessing body published; it goes before the sum of the parts.
        ends_plan: whether the year is the last of its plan.

    Returns:
        the score; without a public table ``no_rule_in_force``, with a part unknown and no published
        score ``no_data``.

    Raises:
        ValueError: points given lie outside their part.
    """
    if rule is None or not rule.public:
        return Score(rule.id if rule else "", None, None, reason=UnassessedReason.NO_RULE_IN_FORCE)
    lines = [_line_of(part, completion, given) for part in rule.parts]
    known = [line for line in lines if line is not None]
    computed = sum((line.points for line in known), Decimal(0)) if len(known) == len(lines) else None
    total = computed if published is None else published
    if total is None:
        return Score(rule.id, None, None, lines=tuple(known), reason=UnassessedReason.NO_DATA)
    by_points = grade_of(rule, total)
    vetoing = rule.veto.deciding(ends_plan=ends_plan) if rule.veto else ()
    vetoed_by, exception = _veto(rule, region, year, missed=missed, vetoing=vetoing)
    grade = rule.grade(rule.veto.grade) if rule.veto and vetoed_by else by_points
    return Score(
        rule.id,
        total,
        grade,
        by_points,
        tuple(known),
        vetoed_by,
        exception,
        computed=computed,
        vetoing=vetoing,
    )


def grade_of(rule: ScoringRule, total: Decimal) -> Grade:
    """The grade that points alone give; the last grade has no lower end."""
    return next((grade for grade in rule.grades if total >= grade.at_least), rule.grades[-1])


def points_for_completion(part: CompletionPart, completion: Decimal) -> ScoreLine:
    """Points of the target: the step reached, and full steps beyond the target."""
    cut = completion if completion >= FULL else completion // part.floor_to * part.floor_to
    reached = [step for step in part.steps if cut >= step.at_least]
    step = max(reached, key=lambda each: each.at_least, default=None)
    bonus = Decimal(0)
    if part.bonus is not None and completion > FULL:
        bonus = min(part.bonus.most, (completion - FULL) // part.bonus.per * part.bonus.points)
    points = (step.points if step else Decimal(0)) + bonus
    return ScoreLine(part.id, part.most, points, completion, step.at_least if step else None, bonus)


def _line_of(part: ScorePart, completion: Decimal | None, given: Mapping[str, Decimal]) -> ScoreLine | None:
    """The points of a part, None where they are not known."""
    if part.id in given:
        points = given[part.id]
        if not 0 <= points <= part.most:
            msg = f"{points} points for {part.id}; expected 0 to {part.most}"
            raise ValueError(msg)
        return ScoreLine(part.id, part.most, points)
    if isinstance(part, CompletionPart) and completion is not None:
        return points_for_completion(part, completion)
    return None


def _veto(
    rule: ScoringRule,
    region: str,
    year: int,
    *,
    missed: frozenset[MissedTarget],
    vetoing: tuple[MissedTarget, ...],
) -> tuple[tuple[MissedTarget, ...], VetoException | None]:
    """The misses that decide, unless a documented exception says otherwise."""
    if rule.veto is None:
        return (), None
    deciding = tuple(miss for miss in vetoing if miss in missed)
    exception = next((e for e in rule.veto.exceptions if (e.region, e.year) == (region, year)), None)
    return ((), exception) if deciding and exception else (deciding, None)
