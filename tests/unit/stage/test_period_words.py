"""Periods in the words of offices: one meaning or none."""

import pytest

from etl.model.period import Period
from etl.model.spelling import PeriodSpelling
from etl.stage.period_words import period_in_words, periods_within, spelled_period, words_of_period


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
        ("2021—2025年", "2021/2025"),
        ("2023M01-05", "2023M01-05"),
    ],
)
def test_the_usual_words_are_read_without_declaration(words, period):
    assert str(period_in_words(words)) == period


@pytest.mark.parametrize(
    "words",
    ["5月", "2023年13月", "2023年1—13月", "2023年3—5月", "2023年5季度", "20235", "去年", "", "2025—2021年"],
)
def test_what_is_no_period_is_none(words):
    assert period_in_words(words) is None


@pytest.mark.parametrize(
    ("title", "periods"),
    [
        ("2-9  各市生产总值(2017年)", ["2017"]),
        ("2023年1—5月各市规模以上工业主要指标", ["2023M01-05"]),
        ("Gross Domestic Product by City (2017)", []),
        ("2023年13月", []),
        ("2023年3—5月各市指标", []),
        ("2024年3月15日发布", []),
        ("按2020年价格计算", []),
        ("2020年=100", []),
        ("2019、2020年各市指标", []),
        ("2022年和2023年对比", []),
    ],
)
def test_a_title_names_its_period_and_never_a_part_of_another(title, periods):
    assert [str(period) for period in periods_within(title)] == periods


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
