"""Columns are found by heading, never by position."""

import pytest

from etl.errors import LayoutChanged, TableChanged
from etl.stage.heading import find_columns, refuse_undeclared_figures
from tests.small import sheet

TITLED = sheet(
    ("2-9 各市生产总值", "", ""),
    ("", "单位：亿元", ""),
    ("地 区", "生产总值", "第二产业\n增加值"),
    ("沈阳市", "8122.1", "3002.5"),
)


def test_headings_are_found_below_titles_and_notes():
    assert find_columns(TITLED, ("地区", "第二产业增加值")) == (3, {"地区": 1, "第二产业增加值": 3})


def test_the_order_of_columns_does_not_matter():
    moved = sheet(("数值", "地区"), ("1", "沈阳市"))

    assert find_columns(moved, ("地区", "数值")) == (1, {"数值": 1, "地区": 2})


def test_a_heading_that_stands_twice_is_refused_at_both_places():
    twice = sheet(("地区", "数值", "数值"), ("沈阳市", "1", "2"))

    with pytest.raises(TableChanged) as caught:
        find_columns(twice, ("地区", "数值"))

    assert (caught.value.change_code, caught.value.facts["cell"]) == ("column_twice", "B1, C1")


def test_a_column_of_figures_that_the_format_does_not_name_is_refused_at_its_heading():
    found = sheet(
        ("地区", "数值", "数值（修订）", "备注"), ("沈阳市", "1", "", "注"), ("大连市", "1", "2%", "")
    )

    with pytest.raises(TableChanged) as caught:
        refuse_undeclared_figures(found, 1, (1, 2), ())

    facts = caught.value.facts
    assert (caught.value.change_code, facts["cell"], facts["example"]) == ("column_undeclared", "C1", "C3")


def test_a_column_that_is_declared_to_be_left_out_is_left_out():
    found = sheet(("地区", "数值", "序号"), ("沈阳市", "1", 1.0))

    refuse_undeclared_figures(found, 1, (1, 2), ("序 号",))


def test_a_renamed_heading_is_named_with_row_expectation_finding_and_action():
    renamed = sheet(("地区", "第二产业", "生产总值"), ("沈阳市", "1", "2"))

    with pytest.raises(LayoutChanged) as caught:
        find_columns(renamed, ("地区", "第二产业增加值", "生产总值"))

    assert caught.value.facts["cell"] == "row 1"
    assert caught.value.facts["expected"] == "heading '第二产业增加值'"
    assert caught.value.facts["found"] == "B1 '第二产业'"
    assert "add a format file" in caught.value.facts["action"]


def test_a_sheet_without_any_heading_is_refused_not_guessed():
    with pytest.raises(LayoutChanged, match="no other heading"):
        find_columns(sheet(("", ""), ("", "")), ("地区",))
