"""Progress of a reduction target over several years: cumulative reduction, required path, pace still needed.

Source: 青海省统计局《关于节能目标完成情况的计算方法》(2009); it reproduces the progress published by 河南 for
2016 and 青海 for 2008.

All rates are FRACTIONS (0.145 for 14.5 %) and reductions: positive is a fall, negative a rise. ``Decimal``
throughout, because a verdict hangs on the last digit.

    R    cumulative reduction      1 - prod(1 - r_i), by :func:`etl.derive.formulas.chained_reduction`
    R_n  required by year n        1 - (1 - T)^(n/N)
    P    progress                  ln(1 - R) / ln(1 - T), to compare with n/N; or the plain ratio R/T
    X    remaining task            1 - (1 - T) / (1 - R); pace needed in each of m years 1 - (1 - X)^(1/m)
"""

from decimal import Decimal, localcontext
from enum import StrEnum

from msgspec import Struct

from etl.model.rounding import WORKING_DIGITS

PLAN_YEARS = 5
ONE = Decimal(1)
ZERO = Decimal(0)


class ProgressMethod(StrEnum):
    """How a progress was computed; published progresses differ in it, so it is kept with the number."""

    LOG = "log"
    PLAIN_RATIO = "plain_ratio"


class ProgressReason(StrEnum):
    """Why a progress or a pace is not there, or why the pace is zero."""

    TARGET_IS_ZERO = "target_is_zero"
    TARGET_ALLOWS_RISE = "target_allows_rise"
    ALREADY_MET = "already_met"
    NO_TIME_LEFT = "no_time_left"


class Progress(Struct, frozen=True):
    """Progress P as a fraction by its method, or the reason why it is undefined."""

    method: ProgressMethod
    value: Decimal | None
    reason: ProgressReason | None = None


class RemainingPace(Struct, frozen=True):
    """What is left to do.

    Attributes:
        remaining_task: X; zero or negative when the target is already reached.
        yearly_pace: yearly reduction still needed; 0 when already met, None when no time is left.
        reason: ``already_met`` or ``no_time_left``, else None.
    """

    remaining_task: Decimal
    yearly_pace: Decimal | None
    reason: ProgressReason | None = None


class AnnualTarget(Struct, frozen=True):
    """Reduction target of one year and of its cumulative periods; derived where none was published.

    The progress target of a cumulative period is the annual target itself: both sides are year-on-year rates
    of the same cumulative months.

    Attributes:
        is_about: whether the target is only an expectation ("左右").
    """

    value: Decimal
    is_derived: bool
    is_about: bool = False


def compute_required_reduction(target: Decimal, year_n: int, plan_years: int = PLAN_YEARS) -> Decimal:
    """Cumulative reduction R_n that the target requires by year n, as a fraction.

    Args:
        target: target T of the whole plan; negative for an allowed rise.
        year_n: completed years of the plan, 0 to ``plan_years``.
        plan_years: N.

    Raises:
        ValueError: T is not a finite decimal below 1, or n lies outside the plan.
    """
    _check_rate(target, "the target")
    _check_year(year_n, plan_years)
    if year_n == plan_years:
        return target  # the path ends in the target itself, without the rounding of a power
    with localcontext(prec=WORKING_DIGITS):
        return ONE - (ONE - target) ** (Decimal(year_n) / Decimal(plan_years))


def compute_progress(
    cumulative: Decimal, target: Decimal, method: ProgressMethod = ProgressMethod.LOG
) -> Progress:
    """Progress P towards the target.

    Args:
        cumulative: R.
        target: T.
        method: logarithmic (the official note) or the plain ratio R/T that some cities publish.

    Returns:
        P as a fraction, negative after a rise; undefined for T = 0 and for an allowed rise.

    Raises:
        ValueError: R or T is not a finite decimal below 1.
    """
    _check_rate(cumulative, "the cumulative reduction")
    _check_rate(target, "the target")
    if target == 0:
        return Progress(method, None, ProgressReason.TARGET_IS_ZERO)
    if target < 0:
        return Progress(method, None, ProgressReason.TARGET_ALLOWS_RISE)
    with localcontext(prec=WORKING_DIGITS):
        if method is ProgressMethod.PLAIN_RATIO:
            return Progress(method, cumulative / target)
        return Progress(method, (ONE - cumulative).ln() / (ONE - target).ln())


def compute_remaining_pace(cumulative: Decimal, target: Decimal, years_left: int) -> RemainingPace:
    """Remaining task X and the yearly reduction still needed, as fractions.

    Args:
        cumulative: R so far; 0 at the start of the plan.
        target: T.
        years_left: m, years of the plan still to come.

    Raises:
        ValueError: R or T is not a finite decimal below 1, or m is negative.
    """
    _check_rate(cumulative, "the cumulative reduction")
    _check_rate(target, "the target")
    if years_left < 0:
        msg = f"{years_left} years left: expected 0 or more"
        raise ValueError(msg)
    with localcontext(prec=WORKING_DIGITS):
        remaining = ONE - (ONE - target) / (ONE - cumulative)
        if target <= cumulative:  # decides X ≤ 0 without the rounding of the division
            return RemainingPace(remaining, ZERO, ProgressReason.ALREADY_MET)
        if years_left == 0:
            return RemainingPace(remaining, None, ProgressReason.NO_TIME_LEFT)
        pace = remaining if years_left == 1 else ONE - (ONE - remaining) ** (ONE / years_left)
        return RemainingPace(remaining, pace)


def compute_annual_target(
    target: Decimal, published: Decimal | None = None, plan_years: int = PLAN_YEARS
) -> AnnualTarget:
    """Reduction target of one year: the published one, else an equal share of the plan's target.

    Args:
        target: T of the whole plan.
        published: published target of the year, if there is one.
        plan_years: N.

    Raises:
        ValueError: a target is not a finite decimal below 1, or the plan has no years.
    """
    if published is not None:
        _check_rate(published, "the published annual target")
        return AnnualTarget(published, is_derived=False)
    return AnnualTarget(compute_required_reduction(target, 1, plan_years), is_derived=True)


def _check_rate(rate: Decimal, what: str) -> None:
    if not isinstance(rate, Decimal) or not rate.is_finite() or rate >= 1:
        msg = f"{what} is {rate!r}; expected a finite decimal fraction below 1 (0.145 for 14.5 %)"
        raise ValueError(msg)


def _check_year(year_n: int, plan_years: int) -> None:
    if plan_years < 1 or not 0 <= year_n <= plan_years:
        msg = f"year {year_n} of a plan of {plan_years} years; expected 0 to {plan_years}, at least 1"
        raise ValueError(msg)
