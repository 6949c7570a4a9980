"""A table of a Word document: fixed widths, repeated header rows, verdicts marked by shape and colour."""

import math
import re
from typing import Any, Final
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dashboard.report.blocks import Cell, Column, Table
from dashboard.theme import mark_of

TEXT_WIDTH: Final = 8844  # twentieths of a point: 156 mm
WIDE_WIDTH: Final = 12756  # 225 mm
_LETTER: Final = 9 * 20 * 0.66  # a letter of the widest usual substitute at 9 pt, in twentieths of a point
_CELL_MARGINS: Final = 2 * 57
_LONGEST_WHOLE: Final = 16
_WORD: Final = re.compile(r"[^\s\u2013\u2014\u2E80-\uFFEF/-]+")  # between spaces, dashes and Han characters
_REPEATED: Final = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
_WHOLE: Final = "<w:trPr><w:cantSplit/></w:trPr>"


def table_element(table: Table) -> Any:
    """The table as one element; written at once, because a call per cell costs seconds."""
    widths = table_widths(table)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    # every row of a table that stays on one page holds on to the next one, except for the last
    last = len(table.rows) - 1
    kept = table.is_kept_together
    header = "".join(_header_row(table.columns, texts, widths, kept=kept) for texts in table.header)
    body = "".join(
        _row(table.columns, cells, widths, kept=kept and place < last)
        for place, cells in enumerate(table.rows)
    )
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{_attribute(table.label)}"/>'
        f'<w:tblDescription w:val="{_attribute(table.caption)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{header}{body}</w:tbl>"
    )


def table_widths(table: Table) -> tuple[int, ...]:
    """Widths in proportion to the shares, and none so narrow that a word or a number in it is broken."""
    total = WIDE_WIDTH if table.is_wide else TEXT_WIDTH
    widths = column_widths(table.columns, total)
    texts = [*table.header, *(tuple(map(_printed, row)) for row in table.rows)]
    least = tuple(_least_width(column) for column in zip(*texts, strict=True))
    lack = sum(max(0, need - width) for need, width in zip(least, widths, strict=True))
    spare = sum(max(0, width - need) for need, width in zip(least, widths, strict=True))
    if not lack or lack > spare:
        return widths
    return tuple(
        need if width < need else width - math.ceil((width - need) * lack / spare)
        for need, width in zip(least, widths, strict=True)
    )


def _least_width(texts: tuple[str, ...]) -> int:
    """What the longest word of a column takes; names of files and hashes may break."""
    words = {word for text in texts for word in _WORD.findall(text)}
    longest = max((len(word) for word in words if len(word) <= _LONGEST_WHOLE), default=0)
    return int(longest * _LETTER) + _CELL_MARGINS


def _printed(cell: Cell) -> str:
    return cell.text


def column_widths(columns: tuple[Column, ...], total: int) -> tuple[int, ...]:
    """Widths in proportion to the shares."""
    shares = sum(column.share for column in columns)
    return tuple(int(total * column.share / shares) for column in columns)


def _header_row(
    columns: tuple[Column, ...], texts: tuple[str, ...], widths: tuple[int, ...], *, kept: bool
) -> str:
    cells = (
        _cell(_style("Head", column, kept=kept), _run(text), width)
        for column, text, width in zip(columns, texts, widths, strict=True)
    )
    return f"<w:tr>{_REPEATED}{''.join(cells)}</w:tr>"


def _row(columns: tuple[Column, ...], cells: tuple[Cell, ...], widths: tuple[int, ...], *, kept: bool) -> str:
    written = (
        _cell(_style("", column, kept=kept), _content(cell), width)
        for column, cell, width in zip(columns, cells, widths, strict=True)
    )
    return f"<w:tr>{_WHOLE}{''.join(written)}</w:tr>"


def _style(part: str, column: Column, *, kept: bool) -> str:
    kind = "Figure" if column.is_numeric else "" if part else "Text"
    return f"ReportTable{part}{kind}{'Kept' if kept else ''}"


def _content(cell: Cell) -> str:
    if cell.result is None:
        told = _run(cell.text)
    else:
        mark = mark_of(cell.result)
        told = _run(f"{mark.shape} {cell.text}", f'<w:rPr><w:rStyle w:val="Mark{mark.key}"/></w:rPr>')
    if not cell.anchor:
        return told
    number = int(cell.anchor.lstrip("w"))
    return f'<w:bookmarkStart w:id="{number}" w:name="{cell.anchor}"/>{told}<w:bookmarkEnd w:id="{number}"/>'


def _run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _cell(style: str, content: str, width: int) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p></w:tc>'
    )


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})
