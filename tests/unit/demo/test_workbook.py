"""A monthly return as a workbook: what an office would send, with the figures of the plain file."""

import pytest
import python_calamine

from etl.demo.catalogue import words_of
from etl.demo.generate import rows_of
from etl.demo.tables import table_file
from etl.demo.timetable import issues_of
from etl.demo.workbook import (
    CORNER_ROW,
    FIRST_BODY_ROW,
    NOTES,
    SUBTOTAL,
    split_headings,
    workbook_bytes,
)

RETURNS = ("demo_industry", "demo_energy", "demo_sectors")


@pytest.fixture(scope="module")
def returns(clean, declared, real_catalog):
    words = words_of(real_catalog)
    made = {}
    for name in RETURNS:
        one = declared.returns[name]
        issue = issues_of(one, declared.province)[5]
        made[name] = table_file(one, issue, rows_of(declared, one), clean.figures, words)
    return made


@pytest.fixture(params=RETURNS)
def file(request, returns):
    return returns[request.param]


@pytest.fixture
def sheet(file, clean, tmp_path):
    path = tmp_path / "return.xlsx"
    path.write_bytes(workbook_bytes(file, file.declared.title.zh, clean.geography))
    return python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)


def test_it_has_a_title_a_corner_merged_headings_a_subtotal_and_notes(file, sheet):
    rows = sheet.to_python(skip_empty_area=False)
    texts = [str(cell) for row in rows for cell in row]

    assert rows[0][0].endswith(file.declared.title.zh)
    assert str(rows[CORNER_ROW][-1]).startswith("单位：")
    assert len(sheet.merged_cell_ranges) >= 2
    assert "地  区" in texts
    assert any("\n" in text for text in texts)
    assert SUBTOTAL in texts
    assert set(NOTES) <= set(texts)


def test_its_figures_are_those_of_the_plain_file_each_county_below_its_city(file, sheet, clean):
    geography = clean.geography
    plain = {row[0]: [float(text) for text in row[3:]] for row in file.rows}
    in_order = [geography.province]
    for city in geography.cities:
        in_order += [code for code in (city, *geography.counties_of(city)) if code in plain]
    body = sheet.to_python(skip_empty_area=False)[FIRST_BODY_ROW:]
    regions = [row for row in body if row[0] != SUBTOTAL][: len(in_order)]

    assert [str(row[0]).replace(" ", "") for row in regions] == [geography.names[code] for code in in_order]
    assert [row[1:] for row in regions] == [plain[code] for code in in_order]


def test_a_unit_other_than_the_corners_stands_in_the_heading():
    corner, headings = split_headings(("工业增加值（月度快报）（亿元）", "规模以上工业增加值增速（%）"))

    assert corner == "亿元"
    assert [(heading.group, heading.text) for heading in headings] == [
        ("总量指标", "工业增加值"),
        ("增速指标", "规模以上工业增加值增速（%）"),
    ]


def test_the_same_month_gives_the_same_bytes(file, clean):
    title = file.declared.title.zh

    assert workbook_bytes(file, title, clean.geography) == workbook_bytes(file, title, clean.geography)
