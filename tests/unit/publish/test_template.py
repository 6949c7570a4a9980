"""The workbooks that people fill in: what is typed is what the intake reads, and blank is not collected."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from etl.catalog.load import load_catalog
from etl.errors import ProblemsFound, UsageError
from etl.extract.limited import WorkbookReader
from etl.extract.read import read_sheets
from etl.model.format import GUIDANCE_SHEET, Format
from etl.model.period import Period
from etl.pipeline.check import check_one_file
from etl.pipeline.template import write_named_template
from etl.publish.template import template_of, write_template
from etl.stage.stage import stage_sheet
from tests import small
from tests.conftest import SHIPPED
from tests.grids import LAYOUT, figures_of

MISSING = {"": "not_collected", "…": "not_published", "—": "not_applicable"}
CATALOG = small.catalog(
    all_series=(
        small.series("gdp", "hundred_million_yuan", "level"),
        small.series("change"),
        small.series("output", "tonne", "level"),
    ),
    sources=(small.source("source"),),
)


def declared(**layout) -> Format:
    return Format.read(
        {
            "source": "source",
            "file": "*",
            "reader": "workbook",
            "missing": MISSING,
            "layout": {
                **LAYOUT,
                "columns": [*LAYOUT["columns"][:2], {"heading": "原煤产量", "series": "output"}],
                **layout,
            },
        }
    )


def read_back(path: Path, form: Format):
    with WorkbookReader() as workbooks:
        (sheet,) = read_sheets(path, f"source/{path.name}", form, workbooks)
    assert sheet.warnings == ()
    return stage_sheet(sheet, form, small.raw_file(), CATALOG)


def write(
    tmp_path: Path, form: Format, period: str | None = "2024M01-05", region=None, name="f.xlsx"
) -> Path:
    path = tmp_path / name
    write_template(template_of(CATALOG, form, Period.parse(period) if period else None, region), path)
    return path


PLACES = {
    "title": ({"place": "title"}, "f.xlsx"),
    "file": ({"place": "file"}, "2024年1—5月.xlsx"),
    "sheet": ({"place": "sheet"}, "f.xlsx"),
    "month on the sheet, year in the title": ({"place": "sheet", "year": {"place": "title"}}, "f.xlsx"),
    "month on the sheet, year in the name": ({"place": "sheet", "year": {"place": "file"}}, "2024年.xlsx"),
    "column": ({"place": "column", "heading": "报告期"}, "f.xlsx"),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_empty_template_reads_back_as_not_collected_wherever_its_period_stands(tmp_path, place):
    period, name = PLACES[place]
    form = declared(period=period)
    form = replace(form, **({"sheets": ("*月",)} if period["place"] == "sheet" else {}))

    staged = read_back(write(tmp_path, form, name=name), form)

    assert figures_of(staged) == {
        (series, region, "2024M01-05"): "not_collected"
        for series in ("gdp", "change", "output")
        for region in ("210000", "210100", "210300")
    }
    assert (staged.rejected.size, staged.rows_left_out) == (0, 0)


def test_what_is_typed_is_what_is_read(tmp_path):
    form = declared()
    path = write(tmp_path, form)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    typed = {"B5": 150.25, "C5": -2, "D5": 9e9, "B6": "…", "C6": 0, "B7": "1,234.5", "D7": "—"}
    for cell, value in typed.items():
        sheet[cell] = value
    book.save(path)

    figures = figures_of(read_back(path, form))

    assert figures == {
        ("gdp", "210000", "2024M01-05"): 150.25,
        ("change", "210000", "2024M01-05"): -2.0,
        ("output", "210000", "2024M01-05"): 9e9,
        ("gdp", "210100", "2024M01-05"): "not_published",
        ("change", "210100", "2024M01-05"): 0.0,
        ("output", "210100", "2024M01-05"): "not_collected",
        ("gdp", "210300", "2024M01-05"): 1234.5,
        ("change", "210300", "2024M01-05"): "not_collected",
        ("output", "210300", "2024M01-05"): "not_applicable",
    }


def test_a_city_gets_its_own_counties_below_itself(tmp_path):
    form = declared()

    staged = read_back(write(tmp_path, form, region=CATALOG.regions["210100"]), form)

    assert list(dict.fromkeys(staged.rows["region"])) == ["210100", "210106", "210115"]


def test_by_code_the_names_stand_beside(tmp_path):
    form = declared(region={"headings": ["代码"], "by": "code", "name_headings": ["地区"]})

    staged = read_back(write(tmp_path, form, region=CATALOG.regions["210300"]), form)

    assert list(dict.fromkeys(staged.rows["region"])) == ["210300", "210303"]


def test_periods_across_and_one_unit_for_the_whole_table(tmp_path):
    form = declared(
        period={"place": "heading"},
        columns=[{"heading": "规模以上*|{period}", "series": "gdp", "unit": None}],
    )

    staged = read_back(write(tmp_path, form, "2024"), form)

    assert set(staged.rows["period"]) == {"2024"}
    assert set(staged.rows["unit"]) == {"hundred_million_yuan"}


def test_headings_are_locked_figures_are_free_and_only_numbers_or_declared_words_can_be_typed(tmp_path):
    sheet = openpyxl.load_workbook(write(tmp_path, declared())).worksheets[0]

    assert sheet.protection.sheet
    assert (sheet["A5"].protection.locked, sheet["B3"].protection.locked) == (True, True)
    assert not any(sheet.cell(row, column).protection.locked for row in (5, 6, 7) for column in (2, 3, 4))
    (rule,) = sheet.data_validations.dataValidation
    assert str(rule.sqref) == "B5:D7"
    assert rule.formula1 == 'OR(ISNUMBER(B5),B5="…",B5="—")'


def test_regions_and_columns_have_names_and_one_sheet_explains(tmp_path):
    book = openpyxl.load_workbook(write(tmp_path, declared()))

    assert book.defined_names["regions"].attr_text == "'数据'!$A$5:$A$7"
    assert book.defined_names["figures_2_change"].attr_text == "'数据'!$C$5:$C$7"
    assert book.sheetnames == ["数据", GUIDANCE_SHEET]
    guidance = "".join(str(row[0].value) for row in book[GUIDANCE_SHEET].iter_rows())
    assert "空白＝未采集" in guidance
    assert "规模以上工业—能耗强度变化" in guidance


def test_the_same_declarations_give_the_same_bytes(tmp_path):
    one, other = (write(tmp_path, declared(), name=name) for name in ("a.xlsx", "b.xlsx"))

    assert contents(one) == contents(other)


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_return_without_its_period_is_refused():
    with pytest.raises(UsageError, match="--period"):
        template_of(CATALOG, declared(), None, None)


def test_a_format_that_nobody_fills_in_is_refused():
    with pytest.raises(UsageError, match="not filled in by hand"):
        template_of(CATALOG, small.long_format(), Period.parse("2024"), None)


@pytest.mark.parametrize(
    ("name", "out"),
    [("no_such_source", "f.xlsx"), ("targets", "f.csv"), ("targets", "no/such/folder/f.xlsx")],
)
def test_a_wrong_name_is_refused_in_words(tmp_path, name, out):
    with pytest.raises(UsageError, match=r"Use one of targets|Give --out"):
        write_named_template(SHIPPED, name, tmp_path / out)


# ── targets ────────────────────────────────────────────────────────────────────────────────────────────
GOOD = {
    "行政区划代码": "210100", "地区": "沈阳市", "指标": "能耗强度累计降低率", "基期年": 2020, "目标年": 2025,
    "比较": "不低于", "目标值": 14.5, "计量单位": "%", "性质": "约束性", "文号或文件名": "沈政发〔2022〕1号",
    "印发日期": "2022-06",
}  # fmt: skip


def filled(tmp_path: Path, *rows: dict[str, object]) -> Path:
    """The template of targets with rows typed into it."""
    path = tmp_path / "2025年目标.xlsx"
    write_named_template(SHIPPED, "targets", path)
    book = openpyxl.load_workbook(path)
    sheet = book["目标"]
    headings = {cell.value: cell.column for cell in sheet[2]}
    for number, row in enumerate(rows, start=3):
        for heading, value in row.items():
            sheet.cell(number, headings[heading], value)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def indicator() -> str:
    """Chinese name of the indicator that has targets in the shipped catalogue."""
    return load_catalog(SHIPPED).indicators["energy_intensity_cumulative_reduction"].name.zh


def test_targets_typed_into_their_template_are_read(tmp_path, indicator):
    good = {**GOOD, "指标": indicator}
    path = filled(
        tmp_path, good, {**good, "行政区划代码": 210200, "地区": "", "性质": "激励", "基期年": "2020"}
    )

    (line,) = check_one_file(SHIPPED, path, None)

    assert line == f"{path.name}, sheet 目标, as targets: 2 rows in = 2 kept + 0 rejected"


def test_an_empty_template_of_targets_has_no_rows(tmp_path):
    (line,) = check_one_file(SHIPPED, filled(tmp_path), None)

    assert "0 rows in = 0 kept" in line


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"行政区划代码": "219999"}, "A3: found '219999'; expected the code"),
        ({"地区": "大连市"}, "B3: found region name '大连市'"),
        ({"指标": "能耗"}, "found '能耗' for indicator of a target; expected the like of"),
        ({"目标年": "十四五末"}, "found '十四五末' for end of a target; expected the like of 2025"),
        ({"目标值": "约15"}, "found '约15' for value of a target; expected the like of 14.5"),
        ({"目标值": None}, "value is empty; it is required"),
        ({"目标值": 120}, "expected a reduction below 100 %"),
        ({"基期年": 2026}, "found base 2026, end 2025"),
        ({"比较": "大于"}, "expected the like of 不低于、不高于、左右、早于"),
        ({"性质": "必须"}, "expected the like of 约束性、预期性"),
        ({"计量单位": "万吨"}, "expected percent"),
        ({"计量单位": "斤"}, "found '斤' for unit of a target; expected the like of %"),
        ({"文号或文件名": ""}, "document is empty"),
        ({"印发日期": "去年"}, "for issued of a target; expected the like of 2022-06-30"),
    ],
)
def test_a_wrong_target_is_named_with_its_row(tmp_path, indicator, wrong, said):
    path = filled(tmp_path, {**GOOD, "指标": indicator, **wrong})

    with pytest.raises(ProblemsFound) as caught:
        list(check_one_file(SHIPPED, path, None))

    assert said in caught.value.say("en")
    assert "3" in caught.value.problems[0].facts["cell"]
    assert "工作表 目标" in caught.value.say("zh")


def test_a_target_typed_twice_is_named_with_its_first_row(tmp_path, indicator):
    good = {**GOOD, "指标": indicator}

    with pytest.raises(ProblemsFound, match="a second time, first in row 3"):
        list(check_one_file(SHIPPED, filled(tmp_path, good, {**good, "目标值": 15}), None))


# ── what ships ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("region", [None, "210100", "210300"])
def test_the_shipped_return_reads_its_own_template_back(tmp_path, region):
    path = tmp_path / "能耗与工业_202405.xlsx"
    said = write_named_template(SHIPPED, "city_energy_return", path, Period.parse("2024M01-05"), region)

    (line,) = check_one_file(SHIPPED, path, None)

    figures = said.split(", ")[-1].split(" figures")[0]
    assert f"as city_energy_return: {figures} rows in = {figures} kept + 0 rejected" in line


def test_a_wrong_cell_of_a_filled_in_return_is_named(tmp_path):
    path = tmp_path / "能耗与工业_202405.xlsx"
    write_named_template(SHIPPED, "city_energy_return", path, Period.parse("2024M01-05"))
    book = openpyxl.load_workbook(path)
    book["数据"]["C5"] = "约12"
    book.save(path)

    with pytest.raises(ProblemsFound, match="C5: found '约12'; expected a number"):
        list(check_one_file(SHIPPED, path, None))
