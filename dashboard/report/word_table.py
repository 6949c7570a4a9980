"""A table of a Word document: fixed widths, repeated header rows, verdicts marked by shape and colour."""

from typing import Any, Final
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dashboard.report.document import Cell, Column, Table
from dashboard.theme import mark_of

TEXT_WIDTH: Final = 8844  # twentieths of a point: 156 mm
WIDE_WIDTH: Final = 12756  # 225 mm
_REPEATED: Final = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
_WHOLE: Final = "<w:trPr><w:cantSplit/></w:trPr>"


def table_element(table: Table) -> Any:
    """The table as one element; written at once, because a call per cell costs seconds."""
    widths = column_widths(table.columns, WIDE_WIDTH if table.is_wide else TEXT_WIDTH)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    header = "".join(_header_row(table.columns, texts, widths) for texts in table.header)
    body = "".join(_row(table.columns, cells, widths) for cells in table.rows)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{header}{body}</w:tbl>'
    )


def column_widths(columns: tuple[Column, ...], total: int) -> tuple[int, ...]:
    """Widths in proportion to the shares."""
    shares = sum(column.share for column in columns)
    return tuple(int(total * column.share / shares) for column in columns)


def _header_row(columns: tuple[Column, ...], texts: tuple[str, ...], widths: tuple[int, ...]) -> str:
    cells = (
        _cell("ReportTableHeadFigure" if column.is_numeric else "ReportTableHead", _run(text), width)
        for column, text, width in zip(columns, texts, widths, strict=True)
    )
    return f"<w:tr>{_REPEATED}{''.join(cells)}</w:tr>"


def _row(columns: tuple[Column, ...], cells: tuple[Cell, ...], widths: tuple[int, ...]) -> str:
    written = (
        _cell("ReportTableFigure" if column.is_numeric else "ReportTableText", _content(cell), width)
        for column, cell, width in zip(columns, cells, widths, strict=True)
    )
    return f"<w:tr>{_WHOLE}{''.join(written)}</w:tr>"


def _content(cell: Cell) -> str:
    if cell.result is None:
        return _run(cell.text)
    mark = mark_of(cell.result)
    return _run(f"{mark.shape} {cell.text}", f'<w:rPr><w:rStyle w:val="Mark{mark.key}"/></w:rPr>')


def _run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _cell(style: str, content: str, width: int) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p></w:tc>'
    )
