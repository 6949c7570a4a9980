"""The PDF: figures in its text, PDF/A-2b, every font embedded, no empty boxes, the same bytes."""

import io
from dataclasses import replace

import pypdf
import pytest
from fontTools.ttLib import TTFont

from dashboard.report.document import Chart, ChartSeries, Note, Paragraph
from dashboard.report.drawn_chart import draw_svg, round_scale
from dashboard.report.glyphs import covered_characters, missing_characters
from dashboard.report.pdf import FONTS, render_pdf
from etl.errors import UsageError


@pytest.fixture(scope="module")
def files(reports):
    return {lang: render_pdf(report) for lang, report in reports.items()}


@pytest.fixture(scope="module")
def text(files):
    pages = pypdf.PdfReader(io.BytesIO(files["zh"])).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_every_number_of_the_text_is_in_the_pdf(text, reports):
    for _, figure in reports["zh"].figures():
        assert "".join(figure.text.split()) in text, figure.text


def test_every_table_cell_is_in_the_pdf(text, reports):
    for table in reports["zh"].tables():
        for cell in (cell for row in table.rows for cell in row if cell.value is not None):
            assert "".join(cell.text.split()) in text, cell.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_file_declares_pdf_a_2b_with_its_language(files, lang):
    reader = pypdf.PdfReader(io.BytesIO(files[lang]))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_fonts_are_embedded_and_ours(files, lang):
    fonts = set()
    for page in pypdf.PdfReader(io.BytesIO(files[lang])).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert (
                "/FontFile2" in descendant["/FontDescriptor"] or "/FontFile3" in descendant["/FontDescriptor"]
            )
            fonts.add(str(descendant["/BaseFont"]).partition("+")[2].partition("-")[0])
    assert fonts == {"NotoSerifSC", "NotoSansSC"}


def test_pages_are_a4_and_the_annex_is_turned(files):
    sizes = [
        (round(float(p.mediabox.width)), round(float(p.mediabox.height)))
        for p in pypdf.PdfReader(io.BytesIO(files["zh"])).pages
    ]
    assert set(sizes) == {(595, 842), (842, 595)}
    assert sizes.count((842, 595)) == 1


def test_a_character_without_a_glyph_is_named(reports):
    rare = replace(reports["zh"], blocks=(Paragraph(("彝文ꀀ",)),))
    with pytest.raises(UsageError, match=r"ꀀ \(U\+A000\)") as refused:
        render_pdf(rare)
    assert refused.value.exit_code == 2


def test_the_fonts_draw_rare_characters_of_names():
    assert missing_characters(["镕㐂岫鲅凌喀喇沁−≤≥—〔〕■▲●○"], sorted(FONTS.glob("*.ttf"))) == ()


def test_coverage_is_read_as_font_tools_read_it():
    for path in FONTS.glob("*.ttf"):
        assert covered_characters(path.read_bytes()) == frozenset(TTFont(path).getBestCmap())


def test_every_font_comes_with_its_licence():
    families = {path.name.partition("-")[0] for path in FONTS.glob("*.ttf")}
    for family in families:
        assert "SIL OPEN FONT LICENSE" in (FONTS / f"OFL-{family}.txt").read_text(encoding="utf-8")


def test_the_same_report_gives_the_same_bytes(files, reports):
    assert {lang: render_pdf(report) for lang, report in reports.items()} == files


def chart(kind, values):
    names = tuple(str(2010 + place) for place in range(len(values)))
    return Chart("c", kind, "t", names, (ChartSeries("s", values),), "%", 1, "alt", Note(("n",)))


def test_a_gap_interrupts_the_line():
    assert draw_svg(chart("line", (1.0, 2.0, None, 3.0, 4.0)), "x").count("<polyline") == 2


def test_a_bar_without_a_value_is_a_dash_and_no_bar():
    svg = draw_svg(chart("bar", (1.0, None)), "x")
    assert svg.count("<rect") == 1
    assert ">—</text>" in svg


def test_bars_are_in_proportion():
    svg = draw_svg(chart("bar", (8.0, 2.0)), "x")
    widths = [float(part.split('"')[0]) for part in svg.split(' width="')[2:]]
    assert widths[0] == pytest.approx(4 * widths[1], abs=0.05)


@pytest.mark.parametrize(("highest", "last"), [(533.4, 600.0), (1.0, 1.0), (8752.9, 10000.0), (0.0, 1.0)])
def test_scales_are_round_and_reach_the_highest(highest, last):
    assert round_scale(highest)[0] == 0
    assert round_scale(highest)[-1] == pytest.approx(last)
