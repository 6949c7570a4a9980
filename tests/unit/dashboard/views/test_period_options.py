"""Periods to choose from, as offices speak of them."""

from dashboard.views.period_options import period_links
from etl.model.period import Period


def links(*spelled, lang="zh"):
    return period_links(map(Period.parse, spelled), lambda period: f"/?period={period}", lang)


def test_kinds_stand_together_the_latest_first_and_january_february_is_a_period_of_its_own():
    found = links(
        "2022", "2023", "2023M01-02", "2023M01-05", "2023Q1", "2023H1", "2023Q1-3", "2023M05", "2021/2025"
    )
    assert [(link.group, link.label) for link in found] == [
        ("年度", "2023年"), ("年度", "2022年"), ("半年", "2023年上半年"), ("前三季度", "2023年前三季度"),
        ("季度", "2023年第一季度"), ("累计（1—N月）", "2023年1—5月"), ("累计（1—N月）", "2023年1—2月"),
        ("单月", "2023年5月"), ("规划期（多年）", "2021—2025年"),
    ]  # fmt: skip


def test_a_few_periods_or_one_kind_need_no_headings():
    assert {link.group for link in links("2022", "2023M01-05")} == {""}
    assert {link.group for link in links(*(str(year) for year in range(2000, 2020)))} == {""}
