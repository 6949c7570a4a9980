"""The workbook: real numbers at full precision, nothing that runs, native charts, the same bytes."""

import io
import zipfile

import openpyxl
import pytest
from msgspec.structs import replace

from dashboard.report.blocks import Cell, Column, Table
from dashboard.report.excel import render_excel, sheet_names
from dashboard.report.sentences import load_sentences
from dashboard.report.spreadsheet import neutralised


@pytest.fixture(scope="module")
def content(reports):
    return render_excel(reports["zh"])


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_table_and_chart_has_its_sheet(book, reports):
    names = sheet_names(reports["zh"], load_sentences("zh"))
    assert book.sheetnames == ["目录", *names.values(), "文中数字"]


def test_numbers_read_back_at_full_precision(book, reports):
    names = sheet_names(reports["zh"], load_sentences("zh"))
    numbers = 0
    for table in reports["zh"].tables():
        sheet = book[names[table.name]]
        first = 3 + len(table.header)
        for row, cells in enumerate(table.rows, start=first):
            for place, cell in enumerate(cells, start=1):
                if cell.value is not None and cell.result is None:
                    # the file format writes 16 significant digits
                    assert sheet.cell(row, place).value == pytest.approx(cell.value, rel=1e-15)
                    numbers += 1
    assert numbers > 200


def test_a_missing_figure_is_a_dash_and_no_zero(book, reports):
    names = sheet_names(reports["zh"], load_sentences("zh"))
    sheet = book[names["cities"]]
    home = [cell.value for cell in sheet[5]]
    assert home[0] == "辽宁省"
    assert home[5] == "—"


def test_header_rows_are_frozen_and_repeated_in_print(book, reports):
    names = sheet_names(reports["zh"], load_sentences("zh"))
    sheet = book[names["cities"]]
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$3:$4"


def test_number_formats_keep_sign_and_decimals(book, reports):
    names = sheet_names(reports["zh"], load_sentences("zh"))
    sheet = book[names["cities"]]
    assert sheet.cell(6, 2).number_format == "#,##0.0"
    assert sheet.cell(6, 4).number_format.startswith("+#,##0.0;−")


def test_charts_are_native(content, reports):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        charts = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == len(reports["zh"].charts()) == 2


def test_the_text_is_traced_to_stored_values(book):
    rows = list(book["文中数字"].iter_rows(min_row=2, values_only=True))
    assert any(
        row[1:] == ("30,209.4亿元", 30209.4, "indicator_value", "gdp", "210000", "2023", 30209.4)
        for row in rows
    )


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\tx", "＝1"])
def test_text_that_would_run_is_neutralised(text):
    assert neutralised(text) == f"'{text}"


def test_no_cell_holds_a_formula(reports):
    evil = Table("evil", "=HYPERLINK(1)", (Column("=1"),), ((Cell("=cmd|' /C calc'!A0"),),))
    report = replace(reports["zh"], blocks=(evil,))
    book = openpyxl.load_workbook(io.BytesIO(render_excel(report)))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    assert book["表1"]["A4"].value == "'=cmd|' /C calc'!A0"


def test_the_same_report_gives_the_same_bytes(content, reports):
    assert render_excel(reports["zh"]) == content
