"""The document as Word: declared styles, real tables with repeated header rows, native charts."""

import io
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_SECTION

from dashboard.report.blocks import Chart, Contents, Heading, Note, Paragraph, Table
from dashboard.report.document import Document
from dashboard.report.word_chart import add_chart
from dashboard.report.word_styles import declare_font_table, declare_page, declare_styles, look_of
from dashboard.report.word_table import table_element
from dashboard.report.word_text import WordText
from dashboard.report.zip_times import with_fixed_times

_LOOKS = {
    "body": "Report Body",
    "point": "Report Body",
    "plain": "Report Plain",
    "closing": "Report Closing",
}


def render_word(report: Document) -> bytes:
    """The report as a ``.docx``; the same report gives the same bytes."""
    document = docx.Document()
    look = look_of(report.lang, report.masthead.name, is_compact=report.is_compact)
    declare_styles(document, look)
    declare_font_table(document)
    declare_page(document.sections[0], look, is_wide=False)
    _write_properties(document, report)
    text = WordText(document, report)
    _write_masthead(text, report)
    _write_blocks(document, report, text)
    _write_page_numbers(document, text)
    _write_watermark(document, report.watermark)
    stream = io.BytesIO()
    document.save(stream)
    return with_fixed_times(stream.getvalue())


def _write_masthead(text: WordText, report: Document) -> None:
    """Mark, name in red, number and day above a red rule, title and period."""
    head = report.masthead
    if head.mark:
        text.write("Report Mark", (head.mark,))
    text.write("Report Masthead", (head.name,))
    text.write("Report Issue", (f"{head.number}\t{head.day}",))
    text.write("Report Title", ("\n".join(report.title_lines or (report.title,)),))
    if report.subtitle:
        text.write("Report Subtitle", (report.subtitle,))


def _write_blocks(document: Any, report: Document, text: WordText) -> None:
    look = look_of(report.lang, report.masthead.name, is_compact=report.is_compact)
    was_wide = False
    for block, is_wide in report.on_pages():
        begins = is_wide != was_wide
        if begins:
            declare_page(document.add_section(WD_SECTION.NEW_PAGE), look, is_wide=is_wide)
            was_wide = is_wide
        if isinstance(block, Heading):
            text.write_heading(block, begins_page=block.begins_page and not begins)
        elif isinstance(block, Chart):
            _write_chart(document, text, block, report.imprint.date)
        else:
            _write_block(text, block)


def _write_block(text: WordText, block: Paragraph | Note | Contents | Table) -> None:
    match block:
        case Paragraph():
            text.write(_LOOKS[block.look], block.parts, lead=block.lead)
        case Note():
            text.write("Report Note", block.parts)
        case Contents():
            text.write_contents(block)
        case Table():
            _write_table(text, block)


# ── tables, charts, page numbers, properties ────────────────────────────────────────────────────────────
def _write_table(text: WordText, table: Table) -> None:
    caption = text.write_caption("Report Caption", table.label, table.number, table.caption)
    caption.addnext(table_element(table))
    if not table.notes:
        text.write("Report Note End", ())  # two tables in a row would grow together
    for place, note in enumerate(table.notes, start=1):
        text.write("Report Note End" if place == len(table.notes) else "Report Note", note.parts)


def _write_chart(document: Any, text: WordText, chart: Chart, date: str) -> None:
    add_chart(document, document.add_paragraph(style="Report Chart"), chart, chart.number, date)
    text.write_caption("Report Chart Caption", chart.label, chart.number, chart.title)
    text.write("Report Note End", chart.note.parts)


def _write_page_numbers(document: Any, text: WordText) -> None:
    """``— 1 —``, odd pages right and even pages left; later sections follow the first."""
    document.settings.odd_and_even_pages_header_footer = True
    first = document.sections[0]
    for footer, style in ((first.footer, "Page Number Odd"), (first.even_page_footer, "Page Number Even")):
        paragraph = footer.paragraphs[0]
        paragraph.style = style
        text.put_page_number(paragraph._p)


def _write_watermark(document: Any, watermark: str) -> None:
    """Words on every page of a demonstration."""
    if not watermark:
        return
    first = document.sections[0]
    for header in (first.header, first.even_page_header):
        header.paragraphs[0].style = "Report Watermark"
        header.paragraphs[0].add_run(watermark)


def _write_properties(document: Any, report: Document) -> None:
    properties = document.core_properties
    properties.title = f"{report.title} {report.subtitle}".strip()
    properties.subject = report.imprint.subject
    properties.author = report.imprint.publisher
    properties.last_modified_by = report.imprint.publisher
    properties.language = "zh-CN" if report.lang == "zh" else "en"
    properties.comments = ""
    properties.revision = 1
    properties.created = properties.modified = datetime.fromisoformat(report.imprint.date)
