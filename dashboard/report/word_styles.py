"""Page and styles of an official document (GB/T 9704-2012), declared so that an editor can go on."""

from dataclasses import dataclass
from typing import Any, Final

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from dashboard.theme import LEVEL_1, LEVEL_2, LEVEL_3, UNASSESSED, Mark

LINE_PITCH: Final = 579  # twentieths of a point: 22 lines on 225 mm
CHARACTER_SPACING: Final = -5  # twentieths of a point: 28 characters of 16 pt on 156 mm
MARKS: Final[tuple[Mark, ...]] = (LEVEL_1, LEVEL_2, LEVEL_3, UNASSESSED)
BODY, SMALL, PAGE_NUMBER, TITLE = Pt(16), Pt(10.5), Pt(14), Pt(22)


@dataclass(frozen=True)
class Fonts:
    """Names of fonts as offices have them; the font table declares their open substitutes."""

    latin: str
    body: str
    title: str
    heading: str
    subheading: str


FONTS: Final = {
    "zh": Fonts("Times New Roman", "仿宋_GB2312", "方正小标宋_GBK", "黑体", "楷体_GB2312"),
    "en": Fonts("Times New Roman", "仿宋_GB2312", "方正小标宋_GBK", "黑体", "楷体_GB2312"),
}
# no open 仿宋, 楷体 or 小标宋 is at hand: a serif stands in for them, a sans serif for 黑体
_SUBSTITUTES: Final = (
    ("仿宋_GB2312", "Noto Serif SC", "roman"),
    ("楷体_GB2312", "Noto Serif SC", "roman"),
    ("方正小标宋_GBK", "Noto Serif SC", "roman"),
    ("黑体", "Noto Sans SC", "swiss"),
    ("宋体", "Noto Serif SC", "roman"),
)


@dataclass(frozen=True)
class Sizes:
    """Type sizes of a language; the Chinese ones are those of the standard."""

    body: Any
    line: Any
    indent: Any


SIZES: Final = {
    "zh": Sizes(BODY, Pt(LINE_PITCH / 20), Pt(32)),
    "en": Sizes(Pt(12), Pt(18), Pt(0)),
}


def declare_page(section: Any, lang: str, *, is_wide: bool) -> None:
    """A4: 37 mm above, 28 mm at the binding, 26 mm right, 35 mm below; a wide page turns with its margins."""
    if is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        margins = (Mm(28), Mm(35), Mm(26), Mm(37))
    else:
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        margins = (Mm(37), Mm(26), Mm(35), Mm(28))
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = margins
    # the rule of the page number stands 7 mm below the text
    section.footer_distance = Mm(14) if is_wide else Mm(23)
    section.header_distance = Mm(15)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    if lang == "zh":  # the grid of the standard is one of Han characters
        grid = f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{LINE_PITCH}"/>'
        section._sectPr.append(parse_xml(grid))


def declare_styles(document: Any, lang: str) -> None:
    """Every style of the report."""
    fonts, sizes = FONTS[lang], SIZES[lang]
    styles = document.styles
    normal = styles["Normal"]
    _font(normal, fonts.latin, fonts.body, sizes.body)
    _spacing(normal, sizes.line, exact=False)
    left, centre, right, both = (
        WD_ALIGN_PARAGRAPH.LEFT,
        WD_ALIGN_PARAGRAPH.CENTER,
        WD_ALIGN_PARAGRAPH.RIGHT,
        WD_ALIGN_PARAGRAPH.JUSTIFY,
    )
    body = _paragraph_style(styles, "Report Body", (fonts.latin, fonts.body), sizes.body, both)
    body.paragraph_format.first_line_indent = sizes.indent
    _character_spacing(body, CHARACTER_SPACING if lang == "zh" else 0)
    if lang == "en":
        _spacing(body, sizes.line, exact=True)
        body.paragraph_format.space_after = Pt(8)
    title = _paragraph_style(styles, "Report Title", (fonts.latin, fonts.title), TITLE, centre)
    _spacing(title, Pt(33), exact=True)
    number = _paragraph_style(styles, "Report Number", (fonts.latin, fonts.body), sizes.body, centre)
    number.paragraph_format.space_before = number.paragraph_format.space_after = sizes.line
    for level, family in ((1, fonts.heading), (2, fonts.subheading)):
        _heading(styles[f"Heading {level}"], fonts.latin, family, sizes)
    caption = _paragraph_style(styles, "Report Caption", (fonts.latin, fonts.heading), Pt(12), centre)
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(8)
    _paragraph_style(styles, "Report Chart", (fonts.latin, fonts.body), SMALL, centre)
    _spacing(styles["Report Chart"], Pt(12), exact=False)
    chart_title = _paragraph_style(
        styles, "Report Chart Caption", (fonts.latin, fonts.heading), Pt(12), centre
    )
    _spacing(chart_title, Pt(20), exact=True)
    for name, family, place in (
        ("Report Table Head", fonts.heading, left),
        ("Report Table Head Figure", fonts.heading, right),
        ("Report Table Text", fonts.body, left),
        ("Report Table Figure", fonts.body, right),
    ):
        _spacing(_paragraph_style(styles, name, (fonts.latin, family), Pt(9), place), Pt(13), exact=True)
    for name, after in (("Report Note", 0), ("Report Note End", 10)):
        note = _paragraph_style(styles, name, (fonts.latin, fonts.body), Pt(9), both)
        _spacing(note, Pt(13), exact=True)
        note.paragraph_format.space_after = Pt(after)
    _paragraph_style(styles, "Report Watermark", (fonts.latin, fonts.heading), Pt(12), centre)
    _page_numbers(styles, right, left)
    for mark in MARKS:
        style = styles.add_style(f"Mark {mark.key}", WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = RGBColor.from_string(mark.ink.lstrip("#"))
    styles.element.append(parse_xml(_TABLE_STYLE))


def declare_font_table(document: Any) -> None:
    """Names of the fonts with what may stand in for them."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{substitutes}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, substitutes, family in _SUBSTITUTES
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = xml.encode()


def _page_numbers(styles: Any, right: Any, left: Any) -> None:
    """Size 4 with dashes, one character away from the edge: odd pages right, even pages left."""
    odd = _paragraph_style(styles, "Page Number Odd", ("宋体", "宋体"), PAGE_NUMBER, right)
    odd.paragraph_format.right_indent = PAGE_NUMBER
    even = _paragraph_style(styles, "Page Number Even", ("宋体", "宋体"), PAGE_NUMBER, left)
    even.paragraph_format.left_indent = PAGE_NUMBER


def _heading(style: Any, latin: str, family: str, sizes: Sizes) -> None:
    _font(style, latin, family, sizes.body)
    style.font.bold = False
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(0), Pt(0)
    form.first_line_indent = sizes.indent
    form.keep_with_next = True


def _paragraph_style(styles: Any, name: str, fonts: tuple[str, str], size: Any, align: Any) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    _font(style, *fonts, size)
    style.paragraph_format.alignment = align
    return style


def _font(style: Any, latin: str, east_asian: str, size: Any) -> None:
    style.font.name = latin
    style.font.size = size
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), east_asian)


def _spacing(style: Any, line: Any, *, exact: bool) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(0), Pt(0)
    if exact:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, line
        grid = style.element.get_or_add_pPr()
        grid.append(parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>'))
    else:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE  # the grid of the page sets the pitch


def _character_spacing(style: Any, twentieths: int) -> None:
    properties = style.element.get_or_add_rPr()
    properties.append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{twentieths}"/>'))


_TABLE_STYLE: Final = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="Report Table"/><w:uiPriority w:val="99"/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="12" w:space="0" w:color="000000"/>
      <w:bottom w:val="single" w:sz="12" w:space="0" w:color="000000"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="D5DADF"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>
      <w:bottom w:w="28" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr><w:tcBorders>
      <w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>
    </w:tcBorders></w:tcPr>
  </w:tblStylePr>
</w:style>
"""
