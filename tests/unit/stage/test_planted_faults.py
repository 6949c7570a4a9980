"""Everything that goes wrong with a table of offices: refused with the right place, finding and advice."""

import json
import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from etl.errors import LayoutChanged, RejectedCell, TableChanged
from etl.model.sheet import cell_name
from tests.grids import Draft

Spoil = Callable[[Draft], Draft]


def cell(name: str, value: object) -> Spoil:
    return lambda draft: draft.with_cell(name, value)


def column(number: int, **changed: object) -> Spoil:
    return lambda draft: draft.with_declared_column(number, **changed)


def region(**changed: object) -> Spoil:
    return lambda draft: draft.with_region(**changed)


def period(**declared: object) -> Spoil:
    return lambda draft: draft.with_layout(period=declared)


def row(number: int, *cells: object) -> Spoil:
    return lambda draft: draft.with_row(number, cells)


def row_before(number: int, *cells: object) -> Spoil:
    return lambda draft: draft.with_row_before(number, cells)


def extra_column(*cells: object) -> Spoil:
    return lambda draft: draft.with_column(*cells)


def both(*spoils: Spoil) -> Spoil:
    def spoil(draft: Draft) -> Draft:
        for each in spoils:
            draft = each(draft)
        return draft

    return spoil


BY_CODE = {
    "headings": ["地区"],
    "by": "code",
    "name_headings": ["Region"],
    "within": None,
    "totals": {},
    "leave_out": ["西翼", "其中:*", "West"],
}
CODES = both(
    region(**BY_CODE),
    row(6, 1.0, 210000.0, "辽宁省", 150.0, -2.0, 90.0),
    row(7, 2.0, 210100.0, "沈  阳  市", 100.0, -3.1, "…"),
    row(8, 3.0, 210106.0, "铁西区", 40.0, "−1.5", 30.0),
    row(9, 4.0, "", "西翼", 50.0, -1.0, 60.0),
    row(10, 5.0, "210300", "鞍山市", 50.0, -1.0, 60.0),
    row(11, 6.0, 210303.0, "铁西区", 10.0, 0.5, 10.0),
    row(12, 7.0, "", "其中：高新区", 5.0, 0.1, "—"),
)
MONTH = {"place": "sheet", "year": {"place": "title"}}
YEARS = both(
    lambda draft: draft.with_layout(
        columns=[{"heading": "{period}", "series": "gdp", "unit": "hundred_million_yuan"}],
        period={"place": "heading"},
    ),
    lambda draft: replace(draft, merged=()),
    row(3, "序号", "地  区", "Region", "2022年", "2021年", "2020年"),
    row(4, "", "", "", "", "", ""),
    row(5, "", "", "", "", "", ""),
    cell("F7", 1.0),
    cell("F12", 1.0),
)

PERIODS = both(
    period(place="column", heading="Region*"),
    *(cell(f"C{number}", "2022年") for number in range(6, 13)),
)

# name: how it is spoiled, code of the refusal, cell, what must be named as found
CHANGED_TABLES: dict[str, tuple[Spoil, str, str, str]] = {
    "the heading of the regions is renamed": (cell("B3", "城市"), "no_region_heading", "A1:F15", "B3 '城市'"),
    "the sheet is empty but for a title": (
        lambda d: replace(d, rows=(("2023年1—5月",),), merged=()),
        "no_region_heading",
        "A1:A1",
        "2023年1—5月",
    ),
    "two tables stand side by side": (cell("F3", "地区"), "two_region_headings", "B3, F3", "地区"),
    "the heading of a column is renamed": (cell("D4", "总产值"), "column_lacking", "A3:F5", "总产值"),
    "the heading above a group is renamed": (
        cell("D3", "全部工业"),
        "column_lacking",
        "A3:F5",
        "全部工业|增加值",
    ),
    "a column is missing": (cell("F3", ""), "column_lacking", "A3:F5", "原煤产量"),
    "a column stands twice": (
        both(extra_column("原煤产量(吨)", "", "", 1.0)),
        "column_twice",
        "F3, G3",
        "原煤产量",
    ),
    "a column of figures is added": (
        extra_column("焦炭产量(吨)", "", "", 1.0),
        "column_undeclared",
        "G3",
        "1.0 in G6",
    ),
    "figures stand in a column without a heading": (
        extra_column("", "", "", "", 7),
        "column_undeclared",
        "G3",
        "7 in G7",
    ),
    "two declared columns mean one": (
        column(1, heading="规模以上工业|*"),
        "column_ambiguous",
        "D3",
        "增加值",
    ),
    "an upper heading lost its merge": (
        lambda d: replace(d, merged=d.merged[:-1]),
        "column_lacking",
        "A3:F5",
        "能耗强度变化",
    ),
    "the unit in a heading changed": (cell("F3", "原煤产量（亿元）"), "unit_of_series", "F3", "亿元"),
    "the unit in a heading contradicts the declared one": (
        cell("E4", "能耗强度变化（吨）"),
        "unit_contradicts",
        "E3",
        "吨",
    ),
    "the corner contradicts the declared unit": (cell("F2", "单位：万元"), "unit_contradicts", "F2", "万元"),
    "the corner of several units lacks the declared one": (
        cell("F2", "单位：万元、吨"),
        "unit_contradicts",
        "F2",
        "万元",
    ),
    "the corner names an unknown unit that a column needs": (
        both(column(0, unit=None), cell("F2", "单位：亿圆")),
        "corner_unknown",
        "F2",
        "亿圆",
    ),
    "an undeclared column holds amounts in words": (
        lambda d: d.with_column("煤炭消费量", "", "", "约320万吨"),
        "column_undeclared",
        "G3",
        "约320万吨",
    ),
    "the corner names several units where one is needed": (
        both(column(0, unit=None), cell("F2", "单位：亿元、吨")),
        "unit_lacking",
        "D3",
        "增加值",
    ),
    "the corner names an unknown unit although the columns declare theirs": (
        cell("F2", "单位：百亿元"),
        "corner_unknown",
        "F2",
        "百亿元",
    ),
    "the corner names the unit of another quantity than any column": (
        cell("F2", "单位：级"),
        "corner_contradicts",
        "F2",
        "级",
    ),
    "the unit stands in the cell beside the word for it": (
        both(cell("E2", "单位"), cell("F2", "万元")),
        "unit_contradicts",
        "F2",
        "万元",
    ),
    "the title names another unit in brackets": (
        both(cell("F2", ""), cell("A1", "2023年1—5月各市规模以上工业主要指标（万元）")),
        "unit_contradicts",
        "A1",
        "万元",
    ),
    "no unit anywhere": (both(column(0, unit=None), cell("F2", "")), "unit_lacking", "D3", "增加值"),
    "a unit of another quantity is declared": (
        both(column(0, unit="tonne"), cell("F2", "")),
        "unit_of_series",
        "D3",
        "hundred_million_yuan",
    ),
    "the title lost its period": (cell("A1", "各市主要指标"), "no_period", "A1:F2", "各市主要指标"),
    "the title names a month that is none": (
        cell("A1", "2023年13月"),
        "period_unclear",
        "A1:F2",
        "2023年13月",
    ),
    "the title names a stretch that does not begin in January": (
        cell("A1", "2023年3—5月"),
        "period_unclear",
        "A1:F2",
        "2023年3—5月",
    ),
    "the title names only the day of issue": (cell("A1", "2023年6月15日"), "no_period", "A1:F2", "6月15日"),
    "the title names only a price base": (cell("A1", "按2020年价格"), "no_period", "A1:F2", "2020年价格"),
    "title and corner name different periods": (
        cell("F1", "2024年1—5月"),
        "several_periods",
        "A1:F2",
        "2023M01-05, 2024M01-05",
    ),
    "the title names a year that is still to come": (
        cell("A1", "2203年1—5月"),
        "period_not_begun",
        "A1",
        "2203年1—5月",
    ),
    "the title names months that had not begun when it was published": (
        cell("A1", "2024年1—12月"),
        "period_not_begun",
        "A1",
        "2024年1—12月",
    ),
    "the title names a year that was not over when it was published": (
        cell("A1", "2024年各市主要指标"),
        "period_not_ended",
        "A1",
        "2024年各市主要指标",
    ),
    "the title has a part of the year that belongs to no year of it": (
        cell("A1", "2023年各市截至5月主要指标"),
        "period_unclear",
        "A1:F2",
        "截至5月",
    ),
    "the title names a year before those of its source": (
        cell("A1", "1923年1—5月"),
        "period_not_covered",
        "A1",
        "1923年1—5月",
    ),
    "the name of the file has a year that is still to come": (
        both(period(place="file"), lambda d: replace(d, file="source/2203年1-5月.xlsx")),
        "period_not_begun",
        "file name",
        "2203年1-5月",
    ),
    "a year in the headings is still to come": (
        both(YEARS, cell("D3", "2202年")),
        "period_not_begun",
        "D3",
        "2202年",
    ),
    "a year in the headings is after those of its source": (
        both(YEARS, cell("F3", "1920年")),
        "period_not_covered",
        "F3",
        "1920年",
    ),
    "the title no longer fits its declared spelling": (
        period(place="title", spellings=[{"pattern": r"表(\d{4})", "becomes": r"\1"}]),
        "no_period",
        "A1:F2",
        "2023年1—5月",
    ),
    "the name of the file has no period": (
        both(period(place="file"), lambda d: replace(d, file="source/新建表格.xlsx")),
        "no_period",
        "file name",
        "新建表格",
    ),
    "the name of the sheet is no period": (
        both(period(**MONTH), lambda d: replace(d, name="Sheet1")),
        "no_period",
        "sheet name",
        "Sheet1",
    ),
    "the year of a sheet of one month is missing": (
        both(period(**MONTH), cell("A1", "各市主要指标"), cell("A2", "")),
        "no_year",
        "A1:F2",
        "各市主要指标",
    ),
    "two years for one sheet of one month": (
        both(period(**MONTH), cell("A1", "2022年和2023年")),
        "no_year",
        "A1:F2",
        "2022年和2023年",
    ),
    "a year stands twice in the headings": (
        both(YEARS, cell("F3", "2022年")),
        "column_twice",
        "D3, F3",
        "2022",
    ),
    "a year in the headings is no year": (
        both(YEARS, cell("F3", "二O二O年")),
        "column_undeclared",
        "F3",
        "二O二O年",
    ),
    "a second table follows below": (
        row(12, "序号", "地区", "Region", "用电量", "", ""),
        "second_heading",
        "B12",
        "用电量",
    ),
    "the heading of the names is renamed": (
        both(CODES, cell("C3", "Name")),
        "no_name_heading",
        "row 3",
        "Name",
    ),
    "the heading of the periods is renamed": (
        period(place="column", heading="报告期"),
        "column_lacking",
        "B3",
        "地  区",
    ),
}

# name: how it is spoiled, code of the reject, cell, what is found
REJECTED: dict[str, tuple[Spoil, str, str, str]] = {
    "a row without a region hides below the headings": (
        row(6, 1.0, "", "", "增加值", "…", ""),
        "unknown_region",
        "B6",
        "",
    ),
    "a region is misspelt": (cell("B7", "沉阳市"), "unknown_region", "B7", "沉阳市"),
    "a sub-total is not declared": (cell("B9", "东翼"), "unknown_region", "B9", "东翼"),
    "a section heading is not declared": (
        row_before(9, "", "省直管县", "", "", "", ""),
        "unknown_region",
        "B9",
        "省直管县",
    ),
    "a region is blank beside figures": (cell("B10", ""), "unknown_region", "B10", ""),
    "a region of another deployment": (cell("B10", "长春市"), "unknown_region", "B10", "长春市"),
    "the first row below the headings has an unknown region": (
        cell("B6", "全市"),
        "unknown_region",
        "B6",
        "全市",
    ),
    "the first row below the headings has a blank region": (cell("B6", ""), "unknown_region", "B6", ""),
    "a name of two regions, the order not declared": (
        region(within=None),
        "ambiguous_region",
        "B8",
        "铁西区",
    ),
    "a name of two regions stands above every city": (
        both(row(6, 1.0, "铁西区", "", 1.0, 1.0, 1.0), row(7, 1.0, "全省", "", 1.0, 1.0, 1.0)),
        "ambiguous_region",
        "B6",
        "铁西区",
    ),
    "a name of two regions stands below a new section": (
        row_before(8, "", "省辖市", "", "", "", ""),
        "ambiguous_region",
        "B9",
        "铁西区",
    ),
    "a figure is merged over two regions": (
        lambda d: replace(d, merged=(*d.merged, (7, 4, 8, 4))),
        "merged_figure",
        "D7",
        "100.0",
    ),
    "a region stands twice": (cell("B10", "沈阳"), "region_twice", "B10", "沈阳"),
    "a total stands twice": (cell("B10", "全省"), "region_twice", "B10", "全省"),
    "a county stands twice under its city": (cell("B9", "铁西区"), "region_twice", "B9", "铁西区"),
    "a code is unknown": (both(CODES, cell("B10", 219999.0)), "unknown_region", "B10", "219999"),
    "a code is blank beside figures": (both(CODES, cell("B10", "")), "unknown_region", "B10", ""),
    "name and code contradict each other": (
        both(CODES, cell("C10", "本溪市")),
        "region_name_differs",
        "C10",
        "本溪市",
    ),
    "a figure is blank": (cell("D7", ""), "blank_figure", "D7", ""),
    "a figure is white space": (cell("D7", "  \n"), "blank_figure", "D7", ""),
    "a figure is the error of a division": (cell("D7", "#DIV/0!"), "error_cell", "D7", "#DIV/0!"),
    "a figure lost its reference": (cell("D7", "#REF!"), "error_cell", "D7", "#REF!"),
    "a figure is not available": (cell("D7", "#N/A"), "error_cell", "D7", "#N/A"),
    "a figure is a word": (cell("D7", "约100"), "not_a_number", "D7", "约100"),
    "a word for missing is not declared": (cell("D7", "*"), "not_a_number", "D7", "*"),
    "a figure has a footnote mark": (cell("D7", "8122①"), "not_a_number", "D7", "8122①"),
    "a figure has a broken thousands separator": (cell("D7", "1,23"), "not_a_number", "D7", "1,23"),
    "a figure is a truth value": (cell("D7", True), "not_a_number", "D7", "True"),
    "a figure is a formula as text": (cell("D7", "=A1+B1"), "not_a_number", "D7", "=A1+B1"),
    "a figure is beyond all numbers": (cell("D7", "1e999"), "not_a_number", "D7", "1e999"),
    "a figure is two numbers": (cell("D7", "100/120"), "not_a_number", "D7", "100/120"),
    "a figure has a unit that is not declared to stand there": (
        cell("F6", "90万吨"),
        "not_a_number",
        "F6",
        "90万吨",
    ),
    "a figure has an unknown unit behind it": (
        both(column(2, unit_in_cells=True), cell("F6", "90万顿")),
        "unknown_unit",
        "F6",
        "90万顿",
    ),
    "a figure has a unit of another quantity behind it": (
        both(column(2, unit_in_cells=True), cell("F6", "90亿元")),
        "wrong_unit",
        "F6",
        "90亿元",
    ),
    "a figure lacks the unit that only cells state": (
        both(column(2, unit_in_cells=True), cell("F3", "原煤产量"), cell("F2", "")),
        "unit_lacking",
        "F6",
        "90.0",
    ),
    "an amount is below zero": (cell("F6", -90.0), "impossible_value", "F6", "-90.0"),
    "a level of the barometer is none": (
        both(column(0, series="light", unit="alert_level"), cell("F2", "")),
        "no_such_level",
        "D6",
        "150",
    ),
    "a figure stands below the notes": (cell("D15", 3.5), "figure_below_notes", "D15", "3.5"),
    "the table goes on below the notes": (
        row(15, 8.0, "鞍山市", "", 1.0, 1.0, 1.0),
        "figure_below_notes",
        "D15",
        "1.0",
    ),
    "the notes have no declared beginning": (
        both(region(stop_at=[]), cell("B14", "注：见上")),
        "unknown_region",
        "B14",
        "注：见上",
    ),
    "a period of the column had not begun when it was published": (
        both(PERIODS, cell("C10", "2032年")),
        "period_not_begun",
        "C10",
        "2032年",
    ),
    "a period of the column is before the years of its source": (
        both(PERIODS, cell("C10", "1923年")),
        "period_not_covered",
        "C10",
        "1923年",
    ),
    "a period of the column is none": (
        both(period(place="column", heading="Region*"), cell("C10", "去年")),
        "unknown_period",
        "C10",
        "去年",
    ),
}


def said_in_both(problem) -> list[str]:
    return [problem.say(lang) for lang in ("en", "zh")]


@pytest.mark.parametrize("name", CHANGED_TABLES)
def test_a_changed_table_is_refused_with_place_finding_expectation_and_advice(name):
    spoil, code, where, found = CHANGED_TABLES[name]

    with pytest.raises(TableChanged) as caught:
        spoil(Draft()).stage()

    problem = caught.value
    assert (problem.change_code, problem.facts["cell"]) == (code, where)
    for sentence in said_in_both(problem):
        assert "工作表" in sentence or problem.facts["sheet"] in sentence
        assert problem.facts["file"] in sentence
        assert where in sentence
        assert "{" not in sentence.replace("{period}", "").replace(r"\d{4}", "")
    english = problem.say("en")
    assert found in english
    assert "expected" in english
    assert "found" in english


@pytest.mark.parametrize("name", REJECTED)
def test_a_wrong_cell_is_rejected_with_place_finding_expectation_and_advice(name):
    spoil, code, where, found = REJECTED[name]

    staged = spoil(Draft()).stage()

    rejects = [
        RejectedCell(
            reject["code"],
            file="f",
            sheet="s",
            cell=cell_name(reject["row_no"], reject["column_no"]),
            found=reject["found"],
            **json.loads(reject["facts"]),
        )
        for reject in staged.rejected.rows()
    ]
    matching = [each for each in rejects if (each.reject_code, each.facts["cell"]) == (code, where)]
    assert matching, [(each.reject_code, each.facts["cell"], each.facts["found"]) for each in rejects]
    assert found in matching[0].facts["found"]
    english, chinese = said_in_both(matching[0])
    assert "found" in english or "is blank" in english
    assert re.search(r"expected|[Cc]orrect|Check", english)
    assert chinese != english
    assert staged.rows_in == staged.rows.size + staged.rejected.size + staged.rows_left_out


def test_nothing_of_a_planted_fault_is_loaded_beside_what_is_right():
    for name, (spoil, _, where, _) in REJECTED.items():
        staged = spoil(Draft()).stage()
        loaded = {
            cell_name(r, c) for r, c in zip(staged.rows["row_no"], staged.rows["column_no"], strict=True)
        }
        assert where not in loaded, name


def test_fewer_regions_than_the_publisher_counts_are_refused():
    with pytest.raises(LayoutChanged, match="expected 6 rows; found 5 rows"):
        replace(Draft(), expect_rows=6).stage()


def test_the_corpus_holds_at_least_sixty_kinds():
    assert len(CHANGED_TABLES) + len(REJECTED) >= 60
