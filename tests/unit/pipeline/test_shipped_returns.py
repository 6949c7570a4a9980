"""What Liaoning's departments would deliver can be delivered: every measure of the articles has a return."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from etl.model.period import Period
from etl.pipeline.check import check_one_file
from etl.pipeline.template import write_named_template

SHIPPED = Path(__file__).parents[3] / "data"
RETURNS = {
    "industry_department_return": "工信年报_2025.xlsx",
    "statistics_return": "统计年报_2025.xlsx",
    "energy_carbon_return": "能源碳排放年报_2025.xlsx",
    "departments_return": "部门年报_2025.xlsx",
}
# Rates over a whole plan come with the plan's own bulletin, which no yearly return is.
OF_A_PLAN = {
    "co2_intensity_cumulative_reduction_published",
    "energy_consumption_cumulative_growth_published",
    "industrial_va_energy_intensity_cumulative_reduction_published",
}


def test_every_series_that_a_measure_lacks_stands_in_a_return(shipped_catalog):
    needed = {
        series
        for indicator in shipped_catalog.indicators.values()
        for series in shipped_catalog.series_of(indicator.id)
    }
    undeliverable = {name for name in needed if not shipped_catalog.sources_of_series(name)}

    assert undeliverable == OF_A_PLAN


@pytest.mark.parametrize(("source", "name"), RETURNS.items())
def test_a_return_is_filled_in_and_read_back(tmp_path, shipped_catalog, source, name):
    path = tmp_path / name
    write_named_template(SHIPPED, source, path, Period.parse("2025"))
    book = openpyxl.load_workbook(path)
    sheet = book["数据"]
    # the first figure of the first region, below a title, a corner and two rows of headings
    sheet.cell(row=5, column=3).value = 12.5
    book.save(path)

    (line,) = check_one_file(SHIPPED, path, None)
    columns = len(shipped_catalog.formats[source][0].format.layout.columns)
    assert f"as {source}: {15 * columns} rows in = {15 * columns} kept + 0 rejected" in line


def a_list(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


OF_TITLE = (
    "行政区划代码", "地区", "统一社会信用代码", "企业名称", "行业大类", "层级", "批次", "认定日期",
    "有效期至", "公布日期",
)  # fmt: skip
A_TITLE = (
    "210106", "铁西区", "F1", "东海轴承有限公司", "34", "专精特新", "2022", date(2022, 7, 1), "2025-07-01",
    "2022-07-20",
)  # fmt: skip
OF_EVENT = (
    "行政区划代码", "地区", "统一社会信用代码", "企业名称", "层级", "事项", "日期", "公布日期", "说明",
)  # fmt: skip
AN_EVENT = (
    "210106", "铁西区", "F1", "东海轴承有限公司", "专精特新", "revoked", "2024-02-01", "2024-02-05", "",
)  # fmt: skip
OF_LIST = ("地区", "企业名称", "层级", "认定日期")
A_NAME = ("沈阳市", "东海轴承公司", "专精特新", "2022-07-01")


@pytest.mark.parametrize(
    ("name", "rows", "source"),
    [
        ("梯度培育名单_2022.xlsx", (OF_TITLE, A_TITLE), "title_register"),
        ("梯度培育变动_2024.xlsx", (OF_EVENT, AN_EVENT), "title_events"),
        ("公告名单_2022.xlsx", (("名单",), OF_LIST, A_NAME), "title_list_notice"),
    ],
)
def test_a_register_or_list_of_titles_is_read_as_a_workbook(tmp_path, name, rows, source):
    (line,) = check_one_file(SHIPPED, a_list(tmp_path / name, *rows), None)

    assert f"as {source}: 1 rows in = 1 kept + 0 rejected" in line
