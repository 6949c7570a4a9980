"""The document as PDF/A-2a and PDF/UA-1 through Typst, in fonts that are named, embedded and no others."""

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import typst

from dashboard.report.blocks import (
    Block,
    Cell,
    Chart,
    Contents,
    Figure,
    Heading,
    Note,
    Paragraph,
    Parts,
    Table,
)
from dashboard.report.document import Document
from dashboard.report.drawn_chart import draw_svg
from dashboard.report.fonts import Faces, choose_faces
from dashboard.report.widths import printed_width
from dashboard.theme import mark_of
from etl.errors import UsageError

STANDARDS: Final = ("a-2a", "ua-1")
_LAYOUT: Final = Path(__file__).parent / "report.typ"
_SCALE_SIGNS: Final = "0123456789,.−—■▲●○·"
_TEXT_POINTS: Final = 442
_LARGEST_NAME: Final = {False: 36, True: 15}


def render_pdf(report: Document, office_fonts: Path | None = None) -> bytes:
    """The report as PDF/A-2a; the same report gives the same bytes.

    Args:
        report: what it says.
        office_fonts: folder of an office's own fonts.

    Raises:
        UsageError: a character is in none of the fonts; it is named.
    """
    faces = choose_faces(office_fonts)
    check_glyphs(report, faces)
    day = datetime.fromisoformat(report.imprint.date).replace(tzinfo=UTC)
    compiled: bytes = typst.compile(
        str(_LAYOUT),
        font_paths=[str(folder) for folder in faces.folders],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=list(STANDARDS),
        timestamp=int(day.timestamp()),
        sys_inputs={"report": json.dumps(page_data(report, faces), ensure_ascii=False)},
    )
    return compiled


def check_glyphs(report: Document, faces: Faces) -> None:
    """Refuse a report with a character that the fonts cannot draw: an empty box would hide a name.

    Raises:
        UsageError: names the characters.
    """
    missing = faces.missing("".join([*report.texts(), _SCALE_SIGNS]))
    if missing:
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
        raise UsageError(
            problem=f"The fonts of the PDF cannot draw {named}",
            action="Put a font that has the characters into a folder and name it in LIAONING_REPORT_FONTS, "
            "or leave out the format pdf",
        )


def page_data(report: Document, faces: Faces) -> dict[str, Any]:
    """What the layout needs, as plain data; blocks in groups that stand upright or rotated."""
    year, month, day = (int(part) for part in report.imprint.date.split("-"))
    head = report.masthead
    return {
        "lang": report.lang,
        "compact": report.is_compact,
        "fonts": faces.families,
        "title": report.title,
        "title_lines": report.title_lines or (report.title,),
        "subtitle": report.subtitle,
        "masthead": {
            "name": head.name,
            "number": head.number,
            "day": head.day,
            "mark": head.mark,
            "size": masthead_points(report),
        },
        "publisher": report.imprint.publisher,
        "subject": report.imprint.subject,
        "date": [year, month, day],
        "watermark": report.watermark,
        "pages": _grouped(report, faces),
    }


def masthead_points(report: Document) -> int:
    """Size of the name in red, in points: as large as it can stand on one line, and no larger than usual."""
    widest = _TEXT_POINTS * 2 // printed_width(report.masthead.name)
    return min(_LARGEST_NAME[report.is_compact], widest)


def _grouped(report: Document, faces: Faces) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for block, is_wide in report.on_pages():
        if not groups or groups[-1]["wide"] != is_wide:
            groups.append({"wide": is_wide, "blocks": []})
        drawn = _block(block, report, faces)
        if drawn["kind"] == "heading" and not groups[-1]["blocks"] and len(groups) > 1:
            drawn["begins"] = False  # a turned page begins anew by itself
        groups[-1]["blocks"].append(drawn)
    return groups


def _block(block: Block, report: Document, faces: Faces) -> dict[str, Any]:
    said = partial(_said, anchors=report.anchors)
    match block:
        case Heading():
            return {
                "kind": "heading",
                "level": block.level,
                "text": block.text,
                "begins": block.begins_page,
            }
        case Paragraph():
            return {"kind": "paragraph", "parts": said(block.parts), "lead": block.lead, "look": block.look}
        case Note():
            return {"kind": "note", "parts": said(block.parts)}
        case Contents():
            return {"kind": "contents", "title": block.title}
        case Table():
            return _table(block, report.anchors)
        case Chart():
            return {
                "kind": "chart",
                "label": block.label,
                "caption": block.title,
                "alt": block.alt,
                "note": said(block.note.parts),
                "svg": draw_svg(block, faces.families["heading"][0]),
            }


def _said(parts: Parts, anchors: dict[Figure, str]) -> list[str | list[str]]:
    """Texts, and numbers with the name of the row that tells where they come from."""
    return [
        part if isinstance(part, str) else [part.text, anchors[part]] if part in anchors else part.text
        for part in parts
    ]


def _table(table: Table, anchors: dict[Figure, str]) -> dict[str, Any]:
    return {
        "kind": "table",
        "label": table.label,
        "caption": table.caption,
        "columns": len(table.columns),
        "shares": [column.share for column in table.columns],
        "numeric": [column.is_numeric for column in table.columns],
        "header": table.header,
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "notes": [_said(note.parts, anchors) for note in table.notes],
        "kept": table.is_kept_together,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    mark = None if cell.result is None else mark_of(cell.result)
    drawn = None if mark is None else {"ink": mark.ink, "shape": mark.shape}
    return {"text": cell.text, "mark": drawn, "anchor": cell.anchor}
