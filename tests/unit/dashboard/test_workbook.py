"""A download as a workbook: the same cells as the CSV, its sources beside it, nothing that runs."""

import csv
import io

import openpyxl
import pytest

from dashboard.views.origin import Origin
from dashboard.views.sheet import Sheet
from dashboard.workbook import workbook_bytes

SHEET = Sheet(
    "2023年各市地区生产总值",
    ("地区", "代码", "亿元"),
    (("沈阳市", "210100", 8122.1), ("=1+1", "210200", None), ("本溪市", "210500", -3.25)),
)
ORIGIN = Origin(
    "数据",
    "来源",
    "",
    (("数据版本", "abc"),),
    ("来源", "文件"),
    (("统计公报", "-2+3|cmd"), ("年鉴", "b.csv")),
)


def read(content: bytes) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in book}


def test_the_first_sheet_holds_title_headings_and_rows_at_full_precision():
    pages = read(workbook_bytes(SHEET, ORIGIN))

    assert pages["数据"][0][0] == "2023年各市地区生产总值"
    assert pages["数据"][1:] == [
        ["地区", "代码", "亿元"],
        ["沈阳市", "210100", 8122.1],
        ["'=1+1", "210200", None],
        ["本溪市", "210500", -3.25],
    ]


def test_csv_and_workbook_say_the_same():
    body = read(workbook_bytes(SHEET, ORIGIN))["数据"][1:]
    told = [["" if value is None else str(value) for value in row] for row in body]

    assert told == list(csv.reader(io.StringIO(SHEET.csv())))


def test_the_second_sheet_holds_the_build_and_every_source():
    page = read(workbook_bytes(SHEET, ORIGIN))["来源"]

    assert ["数据版本", "abc"] in page
    assert ["年鉴", "b.csv"] in page


def test_no_cell_of_either_sheet_is_a_formula_or_a_link():
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(SHEET, ORIGIN)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.value for cell in cells if str(cell.value).startswith("'")] == ["'=1+1", "'-2+3|cmd"]
    assert not any(cell.hyperlink for cell in cells)


def test_a_demonstration_says_so_on_both_sheets_and_on_paper():
    marked = Origin("数据", "来源", "演示数据", ORIGIN.lines, ORIGIN.header, ORIGIN.rows)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(SHEET, marked)))

    assert [page["A2"].value for page in book] == ["演示数据", "演示数据"]
    assert [page.oddHeader.center.text for page in book] == ["演示数据", "演示数据"]


def test_the_same_table_gives_the_same_bytes():
    assert workbook_bytes(SHEET, ORIGIN) == workbook_bytes(SHEET, ORIGIN)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None])
def test_what_is_no_number_is_left_empty(value):
    page = read(workbook_bytes(Sheet("t", ("a", "b"), (("x", value),)), ORIGIN))["数据"]

    assert page[2] == ["x", None]


def test_an_empty_table_keeps_its_headings():
    assert read(workbook_bytes(Sheet("t", ("a",), ()), ORIGIN))["数据"] == [["t"], ["a"]]
