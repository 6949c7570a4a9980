"""Rows of a workbook as offices fill them in, in the spelling that entries have."""

import pytest

from dashboard.registers.rows import NotThisRegister, rows_given
from tests.small_register import register

HEADINGS = [
    "登记号",
    "行政区划代码",
    "事项",
    "承办单位",
    "收到日期",
    "答复日期",
    "金额",
    "类别",
    "依据",
    "写信人",
]


def test_words_days_and_figures_are_read_as_offices_write_them():
    rows = rows_given(
        register(),
        [
            ["来信"],
            HEADINGS,
            ["", "210100.0", " 路灯不亮 ", "市政局", "2026年2月3日", "2026/2/5", "1,234.5", "表 扬", "", ""],
        ],
    )

    assert [(row.row, row.number, row.region) for row in rows] == [(3, "", "210100")]
    said = {name: text for name, text in rows[0].fields.items() if text}
    assert said == {
        "subject": "路灯不亮", "handler": "市政局", "came": "2026-02-03", "answered": "2026-02-05",
        "amount": "1234.5", "sort": "praise",
    }  # fmt: skip


def test_empty_rows_between_are_no_entries_and_short_rows_end_early():
    rows = rows_given(register(), [HEADINGS, [""] * 10, ["2026-0001", "210100", "路灯"]])

    assert [(row.row, row.number, row.fields["handler"]) for row in rows] == [(3, "2026-0001", "")]


def test_what_cannot_be_read_stays_as_it_is_to_be_refused_by_name():
    rows = rows_given(register(), [HEADINGS, ["", "210100", "路灯", "市政局", "上周", "", "若干", "其他"]])

    assert (rows[0].fields["came"], rows[0].fields["amount"], rows[0].fields["sort"]) == (
        "上周",
        "若干",
        "其他",
    )


def test_another_workbook_is_refused_with_the_headings_that_it_lacks():
    with pytest.raises(NotThisRegister) as refused:
        rows_given(register(), [["甲", "乙"], [heading for heading in HEADINGS if heading != "收到日期"]])

    assert refused.value.missing == ("收到日期",)
