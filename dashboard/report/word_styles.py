"""Page and styles of an official document (GB/T 9704-2012), declared so that an editor can go on."""

from typing import Any, Final

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from msgspec import Struct

from dashboard.report.widths import printed_width
from dashboard.theme import LEVEL_1, LEVEL_2, LEVEL_3, UNASSESSED, Mark

LINE_PITCH: Final = 579  # twentieths of a point: 22 lines on 225 mm
CHARACTER_SPACING: Final = -5  # twentieths of a point: 28 characters of 16 pt on 156 mm
MARKS: Final[tuple[Mark, ...]] = (LEVEL_1, LEVEL_2, LEVEL_3, UNASSESSED)
PAGE_NUMBER, TITLE = Pt(14), Pt(22)
TEXT_WIDTH: Final = Mm(156)
_TEXT_POINTS: Final = 442
_RED: Final = "C00000"
LATIN, BODY, TITLE_FACE, HEADING, SUBHEADING = (
    "Times New Roman",
    "仿宋_GB2312",
    "方正小标宋_GBK",
    "黑体",
    "楷体_GB2312",
)
# no open 仿宋, 楷体 or 小标宋 is at hand: a serif stands in for them, a sans serif for 黑体
_SUBSTITUTES: Final = (
    (BODY, "Noto Serif SC", "roman"),
    (SUBHEADING, "Noto Serif SC", "roman"),
    (TITLE_FACE, "Noto Serif SC", "roman"),
    (HEADING, "Noto Sans SC", "swiss"),
    ("宋体", "Noto Serif SC", "roman"),
)
_LEFT, _CENTRE, _RIGHT, _BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


class Look(Struct, frozen=True):
    """Type sizes of a document in points; those of a Chinese bulletin are those of the standard.

    Attributes:
        body: running text.
        line: distance of lines; on the grid of the page where it is that of the standard.
        indent: of the first line.
        small: tables; notes.
        caption: captions of tables and charts.
        title: the title; the name in red above it.
        is_on_grid: whether the grid of the page sets the lines.
        after: space after a paragraph.
    """

    body: float
    line: float
    indent: float
    small: float
    caption: float
    title: float
    masthead: float
    issue: float
    is_on_grid: bool
    after: float


def look_of(lang: str, masthead: str, *, is_compact: bool) -> Look:
    """The sizes of a document.

    Args:
        lang: ``zh`` or ``en``.
        masthead: the name in red, as large as it can stand on one line.
        is_compact: whether it is a sheet that must fit on its pages.
    """
    widest = _TEXT_POINTS * 2 // printed_width(masthead)
    if is_compact:
        indent = 21.0 if lang == "zh" else 0.0
        return Look(10.5, 15.5, indent, 8, 9, 15, min(widest, 15), 9, is_on_grid=False, after=2)
    if lang == "zh":
        grid = LINE_PITCH / 20
        return Look(16, grid, 32, 9, 11, 22, min(widest, 36), 14, is_on_grid=True, after=0)
    return Look(12, 18, 0, 9, 11, 22, min(widest, 36), 11, is_on_grid=False, after=8)


def declare_page(section: Any, look: Look, *, is_wide: bool) -> None:
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
    if look.is_on_grid:  # the grid of the standard is one of Han characters
        grid = f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{LINE_PITCH}"/>'
        section._sectPr.append(parse_xml(grid))


def declare_styles(document: Any, look: Look) -> None:
    """Every style of the report."""
    styles = document.styles
    normal = styles["Normal"]
    _font(normal, BODY, look.body)
    _spacing(normal, look.line, exact=not look.is_on_grid)
    _declare_text(styles, look)
    _declare_head(styles, look)
    for level, family in ((1, HEADING), (2, SUBHEADING)):
        _heading(styles[f"Heading {level}"], family, look)
    annex = styles.add_style("Heading 1 Annex", WD_STYLE_TYPE.PARAGRAPH)
    annex.base_style = styles["Heading 1"]
    annex.paragraph_format.page_break_before = True
    _declare_contents(styles, look)
    _declare_tables(styles, look)
    _paragraph_style(styles, "Report Watermark", HEADING, 12, _CENTRE)
    _page_numbers(styles)
    for mark in MARKS:
        style = styles.add_style(f"Mark {mark.key}", WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = RGBColor.from_string(mark.ink.lstrip("#"))
    styles.element.append(parse_xml(_TABLE_STYLE))
    for style in styles:
        _in_order_of_schema(style.element)


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


# ── groups of styles ───────────────────────────────────────────────────────────────────────────────────
def _declare_text(styles: Any, look: Look) -> None:
    for name, align, indent in (
        ("Report Body", _BOTH, look.indent),
        ("Report Plain", _LEFT, 0.0),
        ("Report Closing", _RIGHT, 0.0),
    ):
        style = _paragraph_style(styles, name, BODY, look.body, align)
        style.paragraph_format.first_line_indent = Pt(indent)
        style.paragraph_format.space_after = Pt(look.after)
        if look.is_on_grid:
            _character_spacing(style, CHARACTER_SPACING)
    styles["Report Closing"].paragraph_format.right_indent = Pt(2 * look.indent)
    lead = styles.add_style("Report Lead", WD_STYLE_TYPE.CHARACTER)
    lead.font.bold = not look.is_on_grid
    _east_asian(lead, SUBHEADING)


def _declare_head(styles: Any, look: Look) -> None:
    _paragraph_style(styles, "Report Mark", HEADING, look.body, _LEFT)
    name = _paragraph_style(styles, "Report Masthead", TITLE_FACE, look.masthead, _CENTRE)
    _spacing(name, look.masthead * 1.4, exact=True)
    name.font.color.rgb = RGBColor.from_string(_RED)
    issue = _paragraph_style(styles, "Report Issue", BODY, look.issue, _LEFT)
    _spacing(issue, look.issue * 1.6, exact=True)
    issue.paragraph_format.space_after = Pt(look.line)
    issue.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    issue.element.get_or_add_pPr().append(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="18" w:space="4"'
            f' w:color="{_RED}"/></w:pBdr>'
        )
    )
    for style_name in ("Report Title", "Report Subtitle"):
        title = _paragraph_style(styles, style_name, TITLE_FACE, look.title, _CENTRE)
        _spacing(title, look.title * 1.5, exact=True)
    for style_name in ("Report Title", "Report Subtitle"):
        styles[style_name].paragraph_format.space_after = Pt(look.line / 2)


def _declare_contents(styles: Any, look: Look) -> None:
    title = _paragraph_style(styles, "Report Contents", HEADING, look.body, _CENTRE)
    title.paragraph_format.keep_with_next = True
    entry = _paragraph_style(styles, "toc 1", BODY, min(look.body, 14.0), _LEFT, is_builtin=True)
    _spacing(entry, min(look.line, 22.0), exact=True)
    entry.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _declare_tables(styles: Any, look: Look) -> None:
    for name, align in (("Report Caption", _CENTRE), ("Report Chart Caption", _CENTRE)):
        caption = _paragraph_style(styles, name, HEADING, look.caption, align)
        _spacing(caption, look.caption * 1.7, exact=True)
    styles["Report Caption"].paragraph_format.keep_with_next = True
    styles["Report Caption"].paragraph_format.space_before = Pt(look.caption * 0.7)
    chart = _paragraph_style(styles, "Report Chart", BODY, look.small, _CENTRE)
    _spacing(chart, 12, exact=False)
    chart.paragraph_format.keep_with_next = True
    for name, family, align in (
        ("Report Table Head", HEADING, _LEFT),
        ("Report Table Head Figure", HEADING, _RIGHT),
        ("Report Table Text", BODY, _LEFT),
        ("Report Table Figure", BODY, _RIGHT),
    ):
        cell = _paragraph_style(styles, name, family, look.small, align)
        _spacing(cell, look.small * 1.4, exact=True)
        kept = styles.add_style(f"{name} Kept", WD_STYLE_TYPE.PARAGRAPH)
        kept.base_style = cell
        kept.paragraph_format.keep_with_next = True
    for name, after in (("Report Note", 0.0), ("Report Note End", look.small)):
        note = _paragraph_style(styles, name, BODY, look.small, _BOTH)
        _spacing(note, look.small * 1.4, exact=True)
        note.paragraph_format.space_after = Pt(after)


def _page_numbers(styles: Any) -> None:
    """Size 4 with dashes, one character away from the edge: odd pages right, even pages left."""
    odd = _paragraph_style(styles, "Page Number Odd", "宋体", 14, _RIGHT, latin="宋体")
    odd.paragraph_format.right_indent = PAGE_NUMBER
    even = _paragraph_style(styles, "Page Number Even", "宋体", 14, _LEFT, latin="宋体")
    even.paragraph_format.left_indent = PAGE_NUMBER


# ── one style ──────────────────────────────────────────────────────────────────────────────────────────
def _heading(style: Any, family: str, look: Look) -> None:
    _font(style, family, look.body)
    style.font.bold = False
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(0 if look.is_on_grid else look.after), Pt(look.after)
    form.first_line_indent = Pt(look.indent)
    form.keep_with_next = True


def _paragraph_style(
    styles: Any,
    name: str,
    family: str,
    size: float,
    align: Any,
    *,
    latin: str = LATIN,
    is_builtin: bool = False,
) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, is_builtin)
    style.base_style = styles["Normal"]
    _font(style, family, size, latin)
    style.paragraph_format.alignment = align
    return style


def _font(style: Any, east_asian: str, size: float, latin: str = LATIN) -> None:
    style.font.name = latin
    style.font.size = Pt(size)
    _east_asian(style, east_asian)


def _east_asian(style: Any, family: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), family)


def _spacing(style: Any, line: float, *, exact: bool) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(0), Pt(0)
    if exact:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
        properties = style.element.get_or_add_pPr()
        if properties.find(qn("w:snapToGrid")) is None:
            properties.append(parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>'))
    else:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE  # the grid of the page sets the pitch


def _in_order_of_schema(style: Any) -> None:
    """Properties in the order that the file format asks for; some programs refuse any other."""
    for tag, order in ((qn("w:pPr"), _PARAGRAPH_ORDER), (qn("w:rPr"), _RUN_ORDER)):
        properties = style.find(tag)
        if properties is not None:
            known = {qn(f"w:{name}"): place for place, name in enumerate(order)}
            properties[:] = sorted(properties, key=lambda child: known.get(child.tag, len(known)))


def _character_spacing(style: Any, twentieths: int) -> None:
    properties = style.element.get_or_add_rPr()
    properties.append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{twentieths}"/>'))


_PARAGRAPH_ORDER: Final = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid",
    "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
    "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_RUN_ORDER: Final = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
    "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern",
    "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs",
    "em", "lang", "eastAsianLayout", "specVanish", "oMath",
)  # fmt: skip
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
