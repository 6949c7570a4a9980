"""A monthly return as a workbook: what an office would send, with the figures of the plain file."""

import pytest
import python_calamine

from etl.demo.catalogue import words_of
from etl.demo.generate import rows_of
from etl.demo.tables import table_file
from etl.demo.timetable import issues_of
from etl.demo.workbook import FIRST_BODY_ROW, NOTES, SUBTOTAL, workbook_bytes

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

    assert file.declared.title.zh in rows[0][0]
    assert any(text.startswith("单位") for text in map(str, rows[1]))
    assert len(sheet.merged_cell_ranges) == 3
    assert "地  区" in texts
    assert any("\n" in text for text in texts)
    assert SUBTOTAL in texts
    assert set(NOTES) <= set(texts)


def test_its_figures_are_those_of_the_plain_file(file, sheet):
    plain = {row[0]: [float(text) for text in row[3:]] for row in file.rows}
    read = {
        row[0]: row[2:]
        for row in sheet.to_python(skip_empty_area=False)[FIRST_BODY_ROW - 1 :]
        if row[0] in plain
    }
    assert read == plain


def test_the_same_month_gives_the_same_bytes(file, clean):
    title = file.declared.title.zh

    assert workbook_bytes(file, title, clean.geography) == workbook_bytes(file, title, clean.geography)
