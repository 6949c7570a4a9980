"""The document as PDF/A-2b through Typst, in the fonts that come with the project and in no others."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import typst

from dashboard.report.document import Block, Cell, Chart, Document, Heading, Note, Paragraph, Table
from dashboard.report.drawn_chart import draw_svg
from dashboard.report.glyphs import missing_characters
from dashboard.theme import mark_of
from etl.errors import UsageError

FONTS: Final = Path(__file__).parent / "fonts"
_LAYOUT: Final = Path(__file__).parent / "report.typ"
_LABELS: Final = "Noto Sans SC"
_SCALE_SIGNS: Final = "0123456789,.−—■▲●○"


def render_pdf(report: Document) -> bytes:
    """The report as PDF/A-2b; the same report gives the same bytes.

    Raises:
        UsageError: a character is in none of the fonts; it is named.
    """
    check_glyphs(report)
    day = datetime.fromisoformat(report.imprint.date).replace(tzinfo=UTC)
    compiled: bytes = typst.compile(
        str(_LAYOUT),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="a-2b",
        timestamp=int(day.timestamp()),
        sys_inputs={"report": json.dumps(page_data(report), ensure_ascii=False)},
    )
    return compiled


def check_glyphs(report: Document) -> None:
    """Refuse a report with a character that the fonts cannot draw: an empty box would hide a name.

    Raises:
        UsageError: names the characters.
    """
    missing = missing_characters([*report.texts(), _SCALE_SIGNS], sorted(FONTS.glob("*.ttf")))
    if missing:
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
        raise UsageError(
            problem=f"The fonts of the PDF cannot draw {named}",
            action=f"Add the characters to the fonts in {FONTS.name}/, or leave out the format pdf",
        )


def page_data(report: Document) -> dict[str, Any]:
    """What the layout needs, as plain data; blocks in groups that stand upright or rotated."""
    year, month, day = (int(part) for part in report.imprint.date.split("-"))
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "number": report.number,
        "lang": report.lang,
        "publisher": report.imprint.publisher,
        "subject": report.imprint.subject,
        "date": [year, month, day],
        "watermark": report.watermark,
        "pages": _grouped(report),
    }


def _grouped(report: Document) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for block, is_wide in report.on_pages():
        if not groups or groups[-1]["wide"] != is_wide:
            groups.append({"wide": is_wide, "blocks": []})
        groups[-1]["blocks"].append(_block(block))
    return groups


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "text": block.text}
        case Note():
            return {"kind": "note", "text": block.text}
        case Table():
            return _table(block)
        case Chart():
            return {
                "kind": "chart",
                "title": block.title,
                "alt": block.alt,
                "note": block.note.text,
                "svg": draw_svg(block, _LABELS),
            }


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption,
        "shares": [column.share for column in table.columns],
        "numeric": [column.is_numeric for column in table.columns],
        "header": table.header,
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "notes": [note.text for note in table.notes],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    if cell.result is None:
        return {"text": cell.text, "mark": None}
    mark = mark_of(cell.result)
    return {"text": cell.text, "mark": {"ink": mark.ink, "shape": mark.shape}}
