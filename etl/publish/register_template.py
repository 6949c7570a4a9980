"""The workbook by which entries of a register are handed in; also with the present entries in it."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.format import GUIDANCE_SHEET
from etl.model.register import REGION_HEADING, FieldKind, Register, RegisterField
from etl.publish.sheet_styles import sheet_styles

LISTS_SHEET: Final = "选项"
_HEADING_ROW: Final = 1
_FIRST_ROW: Final = 2
_FREE_ROWS: Final = 500
_WIDTH: Final = 18


def register_template(catalog: Catalog, register: Register, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """The workbook: headings locked, choices as lists, one entry per row; no clock, so equal bytes.

    Args:
        catalog: regions to choose from.
        register: the declaration.
        rows: entries to begin with, a text for each heading.
    """
    import xlsxwriter  # noqa: PLC0415  a server reads it when somebody asks for a workbook

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": register.name.zh, "created": datetime(2000, 1, 1)})
    styles = sheet_styles(book)
    sheet = book.add_worksheet(register.name.zh[:31])
    last_column = len(register.headings) - 1
    last_row = _FIRST_ROW + len(rows) + _FREE_ROWS - 1
    sheet.merge_range(0, 0, 0, last_column, register.name.zh, styles["title"])
    for column, heading in enumerate(register.headings):
        sheet.write_string(_HEADING_ROW, column, heading, styles["heading"])
        sheet.set_column(column, column, _WIDTH, styles["free"])
    for number, row in enumerate(rows, start=_FIRST_ROW):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, styles["free"])
    sheet.freeze_panes(_FIRST_ROW, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True})
    _offer_choices(book, sheet, _choices(catalog, register), register.headings, last_row)
    _write_guidance(book.add_worksheet(GUIDANCE_SHEET), register, styles)
    book.close()
    return stream.getvalue()


def _choices(catalog: Catalog, register: Register) -> dict[str, list[str]]:
    """What can stand below a heading."""
    home = catalog.deployment.home
    regions = [r.code for r in catalog.regions.values() if catalog.descends_from(r, home)]
    words = {f.name.zh: [each.zh for each in f.choices.values()] for f in register.fields if f.choices}
    return {REGION_HEADING: regions, **words}


def _offer_choices(
    book: Any, sheet: Any, choices: dict[str, list[str]], headings: Sequence[str], last_row: int
) -> None:
    """Lists to choose from, on a hidden sheet, beside the cells that take them."""
    from xlsxwriter.utility import xl_range_abs  # noqa: PLC0415  as above

    lists = book.add_worksheet(LISTS_SHEET)
    lists.hide()
    for number, (heading, words) in enumerate(choices.items()):
        lists.write_column(0, number, [heading, *words])
        column = headings.index(heading)
        source = f"={LISTS_SHEET}!{xl_range_abs(1, number, len(words), number)}"
        sheet.data_validation(
            _FIRST_ROW,
            column,
            last_row,
            column,
            {"validate": "list", "source": source, "error_title": "请从列表中选择"},
        )


def _write_guidance(sheet: Any, register: Register, styles: dict[str, Any]) -> None:
    """One sheet in words: what each column holds."""
    sheet.set_column(0, 0, 90)
    lines = [register.about.zh, say("register_guidance", "zh"), *map(_told, register.fields)]
    if register.note:
        lines.append(register.note.zh)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, styles["guidance"])


def _told(field: RegisterField) -> str:
    kinds = {
        FieldKind.CHOICE: "、".join(each.zh for each in field.choices.values()),
        FieldKind.NUMBER: field.unit.zh if field.unit else "",
    }
    kind = say(f"register_kind_{field.kind.value}", "zh", words=kinds.get(field.kind, ""))
    need = say("register_required" if field.required else "register_optional", "zh")
    sealed = say("register_sealed", "zh") if field.is_protected else ""
    hint = f"{field.hint.zh}。" if field.hint else ""
    return f"{field.name.zh}：{need}，{kind}。{hint}{sealed}"
