"""Steps that do not fit the history of a region: slips of the unit, breaks of the series, jumps."""

from collections.abc import Iterator, Mapping
from typing import TypeGuard

import numpy as np

from etl.challenge.figure_arrays import Evidence
from etl.challenge.year_steps import AMOUNTS, Course, Courses
from etl.model.challenge import Challenge
from etl.model.challenge_rule import (
    ChallengeRule,
    JumpRule,
    LevelAndGrowth,
    SeriesBreakRule,
    UnitSlipRule,
)
from etl.model.figures import ABSENT, Mask, Numbers
from etl.model.series import Series, SeriesBreak, SeriesKind
from etl.model.vocabulary import Severity

KNOWN_BREAK = "known_break"
"""Kind of the note where a series declares its break; a suspected one is of the kind of its rule."""
_SLIP_AGAINST_USUAL = 4
"""A slip is this many times the usual deviation of the region's steps, or the series varies so."""


def unusual_steps(rules: Mapping[str, ChallengeRule], evidence: Evidence) -> Iterator[Challenge]:
    """One challenge per step at most: a declared break explains it, else it is a slip, break or jump."""
    jump, slip, broken = rules.get("jump"), rules.get("unit_slip"), rules.get("series_break")
    explained: set[tuple[str, str, str]] = set()
    if isinstance(broken, SeriesBreakRule):
        found = [*declared_breaks(evidence), *unexplained_levels(broken, evidence)]
        explained = {(each.subject, each.region, each.period or "") for each in found}
        yield from found
    if not isinstance(jump, JumpRule):
        return
    courses = Courses(evidence, jump)
    for series, figures in evidence.in_use.items():
        kind = evidence.catalog.series[series].kind
        course = courses.of(kind, figures, _least_excess(kind, jump, slip))
        if course is None:
            continue
        rest = ~course.comes_back & ~_of_series(series, explained, evidence)
        if isinstance(slip, UnitSlipRule):
            powers = _powers_of_ten(slip, course) * rest
            yield from _unit_slips(slip, evidence, series, course, powers=powers)
            rest &= powers == 0
        yield from _breaks_and_jumps(jump, broken, evidence, series, course=course, rest=rest)


def _least_excess(kind: SeriesKind, jump: JumpRule, slip: ChallengeRule | None) -> float:
    """How much more than the usual step one must be at least, so that a rule looks at it."""
    if kind not in AMOUNTS:
        return jump.least_change_points
    of_jump = float(np.log1p(jump.least_change_pct / 100))
    if not isinstance(slip, UnitSlipRule):
        return of_jump
    return min(of_jump, (min(slip.powers) - slip.tolerance_log10) * float(np.log(10)))


def _of_series(series: str, explained: set[tuple[str, str, str]], evidence: Evidence) -> Mask:
    """Where steps of a series are explained already."""
    axes, found = evidence.axes, np.zeros(evidence.axes.shape, dtype=bool)
    for subject, region, period in explained:
        if subject == series:
            found[axes.period_at[period], axes.region_at[region]] = True
    return found


def _powers_of_ten(rule: UnitSlipRule, course: Course) -> Numbers:
    """The power of ten that a step is near; 0 where it is no slip of the unit."""
    found = np.zeros(course.step.shape)
    if not course.is_amount:
        return found
    is_one = (
        (np.abs(course.score) >= _SLIP_AGAINST_USUAL)
        & (course.changes >= rule.least_changes)
        & (course.larger >= rule.least_value)
    )
    tens = course.excess[is_one] / np.log(10)
    powers = np.array(sorted({sign * power for power in rule.powers for sign in (1, -1)}))
    nearest = powers[np.abs(tens[:, None] - powers).argmin(axis=1)]
    found[is_one] = np.where(np.abs(tens - nearest) <= rule.tolerance_log10, nearest, 0)
    return found


def _unit_slips(
    rule: UnitSlipRule, evidence: Evidence, series: str, course: Course, *, powers: Numbers
) -> Iterator[Challenge]:
    for at in evidence.places(powers != 0):
        facts = {**_figures(course, at), "power": int(powers[at])}
        yield Challenge(rule.kind, rule.severity, series, *evidence.place(*at), facts)


def _figures(course: Course, at: tuple[int, int]) -> dict[str, object]:
    return {"value": float(course.value[at]), "before": float(course.before[at])}


def _breaks_and_jumps(
    jump: JumpRule,
    broken: ChallengeRule | None,
    evidence: Evidence,
    series: str,
    *,
    course: Course,
    rest: Mask,
) -> Iterator[Challenge]:
    """Steps beyond the score: lasting ones of amounts look like breaks, others like jumps; less is a note."""
    for at in evidence.places(rest & _is_far(jump, course)):
        score = float(course.score[at])
        facts = {**_figures(course, at), "score": score, "changes": int(course.changes[at])}
        change_pct = float(np.exp(course.step[at]) - 1) * 100 if course.is_amount else 0.0
        is_note = abs(score) < jump.least_score
        if not is_note and _is_break(broken, course, at, change_pct):
            facts = {**_figures(course, at), "change_pct": change_pct}
            yield Challenge(broken.kind, broken.severity, series, *evidence.place(*at), facts)
        else:
            severity = Severity.NOTE if is_note else jump.severity
            yield Challenge(jump.kind, severity, series, *evidence.place(*at), facts)


def _is_far(rule: JumpRule, course: Course) -> Mask:
    """Which steps are beyond what regions of their level usually see."""
    excess, score = np.abs(course.excess), np.abs(course.score)
    if not course.is_amount:
        is_large = (score >= rule.least_score) & (excess >= rule.least_change_points)
        return np.asarray(is_large & (course.changes >= rule.least_changes_of_rates))
    noted = rule.least_score if rule.least_score_of_note is None else rule.least_score_of_note
    smallest = rule.least_stock if course.kind is SeriesKind.STOCK else rule.least_value
    is_large = (score >= noted) & (excess >= np.log1p(rule.least_change_pct / 100))
    return np.asarray(is_large & (course.changes >= rule.least_changes) & (course.larger >= smallest))


def _is_break(
    rule: ChallengeRule | None, course: Course, at: tuple[int, int], change_pct: float
) -> TypeGuard[SeriesBreakRule]:
    if not isinstance(rule, SeriesBreakRule) or not course.is_amount:
        return False
    return bool(course.lasts[at]) and abs(change_pct) >= rule.least_change_pct


def declared_breaks(evidence: Evidence) -> Iterator[Challenge]:
    """A note wherever figures stand on both sides of a declared break: they are not compared."""
    for series in evidence.catalog.series.values():
        if series.breaks and series.id in evidence.in_use:
            figures = evidence.in_use[series.id]
            for declared in series.breaks:
                yield from _declared(series, declared, evidence, figures)


def _declared(
    series: Series, declared: SeriesBreak, evidence: Evidence, figures: Numbers
) -> Iterator[Challenge]:
    years, reason = evidence.axes.year_at, {"zh": declared.reason.zh, "en": declared.reason.en}
    if declared.first_year not in years or declared.first_year - 1 not in years:
        return
    period, before = years[declared.first_year], figures[years[declared.first_year - 1]]
    after = figures[period]
    for at in np.flatnonzero(~np.isnan(after) & ~np.isnan(before) & (before != 0)).tolist():
        if declared.holds_for(evidence.axes.regions[at]):
            change_pct = (float(after[at]) / float(before[at]) - 1) * 100
            stated = {"value": float(after[at]), "before": float(before[at])}
            facts = {**stated, "change_pct": change_pct, "reason": reason}
            yield Challenge(KNOWN_BREAK, Severity.NOTE, series.id, *evidence.place(period, at), facts)


def unexplained_levels(rule: SeriesBreakRule, evidence: Evidence) -> Iterator[Challenge]:
    """Levels that moved more than real growth and any plausible change of prices explain."""
    for pair in rule.explained_by:
        yield from _unexplained(rule, pair, evidence)


def _unexplained(rule: SeriesBreakRule, pair: LevelAndGrowth, evidence: Evidence) -> Iterator[Challenge]:
    series, in_use, before_at = evidence.catalog.series, evidence.in_use, evidence.axes.before
    if pair.level not in in_use or pair.growth not in in_use or series[pair.level].kind not in AMOUNTS:
        return
    level = in_use[pair.level]
    level[~(level > 0)] = np.nan
    # an index is of the previous year = 100
    growth = in_use[pair.growth] - (100 if series[pair.growth].kind is SeriesKind.INDEX else 0)
    before = np.where((before_at == ABSENT)[:, None], np.nan, level[before_at])
    change_pct = (level / before - 1) * 100
    for at in evidence.places(np.abs(change_pct - growth) > pair.most_gap_pp):
        facts = {"value": float(level[at]), "before": float(before[at]), "change_pct": float(change_pct[at])}
        yield Challenge(rule.kind, rule.severity, pair.level, *evidence.place(*at), facts)
