"""Where a level turns into the next: the thresholds of a method as rates, and how far a rate is from them.

Rates are PERCENT and ``Decimal`` in the sign of their subject: a reduction for the intensity (higher is
better), a growth for the total (lower is better).
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import assert_never

from msgspec import Struct

from etl.assess.barometer_level import LEVEL_RESULTS
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
from etl.model.vocabulary import Result


class Boundary(Struct, frozen=True):
    """A rate at which a result turns.

    Attributes:
        at_pct: the rate itself.
        better: result on the better side.
        worse: result on the worse side.
        better_included: whether the rate itself still has the better result.
    """

    at_pct: Decimal
    better: Result
    worse: Result
    better_included: bool = True


class Turning(Struct, frozen=True):
    """How far a verdict is from turning.

    Attributes:
        up: the boundary to the next better result, None at the best.
        up_by_pct: how much better the rate must become to reach it; never negative.
        down: the boundary to the next worse result, None at the worst.
        down_by_pct: how much worse it may become before it is passed.
    """

    up: Boundary | None = None
    up_by_pct: Decimal | None = None
    down: Boundary | None = None
    down_by_pct: Decimal | None = None

    @property
    def distance_pct(self) -> Decimal | None:
        """Distance to the nearer boundary, None where there is none."""
        known = [by for by in (self.up_by_pct, self.down_by_pct) if by is not None]
        return min(known, default=None)


def level_boundaries(
    method: LevelMethod, subject: BarometerSubject, *, target_pct: Decimal, period_kind: PeriodKind
) -> tuple[Boundary, ...]:
    """The boundaries of a method for a target, the best first; none where thresholds were never published."""
    match method:
        case GapShareMethod():
            return _of_share(method, subject, target_pct)
        case SignMethod():
            return _of_sign(target_pct)
        case GapPointsMethod():
            return _of_points(method, subject, target_pct, period_kind)
        case HeldAsPublishedMethod():
            return ()
        case _:
            assert_never(method)


def find_turning(boundaries: Sequence[Boundary], subject: BarometerSubject, rate_pct: Decimal) -> Turning:
    """The nearest boundaries above and below a rate.

    Args:
        boundaries: of the method, the best first.
        subject: whether a higher or a lower rate is better.
        rate_pct: the rate, in the sign of its subject.
    """
    ahead = [(boundary, _ahead(boundary, subject, rate_pct)) for boundary in boundaries]
    passed = [(b, by) for b, by in ahead if by > 0 or (by == 0 and b.better_included)]
    missed = [(b, -by) for b, by in ahead if by < 0 or (by == 0 and not b.better_included)]
    up, up_by = missed[-1] if missed else (None, None)
    down, down_by = passed[0] if passed else (None, None)
    return Turning(up, up_by, down, down_by)


def turning_of_target(is_met: bool, gap: Decimal, required: Decimal) -> Turning:
    """The one boundary of a target: at the required value, in the unit of the target."""
    boundary = Boundary(required, Result.MET, Result.NOT_MET)
    distance = abs(gap)
    if is_met:
        return Turning(down=boundary, down_by_pct=distance)
    return Turning(up=boundary, up_by_pct=distance)


def _ahead(boundary: Boundary, subject: BarometerSubject, rate_pct: Decimal) -> Decimal:
    """By how much a rate is on the better side of a boundary."""
    with localcontext(prec=WORKING_DIGITS):
        distance = rate_pct - boundary.at_pct
        return distance if subject is BarometerSubject.INTENSITY else -distance


def _shifted(subject: BarometerSubject, target_pct: Decimal, shortfall: Decimal) -> Decimal:
    """The rate that falls short of the target by so many points."""
    with localcontext(prec=WORKING_DIGITS):
        return target_pct - shortfall if subject is BarometerSubject.INTENSITY else target_pct + shortfall


def _of_share(method: GapShareMethod, subject: BarometerSubject, target_pct: Decimal) -> tuple[Boundary, ...]:
    if target_pct == 0:  # the tolerance vanishes: met, or level 1
        return (Boundary(target_pct, Result.LEVEL_3, Result.LEVEL_1),)
    with localcontext(prec=WORKING_DIGITS):
        tolerance = method.tolerance_share * abs(target_pct)
    return (
        Boundary(target_pct, Result.LEVEL_3, Result.LEVEL_2),
        Boundary(_shifted(subject, target_pct, tolerance), Result.LEVEL_2, Result.LEVEL_1),
    )


def _of_sign(target_pct: Decimal) -> tuple[Boundary, ...]:
    zero = Decimal(0)
    if target_pct <= 0:  # any fall meets an allowed rise: level 2 cannot occur
        return (Boundary(zero, Result.LEVEL_3, Result.LEVEL_1),)
    return (
        Boundary(target_pct, Result.LEVEL_3, Result.LEVEL_2),
        Boundary(zero, Result.LEVEL_2, Result.LEVEL_1),
    )


def _of_points(
    method: GapPointsMethod, subject: BarometerSubject, target_pct: Decimal, kind: PeriodKind
) -> tuple[Boundary, ...]:
    bands = method.bands_for(kind)
    if bands is None:
        return ()
    starts = [(band.low_pp, band.low_included, LEVEL_RESULTS[band.level]) for band in bands]
    if starts[0][0] > 0:
        starts.insert(0, (Decimal(0), False, Result.NOT_MET))
    better = (Result.MET, *(result for _, _, result in starts))
    return tuple(
        Boundary(_shifted(subject, target_pct, low), above, worse, better_included=not included)
        for (low, included, worse), above in zip(starts, better, strict=False)
    )
