"""Progress of multi-year targets, against figures that statistical offices published."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from etl.assess.progress import (
    ProgressMethod,
    ProgressReason,
    assess_path,
    compute_annual_target,
    compute_cumulative_reduction,
    compute_progress,
    compute_remaining_pace,
    compute_required_reduction,
)
from etl.model.vocabulary import Result

TABLES = Path(__file__).parents[2] / "data" / "methods"
D = Decimal


def read_table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def reductions_of(row: dict[str, str]) -> list[Decimal]:
    return [D(rate) / 100 for rate in row["annual_reductions_pct"].split(";")]


@pytest.mark.parametrize("row", read_table("progress_formula_tests"), ids=lambda row: row["case"])
def test_published_progress_is_reproduced_by_the_method_it_was_computed_with(row: dict[str, str]) -> None:
    cumulative = compute_cumulative_reduction(reductions_of(row))
    target = D(row["five_year_target_pct"]) / 100
    computed = {
        ("log" if method is ProgressMethod.LOG else "simple_ratio"): compute_progress(
            cumulative, target, method
        )
        for method in ProgressMethod
    }
    published, tolerance = D(row["published_progress_pct"]), D(row["tolerance_pp"])
    for method, progress in computed.items():
        assert progress.value is not None
        matches = abs(progress.value * 100 - published) <= tolerance
        assert matches is (method == row["method_that_matches"])


@pytest.mark.parametrize("row", read_table("progress_formula_tests"), ids=lambda row: row["case"])
def test_cumulative_reduction_and_both_progresses_agree_with_the_table(row: dict[str, str]) -> None:
    cumulative = compute_cumulative_reduction(reductions_of(row))
    target = D(row["five_year_target_pct"]) / 100
    log = compute_progress(cumulative, target, ProgressMethod.LOG).value
    assert log is not None
    ratio = compute_progress(cumulative, target, ProgressMethod.PLAIN_RATIO).value
    assert ratio is not None
    assert float(cumulative * 100) == pytest.approx(
        float(row["cumulative_reduction_pct_COMPUTED"]), abs=0.0005
    )
    assert float(log * 100) == pytest.approx(float(row["log_progress_pct_COMPUTED"]), abs=0.0005)
    assert float(ratio * 100) == pytest.approx(float(row["simple_ratio_pct_COMPUTED"]), abs=0.0005)


@pytest.mark.parametrize(
    "row", read_table("required_path_tests"), ids=lambda row: f"{row['region']}-{row['year_n']}"
)
def test_required_path_agrees_with_the_table_and_with_what_was_published(row: dict[str, str]) -> None:
    required_pct = 100 * compute_required_reduction(D(row["five_year_target_pct"]) / 100, int(row["year_n"]))
    assert float(required_pct) == pytest.approx(
        float(row["required_cumulative_reduction_pct_COMPUTED"]), abs=0.0005
    )
    if row["published_pct"]:
        published = D(row["published_pct"])
        assert required_pct.quantize(published) == published


def test_path_ends_exactly_in_the_target() -> None:
    assert compute_required_reduction(D("0.145"), 5) == D("0.145")


def test_progress_is_undefined_for_target_zero_but_the_path_is_met_without_a_rise() -> None:
    standing = assess_path(D(0), D(0), year_n=3)
    assert standing.progress.value is None
    assert standing.progress.reason is ProgressReason.TARGET_IS_ZERO
    assert standing.result is Result.MET
    assert assess_path(D("-0.0001"), D(0), year_n=3).result is Result.NOT_MET


@pytest.mark.parametrize("method", list(ProgressMethod))
def test_progress_is_undefined_for_an_allowed_rise_and_the_path_is_compared_directly(
    method: ProgressMethod,
) -> None:
    standing = assess_path(D("-0.02"), D("-0.05"), year_n=5, method=method)
    assert standing.progress.reason is ProgressReason.TARGET_ALLOWS_RISE
    assert standing.result is Result.MET
    assert assess_path(D("-0.06"), D("-0.05"), year_n=5).result is Result.NOT_MET


def test_path_is_met_on_the_border_and_missed_by_the_last_digit() -> None:
    # 0.64 = 0.8², so a target of 36 % in two years requires exactly 20 % after one
    assert assess_path(D("0.2"), D("0.36"), year_n=1, plan_years=2).result is Result.MET
    missed = assess_path(D("0.19999999999999999999"), D("0.36"), year_n=1, plan_years=2)
    assert missed.result is Result.NOT_MET


def test_progress_is_negative_after_a_rise() -> None:
    progress = compute_progress(D("-0.0151"), D("0.17"))
    assert progress.value is not None
    assert progress.value < 0


def test_expected_share_is_the_share_of_years() -> None:
    assert [assess_path(D(0), D("0.1"), n).expected_share for n in range(1, 6)] == [
        D("0.2"),
        D("0.4"),
        D("0.6"),
        D("0.8"),
        D(1),
    ]


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
        lambda: compute_cumulative_reduction([bad]),
        lambda: compute_required_reduction(bad, 1),
        lambda: compute_progress(bad, D("0.1")),
        lambda: compute_progress(D("0.1"), bad),
        lambda: compute_remaining_pace(D("0.1"), bad, 1),
        lambda: compute_remaining_pace(bad, D("0.1"), 1),
        lambda: compute_annual_target(D("0.1"), published=bad),
    ):
        with pytest.raises(ValueError, match="fraction below 1"):
            compute()


def test_reduction_of_no_years_is_refused_because_missing_is_not_zero() -> None:
    with pytest.raises(ValueError, match="no yearly reduction"):
        compute_cumulative_reduction([])


@pytest.mark.parametrize(("year_n", "plan_years"), [(-1, 5), (6, 5), (0, 0)])
def test_years_outside_the_plan_are_refused(year_n: int, plan_years: int) -> None:
    with pytest.raises(ValueError, match="of a plan of"):
        compute_required_reduction(D("0.1"), year_n, plan_years)


def test_negative_time_is_refused() -> None:
    with pytest.raises(ValueError, match="years left"):
        compute_remaining_pace(D(0), D("0.1"), -1)
