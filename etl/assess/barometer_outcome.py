"""Levels of the barometer (晴雨表) of dual control, by a dated version of its rule.

Rates are PERCENT here (names end in ``_pct``) and ``Decimal``; the arithmetic of a level stands in
:mod:`etl.assess.barometer_level`, whether a version may judge at all stands here.

No level is given without data, without a rule in force, or without a target. Which of these is the reason is
asked in that order.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from etl.assess.barometer_level import LEVEL_RESULTS, compute_level, compute_shortfall_pp
from etl.model.period import Period, PeriodKind
from etl.model.rule import (
    BarometerAdoption,
    BarometerRule,
    BarometerSubject,
    HeldAsPublishedMethod,
    Jurisdiction,
    LevelMethod,
    find_adoption,
)
from etl.model.vocabulary import Basis, Bound, Result, UnassessedReason

_ENDLESS_PCT = Decimal(10) ** 9
"""A rate beyond every threshold: the open end of a bound."""


class RuleStanding(StrEnum):
    """By what authority a level was given; a what-if is a replay outside validity and decides nothing."""

    IN_FORCE = "in_force"
    ADOPTED = "adopted"
    WHAT_IF = "what_if"


class DecidingRate(Struct, frozen=True):
    """The rate that decides a level.

    Attributes:
        value_pct: in percent, in the sign of its subject.
        basis: whether it was published or computed here.
        bound: whether the true rate is this one, at least or at most this one in that sign, or about it.
    """

    value_pct: Decimal
    basis: Basis
    bound: Bound = Bound.EXACT


class BarometerOutcome(Struct, frozen=True):
    """A level, or why there is none.

    Attributes:
        result: a level of the version; ``met`` or ``not_met`` where the version gives a level only to larger
            shortfalls; or ``unassessed``.
        reason: why unassessed, else None.
        version: id of the rule version.
        standing: by what authority the version was asked, None where it is not in force.
        adoption: the act, where the version is adopted.
        basis: whether the deciding rate or level was published or computed.
        shortfall_pp: how far the target was missed in percentage points, negative when passed; None unless
            computed from a rate and a target.
    """

    result: Result
    reason: UnassessedReason | None
    version: str
    subject: BarometerSubject
    standing: RuleStanding | None = None
    adoption: BarometerAdoption | None = None
    basis: Basis | None = None
    actual_pct: Decimal | None = None
    target_pct: Decimal | None = None
    shortfall_pp: Decimal | None = None


def assess_barometer(
    rule: BarometerRule,
    subject: BarometerSubject,
    *,
    period: Period,
    region: Jurisdiction,
    actual: DecidingRate | None,
    target_pct: Decimal | None,
    is_target_about: bool = False,
    adoptions: Sequence[BarometerAdoption] = (),
) -> BarometerOutcome:
    """The level of a region in a period by one rule version, where that version is in force or adopted.

    Args:
        rule: the version.
        subject: intensity or total.
        period: the period judged.
        region: level of the region and the codes from it upwards.
        actual: the deciding rate, None without data.
        target_pct: the target of the period, in percent: for a cumulative period the annual target itself.
        is_target_about: whether the target is only an expectation ("左右"), which alone decides nothing.
        adoptions: acts of the deployment that adopt versions.

    Returns:
        The outcome; unassessed for ``no_data``, ``no_rule_in_force``, ``no_target`` in this order, or
        ``undetermined`` where the version's thresholds were never published, where the target is only "about"
        or where not every rate within a quoted bound has the same level.
    """
    if actual is None:
        return _unassessed(rule, subject, UnassessedReason.NO_DATA)
    standing, act = find_standing(rule, subject, period, region, adoptions)
    if standing is None:
        return _unassessed(rule, subject, UnassessedReason.NO_RULE_IN_FORCE)
    outcome = _judge(rule, subject, period.kind, actual, target_pct, is_target_about=is_target_about)
    return replace(outcome, standing=standing, adoption=act)


def replay_barometer(
    rule: BarometerRule,
    subject: BarometerSubject,
    *,
    period: Period,
    actual: DecidingRate | None,
    target_pct: Decimal | None,
    is_target_about: bool = False,
) -> BarometerOutcome:
    """What a version would say of any period: a what-if, labelled so, whatever its validity."""
    if actual is None:
        return _unassessed(rule, subject, UnassessedReason.NO_DATA)
    outcome = _judge(rule, subject, period.kind, actual, target_pct, is_target_about=is_target_about)
    return replace(outcome, standing=RuleStanding.WHAT_IF)


def hold_published_level(
    rule: BarometerRule,
    subject: BarometerSubject,
    *,
    period: Period,
    region: Jurisdiction,
    level: int | None,
    adoptions: Sequence[BarometerAdoption] = (),
) -> BarometerOutcome:
    """A published level (a number of the version, None where none was published), held and not computed.

    Raises:
        ValueError: the version has no such level.
    """
    if level is None:
        return _unassessed(rule, subject, UnassessedReason.NO_DATA)
    if level not in LEVEL_RESULTS:
        msg = f"{level!r} is no level; expected one of {tuple(LEVEL_RESULTS)}"
        raise ValueError(msg)
    standing, act = find_standing(rule, subject, period, region, adoptions)
    if standing is None:
        return _unassessed(rule, subject, UnassessedReason.NO_RULE_IN_FORCE)
    return BarometerOutcome(
        LEVEL_RESULTS[level], None, rule.id, subject, standing, act, basis=Basis.PUBLISHED
    )


def find_standing(
    rule: BarometerRule,
    subject: BarometerSubject,
    period: Period,
    region: Jurisdiction,
    adoptions: Sequence[BarometerAdoption],
) -> tuple[RuleStanding | None, BarometerAdoption | None]:
    """By what authority a version judges a subject there and then, with the act where it is adopted.

    A version that does not judge the subject in that period is not in force for it.
    """
    method = rule.method_of(subject)
    if method is None or _began_later(method, period):
        return None, None
    if rule.is_valid_for(period, region):
        return RuleStanding.IN_FORCE, None
    act = find_adoption(adoptions, rule.id, period, region)
    return (RuleStanding.ADOPTED, act) if act else (None, None)


def _began_later(method: LevelMethod, period: Period) -> bool:
    return (
        isinstance(method, HeldAsPublishedMethod)
        and method.first_year is not None
        and period.start_year < method.first_year
    )


def _judge(
    rule: BarometerRule,
    subject: BarometerSubject,
    kind: PeriodKind,
    actual: DecidingRate,
    target_pct: Decimal | None,
    *,
    is_target_about: bool,
) -> BarometerOutcome:
    method = rule.method_of(subject)
    if method is None:
        return _unassessed(rule, subject, UnassessedReason.NO_RULE_IN_FORCE)
    if isinstance(method, HeldAsPublishedMethod):
        return _unassessed(rule, subject, UnassessedReason.UNDETERMINED)
    if target_pct is None:
        return _unassessed(rule, subject, UnassessedReason.NO_TARGET)
    if is_target_about:
        return _unassessed(rule, subject, UnassessedReason.UNDETERMINED)
    rate = actual.value_pct
    found = _level_within(method, subject, actual, target_pct, kind)
    if isinstance(found, UnassessedReason):
        return _unassessed(rule, subject, found)
    return BarometerOutcome(
        found,
        None,
        rule.id,
        subject,
        basis=actual.basis,
        actual_pct=rate,
        target_pct=target_pct,
        shortfall_pp=compute_shortfall_pp(subject, rate, target_pct),
    )


def _level_within(
    method: LevelMethod,
    subject: BarometerSubject,
    actual: DecidingRate,
    target_pct: Decimal,
    kind: PeriodKind,
) -> Result | UnassessedReason:
    """The level that every rate within the bound has; levels only get better or worse along a rate."""
    if actual.bound is Bound.ABOUT:  # nobody says how far off it may be
        return UnassessedReason.UNDETERMINED
    rates = [actual.value_pct]
    if actual.bound is not Bound.EXACT:
        rates.append(_ENDLESS_PCT if actual.bound is Bound.AT_LEAST else -_ENDLESS_PCT)
    levels = {
        compute_level(method, subject, actual_pct=rate, target_pct=target_pct, period_kind=kind)
        for rate in rates
    }
    return levels.pop() if len(levels) == 1 else UnassessedReason.UNDETERMINED


def _unassessed(rule: BarometerRule, subject: BarometerSubject, reason: UnassessedReason) -> BarometerOutcome:
    return BarometerOutcome(Result.UNASSESSED, reason, rule.id, subject)
