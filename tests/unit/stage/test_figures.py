"""One sheet of figures → staged rows; what cannot be read is rejected with its cell."""

import json
import math
from datetime import date

import numpy as np
import pytest
from msgspec.structs import replace

from etl.errors import LayoutChanged
from etl.model.cell_table import CellColumn, CellTable
from etl.model.format import Format, PeriodColumn
from etl.stage.stage import stage_sheet
from tests import small

CATALOG = small.catalog(
    all_series=(
        small.series("gdp", "hundred_million_yuan", "level"),
        small.series("change"),
        small.series("light", "alert_level", "grade"),
    )
)
HEADINGS = ("地区", "时期", "指标", "单位", "数值")


def stage(*rows, headings=HEADINGS, **layout):
    declared = small.long_format(**layout)
    return stage_sheet(small.sheet(headings, *rows), declared, small.raw_file(), CATALOG)


def only_reject(staged):
    assert staged.rows_in == staged.rows.size + 1
    return next(staged.rejected.rows())


def test_a_good_row_keeps_what_was_typed_and_where():
    staged = stage(("沈阳市", "2023", "生产总值", "亿元", "8,122.1"))

    row = next(staged.rows.rows())
    assert (row["series"], row["region"], row["period"]) == ("gdp", "210100", "2023")
    assert (row["reported"], row["unit"]) == (8122.1, "hundred_million_yuan")
    assert (row["row_no"], row["column_no"]) == (2, 5)
    assert (row["status"], row["bound"]) == ("as_published", "exact")
    assert row["reason"] is None


def test_words_that_a_long_file_numbers_by_column_are_read_like_the_cells_of_a_short_one():
    rows = [("沈阳市", "2023", "生产总值", "亿元", text) for text in ("8,122.1", "…", "", "12万")]
    rows += [("沈阳市", "2023", "能耗强度变化", "%", text) for text in ("3.16%", "…")] + [
        ("", "", "", "", "")
    ]
    sheet = small.sheet(HEADINGS, *rows)
    columns = [as_words(sheet.cells.column(number)) for number in range(1, len(HEADINGS) + 1)]
    numbered = replace(sheet, cells=CellTable(columns, sheet.cells.shape[0]))
    declared = small.long_format()

    short, long = (stage_sheet(each, declared, small.raw_file(), CATALOG) for each in (sheet, numbered))

    assert (short.rows.size, short.rejected.size) == (4, 2)
    assert repr(list(long.rows.rows())) == repr(list(short.rows.rows()))  # NaN is no equal of itself
    assert list(long.rejected.rows()) == list(short.rejected.rows())


def as_words(column):
    """The same column with each word once, and one that no row says."""
    words = [*dict.fromkeys(column), "never said"]
    return CellColumn(np.asarray([words.index(cell) for cell in column]), words)


@pytest.mark.parametrize("text", ["12万", "1,23", "约100", "n/a", "#REF!"])
def test_a_text_in_a_number_cell_is_rejected_not_guessed(text):
    reject = only_reject(stage(("沈阳市", "2023", "生产总值", "亿元", text)))

    assert (reject["code"], reject["found"]) == ("not_a_number", text)
    assert (reject["row_no"], reject["column_no"]) == (2, 5)


def test_an_empty_number_cell_is_rejected_because_missing_needs_its_word():
    assert only_reject(stage(("沈阳市", "2023", "生产总值", "亿元", "")))["code"] == "not_a_number"


def test_a_truth_value_in_a_number_cell_is_rejected():
    assert only_reject(stage(("沈阳市", "2023", "生产总值", "亿元", True)))["code"] == "not_a_number"


def test_a_declared_word_for_missing_becomes_a_gap_with_its_reason():
    staged = stage(("沈阳市", "2023", "生产总值", "亿元", "…"))

    row = next(staged.rows.rows())
    assert math.isnan(row["reported"])
    assert (row["status"], row["reason"]) == ("missing", "not_published")


def test_an_ambiguous_region_is_rejected_with_its_name():
    reject = only_reject(stage(("铁西区", "2023", "生产总值", "亿元", "1")))

    assert (reject["code"], reject["found"], reject["column_no"]) == ("unknown_region", "铁西区", 1)


def test_a_unit_that_does_not_convert_is_rejected_with_the_expected_one():
    reject = only_reject(stage(("沈阳市", "2023", "生产总值", "吨", "1")))

    assert (reject["code"], reject["found"]) == ("wrong_unit", "吨")
    assert json.loads(reject["facts"]) == {"expected": "hundred_million_yuan", "series": "gdp"}


def test_another_unit_that_the_format_declares_is_taken_as_typed():
    unit = {"heading": "单位", "also": ["ten_thousand_yuan"]}
    staged = stage(("沈阳市", "2023", "生产总值", "万元", "81221000"), unit=unit)

    assert list(staged.rows["unit"]) == ["ten_thousand_yuan"]


def test_a_unit_that_could_be_converted_is_refused_unless_the_format_declares_it():
    # 万元 typed for 亿元 would otherwise pass as a figure ten thousand times too small
    reject = only_reject(stage(("沈阳市", "2023", "生产总值", "万元", "8122.1")))

    assert (reject["code"], reject["found"], reject["column_no"]) == ("wrong_unit", "万元", 4)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("沈阳市", "2023", "生产总值", "斤", "1"), "unknown_unit"),
        (("沈阳市", "2023", "总产值", "亿元", "1"), "unknown_series"),
        (("沈阳市", "去年", "生产总值", "亿元", "1"), "unknown_period"),
    ],
)
def test_an_undeclared_word_is_rejected_by_name(row, code):
    assert only_reject(stage(row))["code"] == code


@pytest.mark.parametrize("empty", [None, float("nan"), ""])
@pytest.mark.parametrize("column", range(4))
def test_an_empty_cell_never_borrows_the_word_of_another_row(empty, column):
    full = ("沈阳市", "2023", "生产总值", "亿元", "1")
    holed = tuple(empty if at == column else cell for at, cell in enumerate(full))

    staged = stage(holed, full)

    assert (list(staged.rows["row_no"]), list(staged.rejected["row_no"])) == ([3], [2])


def test_a_file_of_headings_alone_has_no_rows_and_no_fault():
    staged = stage(headings=(*HEADINGS, "发布"), published="发布")

    assert (staged.rows_in, staged.rows.size, staged.rejected.size) == (0, 0, 0)


def test_the_first_fault_of_a_row_is_its_only_reject():
    staged = stage(("无此市", "去年", "总产值", "斤", "约"))

    assert (staged.rows_in, staged.rows.size, staged.rejected.size) == (1, 0, 1)


@pytest.mark.parametrize("level", ["0", "4", "2.5", "-1"])
def test_a_barometer_has_levels_one_to_three_only(level):
    words = {"heading": "指标", "words": {"晴雨表": "light"}}

    staged = stage(("沈阳市", "2023", "晴雨表", "级", level), series=words)

    assert only_reject(staged)["code"] == "no_such_level"


def test_a_note_makes_a_figure_a_bound_or_an_approximation():
    bound = {"heading": "备注", "contains": {"以上": "at_least", "左右": "about"}}
    rows = [("沈阳市", "2023", "能耗强度变化", "%", "-3", note) for note in ("20%以上", "左右", "")]

    staged = stage(*rows, headings=(*HEADINGS, "备注"), bound=bound)

    assert list(staged.rows["bound"]) == ["at_least", "about", "exact"]


def test_a_word_of_the_status_column_says_how_settled_a_figure_is():
    status = {"heading": "状态", "words": {"初步": "preliminary", "最终": "final"}}
    rows = [
        ("沈阳市", "2023", "生产总值", "亿元", value, word) for value, word in (("1", "初步"), ("…", "最终"))
    ]

    staged = stage(*rows, headings=(*HEADINGS, "状态"), status=status)

    assert list(staged.rows["status"]) == ["preliminary", "missing"]


def test_a_figure_of_a_source_that_is_silent_on_it_is_not_called_final():
    status = {"heading": "状态", "words": {"初步": "preliminary", "最终": "final"}}

    silent = stage(
        ("沈阳市", "2023", "生产总值", "亿元", "1", ""), headings=(*HEADINGS, "状态"), status=status
    )

    assert list(silent.rows["status"]) == ["as_published"]


def test_a_word_for_how_settled_a_figure_is_that_nobody_declared_is_rejected():
    status = {"heading": "状态", "words": {"初步": "preliminary", "最终": "final"}}

    reject = only_reject(
        stage(
            ("沈阳市", "2023", "生产总值", "亿元", "1", "快报"), headings=(*HEADINGS, "状态"), status=status
        )
    )

    assert (reject["code"], reject["found"], reject["column_no"]) == ("unknown_status", "快报", 6)
    assert json.loads(reject["facts"])["expected"] == ["初步", "最终"]


@pytest.mark.parametrize(
    ("published", "known"),
    [("2023", "2023-12-31"), ("2023-02", "2023-02-28"), ("2023-07-03", "2023-07-03"), ("", "2025-12-31")],
)
def test_a_figure_is_known_from_the_last_day_of_a_vague_date(published, known):
    staged = stage(
        ("沈阳市", "2022", "生产总值", "亿元", "1", published), headings=(*HEADINGS, "发布"), published="发布"
    )

    assert staged.rows["known_from"].astype("datetime64[D]").tolist() == [date.fromisoformat(known)]


@pytest.mark.parametrize("published", ["2023年7月", "2023-13", "2023-02-30", "昨天"])
def test_a_date_that_is_none_is_rejected(published):
    staged = stage(
        ("沈阳市", "2022", "生产总值", "亿元", "1", published), headings=(*HEADINGS, "发布"), published="发布"
    )

    assert only_reject(staged)["code"] == "unknown_date"


@pytest.mark.parametrize("period", ["2203", "2024M08", "2024Q4", "2024M01-08", "2025/2030"])
def test_a_period_that_had_not_begun_when_it_was_published_is_rejected_at_its_cell(period):
    row = ("沈阳市", period, "生产总值", "亿元", "1", "2024-07-31")
    reject = only_reject(stage(row, ("沈阳市", "2023", "生产总值", "亿元", "1", "2024-07-31"),
                               headings=(*HEADINGS, "发布"), published="发布"))  # fmt: skip

    assert (reject["code"], reject["found"]) == ("period_not_begun", period)
    assert (reject["row_no"], reject["column_no"]) == (2, 2)
    assert json.loads(reject["facts"]) == {"published": "2024-07-31"}


@pytest.mark.parametrize("period", ["2024", "2024M07", "2024Q3", "2024M01-07"])
def test_an_amount_of_a_period_that_was_not_over_when_it_was_published_is_rejected(period):
    row = ("沈阳市", period, "生产总值", "亿元", "1", "2024-07-01")

    reject = only_reject(stage(row, ("沈阳市", "2023", "生产总值", "亿元", "1", "2024-07-01"),
                               headings=(*HEADINGS, "发布"), published="发布"))  # fmt: skip

    assert (reject["code"], reject["found"]) == ("period_not_ended", period)


@pytest.mark.parametrize("period", ["2023", "2024M06", "2024Q2", "2024M01-06", "2021/2025"])
def test_an_amount_of_a_period_that_was_over_and_of_a_span_of_years_is_kept(period):
    row = ("沈阳市", period, "生产总值", "亿元", "1", "2024-07-01")

    staged = stage(row, headings=(*HEADINGS, "发布"), published="发布")

    assert (staged.rows.size, staged.rejected.size) == (1, 0)


@pytest.mark.parametrize(("period", "wrong"), [("2009", True), ("2010", False), ("2023", False),
                                               ("2024", True), ("2009/2011", True)])  # fmt: skip
def test_a_period_outside_the_years_that_its_source_declares_is_rejected(period, wrong):
    covered = replace(
        CATALOG, sources={"source": small.source("source", covers={"first": 2010, "last": 2023})}
    )
    row = ("沈阳市", period, "生产总值", "亿元", "1")

    staged = stage_sheet(small.sheet(HEADINGS, row), small.long_format(), small.raw_file(), covered)

    assert list(staged.rejected["code"]) == ["period_not_covered"] * wrong
    assert list(staged.rejected["found"]) == [period] * wrong
    assert staged.rows.size == 1 - wrong


def test_an_impossible_period_is_no_period_of_the_rows_that_are_kept():
    staged = stage(("沈阳市", "2203", "生产总值", "亿元", "1"), ("沈阳市", "2023", "生产总值", "亿元", "1"))

    assert list(staged.rows["period"].words) == ["2023"]


def test_blank_rows_are_no_rows():
    staged = stage(("", "", "", "", ""), ("沈阳市", "2023", "生产总值", "亿元", "1"), (None,) * 5)

    assert staged.rows_in == 1


def test_fewer_rows_than_the_publisher_counts_are_refused():
    with pytest.raises(LayoutChanged, match="expected 2 rows; found 1 rows"):
        stage(("沈阳市", "2023", "生产总值", "亿元", "1"), expect_rows=2)


TABLE = Format.read(
    {
        "source": "source",
        "file": "*.csv",
        "reader": "csv",
        "missing": {"-": "not_applicable"},
        "layout": {
            "kind": "table",
            "region": {"heading": "代码", "by": "code", "name_heading": "地区"},
            "period": {"fixed": "2023"},
            "columns": [
                {"heading": "生产总值", "series": "gdp", "unit": "hundred_million_yuan"},
                {"heading": "强度变化", "series": "change", "unit": "percent"},
            ],
        },
    }
)


def test_each_cell_of_a_table_is_kept_or_rejected_on_its_own():
    cells = small.sheet(
        ("代码", "地区", "生产总值", "强度变化"),
        ("210100", "沈阳市", "8122.1", "-"),
        ("210300", "鞍山市", "约2000", "-2.1"),
        ("219999", "无此市", "1", "1"),
    )

    staged = stage_sheet(cells, TABLE, small.raw_file(), CATALOG)

    assert (staged.rows_in, staged.rows.size, staged.rejected.size) == (6, 3, 3)
    assert list(staged.rejected["code"]) == ["not_a_number", "unknown_region", "unknown_region"]
    assert list(staged.rejected["column_no"]) == [3, 1, 1]
    assert dict(zip(staged.rows["series"], staged.rows["column_no"], strict=False)) == {"gdp": 3, "change": 4}


RECORDS = Format.read(
    {
        "source": "source",
        "file": "*.csv",
        "reader": "csv",
        "layout": {
            "kind": "records",
            "register_id": "single_champion",
            "region": {"heading": "所在市", "by": "name"},
            "fields": [
                {"heading": "企业", "field": "firm", "required": True},
                {"heading": "备注", "field": "note"},
            ],
        },
    }
)


def test_a_record_without_a_required_field_is_rejected():
    cells = small.sheet(("企业", "所在市", "备注"), ("甲公司", "沈阳市", ""), (" ", "沈阳市", "x"))

    staged = stage_sheet(cells, RECORDS, small.raw_file(), CATALOG)

    assert [json.loads(fields) for fields in staged.records["fields"]] == [{"firm": "甲公司", "note": ""}]
    assert only_reject_of_records(staged) == ("field_empty", 3, 1)


def test_a_cell_of_a_period_names_all_figures_of_its_row_in_a_table():
    layout = replace(TABLE.layout, period=PeriodColumn(heading="年份"))
    declared = replace(TABLE, layout=layout)
    cells = small.sheet(
        ("代码", "地区", "年份", "生产总值", "强度变化"),
        ("210100", "沈阳市", "2203", "8122.1", "-3"),
        ("210300", "鞍山市", "2023", "2000", "-2.1"),
    )

    staged = stage_sheet(cells, declared, small.raw_file(), CATALOG)

    assert (staged.rows_in, staged.rows.size) == (4, 2)
    assert list(staged.rejected["code"]) == ["period_not_begun"] * 2
    assert list(staged.rejected["column_no"]) == [3, 3]


def only_reject_of_records(staged):
    assert staged.rows_in == staged.records.size + 1
    reject = next(staged.rejected.rows())
    return reject["code"], reject["row_no"], reject["column_no"]
