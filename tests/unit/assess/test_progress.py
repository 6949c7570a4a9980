"""The arithmetic of multi-year targets; the published tables run through a build's own path beside it."""

from decimal import Decimal

import pytest

from etl.assess.progress import (
    ProgressReason,
    compute_annual_target,
    compute_progress,
    compute_remaining_pace,
    compute_required_reduction,
)

D = Decimal


def test_path_ends_exactly_in_the_target() -> None:
    assert compute_required_reduction(D("0.145"), 5) == D("0.145")


def test_progress_is_negative_after_a_rise() -> None:
    progress = compute_progress(D("-0.0151"), D("0.17"))
    assert progress.value is not None
    assert progress.value < 0


def test_pace_spreads_the_remaining_task_evenly_over_the_years_left() -> None:
    # 1 − 0.81 = 19 %: nothing done, two years left, so 10 % in each
    pace = compute_remaining_pace(D(0), D("0.19"), years_left=2)
    assert pace.yearly_pace == pytest.approx(D("0.1"), abs=D("1e-30"))
    assert pace.remaining_task == D("0.19")


def test_pace_of_the_last_year_is_the_whole_remaining_task() -> None:
    pace = compute_remaining_pace(D("0.1"), D("0.19"), years_left=1)
    assert pace.yearly_pace == pace.remaining_task == pytest.approx(D("0.1"), abs=D("1e-30"))


@pytest.mark.parametrize("years_left", [0, 2])
def test_pace_is_zero_when_the_target_is_already_met(years_left: int) -> None:
    pace = compute_remaining_pace(D("0.15"), D("0.145"), years_left)
    assert pace.yearly_pace == 0
    assert pace.remaining_task < 0
    assert pace.reason is ProgressReason.ALREADY_MET


@pytest.mark.parametrize("years_left", [0, 2])
def test_target_reached_to_the_digit_is_already_met(years_left: int) -> None:
    pace = compute_remaining_pace(D("0.145"), D("0.145"), years_left)
    assert (pace.remaining_task, pace.yearly_pace, pace.reason) == (D(0), D(0), ProgressReason.ALREADY_MET)


def test_there_is_no_pace_when_no_time_is_left() -> None:
    pace = compute_remaining_pace(D("0.1"), D("0.145"), years_left=0)
    assert pace.yearly_pace is None
    assert pace.reason is ProgressReason.NO_TIME_LEFT


def test_annual_target_is_the_published_one_where_there_is_one() -> None:
    annual = compute_annual_target(D("0.145"), published=D("0.032"))
    assert (annual.value, annual.is_derived) == (D("0.032"), False)


def test_annual_target_is_derived_and_marked_where_none_was_published() -> None:
    annual = compute_annual_target(D("0.17"))
    assert annual.is_derived
    assert annual.value.quantize(D("0.0001")) == D("0.0366")  # 青海: 3.66 %


@pytest.mark.parametrize("bad", [D(1), D("1.2"), D("NaN"), D("-Infinity"), 0.145])
def test_rates_that_are_no_fractions_below_one_are_refused(bad: Decimal) -> None:
    for compute in (
        lambda: compute_required_reduction(bad, 1),
        lambda: compute_progress(bad, D("0.1")),
        lambda: compute_progress(D("0.1"), bad),
        lambda: compute_remaining_pace(D("0.1"), bad, 1),
        lambda: compute_remaining_pace(bad, D("0.1"), 1),
        lambda: compute_annual_target(D("0.1"), published=bad),
    ):
        with pytest.raises(ValueError, match="fraction below 1"):
            compute()


@pytest.mark.parametrize(("year_n", "plan_years"), [(-1, 5), (6, 5), (0, 0)])
def test_years_outside_the_plan_are_refused(year_n: int, plan_years: int) -> None:
    with pytest.raises(ValueError, match="of a plan of"):
        compute_required_reduction(D("0.1"), year_n, plan_years)


def test_negative_time_is_refused() -> None:
    with pytest.raises(ValueError, match="years left"):
        compute_remaining_pace(D(0), D("0.1"), -1)
