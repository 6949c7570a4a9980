"""The PDF: figures in its text, PDF/A-2a, every font embedded, no empty boxes, the same bytes."""

import io

import pypdf
import pytest
from fontTools.ttLib import TTFont
from msgspec.structs import replace

from dashboard.report.blocks import Chart, ChartSeries, Note, Paragraph
from dashboard.report.drawn_chart import draw_svg, round_scale
from dashboard.report.fonts import SHIPPED, choose_faces
from dashboard.report.glyphs import covered_characters, family_names
from dashboard.report.pdf import render_pdf
from dashboard.report.widths import broken
from etl.errors import UsageError


@pytest.fixture(scope="module")
def files(reports):
    return {lang: render_pdf(report) for lang, report in reports.items()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_file_declares_pdf_a_2a_and_pdf_ua_1_with_its_language(files, lang):
    reader = pypdf.PdfReader(io.BytesIO(files[lang]))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
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


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("辽宁省2023年|制造业区域绩效情况", ("辽宁省2023年制造业区域绩效情况",)),
        ("关于2025年各市|能耗双控目标完成情况|晴雨表的函", ("关于2025年各市能耗双控目标", "晴雨表的函")),
    ],
)
def test_a_title_breaks_between_words_and_as_evenly_as_can_be(title, lines):
    # GB/T 9704-2012, 7.3.1: 回行时，要做到词意完整，排列对称
    broken_title = broken(title, 20)
    assert "".join(broken_title) == title.replace("|", "")
    assert len(broken_title) == len(lines)
    cuts = {len("".join(title.split("|")[:n])) for n in range(1, title.count("|") + 1)}
    assert {len("".join(broken_title[:n])) for n in range(1, len(broken_title))} <= cuts


def test_pages_are_a4_and_the_annex_is_turned(files):
    sizes = [
        (round(float(p.mediabox.width)), round(float(p.mediabox.height)))
        for p in pypdf.PdfReader(io.BytesIO(files["zh"])).pages
    ]
    assert set(sizes) == {(595, 842), (842, 595)}
    turned = [place for place, size in enumerate(sizes) if size == (842, 595)]
    assert turned == list(range(turned[0], len(sizes) - 1))  # the annexes, and the last page upright again


def test_no_page_is_empty(files):
    for lang, content in files.items():
        for number, page in enumerate(pypdf.PdfReader(io.BytesIO(content)).pages, start=1):
            printed = "".join(page.extract_text().split())
            assert len(printed) > len(f"—{number}—") + 20, (lang, number)


def test_the_contents_and_the_bookmarks_name_every_section(files, reports):
    reader = pypdf.PdfReader(io.BytesIO(files["zh"]))
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles == [heading.text for heading in reports["zh"].headings() if heading.level == 1]


def test_the_file_is_tagged_and_its_charts_are_told_in_words(files, reports):
    root = pypdf.PdfReader(io.BytesIO(files["zh"])).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    told = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, pypdf.generic.DictionaryObject):
            if "/Alt" in node:
                told.append(str(node["/Alt"]))
            kids = node.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                walk(kid)

    walk(root["/StructTreeRoot"])
    assert {chart.alt for chart in reports["zh"].charts()} <= set(told)


def test_numbers_of_the_text_lead_to_where_they_come_from(files, reports):
    reader = pypdf.PdfReader(io.BytesIO(files["zh"]))
    links = sum(
        annotation.get_object()["/Subtype"] == "/Link"
        for page in reader.pages
        for annotation in page.get("/Annots", [])
    )
    linked = sum(figure in reports["zh"].anchors for _, figure in reports["zh"].figures())
    assert links >= linked > 40


def test_a_character_without_a_glyph_is_named(reports):
    rare = replace(reports["zh"], blocks=(Paragraph(("彝文ꀀ",)),))
    with pytest.raises(UsageError, match=r"ꀀ \(U\+A000\)") as refused:
        render_pdf(rare)
    assert refused.value.exit_code == 2


def test_the_fonts_draw_rare_characters_of_names():
    assert choose_faces(None).missing("镕㐂岫鲅凌喀喇沁−≤≥—〔〕■▲●○·") == ()


def test_coverage_is_read_as_font_tools_read_it():
    for path in SHIPPED.glob("*.ttf"):
        assert covered_characters(path.read_bytes()) == frozenset(TTFont(path).getBestCmap())


def test_every_font_comes_with_its_licence():
    families = {path.name.partition("-")[0] for path in SHIPPED.glob("*.ttf")}
    for family in families:
        assert "SIL OPEN FONT LICENSE" in (SHIPPED / f"OFL-{family}.txt").read_text(encoding="utf-8")


def test_the_same_report_gives_the_same_bytes(files, reports):
    assert {lang: render_pdf(report) for lang, report in reports.items()} == files


def test_an_office_s_own_fonts_go_first_and_stand_in_for_rare_characters(reports, tmp_path):
    # a font file named 仿宋_GB2312, made from the shipped serif: its name decides, not its outlines
    font = TTFont(SHIPPED / "NotoSerifSC-Regular.ttf")
    for record in font["name"].names:
        if record.nameID in {1, 16}:
            record.string = "仿宋_GB2312"
    font.save(tmp_path / "fangsong.ttf")
    faces = choose_faces(tmp_path)
    assert faces.families["body"][0] == "仿宋_GB2312"
    assert faces.families["heading"][0] == "Noto Sans SC"
    assert faces.sha256 != choose_faces(None).sha256
    rendered = render_pdf(replace(reports["zh"], blocks=(Paragraph(("镕",)),)), tmp_path)
    assert "镕" in pypdf.PdfReader(io.BytesIO(rendered)).pages[0].extract_text()


def test_family_names_are_read_as_font_tools_read_them():
    for path in SHIPPED.glob("*.ttf"):
        wanted = {
            n.toUnicode() for n in TTFont(path)["name"].names if n.nameID in {1, 16} and n.platformID == 3
        }
        assert set(family_names(path.read_bytes())) == wanted


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
