"""An untidy table → staged rows: every layout that offices send."""

import csv
import json

import pytest
from msgspec.structs import replace

from etl.errors import TableChanged
from etl.extract.csv_file import read_csv
from etl.plain_values.fault import DeclarationError
from etl.stage.stage import stage_sheet
from tests import small
from tests.grids import CATALOG, LAYOUT, MERGED, ROWS, Draft, figures_of

REGIONS = {"headings": ["地区"], "stop_at": ["注", "数据来源"]}
GDP = {"heading": "增加值", "series": "gdp", "unit": "hundred_million_yuan"}


def table(*rows, merged=(), missing=None, name="表1", file="source/f.xlsx", **layout) -> Draft:
    declared = {
        "kind": "grid",
        "region": REGIONS,
        "period": {"place": "fixed", "fixed": "2023"},
        "columns": [GDP],
    }
    width = max(map(len, rows))
    filled = tuple((*row, *[""] * (width - len(row))) for row in rows)
    return Draft(filled, merged, {**declared, **layout}, missing or {}, file, name)


def test_titles_corner_merged_headings_padded_names_sub_totals_and_notes_are_read_as_what_they_are():
    staged = Draft().stage()

    assert figures_of(staged) == {
        ("gdp", "210000", "2023M01-05"): 150.0,
        ("change", "210000", "2023M01-05"): -2.0,
        ("output", "210000", "2023M01-05"): 90.0,
        ("gdp", "210100", "2023M01-05"): 100.0,
        ("change", "210100", "2023M01-05"): -3.1,
        ("output", "210100", "2023M01-05"): "not_published",
        ("gdp", "210106", "2023M01-05"): 40.0,
        ("change", "210106", "2023M01-05"): -1.5,
        ("output", "210106", "2023M01-05"): 30.0,
        ("gdp", "210300", "2023M01-05"): 50.0,
        ("change", "210300", "2023M01-05"): -1.0,
        ("output", "210300", "2023M01-05"): 60.0,
        ("gdp", "210303", "2023M01-05"): 10.0,
        ("change", "210303", "2023M01-05"): 0.5,
        ("output", "210303", "2023M01-05"): 10.0,
    }
    assert (staged.rows_in, staged.rejected.size) == (21, 0)
    assert staged.left_out == {"西翼": 3, "其中:高新区": 3}
    assert dict(zip(staged.rows["series"], staged.rows["unit"], strict=True)) == {
        "gdp": "hundred_million_yuan",
        "change": "percent",
        "output": "tonne",
    }


def test_every_figure_keeps_its_cell():
    staged = Draft().stage()
    rows = staged.rows.take(staged.rows["region"].is_word("210303"))

    assert list(zip(rows["row_no"], rows["column_no"], strict=True)) == [(11, 4), (11, 5), (11, 6)]


def test_columns_in_another_order_are_read_alike():
    moved = replace(
        Draft(),
        rows=tuple((row[5], row[1], row[2], row[3], row[4], row[0]) for row in ROWS),
        merged=tuple(each for each in MERGED if each[1] > 1 or each[0] == 1),
    )

    assert figures_of(moved.stage()) == figures_of(Draft().stage())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_file_saved_from_the_workbook_is_read_alike(tmp_path, encoding):
    path = tmp_path / "2023年1-5月.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(row for row in ROWS if "−1.5" not in row)
    declared = Draft().with_layout(fill_right=True).format()

    (sheet,) = read_csv(path, "source/2023年1-5月.csv")
    staged = stage_sheet(sheet, declared, small.raw_file(), CATALOG)

    expected = {key: value for key, value in figures_of(Draft().stage()).items() if key[1] != "210106"}
    assert figures_of(staged) == expected


def test_without_merged_ranges_the_rows_below_the_heading_are_headings_as_long_as_they_are_words():
    flat = replace(Draft().with_layout(fill_right=True), merged=())

    assert figures_of(flat.stage()) == figures_of(Draft().stage())


def test_a_heading_may_have_line_breaks_and_full_width_signs():
    staged = table(("地区", "增　加\n值（亿元）"), ("沈阳市", 1.0)).stage()

    assert figures_of(staged) == {("gdp", "210100", "2023"): 1.0}


def test_the_words_per_unit_in_a_heading_are_no_unit_of_measurement():
    columns = [{"heading": "单位GDP能耗上升或下降", "series": "change", "unit": "percent"}]

    staged = table(("地区", "单位GDP能耗\n上升或下降（％）"), ("沈阳市", -1.5), columns=columns).stage()

    assert figures_of(staged) == {("change", "210100", "2023"): -1.5}


def test_a_unit_in_a_row_of_its_own_below_the_headings_is_a_unit():
    staged = table(("地区", "增加值"), ("", "亿元"), ("沈阳市", 1.0), columns=[{**GDP, "unit": None}]).stage()

    assert list(staged.rows["unit"]) == ["hundred_million_yuan"]


def test_years_across_are_periods_of_one_series_whether_text_or_number():
    staged = table(
        ("地区", "2018年", 2017.0, "2016年为\n2015年%"),
        ("沈阳市", "", 5864.97, 1.0),
        ("数据来源：国家统计局",),
        missing={"": "not_published"},
        period={"place": "heading", "spellings": [{"pattern": r"(\d{4})年为\d{4}年%", "becomes": r"\1"}]},
        columns=[{**GDP, "heading": "{period}"}],
    ).stage()

    assert figures_of(staged) == {
        ("gdp", "210100", "2018"): "not_published",
        ("gdp", "210100", "2017"): 5864.97,
        ("gdp", "210100", "2016"): 1.0,
    }


def test_series_and_periods_stand_across_together():
    staged = table(
        ("地区", "增加值", "", "强度", ""),
        ("", "1—5月", "1—6月", "1—5月", "1—6月"),
        ("沈阳市", 1.0, 2.0, 3.0, 4.0),
        merged=((1, 2, 1, 3), (1, 4, 1, 5), (1, 1, 2, 1)),
        period={"place": "heading", "year": {"place": "file", "pattern": r"(\d{4})"}},
        columns=[
            {**GDP, "heading": "增加值|{period}"},
            {"heading": "强度|{period}", "series": "change", "unit": "percent"},
        ],
        file="source/主要指标2023.xls",
    ).stage()

    assert figures_of(staged) == {
        ("gdp", "210100", "2023M01-05"): 1.0,
        ("gdp", "210100", "2023M01-06"): 2.0,
        ("change", "210100", "2023M01-05"): 3.0,
        ("change", "210100", "2023M01-06"): 4.0,
    }


@pytest.mark.parametrize(
    ("period", "title", "name", "file", "expected"),
    [
        ({"place": "title"}, "各市指标（2023年上半年）", "s", "f.csv", "2023H1"),
        ({"place": "file"}, "", "s", "各市指标2023年前三季度.csv", "2023Q1-3"),
        (
            {"place": "file", "spellings": [{"pattern": r".*\((\d{4})\)", "becomes": r"\1"}]},
            "",
            "s",
            "2-9  各市(2021).xls",
            "2021",
        ),
        ({"place": "sheet", "year": {"place": "title"}}, "2023年各市指标", "1-2月", "f.csv", "2023M01-02"),
        ({"place": "sheet", "year": {"place": "file"}}, "", "3月", "2023年.xlsx", "2023M03"),
        ({"place": "sheet", "year": {"place": "fixed", "fixed": 2022}}, "", " 上半年 ", "f.csv", "2022H1"),
        ({"place": "sheet"}, "", "2023M05", "f.csv", "2023M05"),
        ({"place": "fixed", "fixed": "2020Q1"}, "2023年", "s", "f.csv", "2020Q1"),
    ],
)  # fmt: skip
def test_the_period_stands_where_the_format_says(period, title, name, file, expected):
    staged = table(
        (title,), ("地区", "增加值"), ("沈阳市", 1.0), period=period, name=name, file=f"source/{file}"
    ).stage()

    assert figures_of(staged) == {("gdp", "210100", expected): 1.0}


def test_a_column_of_periods_tells_rows_of_one_region_apart():
    staged = table(
        ("报告期", "地区", "增加值"),
        ("2023年一季度", "沈阳市", 1.0),
        ("2023年上半年", "沈阳市", 2.0),
        period={"place": "column", "heading": "报告期"},
    ).stage()

    assert figures_of(staged) == {("gdp", "210100", "2023Q1"): 1.0, ("gdp", "210100", "2023H1"): 2.0}


def test_of_a_month_the_cumulative_column_runs_from_january():
    columns = [{**GDP, "heading": "当月"}, {**GDP, "heading": "累计", "cumulative": True}]
    rows = (("地区", "当月", "累计"), ("沈阳市", 1.0, 5.0))

    may = table(*rows, columns=columns, period={"place": "fixed", "fixed": "2023M05"}).stage()
    january = table(*rows, columns=columns, period={"place": "fixed", "fixed": "2023M01"}).stage()

    assert figures_of(may) == {("gdp", "210100", "2023M05"): 1.0, ("gdp", "210100", "2023M01-05"): 5.0}
    assert set(january.rows["period"]) == {"2023M01"}


def test_in_a_table_since_january_the_column_of_the_month_is_of_its_last_month():
    rows = (("2023年1—5月",), ("地区", "增加值|当月", "增加值|累计"), ("沈阳市", 50.0, 200.0))
    columns = [{**GDP, "heading": "增加值|当月"}, {**GDP, "heading": "增加值|累计"}]

    both = table(*rows, columns=columns, period={"place": "title"}).stage()

    assert figures_of(both) == {("gdp", "210100", "2023M05"): 50.0, ("gdp", "210100", "2023M01-05"): 200.0}


def test_of_a_quarter_the_cumulative_column_runs_from_january():
    columns = [{**GDP, "heading": "累计"}]
    staged = table(
        ("地区", "累计"), ("沈阳市", 5.0), columns=columns, period={"place": "fixed", "fixed": "2023Q3"}
    ).stage()

    assert figures_of(staged) == {("gdp", "210100", "2023Q1-3"): 5.0}


def test_a_heading_of_the_month_alone_contradicts_a_cumulative_declaration():
    columns = [{**GDP, "heading": "当月", "cumulative": True}]

    with pytest.raises(TableChanged) as caught:
        table(("地区", "当月"), ("沈阳市", 5.0), columns=columns).stage()

    assert (caught.value.change_code, caught.value.facts["cell"]) == ("cumulative_contradicts", "B1")


def test_two_columns_of_one_series_and_period_are_refused():
    columns = [{**GDP, "heading": "增加值"}, {**GDP, "heading": "增加值(快报)"}]

    with pytest.raises(TableChanged) as caught:
        table(("地区", "增加值", "增加值(快报)"), ("沈阳市", 5.0, 6.0), columns=columns).stage()

    assert (caught.value.change_code, caught.value.facts["cell"]) == ("series_twice", "B1, C1")


@pytest.mark.parametrize(
    "between",
    [("沈阳小计", 100.0), ("沈阳地区", 100.0), ("大连市", 100.0)],
)
def test_a_name_that_two_cities_bear_is_not_taken_for_the_city_before_the_last(between):
    region = {"headings": ["地区"], "within": "row_above", "leave_out": ["*小计"]}
    staged = table(("地区", "增加值"), ("鞍山市", 50.0), between, ("铁西区", 40.0), region=region).stage()

    assert "210303" not in set(staged.rows["region"])
    assert "ambiguous_region" in set(staged.rejected["code"])


def test_a_part_of_a_city_does_not_end_it():
    region = {"headings": ["地区"], "within": "row_above", "leave_out": ["其中:*"]}
    rows = (("地区", "增加值"), ("鞍山市", 50.0), ("其中：市区", 20.0), ("铁西区", 40.0))
    staged = table(*rows, region=region).stage()

    assert figures_of(staged)["gdp", "210303", "2023"] == 40.0


def test_a_percent_sign_behind_a_figure_is_its_unit():
    columns = [{"heading": "降低率", "series": "change", "unit": "percent"}]
    staged = table(("地区", "降低率"), ("沈阳市", "-3.16%"), ("鞍山市", "2％"), columns=columns).stage()

    assert list(staged.rows["reported"]) == [-3.16, 2.0]


def test_a_percent_sign_behind_an_amount_is_no_figure():
    staged = table(("地区", "增加值"), ("沈阳市", "3.16%"), ("鞍山市", 2.0)).stage()

    assert list(staged.rejected["code"]) == ["not_a_number"]


def test_an_amount_in_words_of_a_region_below_the_notes_is_no_note():
    staged = table(
        ("地区", "增加值"),
        ("沈阳市", 1.0),
        ("注：补充", ""),
        ("鞍山市", "约320"),
        ("单位负责人", "13800138000"),
    ).stage()

    below = staged.rejected.take(staged.rejected["code"] == "figure_below_notes")
    assert list(zip(below["row_no"], below["found"], strict=True)) == [(4, "约320"), (5, "13800138000")]


def test_units_behind_figures_are_taken_from_them():
    columns = [{"heading": "产量", "series": "output", "unit_in_cells": True}]
    staged = table(("地区", "产量"), ("沈阳市", "1,234.5吨"), ("鞍山市", "２ 吨"), columns=columns).stage()

    assert list(staged.rows["reported"]) == [1234.5, 2.0]
    assert list(staged.rows["unit"]) == ["tonne", "tonne"]


@pytest.mark.parametrize("zero", [0, 0.0, "0", "０", "0.0"])
def test_a_zero_that_is_declared_to_mean_missing_is_no_figure(zero):
    staged = table(
        ("地区", "增加值"), ("沈阳市", zero), ("鞍山市", 10.0), missing={"0": "not_collected"}
    ).stage()

    assert figures_of(staged) == {("gdp", "210100", "2023"): "not_collected", ("gdp", "210300", "2023"): 10.0}


def test_a_zero_that_is_not_declared_is_a_figure():
    assert figures_of(table(("地区", "增加值"), ("沈阳市", 0)).stage()) == {("gdp", "210100", "2023"): 0.0}


def test_each_word_for_missing_has_its_own_reason():
    words = {"": "not_collected", "…": "not_published", "—": "not_applicable", "*": "suppressed"}
    names = ("辽宁省", "沈阳市", "鞍山市", "辽中县")
    rows = [(name, word) for name, word in zip(names, words, strict=True)]

    staged = table(("地区", "增加值"), *rows, missing=words).stage()

    assert list(staged.rows["reason"]) == list(words.values())
    assert set(staged.rows["status"]) == {"missing"}


def test_headings_that_stand_again_on_a_new_page_are_left_out():
    head = (("地区", "增加值"), ("", "亿元"))
    staged = table(*head, ("沈阳市", 1.0), *head, ("鞍山市", 2.0)).stage()

    assert (staged.rows.size, staged.rejected.size, staged.rows_left_out) == (2, 0, 2)


def test_a_table_without_a_row_has_no_rows_and_no_fault():
    staged = table(("地区", "增加值"), ("注：无",)).stage()

    assert (staged.rows_in, staged.rows.size, staged.rejected.size) == (0, 0, 0)


def test_a_name_may_mean_a_city_in_one_table_and_a_county_in_another():
    cities = table(("地区", "增加值"), ("辽中县", 1.0), region={**REGIONS, "levels": ["city"]}).stage()
    counties = table(("地区", "增加值"), ("辽中县", 1.0), region={**REGIONS, "levels": ["county"]}).stage()

    assert list(cities.rejected["code"]) == ["unknown_region"]
    assert list(counties.rows["region"]) == ["210115"]


def test_codes_stored_as_numbers_are_codes_and_blank_codes_of_sub_totals_are_left_out():
    region = {"headings": ["代码"], "by": "code", "name_headings": ["名称"], "leave_out": ["市辖区"]}
    staged = table(
        ("代码", "名 称", "增加值"),
        (210100.0, "沈阳市", 1.0),
        ("", "市 辖 区", 2.0),
        ("210122", "辽中县", 3.0),
        region=region,
    ).stage()

    assert figures_of(staged) == {("gdp", "210100", "2023"): 1.0, ("gdp", "210115", "2023"): 3.0}
    assert staged.left_out == {"市辖区": 1}


def test_a_row_whose_region_is_wrong_is_one_reject_for_each_figure_and_never_a_heading():
    staged = Draft().with_cell("B6", "全市").stage()

    assert list(staged.rejected["row_no"]) == [6, 6, 6]
    assert json.loads(staged.rejected["facts"][0]) == {"by": "name"}


def test_a_table_of_169_columns_is_read_whole():
    series = [f"s{number}" for number in range(168)]
    catalog = small.catalog(all_series=tuple(small.series(name) for name in series))
    columns = [
        {"heading": f"指标{number}", "series": name, "unit": "percent"} for number, name in enumerate(series)
    ]
    draft = table(
        ("地区", *(f"指标\n{n}（％）" for n in range(168))),
        ("沈阳市", *map(float, range(168))),
        columns=columns,
    )

    staged = stage_sheet(draft.sheet(), draft.format(), small.raw_file(), catalog)

    assert list(staged.rows["reported"]) == list(map(float, range(168)))
    assert list(staged.rows["series"]) == series


@pytest.mark.parametrize(
    "layout",
    [
        {**LAYOUT, "period": {"place": "heading"}},
        {**LAYOUT, "period": {"place": "fixed"}},
        {**LAYOUT, "period": {"place": "column"}},
        {**LAYOUT, "period": {"place": "title", "fixed": "2023"}},
        {**LAYOUT, "period": {"place": "sheet", "year": {"place": "fixed"}}},
        {**LAYOUT, "columns": [{"heading": "{period}", "series": "gdp"}]},
        {**LAYOUT, "columns": []},
        {**LAYOUT, "region": {"headings": []}},
    ],
)
def test_a_grid_that_could_not_be_read_cannot_be_declared(layout):
    with pytest.raises(DeclarationError):
        Draft(layout=layout).format()
