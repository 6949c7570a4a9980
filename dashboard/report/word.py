"""The document as Word: declared styles, real tables with repeated header rows, native charts."""

import io
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from dashboard.report.archive import with_fixed_times
from dashboard.report.document import Chart, Document, Heading, Note, Paragraph, Table
from dashboard.report.word_chart import add_chart
from dashboard.report.word_styles import declare_font_table, declare_page, declare_styles
from dashboard.report.word_table import table_element


def render_word(report: Document) -> bytes:
    """The report as a ``.docx``; the same report gives the same bytes."""
    document = docx.Document()
    declare_styles(document, report.lang)
    declare_font_table(document)
    declare_page(document.sections[0], report.lang, is_wide=False)
    _write_properties(document, report)
    document.add_paragraph(report.title, style="Report Title")
    document.add_paragraph(report.subtitle, style="Report Title")
    document.add_paragraph(report.number, style="Report Number")
    _write_blocks(document, report)
    _write_page_numbers(document)
    _write_watermark(document, report.watermark)
    stream = io.BytesIO()
    document.save(stream)
    return with_fixed_times(stream.getvalue())


def _write_blocks(document: Any, report: Document) -> None:
    charts = 0
    was_wide = False
    for block, is_wide in report.on_pages():
        if is_wide != was_wide:
            declare_page(document.add_section(WD_SECTION.NEW_PAGE), report.lang, is_wide=is_wide)
            was_wide = is_wide
        match block:
            case Heading():
                document.add_paragraph(block.text, style=f"Heading {block.level}")
            case Paragraph():
                document.add_paragraph(block.text, style="Report Body")
            case Note():
                document.add_paragraph(block.text, style="Report Note")
            case Table():
                _write_table(document, block)
            case Chart():
                charts += 1
                _write_chart(document, block, charts, report.imprint.date)


# ── tables, charts, page numbers, properties ────────────────────────────────────────────────────────────
def _write_table(document: Any, table: Table) -> None:
    caption = document.add_paragraph(table.caption, style="Report Caption")
    caption._p.addnext(table_element(table))
    for place, note in enumerate(table.notes, start=1):
        is_last = place == len(table.notes)
        document.add_paragraph(note.text, style="Report Note End" if is_last else "Report Note")


def _write_chart(document: Any, chart: Chart, number: int, date: str) -> None:
    add_chart(document, document.add_paragraph(style="Report Chart"), chart, number, date)
    document.add_paragraph(chart.title, style="Report Chart Caption")
    document.add_paragraph(chart.note.text, style="Report Note End")


def _write_page_numbers(document: Any) -> None:
    """``— 1 —``, odd pages right and even pages left; later sections follow the first."""
    document.settings.odd_and_even_pages_header_footer = True
    first = document.sections[0]
    for footer, style in ((first.footer, "Page Number Odd"), (first.even_page_footer, "Page Number Even")):
        paragraph = footer.paragraphs[0]
        paragraph.style = style
        paragraph.add_run("— ")
        _add_field(paragraph, "PAGE")
        paragraph.add_run(" —")


def _add_field(paragraph: Any, instruction: str) -> None:
    for kind in ("begin", None, "separate", "end"):
        run = paragraph.add_run()
        if kind is None:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = instruction
            run._r.append(text)
            continue
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)


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
    properties.title = f"{report.title} {report.subtitle}"
    properties.subject = report.imprint.subject
    properties.author = report.imprint.publisher
    properties.last_modified_by = report.imprint.publisher
    properties.language = "zh-CN" if report.lang == "zh" else "en"
    properties.comments = ""
    properties.revision = 1
    properties.created = properties.modified = datetime.fromisoformat(report.imprint.date)
