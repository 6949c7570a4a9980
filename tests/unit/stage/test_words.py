"""Words and numbers as offices type them."""

import pytest

from etl.stage.words import lookup, normal, number_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("武    汉", "武汉"),
        ("生产总值\n（亿元）", "生产总值(亿元)"),
        ("ＧＤＰ", "GDP"),
        ("２０２３", "2023"),
        ("％", "%"),
        (" 沈阳市\u3000", "沈阳市"),
        (None, ""),
    ],
)
def test_a_word_has_one_spelling_whatever_its_width_and_padding(typed, meant):
    assert normal(typed) == meant


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12.0),
        (" 12 ", 12.0),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("１,２３４．５", 1234.5),
        ("−7.91", -7.91),
        ("-7.91", -7.91),
        ("+3.96", 3.96),
        ("1.2e3", 1200.0),
        (".5", 0.5),
        (0, 0.0),
        (3.96, 3.96),
    ],
)
def test_a_number_is_read_in_every_usual_spelling(typed, number):
    assert number_of(typed) == number


NO_NUMBERS = ("1,23", "12,34,567", "12万", "约12", "12%", "12.3.4", "—", "-", "", " ", ".", "e5", "1e999")
FOOTNOTED = ("8122①", "8122²", "8122*", "٣")


@pytest.mark.parametrize("typed", [*NO_NUMBERS, "inf", "nan", *FOOTNOTED])
def test_what_is_not_surely_one_number_is_none(typed):
    assert number_of(typed) is None


@pytest.mark.parametrize("cell", [True, False, None, float("nan"), float("inf")])
def test_a_truth_value_or_an_empty_cell_is_no_number(cell):
    assert number_of(cell) is None


def test_a_word_is_found_in_whatever_width_it_was_typed():
    read = lookup({"生产总值（亿元）": "gdp"})

    assert read("生产总值(亿元)") == "gdp"
    assert read("生产 总值（亿元）") == "gdp"
    assert read("工业总产值") is None
