"""The arithmetic of barometer levels: a rate, its target and a method give a level.

``Decimal`` throughout: a miss of exactly 10 % of the target is level 2, which binary floats cannot be trusted
with. Intensity is judged by reduction rates (a rise is negative), the total by growth and its limit; see
:class:`~etl.model.rule.BarometerSubject`.
"""

from decimal import Decimal, localcontext
from typing import assert_never

from etl.model.period import PeriodKind
from etl.model.rounding import WORKING_DIGITS
from etl.model.rule import (
    BarometerSubject,
    GapPointsMethod,
    GapShareMethod,
    HeldAsPublishedMethod,
    LevelMethod,
    SignMethod,
)
from etl.model.vocabulary import Result, UnassessedReason

LEVEL_RESULTS = {1: Result.LEVEL_1, 2: Result.LEVEL_2, 3: Result.LEVEL_3}


def compute_level(
    method: LevelMethod,
    subject: BarometerSubject,
    *,
    actual_pct: Decimal,
    target_pct: Decimal,
    period_kind: PeriodKind,
) -> Result | UnassessedReason:
    """The level that a method gives to a rate and its target.

    Under ``gap_share`` any unit serves that both sides share (some cities publish the total's yearly
    increment in 万吨标准煤).

    Args:
        method: kind and parameters from the rule version.
        subject: intensity (reduction rates) or total (growth and its limit).
        actual_pct: rate that decides, in percent.
        target_pct: target of the same period, in percent; may itself be an allowed rise.
        period_kind: kind of the period, which some versions distinguish.

    Returns:
        A level, ``met``/``not_met`` where the version has no level for so small a shortfall, or the reason
        why the method gives none.

    Raises:
        ValueError: a rate is not a finite decimal number.
    """
    shortfall = compute_shortfall_pp(subject, actual_pct, target_pct)
    match method:
        case GapShareMethod():
            return _level_by_share(method, shortfall, target_pct)
        case SignMethod():
            return _level_by_sign(actual_pct, shortfall)
        case GapPointsMethod():
            return _level_by_points(method, shortfall, period_kind)
        case HeldAsPublishedMethod():
            return UnassessedReason.UNDETERMINED
        case _:
            assert_never(method)


def compute_shortfall_pp(subject: BarometerSubject, actual_pct: Decimal, target_pct: Decimal) -> Decimal:
    """How far the target was missed, in percentage points; zero or negative when it was met.

    Raises:
        ValueError: a rate is not a finite decimal number.
    """
    for rate in (actual_pct, target_pct):
        if not isinstance(rate, Decimal) or not rate.is_finite():
            msg = f"{rate!r} is no finite decimal rate in percent"
            raise ValueError(msg)
    with localcontext(prec=WORKING_DIGITS):
        return target_pct - actual_pct if subject is BarometerSubject.INTENSITY else actual_pct - target_pct


def _level_by_share(method: GapShareMethod, shortfall: Decimal, target_pct: Decimal) -> Result:
    # |target|, because a target may be an allowed rise; with target 0 the tolerance vanishes: met or level 1.
    with localcontext(prec=WORKING_DIGITS):
        tolerance = method.tolerance_share * abs(target_pct)
    if shortfall <= 0:
        return Result.LEVEL_3
    return Result.LEVEL_2 if shortfall <= tolerance else Result.LEVEL_1


def _level_by_sign(reduction_pct: Decimal, shortfall: Decimal) -> Result:
    if reduction_pct < 0:
        return Result.LEVEL_1
    return Result.LEVEL_2 if shortfall > 0 else Result.LEVEL_3


def _level_by_points(
    method: GapPointsMethod, shortfall_pp: Decimal, period_kind: PeriodKind
) -> Result | UnassessedReason:
    bands = method.bands_for(period_kind)
    if bands is None:
        return UnassessedReason.NO_RULE_IN_FORCE
    if shortfall_pp <= 0:
        return Result.MET
    level = next((band.level for band in bands if band.holds(shortfall_pp)), None)
    return Result.NOT_MET if level is None else LEVEL_RESULTS[level]
