"""The workbook by which officials hand in targets."""

from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from etl.catalog.catalog import Catalog
from etl.catalog.target_form import TargetForm
from etl.errors import say
from etl.model.format import GUIDANCE_SHEET
from etl.publish.sheet_styles import sheet_styles

_TITLE = "目标填报表"
_HEADING_ROW = 1
_FIRST_ROW, _LAST_ROW = 2, 201


def write_target_template(catalog: Catalog, form: TargetForm, path: Path) -> None:
    """Write the workbook: headings locked, choices as lists, one row per target.

    Args:
        catalog: regions, indicators and units to choose from.
        form: headings and words.
        path: where to write it.
    """
    book = xlsxwriter.Workbook(path)
    book.set_properties({"title": _TITLE, "created": datetime(2000, 1, 1)})
    styles = sheet_styles(book)
    sheet = book.add_worksheet(form.format.sheet)
    last_column = len(form.headings) - 1
    sheet.merge_range(0, 0, 0, last_column, _TITLE, styles["title"])
    for column, heading in enumerate(form.headings):
        sheet.write_string(_HEADING_ROW, column, heading, styles["heading"])
    for row in range(_FIRST_ROW, _LAST_ROW + 1):
        for column in range(last_column + 1):
            sheet.write_blank(row, column, None, styles["free"])
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(_FIRST_ROW, 2)
    sheet.set_column(0, last_column, 16)
    _offer_choices(book, sheet, catalog, form)
    _write_guidance(book.add_worksheet(GUIDANCE_SHEET), form, styles)
    book.close()


def _offer_choices(book: Any, sheet: Any, catalog: Catalog, form: TargetForm) -> None:
    """Lists to choose from, on a hidden sheet, beside the cells that take them."""
    lists = book.add_worksheet(form.format.ignore_sheets[0])
    lists.hide()
    for number, (heading, words) in enumerate(_choices(catalog, form).items()):
        lists.write_column(0, number, [heading, *words])
        column = form.headings.index(heading)
        source = f"={lists.name}!{xl_range_abs(1, number, len(words), number)}"
        validation = {"validate": "list", "source": source, "error_title": "请从列表中选择"}
        sheet.data_validation(_FIRST_ROW, column, _LAST_ROW, column, validation)


def _choices(catalog: Catalog, form: TargetForm) -> dict[str, list[str]]:
    """What can stand below a heading."""
    region = form.layout.region
    within = [each for each in catalog.regions.values() if catalog.descends_from(each, catalog.home.code)]
    by_field: dict[str, list[str]] = {
        "indicator": [indicator.name.zh for indicator in catalog.indicators.values()],
        "unit": [unit.sign.zh for unit in catalog.units.values()],
        "comparator": list(form.comparators),
        "nature": list(form.natures),
    }
    choices = {f.heading: by_field[f.field] for f in form.layout.fields if f.field in by_field}
    return choices if region is None else {region.heading: [each.code for each in within], **choices}


def _write_guidance(sheet: Any, form: TargetForm, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 80)
    words = {"comparators": "、".join(form.comparators), "natures": "、".join(form.natures)}
    sheet.write_string(0, 0, say("template_targets", "zh", **words), styles["guidance"])
    sheet.write_string(1, 0, say("template_file", "zh", pattern=form.format.file), styles["guidance"])
