"""The Word file: page of GB/T 9704-2012, declared styles, native charts, the same bytes."""

import io
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dashboard.report.blocks import Cell, Column, Table
from dashboard.report.native_chart import chart_workbook
from dashboard.report.word import render_word
from dashboard.report.word_table import TEXT_WIDTH, table_widths


@pytest.fixture(scope="module")
def files(reports):
    return {lang: render_word(report) for lang, report in reports.items()}


@pytest.fixture(scope="module")
def document(files):
    return docx.Document(io.BytesIO(files["zh"]))


def test_the_page_is_that_of_the_standard(document):
    page = document.sections[0]
    sizes = (page.page_width, page.page_height)
    assert sizes == pytest.approx((Mm(210), Mm(297)), abs=Mm(0.05))
    margins = (page.top_margin, page.left_margin, page.right_margin, page.bottom_margin)
    for found, wanted in zip(margins, (Mm(37), Mm(28), Mm(26), Mm(35)), strict=True):
        assert found == pytest.approx(wanted, abs=Mm(0.05))
    grid = page._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == (
        "lines",
        "579",
    )  # 22 × 28.95 pt on 225 mm


def test_the_wide_annex_stands_on_a_rotated_page(document):
    sizes = [(page.page_width > page.page_height) for page in document.sections]
    assert sizes == [False, True, False]


@pytest.mark.parametrize(
    ("style", "east_asian", "size"),
    [
        ("Report Title", "方正小标宋_GBK", Pt(22)),
        ("Report Body", "仿宋_GB2312", Pt(16)),
        ("Heading 1", "黑体", Pt(16)),
        ("Heading 2", "楷体_GB2312", Pt(16)),
        ("Page Number Odd", "宋体", Pt(14)),
    ],
)
def test_fonts_and_sizes_are_those_of_the_standard(document, style, east_asian, size):
    found = document.styles[style]
    assert found.font.size == size
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == east_asian


def test_body_is_tightened_to_28_characters_a_line(document):
    spacing = document.styles["Report Body"].element.rPr.find(qn("w:spacing"))
    assert spacing.get(qn("w:val")) == "-5"


def test_formatting_is_declared_in_styles_and_not_in_the_text(document):
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            properties = run._r.rPr
            assert properties is None or {child.tag for child in properties} <= {qn("w:rStyle")}


def test_every_header_row_is_repeated(document, reports):
    for drawn, table in zip(document.tables, reports["zh"].tables(), strict=True):
        repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in drawn.rows]
        assert repeated == [True] * len(table.header) + [False] * len(table.rows)


def test_every_cell_reads_back_as_composed(document, reports):
    for drawn, table in zip(document.tables, reports["zh"].tables(), strict=True):
        texts = [[tc.xpath("string(.)") for tc in row._tr.tc_lst] for row in drawn.rows][len(table.header) :]
        for found, cells in zip(texts, table.rows, strict=True):
            assert [
                text.removeprefix("■ ").removeprefix("▲ ").removeprefix("● ").removeprefix("○ ")
                for text in found
            ] == [cell.text for cell in cells]


def test_a_verdict_is_word_shape_and_colour(document, reports):
    place = [table.name for table in reports["zh"].tables()].index("published_lights")
    cell = document.tables[place].rows[1].cells[1].paragraphs[0]
    assert cell.text == "▲ 二级"
    assert cell.runs[0].style.name == "Mark level-2"


def test_page_numbers_have_dashes_odd_right_and_even_left(document):
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert section.footer.paragraphs[0].style.name == "Page Number Odd"
    assert section.even_page_footer.paragraphs[0].style.name == "Page Number Even"
    assert section.footer.paragraphs[0].text == "—  —"
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_charts_are_native_with_their_workbook_and_alternative_text(files, reports):
    with zipfile.ZipFile(io.BytesIO(files["zh"])) as package:
        names = package.namelist()
        xml = package.read("word/charts/chart1.xml").decode()
        body = package.read("word/document.xml").decode()
    charts = reports["zh"].charts()
    assert sum(name.startswith("word/charts/chart") for name in names) == len(charts) > 0
    assert sum(name.startswith("word/embeddings/") for name in names) == len(charts)
    assert xml.index("<c:externalData") > xml.index("</c:plotArea>")
    assert xml.count("<a:ea ") == xml.count("<a:latin ") > 0
    assert f'descr="{charts[0].alt}"' in body


def test_the_chart_holds_the_figures_of_the_table(files, reports):
    chart = reports["zh"].charts()[0]
    with zipfile.ZipFile(io.BytesIO(files["zh"])) as package:
        book = package.read("word/embeddings/chart1.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == list(chart.series[0].values)


def test_substitutes_are_declared_for_fonts_that_only_offices_have(files):
    with zipfile.ZipFile(io.BytesIO(files["zh"])) as package:
        fonts = package.read("word/fontTable.xml").decode()
    assert 'w:name="仿宋_GB2312"><w:altName w:val="Noto Serif SC"' in fonts


def test_the_same_report_gives_the_same_bytes(files, reports):
    assert {lang: render_word(report) for lang, report in reports.items()} == files
    chart = reports["zh"].charts()[0]
    assert chart_workbook(chart, "2024-01-01", with_chart=True) == chart_workbook(
        chart, "2024-01-01", with_chart=True
    )


def test_dates_are_those_of_the_build(document, reports):
    assert document.core_properties.created.strftime("%Y-%m-%d") == reports["zh"].imprint.date
    assert document.core_properties.modified == document.core_properties.created


def test_no_word_of_the_table_of_targets_is_broken_in_a_narrow_column(reports):
    margins, letter = 2 * 57, 9 * 20 * 0.63  # 1 mm on each side; DejaVu Serif, a wide substitute, at 9 pt
    (table, *_) = (one for one in reports["en"].tables() if one.caption.startswith("Against the targets"))
    for place, width in enumerate(table_widths(table)):
        words = [word for row in table.rows for word in row[place].text.split() if word.isascii()]
        longest = max((len(word) for word in words), default=0)
        assert width >= longest * letter + margins, place


def test_the_width_that_a_long_word_takes_comes_from_the_others_and_the_table_stays_as_wide():
    columns = tuple(Column(title, share=share) for title, share in (("a", 0.2), ("b", 3.0), ("c", 1.0)))
    table = Table("t", "t", columns, ((Cell("Shenyangcity"), Cell("of"), Cell("the")),))
    first, second, third = table_widths(table)
    assert first >= 12 * 9 * 20 * 0.63
    assert second > third
    assert TEXT_WIDTH - 3 <= first + second + third <= TEXT_WIDTH
