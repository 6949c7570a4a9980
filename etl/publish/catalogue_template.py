"""The workbook of a project catalogue: with what is declared, to be completed from its document."""

from datetime import datetime
from pathlib import Path

import xlsxwriter

from etl.catalog.catalogue_form import CATEGORIES, HEADINGS, YES, row_of
from etl.errors import say
from etl.model.format import GUIDANCE_SHEET
from etl.model.gate import ProjectCatalogue
from etl.publish.sheet_styles import sheet_styles

_SHEET = "目录"
_FIRST_ROW = 2
_FREE_ROWS = 2000
_WIDTHS = (18, 40, 40, 12, 14, 24, 10, 10, 10, 10, 10, 10, 24)


def write_catalogue_template(catalogue: ProjectCatalogue, path: Path) -> None:
    """Write the workbook; no clock, so that the same declaration gives the same bytes."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": catalogue.name.zh, "created": datetime(2000, 1, 1)})
    styles = sheet_styles(book)
    sheet = book.add_worksheet(_SHEET)
    sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, catalogue.name.zh, styles["title"])
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(1, column, heading, styles["heading"])
        sheet.set_column(column, column, width, styles["free"])
    for number, entry in enumerate(catalogue.entries, start=_FIRST_ROW):
        for column, text in enumerate(row_of(entry)):
            sheet.write_string(number, column, text, styles["free"])
    last = _FIRST_ROW + len(catalogue.entries) + _FREE_ROWS
    for heading, words in {"类别": list(CATEGORIES), "可产能置换": [YES], "未核对原文": [YES]}.items():
        column = HEADINGS.index(heading)
        validation = {"validate": "list", "source": words, "error_title": "请从列表中选择"}
        sheet.data_validation(_FIRST_ROW, column, last, column, validation)
    sheet.freeze_panes(_FIRST_ROW, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True})
    guidance = book.add_worksheet(GUIDANCE_SHEET)
    guidance.set_column(0, 0, 90)
    guidance.write_string(
        0, 0, say("catalogue_guidance", "zh", document=catalogue.document.number), styles["guidance"]
    )
    book.close()
