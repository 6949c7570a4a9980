"""Periods of a report: which returns end with it, which issue came before, which barometer."""

import pytest

from dashboard.report.periods import (
    barometer_before,
    issue_before,
    kind_of_issue,
    looked_back_on,
    same_end,
)
from etl.model.period import Period


@pytest.mark.parametrize(
    ("period", "others"),
    [
        ("2025Q3", ("2025Q3", "2025Q1-3", "2025M01-09")),
        ("2025M05", ("2025M05", "2025M01-05")),
        ("2025M01", ("2025M01",)),
        ("2025", ("2025", "2025M01-12")),
        ("2025H1", ("2025H1", "2025M01-06")),
        ("2025M06", ("2025M06", "2025H1", "2025M01-06")),
    ],
)
def test_returns_from_january_on_end_with_a_period(period, others):
    assert same_end(Period.parse(period)) == others


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2025M01-05", "2025M01-04"),
        ("2025M01-02", "2025M01"),
        ("2025M01", "2024M12"),
        ("2025Q1", "2024Q4"),
        ("2025Q3", "2025Q2"),
        ("2025", "2024"),
        ("2025H1", "2024H1"),
    ],
)
def test_the_issue_before_is_of_the_same_kind(period, before):
    assert issue_before(Period.parse(period)) == before


@pytest.mark.parametrize(
    ("period", "before"),
    [("2025Q1", "2024"), ("2025H1", "2025Q1"), ("2025Q1-3", "2025H1"), ("2025", "2025Q1-3")],
)
def test_barometers_follow_each_other_through_the_year(period, before):
    # 一季度, 上半年, 前三季度, 全年: the order in which the notices of 2020 and 2021 came out
    assert barometer_before(Period.parse(period)) == before


@pytest.mark.parametrize(
    ("period", "kind"),
    [("2025M05", "monthly"), ("2025M01-05", "monthly"), ("2025Q1-3", "quarterly"), ("2025H1", "half_yearly"),
     ("2025", "yearly")],
)  # fmt: skip
def test_an_issue_is_named_after_its_period(period, kind):
    assert kind_of_issue(Period.parse(period)) == kind


def test_a_report_looks_back_on_spans_of_its_plan_and_on_the_same_months_of_the_year_before():
    seen = looked_back_on(Period.parse("2026M10"))
    assert {"2021/2025", "2021/2024", "2026/2030", "2025M01-10", "2025M10", "2016", "2026Q1-3"} <= set(seen)
    assert "2027" not in seen
