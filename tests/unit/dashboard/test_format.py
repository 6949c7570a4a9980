"""What a reader sees of a number, a period or a gap."""

from datetime import date
from decimal import Decimal

import pytest

from dashboard import format as fmt
from etl.model.period import Period
from etl.model.vocabulary import Bound


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567.891, 2, "1,234,567.89"),
        (-3.96, 2, "−3.96"),
        (2.675, 2, "2.68"),  # 四舍五入: half away from zero, as the figure reads
        (-0.5, 0, "−1"),
        (-0.04, 1, "0.0"),
        (0, 2, "0.00"),
        (-0.0, 2, "0.00"),
        (1.005, 2, "1.01"),  # the float lies below the half that it prints as
        (1.00499, 2, "1.00"),
        (0.00005, 4, "0.0001"),
        (0.00004999, 4, "0.0000"),
        (999_999_999.99995, 4, "1,000,000,000.0000"),
        (-999_999_999.4999, 0, "−999,999,999"),
        (Decimal("10.005"), 2, "10.01"),
        (1e300, 1, "1.00E+300"),
        (10**400, 0, "1.00E+400"),
    ],
)
def test_numbers_round_half_away_from_zero_and_carry_a_true_minus(value, decimals, text):
    assert fmt.format_number(value, decimals) == text


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), float("-inf"), Decimal("NaN")])
def test_what_is_no_number_is_a_dash_everywhere(value):
    shown = {
        fmt.format_number(value, 1),
        fmt.format_quantity(value, "%", "zh", 1),
        fmt.format_signed(value),
        fmt.format_change(value, "en", unit="pp"),
        fmt.format_bounded(value, Bound.AT_LEAST, "%", "zh"),
    }
    assert shown == {"—"}


def test_a_difference_of_percentages_is_in_points_with_an_arrow():
    assert fmt.format_change(1.24, "zh", unit=fmt.points("zh")) == "↑1.2个百分点"
    assert fmt.format_change(-0.3, "en", unit=fmt.points("en")) == "↓0.3 pp"
    assert fmt.format_change(0.04, "zh", unit=fmt.points("zh")) == "持平"
    assert fmt.format_change(-0.04, "en") == "unchanged"
    assert [fmt.format_arrow(value) for value in (1.24, -0.3, 0.04, None)] == ["↑1.2", "↓0.3", "", fmt.DASH]


def test_a_signed_number_shows_plus_and_true_minus_and_no_sign_at_zero():
    assert [fmt.format_signed(value) for value in (1.25, -1.25, 0.0, 0.04)] == ["+1.3", "−1.3", "0.0", "0.0"]


@pytest.mark.parametrize(
    ("spelling", "zh", "en"),
    [
        ("2023", "2023年", "2023"),
        ("2023H1", "2023年上半年", "H1 2023"),
        ("2023H2", "2023年下半年", "H2 2023"),
        ("2023Q1", "2023年第一季度", "Q1 2023"),
        ("2023Q4", "2023年第四季度", "Q4 2023"),
        ("2023Q1-3", "2023年前三季度", "Q1–Q3 2023"),
        ("2023M05", "2023年5月", "May 2023"),
        ("2023M01-05", "2023年1—5月", "Jan–May 2023"),
        ("2016/2020", "2016—2020年", "2016–2020"),
    ],
)
def test_every_kind_of_period_has_its_words(spelling, zh, en):
    period = Period.parse(spelling)
    assert (fmt.format_period(period, "zh"), fmt.format_period(period, "en")) == (zh, en)


def test_a_rank_says_of_how_many():
    assert fmt.format_rank(3, 14, "zh") == "第3位（共14）"
    assert [fmt.format_rank(rank, 14, "en") for rank in (1, 2, 3, 4, 11, 12, 13)] == [
        "1st of 14",
        "2nd of 14",
        "3rd of 14",
        "4th of 14",
        "11th of 14",
        "12th of 14",
        "13th of 14",
    ]
    assert fmt.format_rank(None, 14, "zh") == "—"


def test_a_bound_is_shown_with_its_figure():
    shown = [fmt.format_bounded(20, bound, "%", "zh") for bound in Bound]
    assert shown == ["20%", "≥20%", "≤20%", "约20%"]


def test_units_stand_close_in_chinese_and_apart_in_english():
    assert fmt.format_quantity(1234.5, "万吨标准煤", "zh", 1) == "1,234.5万吨标准煤"
    assert fmt.format_quantity(1234.5, "10⁴ tce", "en", 1) == "1,234.5 10⁴ tce"
    assert fmt.format_quantity(12.34, "%", "en", 1) == "12.3%"


def test_a_day_is_written_in_each_language():
    assert fmt.format_date(date(2024, 5, 9), "zh") == "2024年5月9日"
    assert fmt.format_date(date(2024, 5, 9), "en") == "9 May 2024"


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1+1", "－a", "＠a"]
)
def test_text_that_a_spreadsheet_would_run_is_neutralised(text):
    assert f"'{text}" in fmt.csv_text(["a"], [[text]])


def test_numbers_in_csv_stay_numbers_and_gaps_stay_empty():
    written = fmt.csv_text(
        ["名称", "值"], [["沈阳", -3.25], ["大连", "-3.25%"], ["鞍山", "+1,234.5"], ["抚顺", None]]
    )
    assert written.split("\r\n") == ["名称,值", "沈阳,-3.25", "大连,-3.25%", '鞍山,"+1,234.5"', "抚顺,", ""]


@pytest.mark.parametrize(("distance", "decimals"), [(0.0043, 3), (0.05, 2), (1.5, 2), (0, 2), (None, 2)])
def test_a_distance_that_is_not_nothing_never_reads_as_nothing(distance, decimals):
    assert fmt.decimals_apart(distance) == decimals


def test_a_span_of_one_year_is_the_first_year_of_its_plan():
    assert fmt.format_period(Period.parse("2021/2021"), "zh") == "2021年（规划首年）"
    assert fmt.format_period(Period.parse("2021/2021"), "en") == "2021 (first year of the plan)"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2007-01-10", "2007年1月10日", "10 Jan 2007"),
        ("2013-05(报道5月18日)", "2013年5月(报道5月18日)", "May 2013(报道5月18日)"),
        ("2021-13-40", "2021-13-40", "2021-13-40"),
        ("GB 12345-2021-01-1", "GB 12345-2021-01-1", "GB 12345-2021-01-1"),
        ("二〇二四年三月", "二〇二四年三月", "二〇二四年三月"),
    ],
)
def test_dates_of_a_register_are_told_in_words_and_the_rest_as_it_was_written(text, zh, en):
    assert (fmt.dates_in_words(text, "zh"), fmt.dates_in_words(text, "en")) == (zh, en)
