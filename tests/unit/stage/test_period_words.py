"""Periods in the words of offices: one meaning or none."""

import pytest

from etl.model.period import Period
from etl.model.spelling import PeriodSpelling
from etl.stage.period_words import (
    period_in_words,
    periods_said,
    since_january,
    spelled_period,
    words_of_period,
)


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("2018年", "2018"),
        ("2018", "2018"),
        ("２０１８年度", "2018"),
        ("2023年全年", "2023"),
        ("2023年1—2月", "2023M01-02"),
        ("2023年1-5月", "2023M01-05"),
        ("2023年1～5月", "2023M01-05"),
        ("2023年1至11月份", "2023M01-11"),
        ("2023年1月-5月", "2023M01-05"),
        ("2023年 1 – 5 月累计", "2023M01-05"),
        ("2023年5月", "2023M05"),
        ("2023年05月末", "2023M05"),
        ("2023年12月份", "2023M12"),
        ("2023年上半年", "2023H1"),
        ("2023年下半年", "2023H2"),
        ("2023年一季度", "2023Q1"),
        ("2023年第3季度", "2023Q3"),
        ("2023年前三季度", "2023Q1-3"),
        ("2023年1—3季度", "2023Q1-3"),
        ("2023年一至五月", "2023M01-05"),
        ("2023年前5个月", "2023M01-05"),
        ("2023年前二季度", "2023H1"),
        ("2023年十一月", "2023M11"),
        ("二〇二三年1—5月", "2023M01-05"),
        ("2023年（1—5月）", "2023M01-05"),
        ("2024年5月累计", "2024M01-05"),
        ("2023年5月（累计）", "2023M01-05"),
        ("2023年二季度累计", "2023H1"),
        ("2023年三季度累计", "2023Q1-3"),
        ("2023年四季度累计", "2023"),
        ("2023年5月当月", "2023M05"),
        ("2021—2025年", "2021/2025"),
        ("2023M01-05", "2023M01-05"),
    ],
)
def test_the_usual_words_are_read_without_declaration(words, period):
    assert str(period_in_words(words)) == period


@pytest.mark.parametrize(
    "words",
    [
        "5月",
        "2023年13月",
        "2023年1—5月当月",
        "2023年截至5月",
        "2023年12个月",
        "2023年1—13月",
        "2023年3—5月",
        "2023年5季度",
        "20235",
        "去年",
        "",
        "2025—2021年",
    ],
)
def test_what_is_no_period_is_none(words):
    assert period_in_words(words) is None


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2-9  各市生产总值(2017年)", "2017"),
        ("2023年1—5月各市规模以上工业主要指标", "2023M01-05"),
        ("2023年全省1—5月增加值", "2023M01-05"),
        ("2023年规上工业增加值（1-5月）", "2023M01-05"),
        ("1—5月各市指标（2023年）", "2023M01-05"),
        ("5月各市指标(2023年)", "2023M05"),
        ("2023年各市上半年主要指标", "2023H1"),
        ("2023年各市一季度主要指标", "2023Q1"),
        ("2023年全省前三季度主要指标", "2023Q1-3"),
        ("2023年全省前5个月主要指标", "2023M01-05"),
        ("2024年5月累计各市能耗", "2024M01-05"),
        ("2023年各市累计认定专精特新中小企业数", "2023"),
        ("季度主要指标（2023年一季度）", "2023Q1"),
        ("截至2023年底各市专精特新企业", "2023"),
        ("2023年各市指标（按2020年价格计算）", "2023"),
        ("2023年5月各市指标（2023年6月18日发布）", "2023M05"),
    ],
)
def test_a_title_names_its_period_wherever_its_parts_stand(title, period):
    assert str(periods_said([title]).only) == period


@pytest.mark.parametrize(
    "title",
    [
        "Gross Domestic Product by City (2017)",
        "2023年13月",
        "2023年3—5月各市指标",
        "2024年3月15日发布",
        "按2020年价格计算",
        "2020年=100",
        "2019、2020年各市指标",
        "2022年和2023年对比",
        "2023年5月份及1—5月主要指标",
        "2023年各市截至5月主要指标",
        "1—5月各市指标",
        "2023年6月发布2022年1—5月指标",
        "2023年各市12个月滚动指标",
        "2023年一、二季度主要指标",
    ],
)
def test_a_title_that_names_none_or_several_or_a_part_without_its_year_is_never_taken_for_one(title):
    assert periods_said([title]).only is None


def test_lines_of_a_title_are_read_together():
    assert str(periods_said(["2023年各市主要指标", "(1—5月)"]).only) == "2023M01-05"
    assert str(periods_said(["各市主要指标", "1—5月"], 2023).only) == "2023M01-05"
    assert periods_said(["2023年各市主要指标", "2022年对比"]).only is None


@pytest.mark.parametrize(
    ("period", "cumulative"),
    [("2023M05", "2023M01-05"), ("2023M01", "2023M01"), ("2023Q2", "2023H1"), ("2023Q3", "2023Q1-3"),
     ("2023Q4", "2023"), ("2023H2", "2023"), ("2023", "2023"), ("2021/2025", "2021/2025")],
)  # fmt: skip
def test_what_is_cumulative_runs_from_january(period, cumulative):
    assert str(since_january(Period.parse(period))) == cumulative


@pytest.mark.parametrize(
    "period",
    [
        "2023",
        "2023H1",
        "2023H2",
        "2023Q1",
        "2023Q4",
        "2023Q1-3",
        "2023M05",
        "2023M12",
        "2023M01-02",
        "2023M01-11",
        "2021/2025",
    ],
)
def test_a_period_put_into_words_reads_back(period):
    assert period_in_words(words_of_period(Period.parse(period))) == Period.parse(period)


def test_the_year_is_put_before_words_that_name_none():
    read = spelled_period((), 2023)

    assert [str(read(text)) for text in ("1—5月", "上半年", "2022年1月")] == [
        "2023M01-05",
        "2023H1",
        "2022M01",
    ]


def test_a_declared_spelling_goes_before_the_usual_words():
    read = spelled_period((PeriodSpelling(pattern=r"(\d{4})年", becomes=r"\1H1"),))

    assert (str(read("2023年")), str(read("2022"))) == ("2023H1", "2022")


def test_a_spelling_that_becomes_no_period_is_none():
    assert spelled_period((PeriodSpelling(pattern="x", becomes="2023M13"),))("x") is None


@pytest.mark.parametrize("year", ["1999年", "2026年", "0000年"])
@pytest.mark.parametrize("since", ["", "1-", "1—", "1－", "1~"])
@pytest.mark.parametrize("month", ["0月", "00月", "1月", "05月", "9月", "10月", "12月", "13月", "5月份"])
def test_what_most_cells_say_is_read_as_in_a_title(year, since, month):
    text = f"{year}{since}{month}"

    assert period_in_words(text) == periods_said((text,)).only
