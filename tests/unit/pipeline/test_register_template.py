"""Every declared register as a workbook: written, filled in as an office would, read back without loss."""

import io

import openpyxl
import pytest

from dashboard.registers.rows import rows_given
from etl.errors import UsageError
from etl.model.register import FieldKind
from etl.pipeline.cells import texts_of
from etl.pipeline.template import write_named_template
from etl.publish.register_template import register_template
from tests.conftest import SHIPPED

WRITTEN = {
    FieldKind.LINE: "甲，乙＝丙；007",
    FieldKind.TEXT: "第一段\n第二段",
    FieldKind.DATE: "2026-03-02",
    FieldKind.YEAR: "2026",
    FieldKind.NUMBER: "-1234.5",
}


def filled(field):
    """What a person writes, and what an entry then holds."""
    if field.kind is FieldKind.CHOICE:
        choice, words = list(field.choices.items())[-1]
        return words.zh, choice
    return WRITTEN[field.kind], WRITTEN[field.kind]


def test_every_register_comes_back_as_it_was_filled_in(shipped_catalog, tmp_path):
    assert len(shipped_catalog.registers) >= 15
    for register in shipped_catalog.registers.values():
        book = openpyxl.load_workbook(io.BytesIO(register_template(shipped_catalog, register)))
        sheet = book.worksheets[0]
        for column, text in enumerate(["", "210100", *(filled(field)[0] for field in register.fields)], 1):
            sheet.cell(row=3, column=column, value=text or None)
        path = tmp_path / f"{register.id}.xlsx"
        book.save(path)

    # one process reads workbooks within limits; a register with every kind of field stands for all
    register = shipped_catalog.registers["replacement_notices"]
    rows = rows_given(register, texts_of(tmp_path / "replacement_notices.xlsx", "表.xlsx"))
    assert [(row.row, row.number, row.region) for row in rows] == [(3, "", "210100")]
    assert rows[0].fields == {field.id: filled(field)[1] for field in register.fields}


def test_entries_that_are_carried_on_come_back_as_they_were(shipped_catalog, tmp_path):
    register = shipped_catalog.registers["supervised_items"]
    row = ["2026-0007", "210200", *(filled(field)[0] for field in register.fields)]
    path = tmp_path / "督办件.xlsx"
    path.write_bytes(register_template(shipped_catalog, register, [row]))

    rows = rows_given(register, texts_of(path, path.name))

    assert [(each.number, each.region) for each in rows] == [("2026-0007", "210200")]
    assert rows[0].fields == {field.id: filled(field)[1] for field in register.fields}


def test_the_template_is_the_same_bytes_each_time_and_has_its_lists(shipped_catalog):
    register = shipped_catalog.registers["complaints"]
    content = register_template(shipped_catalog, register)

    assert content == register_template(shipped_catalog, register)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book["选项"].sheet_state == "hidden"
    guidance = [row[0] for row in book["填报说明"].iter_rows(values_only=True)]
    assert any("密存" in line for line in guidance)


def test_the_command_writes_it_and_refuses_a_name_that_nobody_declared(tmp_path):
    told = write_named_template(SHIPPED, "registers/summons", tmp_path / "约谈.xlsx")

    assert "Regulatory interviews" in told
    with pytest.raises(UsageError, match="registers/summons"):
        write_named_template(SHIPPED, "registers/none", tmp_path / "无.xlsx")
